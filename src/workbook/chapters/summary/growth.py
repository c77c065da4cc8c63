"""Growth per class as a scenario: what customers buy elsewhere, and what winning part of it would mean for each group."""

from __future__ import annotations

import pandas as pd

from workbook.chapters import SoFar
from workbook.client import Client
from workbook.finding import Figure, Gap
from workbook.methods.growth_scenario import growth_scenario
from workbook.methods.wallet_target import wallet_target

GROUPS = {"class": ("key", "core", "smart", "lean"), "size": ("large", "medium", "small")}
BOTH = {"class": ("key", "smart"), "size": ("large", "small")}  # the two groups of the article
LESS = 0.10  # how much lower the share of wallet aimed at is in the sensitivity


def grouping(so_far: SoFar) -> str:
    """The recommended class, the size class where there are no classes."""
    return "class" if "class" in so_far.customers else "size"


def growth(client: Client, so_far: SoFar) -> pd.DataFrame:
    """One row per class with customers, as `growth_scenario`; empty where no potential is known."""
    if not client.has("customers", "potential_revenue") or "revenue_per_year" not in so_far.customers:
        return pd.DataFrame()
    known = so_far.customers[so_far.customers["orders"].notna()]
    potential = pd.to_numeric(known["potential_revenue"]).astype(float)
    industry = client.listed("industry", known.index) if client.has("customers", "industry") else None
    p = client.parameters
    aimed = wallet_target(known["revenue_per_year"], potential, industry, p.value.share_of_wallet_target)
    table = pd.DataFrame(
        {
            "group": known[grouping(so_far)],
            "revenue": known["revenue_per_year"],
            "potential": potential.where(potential > 0),
            "share_target": aimed["share_target"],
        }
    )
    made = growth_scenario(table, p.value.acceptance, LESS, p.segmentation.least_known)
    return made.reindex([name for name in GROUPS[grouping(so_far)] if name in made.index])


def figures(table: pd.DataFrame) -> tuple[Figure, ...]:
    """`summary.growth.<class>`: growth up to the horizon as a share of today's revenue, with its range."""
    if table.empty:
        return ()
    known = table.dropna(subset="central")
    return tuple(
        Figure(f"summary.growth.{r.Index}", float(r.central), "share", (float(r.low), float(r.high)), True)
        for r in known.itertuples()
    )


def gaps(client: Client, so_far: SoFar, table: pd.DataFrame) -> tuple[Gap, ...]:
    """Classes of which too few potentials are known."""
    there = {f.id for f in figures(table)}
    wanted = table.index if len(table) else GROUPS[grouping(so_far)]
    lost = tuple(f"summary.growth.{name}" for name in wanted if f"summary.growth.{name}" not in there)
    if not lost:
        return ()
    lines = client.missing("transactions", "customers.potential_revenue")
    return (Gap("summary.growth", lines or ("customers.potential_revenue",), "summary.gap_growth", lost),)
