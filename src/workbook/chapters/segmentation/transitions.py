"""Tomorrow's key accounts: how many small customers became large, and how many are said to."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Terms, Value, count, hours, money, share
from workbook.methods.delivery import wilson
from workbook.methods.size_transitions import over_years, size_by_window, size_transitions
from workbook.methods.windows import equal_windows, two_windows
from workbook.topic import Topic, Topics

AHEAD = 3.0  # years looked ahead
IDS = ("segmentation.small_became_large", "segmentation.tomorrows_key_accounts")


@dataclass(frozen=True)
class Hope:
    """Small customers of today that are said to become large: by their potential, by their open opportunities.

    `customers` (index customer_id): potential, pipeline (bool). `value`: open opportunities of all small customers (currency),
    None without values. `hours`, `cost`: what a year of care of these customers takes beyond that of as many other small ones.
    """

    customers: pd.DataFrame
    open: int
    value: float | None
    weighted: float | None
    hours: float | None
    cost: float | None


@dataclass(frozen=True)
class Transitions(Topic):
    """Size classes in the first and the last 12-month window; all None or empty where fewer than two such windows fit.

    `table` (index customer_id): name, before, after (size classes), revenue_before, revenue_after (currency a year).
    `years`: from the middle of the first window to that of the last.
    """

    base: Base
    table: pd.DataFrame | None
    days: tuple[pd.Timestamp, pd.Timestamp] | None
    years: int
    hope: Hope | None

    @property
    def matrix(self) -> pd.DataFrame:
        """Customers from size class to size class."""
        return size_transitions(self._known["before"], self._known["after"])

    @property
    def _known(self) -> pd.DataFrame:
        return self.table if self.table is not None else pd.DataFrame({"before": [], "after": []}, dtype=object)

    @property
    def n_small(self) -> int:
        """How many were small in the first window."""
        return int((self._known["before"] == "small").sum())

    @property
    def n_today(self) -> int:
        """How many are small in the last window."""
        return int((self._known["after"] == "small").sum())

    @property
    def risen(self) -> pd.DataFrame:
        """Small customers that became large, the largest first."""
        up = self._known[(self._known["before"] == "small") & (self._known["after"] == "large")]
        return up.sort_values("revenue_after", ascending=False, kind="stable") if len(up) else up

    @property
    def rate(self) -> float:
        """The share of small customers that became large over the span."""
        return len(self.risen) / self.n_small

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval by Wilson."""
        return wilson(len(self.risen), self.n_small)

    def in_three(self) -> tuple[float, tuple[float, float]]:
        """The share put on three years, with its interval."""
        low, high = (over_years(min(max(end, 0.0), 1.0), self.years, AHEAD) for end in self.interval)
        return over_years(self.rate, self.years, AHEAD), (low, high)

    @property
    def assessable(self) -> bool:
        """Whether anybody was small in the first of at least two windows."""
        return self.n_small > 0

    def figures(self) -> tuple[Figure, ...]:
        """The share that became large, the number to expect in three years, and the number that is claimed."""
        if not self.assessable:
            return ()
        p, (low, high) = self.in_three()
        n = self.n_today
        made = [
            Figure(IDS[0], self.rate, "share", self.interval),
            Figure(IDS[1], p * n, "count", (low * n, high * n), True),
        ]
        if self.hope is not None:
            made.append(Figure("segmentation.claimed_key_accounts", len(self.hope.customers), "count"))
        return tuple(made)

    def columns(self) -> pd.DataFrame:
        """Size class in the first and in the last window, and whether a small customer is said to become large."""
        if self.table is None:
            return pd.DataFrame()
        made = self.table[["before", "after"]].rename(columns={"before": "size_before", "after": "size_after"})
        return made if self.hope is None else made.assign(hoped_for=made.index.isin(self.hope.customers.index))

    def gaps(self) -> tuple[Gap, ...]:
        """Two windows of 12 months are needed, and something that says who is hoped for."""
        needs = ("customers.potential_revenue", "opportunities.value")
        made = []
        if not self.assessable:
            made.append(Gap("segmentation.transition", ("transactions.date",), "segmentation.gap_transition", IDS))
        if self.hope is None:
            ids = ("segmentation.claimed_key_accounts",)
            made.append(
                Gap(ids[0], self.base.client.missing(*needs) or ("transactions",), "segmentation.gap_hope", ids)
            )
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """Facts over hope: how many rose, how many will, how many are said to."""
        if not self.assessable:
            return ()
        p, (low, high) = self.in_three()
        n, ends = self.n_today, self.interval
        numbers: dict[str, Value] = {
            "n": count(len(self.risen)),
            "n_total": count(self.n_small),
            "years": Quantity(self.years, "years"),
            "low": share(ends[0]),
            "high": share(ends[1]),
            "n_today": count(n),
            "n_expected": Quantity(round(p * n), "count", True),
            "n_low": count(round(low * n)),
            "n_high": count(round(high * n)),
            "claimed": self.claimed(),
            "risers": self._named(),
            "effort": self._effort(),
        }
        return (Finding("segmentation.transition", numbers, 2, ("[004]",), None, tuple(self.risen.index)),)

    def _named(self) -> Term:
        names = Terms(tuple(self.risen["name"].head(5))) if len(self.risen) else Terms(())
        return Term("segmentation.risers", {"n": count(len(self.risen)), "customers": names})

    def claimed(self) -> Term:
        """What potentials and open opportunities say instead."""
        if self.hope is None:
            return Term("segmentation.hope_unknown")
        by = self.hope.customers
        numbers: dict[str, Value] = {
            "n": count(len(by)),
            "n_potential": count(int(by["potential"].sum())),
            "n_pipeline": count(int(by["pipeline"].sum())),
        }
        return Term("segmentation.hope", numbers)

    def _effort(self) -> Term:
        """What hope takes of the staff's time beyond what other small customers get."""
        found = self.hope
        if found is None or found.hours is None:
            return Term("segmentation.hope_effort_unknown")
        if found.hours <= 0 or found.cost is None:
            return Term("segmentation.hope_effort_none")
        numbers = {"hours": hours(found.hours, True), "money": money(found.cost, True)}
        return Term("segmentation.hope_effort", numbers)


