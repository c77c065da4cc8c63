"""What the past of the customer base tells: who stayed, what grew, what varied, and where the revenue went."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from workbook.chapters.value.base import Base, activities_between, care_of
from workbook.chapters.value.groups import Groups, groups, sizes
from workbook.client import Client
from workbook.finding import Claim, Figure
from workbook.methods.base_audit import Audit, base_audit
from workbook.methods.gini import gini
from workbook.methods.growth_bridge import bridge_by_class, step_of
from workbook.methods.growth_quadrant import growth_quadrant
from workbook.methods.growth_spread import Spread, growth_spread
from workbook.methods.parent_changes import parent_changes
from workbook.methods.profit_walk import profit_walk
from workbook.methods.rank_correlation import spearman
from workbook.methods.size_bands import deciles, size_bands
from workbook.methods.stability import LEAST, YEAR, Difference, revenue_matrix, stability, steadier, yearly_matrix
from workbook.methods.windows import equal_windows

Level = Literal["cm1", "cm3"]
Step = Literal["Y", "M"]


@dataclass(frozen=True)
class History:
    """What the past tells, topic by topic; None where the data do not carry it.

    `change`: one row per customer with lines (index customer_id): earlier, later, revenue (change, currency), step, and cm
    (change of the margin `level`) where costs are known. `by_class`: the bridge by group and step. `bands`, `tenths`: size
    bands per year. `matrix`: revenue per customer and `step`: Y the twelve months that end with each whole month, M each whole
    month alone. `steady`: see `stability`, by size class and by the client's own. `walk`: the profit formula, currency per year.
    """

    groups: Groups
    bands: pd.DataFrame
    tenths: pd.DataFrame
    inequality: float
    reach: float
    change: pd.DataFrame | None
    level: Level | None
    by_class: pd.DataFrame | None
    audit: Audit | None
    spread: Spread | None
    quadrant: pd.Series | None
    rank: float | None
    parents: pd.Index | None
    matrix: pd.DataFrame | None
    step: Step | None
    steady: pd.DataFrame | None
    calmer: Difference | None
    walk: pd.DataFrame | None
    claims: tuple[Claim, ...] = ()


def history(base: Base) -> History:
    """The past of the customer base, as far as the data go."""
    grouped, client = groups(base), base.client
    change, level = _change(base)
    bands, tenths, inequality, reach = _sizes(base)
    audit = spread = quadrant = by_class = rank = None
    if change is not None and base.windows is not None:
        amounts = change[[c for c in ("revenue", "cm") if c in change]]
        by_class = bridge_by_class(change["step"], grouped.of, amounts)
        audit = base_audit(base.lines, equal_windows(client.period, base.windows))
        spread = growth_spread(base.lines, base.windows, client.parameters.seed)
        rank = _known(spearman(bought(change)[["earlier", "later"]].to_numpy(float)))
        if base.has_margin:
            quadrant = growth_quadrant(change["revenue"], base.table["cm3"])
    matrix, step = _matrix(base)
    steady, calmer = _steady(base, grouped, matrix) if matrix is not None else (None, None)
    return History(
        grouped, bands, tenths, inequality, reach, change, level, by_class, audit, spread, quadrant, rank,
        _parents(client), matrix, step, steady, calmer, _walk(base),
    )  # fmt: skip


def bought(change: pd.DataFrame) -> pd.DataFrame:
    """The customers with revenue in one of the windows."""
    return change[(change[["earlier", "later"]] > 0).any(axis=1)]


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _sizes(base: Base) -> tuple[pd.DataFrame, pd.DataFrame, float, float]:
    """Size bands, tenths, Gini and P90 ÷ P10 of revenue per year."""
    yearly = base.table.assign(
        **{c: base.table[c] / base.client.years for c in ("hours", "cost_to_serve") if c in base.table}
    )
    if not yearly["hours"].notna().any():
        yearly = yearly.drop(columns="hours")
    amounts = yearly["revenue_per_year"].to_numpy(float)
    positive = amounts[amounts > 0]
    low, high = np.quantile(positive, [0.1, 0.9]) if len(positive) else (np.nan, np.nan)
    edges = base.client.parameters.value.size_bands
    return size_bands(yearly, edges), deciles(yearly), gini(amounts), float(high / low)


def _change(base: Base) -> tuple[pd.DataFrame | None, Level | None]:
    """What changed per customer between the windows, and which margin could be followed."""
    if base.growth is None:
        return None, None
    change = base.growth[["earlier", "later"]]
    change = change.assign(
        revenue=change["later"] - change["earlier"], step=step_of(change["earlier"], change["later"])
    )
    if base.by_window is None:
        return change, None
    level: Level = "cm3" if base.care_covers else "cm1"
    before, after = (sums[level] for sums in base.by_window)
    margin = after.sub(before, fill_value=0.0)
    # care for customers without a single line changes the margin too
    everyone = change.index.union(margin.index[margin != 0])
    change = change.reindex(everyone).fillna({"earlier": 0.0, "later": 0.0, "revenue": 0.0, "step": "same"})
    return change.assign(cm=margin.reindex(everyone).fillna(0.0)), level


def _parents(client: Client) -> pd.Index | None:
    """Customers whose parent changed, None where no dated facts about parents were delivered."""
    if not client.has("facts", "as_of"):
        return None
    facts = client.tables["facts"]
    return parent_changes(facts) if (facts["field"] == "parent_id").any() else None


def _matrix(base: Base) -> tuple[pd.DataFrame | None, Step | None]:
    """Revenue per customer of twelve months at a time, of single months where there are no two whole years."""
    if not base.client.dated or not len(base.lines):
        return None, None
    months = revenue_matrix(base.lines, base.client.period)
    if months.shape[1] >= 2 * YEAR:
        return yearly_matrix(months), "Y"
    return (months, "M") if months.shape[1] >= LEAST else (None, None)


def _steady(base: Base, grouped: Groups, matrix: pd.DataFrame) -> tuple[pd.DataFrame, Difference]:
    """How steady each size class is, and the client's own classes beside them; how much more the large vary than the small.

    Only the size over the whole period treats all its years alike: a class given by the revenue of one of them is at its
    lowest, or highest, in that year and returns to its usual level afterwards, which would look like instability.
    """
    seed, of_size = base.client.parameters.seed, sizes(base)
    kinds = [of_size, grouped] if grouped.kind == "class" else [of_size]
    steady = pd.concat([stability(matrix, kind.of, seed) for kind in kinds])
    return steady, steadier(matrix, of_size.key, of_size.small, seed)


def _walk(base: Base) -> pd.DataFrame | None:
    """The profit formula per year: as far down as costs are known; nothing without cost of goods."""
    if not base.has_margin:
        return None
    t, years = base.table, base.client.years
    costs = {name: float(t[name].sum()) for name in ("cost_of_goods", "order_cost")}
    if "list_revenue" in t:
        costs = {"discount": float(t["list_revenue"].sum() - t["net_revenue"].sum()), **costs}
    if base.client.has("activities"):
        costs["care_cost"] = float(t["care_cost"].sum())
    if base.pools is not None:
        costs |= {"prospects": _prospects(base), "non_selling": base.pools.non_selling, "unused": base.pools.unused}
    start = float(t["list_revenue" if "discount" in costs else "net_revenue"].sum())
    return profit_walk(start / years, {name: amount / years for name, amount in costs.items()})


def _prospects(base: Base) -> float:
    """Care cost of whoever is no customer yet, over the period."""
    done = activities_between(base.client, *(pd.Timestamp(d) for d in base.client.period))
    care = care_of(done, base.rates, base.client)
    return float(care[~care.index.isin(base.table.index)].sum())


def figures(found: History, currency: str) -> list[Figure]:
    """The figures of this topic; what may lie outside 0–1 is an index, no share."""
    made = [
        Figure("value.revenue_gini", found.inequality, "index"),
        Figure("value.revenue_p90_p10", found.reach, "index"),
    ]
    if found.audit is not None:
        two = found.audit.two
        made += [
            Figure(f"value.{kind}_customers", int(two["customers"][kind]), "count") for kind in ("kept", "new", "lost")
        ]
        made.append(Figure("value.first_cohort_share", first_cohort_share(found.audit), "share"))
    if found.by_class is not None:
        for name, row in found.by_class.groupby("class").sum().iterrows():
            made += [Figure(f"value.change_{c}.{name}", row[c], currency) for c in ("revenue", "cm") if c in row]
    if found.spread is not None:
        made.append(Figure("value.growth_spread", found.spread.spread, "index"))
        made.append(Figure("value.growth_spread_excess", found.spread.excess, "index", found.spread.interval))
    if found.rank is not None:
        made.append(Figure("value.rank_correlation", found.rank, "index"))
    if found.parents is not None:
        made.append(Figure("value.parent_changes", len(found.parents), "count"))
    made += _steady_figures(found.steady)
    if found.walk is not None and found.walk["name"].iloc[-1] == "result":
        made.append(Figure("value.result_after_sales_cost", float(found.walk["after"].iloc[-1]), currency))
    return made


def _steady_figures(steady: pd.DataFrame | None) -> list[Figure]:
    """Volatility (deviation ÷ mean) and worst drawdown (0–1) by group, with their intervals where there are any."""
    if steady is None:
        return []
    made = []
    for name, row in steady.iterrows():
        for measure, unit in (("volatility", "index"), ("drawdown", "share")):
            ends = (float(row[f"{measure}_low"]), float(row[f"{measure}_high"]))
            made.append(
                Figure(f"value.{measure}.{name}", row[measure], unit, ends if math.isfinite(sum(ends)) else None)
            )
    return made


def first_cohort_share(audit: Audit) -> float:
    """Share of the last period's revenue (0–1) that the first cohort brings."""
    last = audit.whole.iloc[:, -1]
    return float(last.iloc[0] / last.sum()) if last.sum() > 0 else float("nan")


def columns(found: History) -> pd.DataFrame:
    """Per customer: the step of the bridge, and the quadrant of growth and contribution."""
    kept = {
        "growth_step": found.change["step"] if found.change is not None else None,
        "growth_quadrant": found.quadrant,
    }
    return pd.DataFrame({name: column for name, column in kept.items() if column is not None})
