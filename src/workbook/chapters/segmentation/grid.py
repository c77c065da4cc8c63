"""Potential × share of wallet: nine fields, who looks after them, their hours today and by rule, and what may reward loyalty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.wallet import REWARDS, Wallet, has_potential, named
from workbook.finding import Figure, Finding, Gap, Term, Value, count, hours, money, setting, share
from workbook.methods.field_budget import field_budget
from workbook.methods.potential_level import LEVELS
from workbook.parameters import Parameters
from workbook.parameters_segmentation import DEFAULT_CHANNELS, DEFAULT_HOURS_WEIGHT
from workbook.topic import Topic, Topics

FIELDS = tuple((p, s) for p in LEVELS for s in LEVELS[::-1])
SUMS = ["revenue", "potential", "open", "hours", "cost", "cm3"]


@dataclass(frozen=True)
class Grid(Topic):
    """The nine fields of the customers whose potential is known, and the rewards of those who give much of it.

    `fields`: one row per field (index level of potential, level of share of wallet; the highest potential first): customers,
    revenue, potential, open (what others deliver), hours, cost (care), cm3 (all per year; hours, cost and cm3 missing without
    activities or costs), rule_hours and rule_cost (by the budget rule), purpose. `customers`: the same per customer, with
    discount. `rewards`: those with a high share and a positive CM III: budget, discount (currency per year), above.
    """

    base: Base
    customers: pd.DataFrame
    fields: pd.DataFrame
    rewards: pd.DataFrame | None

    @property
    def has_hours(self) -> bool:
        """Whether hours are known."""
        return bool(self.fields["hours"].notna().any()) and float(self.fields["hours"].sum()) > 0

    @property
    def neglected(self) -> pd.DataFrame:
        """Much potential, a small share: the customers of that field, the most open potential first."""
        t = self.customers
        own = t[(t["potential_level"] == "high") & (t["sow_level"] == "low")].sort_index()
        return own.sort_values("open", ascending=False, kind="stable")

    def figures(self) -> tuple[Figure, ...]:
        """Customers per field; what rewards may cost and do."""
        if self.customers.empty:
            return ()
        made = [
            Figure(f"segmentation.field.{p}.{s}", int(self.fields.loc[(p, s), "customers"]), "count") for p, s in FIELDS
        ]
        if self.rewards is not None:
            cash = self.base.client.parameters.currency
            sums = self.rewards[["budget", "discount"]].sum()
            made += [Figure(REWARDS[0], float(sums["budget"]), cash), Figure(REWARDS[1], float(sums["discount"]), cash)]
            made.append(Figure(REWARDS[2], int(self.rewards["above"].sum()), "count"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """Much potential at a small share, and the discounts of those who buy most of what they need here."""
        if self.customers.empty:
            return ()
        return (self._neglected(), *([self._rewards()] if self.rewards is not None else []))

    def _neglected(self) -> Finding:
        own, f = self.neglected, self.fields
        part = own["potential"].sum() / f["potential"].sum()
        numbers: dict[str, Value] = {
            "n": count(len(own)),
            "n_total": count(len(self.customers)),
            "share": share(float(part), True),
            "money": money(own["open"].sum(), True),
            "first": named("segmentation.neglected_first", self.base, own.index, "segmentation.field_time_open"),
            "time": self.time_of("high", "low"),
            "hold": self._hold(),
            "advice": Term(f"segmentation.neglected_{self._to_do}"),
        }
        return Finding("segmentation.neglected", numbers, 2, ("[003]",), None, tuple(own.index))

    @property
    def _to_do(self) -> Literal["both", "win", "hold", "none"]:
        """Whether there are customers to win, to secure, or both."""
        secure = bool(self.fields.loc[("high", "high"), "customers"] > 0)
        if len(self.neglected):
            return "both" if secure else "win"
        return "hold" if secure else "none"

    def time_of(self, potential: str, held: str) -> Term:
        """The share of customer hours a field gets today, and by rule."""
        if not self.has_hours:
            return Term("segmentation.field_time_open")
        row, whole = self.fields.loc[(potential, held)], float(self.fields["hours"].sum())
        numbers: dict[str, Value] = {
            "share_hours": share(float(row["hours"] / whole)),
            "hours": hours(row["hours"]),
            "hours_rule": hours(row["rule_hours"]),
        }
        return Term("segmentation.field_time", numbers)

    def _hold(self) -> Term:
        """What is to be defended: customers of high potential and a high share."""
        row = self.fields.loc[("high", "high")]
        return Term("segmentation.field_hold", {"n": count(row["customers"]), "money": money(row["revenue"])})

    def _rewards(self) -> Finding:
        assert self.rewards is not None
        t = self.rewards
        above = t[t["above"]].sort_index().assign(over=lambda x: x["discount"] - x["budget"])
        above = above.sort_values("over", ascending=False, kind="stable")
        numbers: dict[str, Value] = {
            "n": count(len(above)),
            "n_total": count(len(t)),
            "part": setting(self.base.client.parameters.segmentation.reward_share),
            "money": money(t["discount"].sum()),
            "money_budget": money(t["budget"].sum()),
            "money_over": money(above["over"].sum()),
            "first": named("segmentation.rewards_first", self.base, above.index, "segmentation.rewards_none"),
        }
        return Finding("segmentation.rewards", numbers, 2, ("[003]", "[000]"), None, tuple(above.index))

    def low(self) -> Term:
        """What customers of low potential bind and bring: a base for the chapter on coverage, nothing is proposed here."""
        rows = self.fields.loc["low"]
        numbers: dict[str, Value] = {"n": count(rows["customers"].sum())}
        if not self.has_hours or rows["cm3"].isna().all():
            return Term("segmentation.low_potential_revenue", numbers | {"money": money(rows["revenue"].sum())})
        numbers |= {"hours": hours(rows["hours"].sum()), "money_cm3": money(rows["cm3"].sum())}
        return Term("segmentation.low_potential", numbers)

    def gaps(self) -> tuple[Gap, ...]:
        """The rewards without discounts and costs; what a missing potential leaves open is said with the share of wallet."""
        if self.rewards is not None or not has_potential(self.base):
            return ()
        needs = self.base.client.missing("transactions.list_revenue", "transactions.cost_of_goods")
        return (Gap(REWARDS[0], needs, "segmentation.gap_rewards", REWARDS),)


def grid(base: Base, topics: Topics) -> Grid:
    """The nine fields from the levels of potential and share of wallet."""
    own = topics.of(Wallet).stated
    own = own[["revenue", "potential", "potential_level", "sow_level"]].join(_yearly(base))
    own["open"] = (own["potential"] - own["revenue"]).clip(lower=0)
    own = own[own["potential_level"].notna() & own["sow_level"].notna()].sort_index()
    rewards = _rewards(base, own)
    return Grid(base, own, _fields(base, own), rewards)


def _yearly(base: Base) -> pd.DataFrame:
    """Hours, care cost, CM III and discount per customer and year, missing where they are not known."""
    made = {}
    for name, column in (("hours", "hours"), ("cost", "care_cost"), ("cm3", "cm3"), ("discount", "discount")):
        known = base.known[column] if column in base.known else pd.Series(np.nan, base.known.index)
        made[name] = known.astype(float) / base.client.years
    return pd.DataFrame(made)


def _fields(base: Base, own: pd.DataFrame) -> pd.DataFrame:
    """Sums per field, and the hours and money by rule."""
    p = base.client.parameters.segmentation
    index = pd.MultiIndex.from_tuples(FIELDS, names=["potential_level", "sow_level"])
    by = own.groupby(["potential_level", "sow_level"])
    made = by[SUMS].sum(min_count=1).reindex(index)
    made["customers"] = by.size().reindex(index).fillna(0).astype(int)
    known = [c for c in SUMS if own[c].notna().any()]
    made[known] = made[known].fillna(0.0)
    levels, held = made.index.get_level_values(0), made.index.get_level_values(1)
    weight = pd.Series(held.map({**DEFAULT_HOURS_WEIGHT, **p.hours_weight}), made.index).astype(float)
    keep = (held == "high") & levels.isin(p.keep_hours)
    asked = made[["potential", "hours"]].fillna(0.0).assign(weight=weight, keep=keep)
    made["rule_hours"] = field_budget(asked).where(made["hours"].notna())
    spent = float(made["hours"].sum())
    made["rule_cost"] = made["rule_hours"] * (float(made["cost"].sum()) / spent if spent > 0 else np.nan)
    made["purpose"] = [_purpose(a, b) for a, b in made.index]
    return made


def _purpose(potential: str, held: str) -> str:
    """What the time of a field is for: defend first, win share, build, or keep it simple."""
    if potential == "low":
        return "simple"
    return {"high": "defend", "medium": "build", "low": "win"}[held]


def channel(base: Base, potential: str) -> tuple[str, ...]:
    """Which roles look after a level of potential."""
    return channels_of(base.client.parameters, potential)


def channels_of(parameters: Parameters, potential: str) -> tuple[str, ...]:
    """The same by the settings alone."""
    given = {str(k): tuple(map(str, v)) for k, v in parameters.segmentation.channels.items() if v}
    return given.get(potential) or tuple(map(str, dict(DEFAULT_CHANNELS)[potential]))  # type: ignore[index]


def _rewards(base: Base, own: pd.DataFrame) -> pd.DataFrame | None:
    """Budget and discount of every customer with a high share and a positive CM III; None where one is not known."""
    if own.empty or own["discount"].isna().all() or own["cm3"].isna().all():
        return None
    t = own[(own["sow_level"] == "high") & (own["cm3"] > 0)]
    if t.empty:
        return None
    made = pd.DataFrame({"budget": t["cm3"] * base.client.parameters.segmentation.reward_share})
    made["discount"] = t["discount"].fillna(0.0)
    return made.assign(above=made["discount"] > made["budget"] * (1 + 1e-9))
