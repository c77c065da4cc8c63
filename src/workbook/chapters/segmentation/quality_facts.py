"""How customers of each class buy, and the class everybody would have had in each of the last two years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base, cheapest_rate
from workbook.chapters.segmentation.small_facts import SKEWED, lines_in_period
from workbook.methods.bootstrap import enough
from workbook.methods.cumulated import size_class
from workbook.methods.customer_class import classify
from workbook.methods.score import score
from workbook.methods.time_driven_cost import hours_of
from workbook.methods.variance_explained import explained_by_chance, variance_explained
from workbook.methods.windows import Windows, equal_windows, growth_ratio, two_windows, within
from workbook.section import CLASSES

TRAITS = ("orders_year", "order_value", "lines_order", "discount_rate", "special_share", "digital_share")
LEAST_KNOWN = 30  # customers of whom a trait has to be known
SIZES = ("large", "medium", "small", "none")
YEAR = 12


@dataclass(frozen=True)
class Both:
    """The rule applied to each of the two windows.

    `table` (index customer_id, who bought in both): earlier, later (classes). `left_out`: other customers. `trend`: whether the
    trend before the first window is known too; else the rule leaves the trend aside in both.
    """

    table: pd.DataFrame
    left_out: int
    trend: bool


def behaviour_by_group(base: Base, behaviour: pd.DataFrame) -> tuple[np.ndarray, pd.DataFrame]:
    """One row per customer with orders, by id (class, size class as numbers, then the traits, skewed ones as logarithms), and per
    trait (index) what the groups explain: classes, size, chance (0–1), n."""
    own = behaviour.loc[sorted(behaviour.index.intersection(base.table.index), key=str)]
    table = base.table.loc[own.index]
    groups = [
        table[column].map({name: i for i, name in enumerate(names)}).to_numpy(float)
        for column, names in (("class", CLASSES), ("size", SIZES))
    ]
    made, measured = {}, []
    seed, draws = base.client.parameters.seed, enough(len(own)) // 2
    for name in [t for t in TRAITS if t in own]:
        values = own[name].astype(float)
        values = (np.log(values.where(values > 0)) if name in SKEWED else values).to_numpy()
        shares = [variance_explained(group, values) for group in groups]
        n = int(np.isfinite(values).sum())
        if n < LEAST_KNOWN or not np.isfinite(shares).all():
            continue
        made[name] = (*shares, explained_by_chance(groups[0], values, seed, draws), n)
        measured.append(values)
    traits = pd.DataFrame.from_dict(made, orient="index", columns=["classes", "size", "chance", "n"])
    return np.column_stack([*groups, *measured]), traits


def two_years(base: Base) -> Both | None:
    """The class of everybody by the rule of today in each of the two 12-month windows; None where they do not fit.

    Revenue, size class, CM and trend are the window's; all other criteria, the weights and the limit are as they are today.
    """
    client = base.client
    windows = two_windows(client.period) if client.dated else None
    if windows is None or windows.months < YEAR or base.rule is None:
        return None
    lines = lines_in_period(base)
    lines = lines[lines["customer_id"].isin(base.known.index)]
    edges = equal_windows(client.period, windows)
    day = pd.Timedelta(days=1)
    three = len(edges) > 3
    before = Windows(YEAR, (edges[-4], edges[-3] - day), windows.earlier) if three else None
    found, bought = {}, {}
    for name, window, trend in (("earlier", windows.earlier, before), ("later", windows.later, windows)):
        own = lines[within(lines["date"], window)]
        revenue = own.groupby("customer_id")["net_revenue"].sum().reindex(base.known.index).fillna(0.0)
        found[name] = _classes(base, name, window, revenue, growth_ratio(lines, trend) if three and trend else None)
        bought[name] = revenue > 0
    there = bought["earlier"] & bought["later"]
    return Both(pd.DataFrame(found)[there], int((~there).sum()), three)


def _classes(
    base: Base,
    name: str,
    window: tuple[pd.Timestamp, pd.Timestamp],
    revenue: pd.Series,
    growth: pd.DataFrame | None,
) -> pd.Series:
    """The class in one window; without a trend nobody is taken to decline."""
    assert base.rule is not None and base.score is not None
    p = base.client.parameters
    s, criteria, known = p.segmentation, base.criteria.assign(revenue=revenue), base.known
    rule = base.rule.assign(size=size_class(revenue, p.value.size_edges), ratio=1.0, error=0.0)
    if growth is not None:
        rule = rule.assign(**{c: growth[c].reindex(rule.index) for c in ("ratio", "error")})
    if "earned_value" in criteria and f"cm3_{name}" in known:
        criteria = criteria.assign(earned_value=known[f"cm3_{name}"])
        rule = rule.assign(cm3=known[f"cm3_{name}"], lean_cm3=_lean(base, name, window))
    weights = {str(c): w for c, w in s.weights.items()}
    rule["score"] = score(criteria, weights, s.least_known, s.reversed).score
    return classify(rule, base.limit, s.key_score, s.decline_limit)["class"]


def _lean(base: Base, name: str, window: tuple[pd.Timestamp, pd.Timestamp]) -> pd.Series:
    """CM III of one window at the lean service level; missing = unknown."""
    rate, done = cheapest_rate(base.client), base.client.tables["activities"]
    if rate is None or not base.client.has("activities", "hours", "customer_id"):
        return pd.Series(float("nan"), base.known.index)
    done = done[within(done["date"], window)]
    spent = hours_of(done).groupby(done["customer_id"]).sum().reindex(base.known.index).fillna(0.0)
    return base.known[f"cm2_{name}"] - spent * base.client.parameters.segmentation.lean_hours_factor * rate
