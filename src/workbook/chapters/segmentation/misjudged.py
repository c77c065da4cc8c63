"""Customers misjudged by past revenue: large in potential but not in revenue, large firms that buy little."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.wallet import PLACES, POTENTIAL, Wallet, has_potential, named, names, number, ratio
from workbook.finding import Claim, Figure, Finding, Gap, Term, Terms, Value, count, money, setting
from workbook.methods.bootstrap import enough, interval
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.rank_correlation import places, spearman, spearman_of_places
from workbook.topic import Topic, Topics

LARGE = "segmentation.large_firm_small_buyer"


@dataclass(frozen=True)
class Misjudged(Topic):
    """Places by revenue and by potential of the customers whose potential is known (index customer_id), 1 = the largest.

    `table`: revenue, potential, rank_revenue, rank_potential, low (among the most potential, not among the most revenue: judged
    too low by revenue), high (the reverse), hours per year. `large`: large firms by employees that are small by revenue,
    None without employees; `employees` from which on a firm counts as large.
    """

    base: Base
    table: pd.DataFrame
    large: pd.DataFrame | None
    employees: float

    def figures(self) -> tuple[Figure, ...]:
        """How many are judged too low, too high, and are large firms that buy little."""
        made = []
        if len(self.table):
            made = [Figure(PLACES[i], int(self.table[c].sum()), "count") for i, c in enumerate(("low", "high"))]
        return (*made, *([Figure(LARGE, len(self.large), "count")] if self.large is not None else []))

    def findings(self) -> tuple[Finding, ...]:
        """Who stands far higher by potential than by revenue."""
        if self.table.empty:
            return ()
        t = self.table.sort_index().assign(open=lambda x: x["potential"] - x["revenue"])
        low = t[t["low"]].sort_values("open", ascending=False, kind="stable")
        high = t[t["high"]].sort_values("revenue", ascending=False, kind="stable")
        numbers: dict[str, Value] = {
            "n": count(len(low)),
            "n_total": count(len(t)),
            "n_high": count(len(high)),
            "money": money(low["open"].sum(), True),
            "money_high": money(high["revenue"].sum()),
            "first": named("segmentation.misjudged_first", self.base, low.index, "segmentation.misjudged_none"),
            "large": self._large(),
        }
        return (Finding("segmentation.misjudged", numbers, 2, ("[000]", "[004]"), None, tuple(low.index)),)

    def _large(self) -> Term:
        if self.large is None or self.large.empty:
            return Term("segmentation.large_none")
        numbers: dict[str, Value] = {
            "n": count(len(self.large)),
            "n_employees": count(self.employees),
            "part": setting(self.base.client.parameters.segmentation.large_firm_share),
            "customers": Terms(tuple(names(self.base, self.large.index[:3]))),
        }
        return Term("segmentation.large_firms", numbers)

    def gaps(self) -> tuple[Gap, ...]:
        """What the places need."""
        client, made = self.base.client, []
        if self.table.empty and has_potential(self.base):
            made.append(Gap(PLACES[0], (POTENTIAL,), "segmentation.gap_misjudged", PLACES))
        if self.large is None:
            needs = client.missing("transactions", "customers.employees") or ("customers.employees",)
            made.append(Gap(LARGE, needs, "segmentation.gap_large", (LARGE,)))
        if has_potential(self.base) and not self.claims():
            needs = client.missing("activities.hours") or (POTENTIAL,)
            made.append(Gap("claims.A0-10", needs, "segmentation.gap_past", ("claims.A0-10",)))
        return tuple(made)

    def claims(self) -> tuple[Claim, ...]:
        """A0-10, worked out once."""
        return self._past

    @cached_property
    def _past(self) -> tuple[Claim, ...]:
        """A0-10: hours follow past revenue more closely than potential (difference of two rank correlations)."""
        t = self.table[["hours", "revenue", "potential"]].dropna() if len(self.table) else self.table
        if len(t) < LEAST:
            return ()
        rows, p = t.to_numpy(float), self.base.client.parameters
        effect = _past_ahead(places(rows))
        ends = interval(places(rows), _past_ahead, p.seed, enough(len(rows)))
        if not math.isfinite(effect) or not math.isfinite(ends[0]):
            return ()
        past, future = spearman(rows[:, [0, 1]]), spearman(rows[:, [0, 2]])
        least = p.value.min_effect * abs(future)
        judged = verdict(ends, len(t), least)
        numbers: dict[str, Value] = {"ratio_revenue": ratio(past), "ratio_potential": ratio(future)}
        return (Claim("A0-10", judged, effect, ends, len(t), "ratio", "[000]", numbers, least),)

    def columns(self) -> pd.DataFrame:
        """Whether past revenue judges a customer too low or too high, and whether it is a large firm that buys little."""
        made = pd.DataFrame(index=self.base.known.index)
        if len(self.table):
            kind = np.select([self.table["low"], self.table["high"]], ["too_low", "too_high"], "as_potential")
            made["judged_by_revenue"] = pd.Series(kind, self.table.index, dtype=object)
        if self.large is not None:
            made["large_firm_small_buyer"] = made.index.isin(self.large.index)
        return made


def misjudged(base: Base, topics: Topics) -> Misjudged:
    """Places by revenue against places by potential, and employees against size class."""
    own = topics.of(Wallet).stated[["revenue", "potential", "potential_level", "sow_level"]].sort_index()
    own = own[own["sow_level"].notna()]
    if len(own) < 2:
        own = own.iloc[:0]
    for name in ("revenue", "potential"):
        own[f"rank_{name}"] = own[name].rank(ascending=False, method="min")
    top = int((own["potential_level"] == "high").sum())
    # As many by revenue as hold the high level of potential: the two lists are equally long.
    first = own["rank_revenue"] <= top
    own["low"] = (own["potential_level"] == "high") & ~first
    own["high"] = first & (own["potential_level"] != "high") & (own["revenue"] > 0)
    spent = base.known["hours"] if "hours" in base.known else pd.Series(np.nan, base.known.index)
    own["hours"] = spent.astype(float).reindex(own.index) / base.client.years
    large, edge = _large(base)
    return Misjudged(base, own.drop(columns=["potential_level", "sow_level"]), large, edge)


def _past_ahead(rows: np.ndarray) -> float:
    """How much more closely hours follow revenue than potential, all three as places."""
    return spearman_of_places(rows[:, [0, 1]]) - spearman_of_places(rows[:, [0, 2]])


def _large(base: Base) -> tuple[pd.DataFrame | None, float]:
    """The firms with the most employees among them that are small by revenue, the largest firm first."""
    staff = number(base, "employees")
    if not base.client.has("transactions") or staff.notna().sum() < LEAST or staff.nunique() < 2:
        return None, math.nan
    edge = float(staff.quantile(1 - base.client.parameters.segmentation.large_firm_share, interpolation="higher"))
    small = base.known["size"].fillna("none").isin(["small", "none"])
    own = base.known[(staff >= edge) & (staff > staff.median()) & small].sort_index()
    made = own[["revenue_per_year"]].assign(employees=staff.reindex(own.index))
    return made.sort_values("employees", ascending=False, kind="stable"), edge