def transitions(base: Base, topics: Topics) -> Transitions:
    """Who moved between size classes; needs order lines with days over two windows of 12 months."""
    client = base.client
    windows = two_windows(client.period) if client.dated and client.has("transactions") else None
    if windows is None or windows.months < 12 or base.table.empty:
        return Transitions(base, None, None, 0, None)
    edges = equal_windows(client.period, windows)
    lines = client.tables["transactions"]
    lines = lines[lines["customer_id"].isin(base.table.index)]
    by = size_by_window(lines, edges, client.parameters.value.size_edges)
    if by.empty:
        return Transitions(base, None, None, 0, None)
    last = len(edges) - 2
    table = pd.DataFrame(
        {
            "name": base.table["name"].reindex(by.index),
            "before": by["size"][0],
            "after": by["size"][last],
            "revenue_before": by["revenue"][0],
            "revenue_after": by["revenue"][last],
        }
    )
    day = pd.Timedelta(days=1)
    return Transitions(base, table, (edges[1] - day, edges[-1] - day), last, _hope(base, table))


def _hope(base: Base, table: pd.DataFrame) -> Hope | None:
    """Whom potentials or open opportunities would make large: at or above the smallest large customer of the last window."""
    client, known = base.client, base.known
    small, large = (table[table["after"] == size] for size in ("small", "large"))
    has_potential = "potential_revenue" in known and known["potential_revenue"].notna().any()
    has_pipeline = client.has("opportunities", "customer_id", "value")
    if small.empty or large.empty or not (has_potential or has_pipeline):
        return None
    line = float(large["revenue_after"].min())
    open_ = _open(base, small.index) if has_pipeline else pd.DataFrame(columns=["customer_id", "value"])
    more = open_.groupby("customer_id")["value"].sum().reindex(small.index).fillna(0.0).astype(float)
    said = pd.DataFrame(index=small.index)
    said["potential"] = (
        pd.to_numeric(known["potential_revenue"]).reindex(small.index) >= line if has_potential else False
    )
    said["pipeline"] = (more > 0) & (small["revenue_after"] + more >= line)
    hoped = said[said.any(axis=1)]
    weighted = None
    if "probability" in open_ and open_["probability"].notna().any():
        weighted = float((open_["value"] * open_["probability"]).sum())
    value = float(open_["value"].sum()) if has_pipeline else None
    return Hope(hoped, len(open_), value, weighted, *_extra(base, small.index, hoped.index))


def _open(base: Base, small: pd.Index) -> pd.DataFrame:
    """The open opportunities of these customers."""
    cases = base.client.tables["opportunities"]
    cases = cases[cases["customer_id"].isin(small) & cases["value"].notna()]
    if "outcome" in cases:
        return cases[cases["outcome"] == "open"]
    return cases[cases["closed_at"].isna()] if "closed_at" in cases else cases


def _extra(base: Base, small: pd.Index, hoped: pd.Index) -> tuple[float | None, float | None]:
    """Hours and care cost a year of those hoped for beyond as many other small customers; None where it is not known."""
    known, years = base.known, base.client.years
    rest = small.difference(hoped)
    if not len(hoped) or not len(rest) or "hours" not in known or not known["hours"].notna().any():
        return None, None

    def beyond(column: str) -> float | None:
        if column not in known:
            return None
        own, other = (known[column].reindex(ids).fillna(0.0).astype(float) for ids in (hoped, rest))
        return float(own.mean() - other.mean()) * len(hoped) / years

    return beyond("hours"), beyond("care_cost")
