"""Priority 1 to 4 by value and success probability, what each gets today, and where the expected value says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.effort import effort
from workbook.chapters.segmentation.wallet import names
from workbook.finding import Figure, Finding, Gap, Term, Value, count, money, setting, share
from workbook.methods.priority import contradictions, high_value, priority
from workbook.topic import Topic, Topics

NUMBERS = (1, 2, 3, 4)
FIGURES = (
    *(f"segmentation.priority.{n}" for n in NUMBERS),
    "segmentation.priority_unknown",
    "segmentation.priority_contradictions",
)


@dataclass(frozen=True)
class Priorities(Topic):
    """Priorities, None where no customer has both a value and a probability.

    `table`: one row per customer, prospects too (index customer_id): existing, value (currency; a prospect's holds on winning
    it), probability, priority, hours and cost per year. `pairs`: how many pairs of priority 2 and 3 value × probability turns
    round, `largest` the largest ten. `measure`: expected or earned.
    """

    base: Base
    table: pd.DataFrame | None
    pairs: int
    largest: pd.DataFrame
    measure: str

    @property
    def resources(self) -> pd.DataFrame:
        """One row per priority: customers, prospects, value, hours, cost, share_value and share_hours (no prospects)."""
        assert self.table is not None
        t = self.table[self.table["priority"].notna()]
        by = t.groupby(t["priority"].astype(int))
        made = by[["value", "hours", "cost"]].sum(min_count=1).reindex(NUMBERS).fillna(0.0)
        made["customers"] = by.size().reindex(NUMBERS).fillna(0).astype(int)
        made["prospects"] = (
            (~t["existing"]).groupby(t["priority"].astype(int)).sum().reindex(NUMBERS).fillna(0).astype(int)
        )
        own = t[t["existing"]]
        for name in ("value", "hours"):
            amount = own[name].clip(lower=0).groupby(own["priority"].astype(int)).sum().reindex(NUMBERS).fillna(0.0)
            made[f"share_{name}"] = amount / amount.sum() if amount.sum() > 0 else np.nan
        return made.rename_axis("priority")

    @property
    def open(self) -> int:
        """How many customers and prospects have no priority."""
        return 0 if self.table is None else int(self.table["priority"].isna().sum())

    def figures(self) -> tuple[Figure, ...]:
        """Customers per priority, without one, and the pairs turned round."""
        if self.table is None:
            return ()
        made = [Figure(f"segmentation.priority.{n}", int(c), "count") for n, c in self.resources["customers"].items()]
        return (*made, Figure(FIGURES[4], self.open, "count"), Figure(FIGURES[5], self.pairs, "count"))

    def findings(self) -> tuple[Finding, ...]:
        """What the first priority gets, and how often the order 2 before 3 contradicts the expected value."""
        if self.table is None:
            return ()
        p, r = self.base.client.parameters.segmentation, self.resources
        first = self.table[self.table["priority"].eq(1) & self.table["existing"]].sort_index()
        first = first.sort_values("value", ascending=False, kind="stable")
        numbers: dict[str, Value] = {
            "n": count(r.loc[1, "customers"]),
            "n_total": count(r["customers"].sum()),
            "n_two": count(r.loc[2, "customers"]),
            "n_three": count(r.loc[3, "customers"]),
            "n_four": count(r.loc[4, "customers"]),
            "open": Term("segmentation.priority_open", {"n": count(self.open)}),
            "time": self._time(),
            "pairs": self.contradicted(),
            "edge": setting(p.priority_value),
            "least": setting(p.priority_probability),
            "measure": Term(f"segmentation.priority_measure.{self.measure}"),
        }
        return (Finding("segmentation.priorities", numbers, 1, ("[002]",), None, tuple(first.index)),)

    def _time(self) -> Term:
        r = self.resources
        if not r["hours"].sum() > 0:
            return Term("segmentation.priority_time_open")
        numbers: dict[str, Value] = {
            "share_first": share(float(r.loc[1, "share_hours"])),
            "share_last": share(float(r.loc[4, "share_hours"])),
        }
        return Term("segmentation.priority_time", numbers)

    def contradicted(self) -> Term:
        """How many pairs are turned round, and the largest one by name."""
        if not len(self.largest):
            return Term("segmentation.priority_consistent")
        top = self.largest.iloc[0]
        third, second = names(self.base, pd.Index([top["third"], top["second"]]))
        numbers: dict[str, Value] = {
            "n": count(self.pairs),
            "third": third,
            "second": second,
            "money": money(top["worth_third"], True),
            "money_second": money(top["worth_second"], True),
        }
        return Term("segmentation.priority_pairs", numbers)

    def gaps(self) -> tuple[Gap, ...]:
        """What a priority needs."""
        if self.table is not None:
            return ()
        needs = self.base.client.missing("transactions", "customers.win_probability", "transactions.cost_of_goods")
        needs = needs or ("customers.win_probability",)
        return (Gap(FIGURES[0], needs, "segmentation.gap_priority", FIGURES),)

    def columns(self) -> pd.DataFrame:
        """The priority, 1 to 4, prospects too."""
        return pd.DataFrame() if self.table is None else self.table[["priority"]]


def priorities(base: Base, topics: Topics) -> Priorities:
    """Value high or not, probability high or not; `win_probability` alone, for retention is in the value already."""
    nothing = pd.DataFrame(columns=["third", "second", "worth_third", "worth_second", "difference"])
    everyone, known = base.everyone, base.known
    if "value" not in known or "win_probability" not in everyone or not base.client.has("transactions"):
        return Priorities(base, None, 0, nothing, "")
    existing = pd.Series(everyone.index.isin(known.index), everyone.index)
    value = known["value"].reindex(everyone.index).astype(float)
    expected = "value_expected" in known and known["value"].equals(known["value_expected"].rename("value"))
    if expected and "value_if_won" in everyone:
        value = value.where(existing, everyone["value_if_won"].astype(float))
    table = pd.DataFrame({"existing": existing, "value": value})
    table["probability"] = pd.to_numeric(everyone["win_probability"]).astype(float)
    p = base.client.parameters.segmentation
    high = high_value(table["value"], existing, p.priority_value)
    table["priority"] = priority(high, table["probability"], p.priority_probability)
    if table["priority"].isna().all():
        return Priorities(base, None, 0, nothing, "")
    spent = effort(base.client)
    if spent is None:
        spent = pd.DataFrame({"hours": np.nan, "cost": np.nan}, index=table.index)
    else:
        spent = (spent / base.client.years).reindex(table.index)
        spent = spent.fillna({"hours": 0.0} if spent["cost"].isna().all() else 0.0)
    pairs, largest = contradictions(table)
    return Priorities(base, table.join(spent), pairs, largest, "expected" if expected else "earned")
