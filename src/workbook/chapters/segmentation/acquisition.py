"""Acquisition against retention: hours, money and value; and whether new customers are favoured over those who buy most here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.effort import effort
from workbook.chapters.segmentation.wallet import POTENTIAL, Wallet, has_potential
from workbook.finding import Claim, Figure, Finding, Gap, Quantity, Term, Value, count, hours, money, share
from workbook.methods.bootstrap import enough, interval
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.matched_difference import matched_difference, strata
from workbook.methods.windows import Windows, two_windows, within
from workbook.topic import Topic, Topics

GROUPS = ("prospect", "new", "retained")
FIGURES = ("segmentation.acquisition_hours", "segmentation.acquisition_cost")


@dataclass(frozen=True)
class Acquisition(Topic):
    """Hours of the last window by what they were for, None without days or activities in it.

    `groups`: one row per group (prospect, new, retained): customers, hours and cost (currency) per year, value (currency).
    New = first order in the window. `matched`: one row per new customer or prospect (new = 1) and per
    retained customer with a high share (0), all with a potential: its stratum, new, hours per year.
    """

    base: Base
    windows: Windows | None
    groups: pd.DataFrame | None
    matched: pd.DataFrame

    @property
    def won(self) -> float:
        """The share of the hours that goes into winning customers."""
        assert self.groups is not None
        return float(1 - self.groups.loc["retained", "hours"] / self.groups["hours"].sum())

    def figures(self) -> tuple[Figure, ...]:
        """The share of hours and of money for prospects and new customers."""
        if self.groups is None:
            return ()
        made = [Figure(FIGURES[0], self.won, "share")]
        if self.groups["cost"].sum() > 0:
            part = 1 - self.groups.loc["retained", "cost"] / self.groups["cost"].sum()
            made.append(Figure(FIGURES[1], float(part), "share"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """How time is split between winning and keeping customers."""
        if self.groups is None or self.windows is None:
            return ()
        g = self.groups
        gained = g.loc[["prospect", "new"]].sum()
        numbers: dict[str, Value] = {
            "share": share(self.won),
            "hours": hours(gained["hours"]),
            "hours_kept": hours(g.loc["retained", "hours"]),
            "new": Term("segmentation.new_customers", {"n": count(g.loc["new", "customers"])}),
            "prospects": Term("segmentation.prospects_served", {"n": count(g.loc["prospect", "customers"])}),
            "n_months": count(self.windows.months),
            "value": self._value(),
            "cost": self._cost(),
        }
        return (Finding("segmentation.acquisition", numbers, 2, ("[002]", "[003]")),)

    def _value(self) -> Term:
        assert self.groups is not None
        g = self.groups["value"]
        if g.isna().any() or not g[["new", "retained"]].sum() > 0:
            return Term("segmentation.acquisition_value_open")
        part = g["new"] / g[["new", "retained"]].sum()
        return Term("segmentation.acquisition_value", {"share_value": share(float(part), True)})

    def _cost(self) -> Term:
        assert self.groups is not None
        cost = self.groups["cost"]
        if not cost.sum() > 0:
            return Term("segmentation.acquisition_cost_open")
        return Term("segmentation.acquisition_cost", {"money": money(cost[["prospect", "new"]].sum())})

    def gaps(self) -> tuple[Gap, ...]:
        """What the split needs; what A3-17 needs."""
        client, made = self.base.client, []
        left = tuple(f for f in FIGURES if f not in {figure.id for figure in self.figures()})
        if left:
            needs = client.missing("transactions", "activities.hours", "activities.customer_id", "staff.annual_cost")
            made.append(Gap(left[0], needs or ("activities",), "segmentation.gap_acquisition", left))
        if has_potential(self.base) and not self.claims():
            needs = client.missing("activities.hours") or (POTENTIAL,)
            made.append(Gap("claims.A3-17", needs, "segmentation.gap_favoured", ("claims.A3-17",)))
        return tuple(made)

    def claims(self) -> tuple[Claim, ...]:
        """A3-17: new customers get more hours than customers with a high share of wallet of like potential (the trap)."""
        return self._tested

    @cached_property
    def _tested(self) -> tuple[Claim, ...]:
        t = self.matched
        if not len(t) or min(t["new"].sum(), (1 - t["new"]).sum()) < LEAST:
            return ()
        rows, p = t[["stratum", "new", "hours"]].to_numpy(float), self.base.client.parameters
        effect, n = matched_difference(rows), int(min(t["new"].sum(), (1 - t["new"]).sum()))
        ends = interval(rows, matched_difference, p.seed, enough(len(rows)))
        if not math.isfinite(effect) or not math.isfinite(ends[0]):
            return ()
        new, held = (float(t.loc[t["new"] == k, "hours"].mean()) for k in (1, 0))
        numbers: dict[str, Value] = {"number_new": Quantity(new, "number"), "number_held": Quantity(held, "number")}
        least = p.value.min_effect * held
        return (Claim("A3-17", verdict(ends, n, least), effect, ends, n, "number", "[003]", numbers, least),)


def acquisition(base: Base, topics: Topics) -> Acquisition:
    """The hours of the last window by what they were for."""
    client = base.client
    windows = two_windows(client.period) if client.dated and client.has("transactions") else None
    spent = effort(client, windows.later) if windows else None
    nothing = Acquisition(base, windows, None, pd.DataFrame(columns=["stratum", "new", "hours"]))
    if windows is None or spent is None or not spent["hours"].sum() > 0:
        return nothing
    yearly = (spent * 12 / windows.months).reindex(base.everyone.index.union(spent.index))
    fresh = _new(base, windows)
    kind = pd.Series("prospect", yearly.index).mask(yearly.index.isin(base.known.index), "retained")
    kind = kind.mask(yearly.index.isin(fresh), "new")
    # A customer nobody lists has no order either: its hours are spent on winning it.
    table = yearly.fillna({"hours": 0.0}).assign(kind=kind)
    value = base.known["value"].astype(float) if "value" in base.known else pd.Series(dtype=float)
    table["value"] = value.reindex(table.index)
    by = table.groupby("kind")
    groups = by[["hours", "cost"]].sum().reindex(GROUPS).fillna(0.0)
    groups["customers"] = table[(table["kind"] != "prospect") | (table["hours"] > 0)].groupby("kind").size()
    groups["customers"] = groups["customers"].reindex(GROUPS).fillna(0).astype(int)
    groups["value"] = by["value"].sum().reindex(GROUPS).fillna(0.0) if len(value) else np.nan
    return Acquisition(base, windows, groups, _matched(base, topics.of(Wallet), table))


def _new(base: Base, windows: Windows) -> pd.Index:
    """Existing customers whose first order lies in the later window and who are not said to be customers for longer."""
    lines = base.client.tables["transactions"]
    first = lines.groupby("customer_id")["date"].min()
    bought = first.index[within(first, windows.later)]
    own = base.known.index.intersection(bought)
    if "customer_since" in base.known:
        since = base.known.loc[own, "customer_since"]
        own = own[~(since < windows.later[0]).fillna(False).to_numpy(bool)]
    return own


def _matched(base: Base, wallet: Wallet, table: pd.DataFrame) -> pd.DataFrame:
    """New customers, prospects, and customers with a high share, with potential: stratum of potential, new, hours per year."""
    potential = pd.Series(np.nan, table.index)
    if "potential_revenue" in base.everyone:
        potential = pd.to_numeric(base.everyone["potential_revenue"]).astype(float).reindex(table.index)
    own = table[["kind", "hours"]].assign(potential=potential, level=wallet.table["sow_level"].reindex(table.index))
    own = own[own["potential"] > 0].sort_index().sort_values("potential", kind="stable")
    own = own[(own["kind"] != "retained") | (own["level"] == "high")]
    new = (own["kind"] != "retained").astype(float)
    return pd.DataFrame({"stratum": strata(own["potential"].to_numpy(float)), "new": new, "hours": own["hours"]})
