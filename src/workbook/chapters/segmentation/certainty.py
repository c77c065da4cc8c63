"""How sure the classes are: how often each holds when weights and inputs are drawn anew, and what makes it unsure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base, lean_contribution
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap, Term, Value, count, money, setting, share
from workbook.methods.class_draws import Known, Orders, Ranges, orders
from workbook.methods.class_probability import CLASSES, Draws, Probabilities, Rule, class_probability
from workbook.methods.contribution import fill_cost
from workbook.methods.cost_range import order_cost_range
from workbook.methods.windows import two_windows, within
from workbook.topic import Topic, Topics

HALF = 0.5
SURE = 0.90  # from here on a class is called sure
LEVELS = ("sure", "likely", "borderline")


@dataclass(frozen=True)
class Certainty(Topic):
    """How sure the class of every existing customer is; `table` None where there are no classes.

    `table` (index customer_id): name, revenue_per_year, class (by the rule, also where it was set by hand), probability of it,
    second (the next most probable class), second_probability, by_weights and by_data (its probability when only weights or only
    inputs are drawn), uniform (when every weighting is equally likely), cause (weights|data: what makes it less sure), level
    (sure|likely|borderline). `drawn`: the share of draws in each class.
    """

    base: Base
    table: pd.DataFrame | None
    drawn: Probabilities | None

    @property
    def borderline(self) -> pd.DataFrame:
        """The customers whose class holds in too few draws, the largest revenue first."""
        assert self.table is not None
        own = self.table[self.table["level"] == "borderline"].sort_index()
        return own.sort_values("revenue_per_year", ascending=False, kind="stable")

    def figures(self) -> tuple[Figure, ...]:
        """How many are borderline."""
        if self.table is None:
            return ()
        return (Figure("segmentation.borderline", len(self.borderline), "count", None, True),)

    def findings(self) -> tuple[Finding, ...]:
        """How many classes are not sure, what revenue hangs on them, and why."""
        return () if self.table is None else (_finding(self),)

    def gaps(self) -> tuple[Gap, ...]:
        """Without classes there is nothing to be sure of."""
        if self.table is not None:
            return ()
        needs = self.base.client.missing(
            "customers.potential_revenue", "customers.strategic_importance", "transactions"
        )
        return (Gap("segmentation.borderline", needs, "segmentation.gap_borderline", ("segmentation.borderline",)),)

    def columns(self) -> pd.DataFrame:
        """Per customer the probability of its class and of each, and what weights and data do to it."""
        if self.table is None or self.drawn is None:
            return pd.DataFrame()
        own = self.table[["probability", "by_weights", "by_data", "uniform"]].rename(
            columns={
                "probability": "class_probability",
                "by_weights": "class_probability_weights",
                "by_data": "class_probability_data",
                "uniform": "class_probability_uniform",
            }
        )
        return own.join(self.drawn.both.add_prefix("probability_"))


def certainty(base: Base, _: Topics) -> Certainty:
    """The probability of every class, where there are classes."""
    if base.rule is None or base.score is None or base.table.empty:
        return Certainty(base, None, None)
    p = base.client.parameters.segmentation
    ids = base.table.index[np.argsort(base.table.index.astype(str), kind="stable")]
    group = pd.factorize(base.rule["group"].reindex(ids))[0]
    rule = Rule(group, base.limit, p.key_score, p.decline_limit, p.reversed)
    draws = Draws(p.input_draws, p.weight_draws, p.weight_concentration, base.client.parameters.seed)
    found = class_probability(known(base, ids), base.score.used, rule, draws)
    found = Probabilities(*(t.reindex(base.table.index) for t in found))
    return Certainty(base, _judged(base.table, found, p.borderline), found)


def _judged(classed: pd.DataFrame, found: Probabilities, borderline: float) -> pd.DataFrame:
    """The probability of the class the rule gives, the next one, and what moves it."""
    table = classed[["name", "revenue_per_year"]].assign(**{"class": classed["rule_class"]})
    at = table["class"].map({c: i for i, c in enumerate(CLASSES)}).to_numpy()
    row = np.arange(len(table))
    names = {"probability": found.both, "by_weights": found.weights, "by_data": found.data, "uniform": found.uniform}
    for name, probabilities in names.items():
        table[name] = probabilities.to_numpy()[row, at]
    others = found.both.to_numpy().copy()
    others[row, at] = -1
    table["second"] = np.array(CLASSES, object)[others.argmax(axis=1)]
    table["second_probability"] = others.max(axis=1)
    table["cause"] = np.where(table["by_weights"] < table["by_data"], "weights", "data")
    levels = [table["probability"] < borderline, table["probability"] < max(SURE, borderline)]
    table["level"] = np.select(levels, ["borderline", "likely"], "sure")
    return table


def known(base: Base, ids: pd.Index) -> Known:
    """What the rule looks at and how uncertain it is, for customers in this order."""
    client, known = base.client, base.known.reindex(ids)
    assert base.rule is not None and base.score is not None
    p = client.parameters

    def column(*names: str) -> pd.Series:
        name = next((n for n in names if n in known), None)
        return pd.to_numeric(known[name]).astype(float) if name else pd.Series(float("nan"), ids)

    lean = lean_contribution(client, known)
    table = pd.DataFrame({name: column(name) for name in ("cm1", "order_cost", "care_cost")})
    table["revenue_per_year"] = column("revenue_per_year").fillna(0.0)
    table["lean_care"] = column("cm2") - lean
    table["ratio"], table["error"] = column("growth_ratio"), column("growth_error")
    for name, source in {"": "potential_revenue", "_low": "potential_low", "_high": "potential_high"}.items():
        table[f"potential{name}"] = column(source)
    spread = p.value.cost_rate_range
    around = 1 - spread, 1 + spread
    handled = order_cost_range(client.tables.get("cost_rates"), known) if "orders" in known else None
    ranges = Ranges(handled or around, around, p.segmentation.rating_error)
    criteria = base.criteria.reindex(ids)[list(base.score.used)].astype(float)
    edge = p.value.size_edges[1]
    return Known(criteria, table, *_orders(client, ids), client.years, edge, ranges)


def _orders(client: Client, ids: pd.Index) -> tuple[Orders | None, bool]:
    """The orders of the period and whether two windows fit; yearly totals hold no orders."""
    if not client.dated:
        return None, False
    first, last = (pd.Timestamp(d) for d in client.period)
    lines = client.tables["transactions"]
    lines = lines[within(lines["date"], (first, last))]
    if "cost_of_goods" in lines:
        lines = fill_cost(lines)[0]
    windows = two_windows(client.period)
    return orders(lines, ids, windows), windows is not None


def _finding(found: Certainty) -> Finding:
    assert found.table is not None
    t, own, p = found.table, found.borderline, found.base.client.parameters.segmentation
    revenue, whole = float(own["revenue_per_year"].sum()), float(t["revenue_per_year"].sum())
    weights = own["cause"] == "weights"
    numbers: dict[str, Value] = {
        "n": count(len(own)),
        "n_total": count(len(t)),
        "n_sure": count(int((t["level"] == "sure").sum())),
        "money": money(revenue),
        "share": share(revenue / whole if whole > 0 else 0.0),
        "why": _why(int(weights.sum()), int((~weights).sum())),
        "uniform": by_chance(found, _sceptic(t)),
        "threshold": setting(p.borderline),
        "draws": count(p.input_draws * p.weight_draws),
        "basis": fixed(found),
    }
    return Finding("segmentation.borderline", numbers, 2, ("[000]", "[001]"), None, tuple(own.index))


def _why(weights: int, data: int) -> Term:
    """What makes borderline customers so."""
    if not weights + data:
        return Term("segmentation.why_nobody")
    numbers: Mapping[str, Value] = {"n": count(data), "n_weights": count(weights)}
    return Term("segmentation.why", numbers)


def by_chance(found: Certainty, before: Term) -> Term:
    """A sentence, and how many are lean for a fall in revenue that the draws, which ask what truly changed, take for chance."""
    assert found.table is not None
    fell = found.base.table["class_reason"].isin(["lean_trend", "lean_both"]).reindex(found.table.index)
    n = int((fell & (found.table["class"] == "lean") & (found.table["probability"] < HALF)).sum())
    said = Term("segmentation.rare_orders", {"n": count(n)})
    return Term("sentences.two", {"first": before, "second": said}) if n else before


def _sceptic(t: pd.DataFrame) -> Term:
    """How the key accounts fare when no weighting is preferred."""
    key = t[t["class"] == "key"]
    if key.empty:
        return Term("segmentation.sceptic_none")
    kept = int((key["uniform"] >= 0.5).sum())
    return Term("segmentation.sceptic", {"n": count(len(key)), "n_kept": count(kept)})


def fixed(found: Certainty) -> Term:
    """Which inputs were drawn and which had to be taken as they are."""
    t = found.base.known
    ranged = {"potential_revenue", "potential_low", "potential_high"} <= set(t)
    dated = found.base.client.dated
    return Term(f"segmentation.drawn_{'orders' if dated else 'totals'}_{'range' if ranged else 'fixed'}")
