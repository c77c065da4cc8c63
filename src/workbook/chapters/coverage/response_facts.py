"""The facts of the topic response: what an hour brings at which customer, and where the same hours would bring most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from workbook.chapters.coverage.base import STANDS_FOR, Base
from workbook.chapters.coverage.response_levels import levels
from workbook.chapters.coverage.response_panel import panel
from workbook.methods.adbudg import Adbudg, fit_adbudg
from workbook.methods.curve_allocation import allocate_along
from workbook.methods.effort_allocation import allocate, under_limits
from workbook.methods.elasticity_fit import Elasticity, fit_elasticity
from workbook.methods.response import FEWEST, MOST, ceiling, left_alone, marginal_sales, sales

STEPS = 61  # of the grid of hours per customer where a response is judged


@dataclass(frozen=True)
class Facts:
    """What an hour brings; `table` is None where hours or margins are not known.

    `table`, one row per customer: name, group, revenue, worth (CM II), potential per year; today and optimal (hours per year),
    low, high (bounds), rise (the most its sales can become, multiple of today's), reason (why its hours stay, or empty).
    `elasticity`: low, central, high; `own`: what the client's panel says of it; `curves`: by class, where judged. `levels`: see
    response_levels. `prospect_hours`: hours a year at customers without orders, None where there is no table.
    """

    base: Base
    table: pd.DataFrame | None
    elasticity: tuple[float, float, float]
    source: Literal["literature", "fitted", "judged"]
    own: Elasticity | None
    curves: dict[str, Adbudg]
    levels: pd.DataFrame
    prospect_hours: float | None

    @property
    def moving(self) -> pd.DataFrame:
        """The customers whose hours may move."""
        assert self.table is not None
        return self.table[self.table["reason"] == ""]

    @cached_property
    def assessable(self) -> bool:
        """Whether there are two customers between whom hours could move."""
        return self.table is not None and len(self.moving) > 1

    def multiple(self, table: pd.DataFrame, hours: pd.Series, elasticity: float) -> pd.Series:
        """Sales at some hours as a multiple of today's."""
        return _multiple(table, hours, elasticity, self.curves)

    def per_hour(self, hours: pd.Series) -> pd.Series:
        """What one more hour would bring the moving customers at some hours (currency per hour), at the central elasticity."""
        t = self.moving
        bound = (hours.to_numpy(float), t["today"].to_numpy(float), np.ones(len(t)), t["rise"].to_numpy(float))
        slope = pd.Series(marginal_sales(*bound, self.elasticity[1]), t.index)
        for group, curve in self.curves.items():
            own = t["group"] == group
            x = (hours / t["today"])[own]
            full = curve.at(x) / curve.at(1.0) >= t.loc[own, "rise"] * (1 - 1e-12)
            slope[own] = np.where(full, 0.0, curve.slope(x) / curve.at(1.0)) / t.loc[own, "today"]
        return slope * t["worth"]

    @cached_property
    def gain(self) -> tuple[float, float, float]:
        """Contribution margin more a year by the optimal hours at the low, central and high elasticity, from low to high."""
        central = self.gain_at(self.elasticity[1])
        ends = [self.gain_at(e) for e in self.elasticity]
        return min(ends), central, max(ends)

    def gain_at(self, elasticity: float) -> float:
        """Contribution margin more a year by the optimal hours at one elasticity."""
        t = self.moving
        return float((t["worth"] * (self.multiple(t, t["optimal"], elasticity) - 1)).sum())

    @cached_property
    def moved(self) -> pd.Series:
        """Hours more (or fewer) per customer than today, those that change, the largest first."""
        change = (self.moving["optimal"] - self.moving["today"]).sort_index()
        change = change[change.abs() > 0.05]
        return change.iloc[np.argsort(-change.abs().to_numpy(), kind="stable")]

    @property
    def hours_moved(self) -> float:
        """Hours a year that leave a customer."""
        return float(-self.moved[self.moved < 0].sum())

    @property
    def hours_free(self) -> float:
        """Hours a year that would bring nothing anywhere within the bounds."""
        return max(0.0, float((self.moving["today"] - self.moving["optimal"]).sum()))

    @cached_property
    def by_group(self) -> pd.DataFrame:
        """One row per class (or size): see `grouped`."""
        return self.grouped(self.moving["group"])

    def grouped(self, group: pd.Series) -> pd.DataFrame:
        """Per group of moving customers: customers, hours now and then, taken, given (per year), per_hour_now, per_hour_then."""
        t = self.moving
        change = t["optimal"] - t["today"]
        parts = {"now": t["today"], "then": t["optimal"], "taken": -change.clip(upper=0), "given": change.clip(lower=0)}
        for name in ("now", "then"):
            parts[f"worth_{name}"] = parts[name] * self.per_hour(parts[name])
        sums = pd.DataFrame(parts).groupby(group).sum()
        sums.insert(0, "customers", group.value_counts().reindex(sums.index))
        for name in ("now", "then"):  # the mean hour of the group
            sums[f"per_hour_{name}"] = sums.pop(f"worth_{name}") / sums[name]
        return sums


def facts(base: Base) -> Facts:
    """What an hour brings at which customer, and where the same hours would bring most."""
    client, p = base.client, base.client.parameters.coverage
    found = panel(client)
    own = fit_elasticity(found, client.parameters.seed) if found is not None else None
    curves = {}
    if base.grouping == "class":
        effort = np.array([0.0, 0.5, 1.0, 1.5, np.inf])
        curves = {str(c): fit_adbudg(effort, np.array(j.index)) for c, j in p.judgements.items()}
    fitted = own is not None and own.identified
    elasticity = (own.low, own.value, own.high) if own is not None and fitted else p.elasticity
    source: Literal["literature", "fitted", "judged"] = "judged" if curves else "fitted" if fitted else "literature"
    table = _table(base)
    if table is not None:
        table["optimal"] = _optimal(table, elasticity[1], curves, p.key_hours_limit)
    return Facts(base, table, elasticity, source, own, curves, *levels(base))


def _table(base: Base) -> pd.DataFrame | None:
    """Customers with hours, sales, margin, ceiling and bounds; None where hours or margins are not known."""
    if not base.has_hours or "cm2" not in base.known:
        return None
    p, known = base.client.parameters.coverage, base.known
    table = base.customers[["name", "group", "revenue", "hours"]].rename(columns={"hours": "today"})
    table["worth"] = known["cm2"] / base.client.years
    potential = pd.to_numeric(known["potential_revenue"]) if "potential_revenue" in known else None
    table["potential"] = np.nan if potential is None else potential.astype(float)
    table["reason"] = left_alone(table["today"], table["revenue"], table["worth"], p.response_hours)
    sold = table["revenue"].where(table["reason"] == "")
    table["rise"] = ceiling(sold, potential, p.unknown_room) / sold
    caps = {str(name): hours for name, hours in p.service_cap_hours.items()}
    cap = table["group"].replace(STANDS_FOR).map(caps).astype(float).fillna(np.inf)
    # Nobody is moved across the floor or the cap of its class; who is beyond them today stays there at most.
    table["low"] = np.minimum(table["today"], np.maximum(FEWEST * table["today"], p.service_floor_hours))
    table["high"] = np.maximum(table["today"], np.minimum(MOST * table["today"], cap))
    return table


def _optimal(table: pd.DataFrame, elasticity: float, curves: dict[str, Adbudg], key_limit: float | None) -> pd.Series:
    """The best hours; customers left alone keep theirs, and key accounts together stay within their limit."""
    moving = table["reason"] == ""
    t, optimal = table[moving], table["today"].copy()
    limits = {}
    if key_limit is not None:
        key = table["group"] == "key"
        kept, least = table.loc[key & ~moving, "today"].sum(), t.loc[t["group"] == "key", "low"].sum()
        limits = {"key": max(key_limit - kept, float(least))}
    optimal[moving] = allocate(t, elasticity, limits=limits) if not curves else _along(t, elasticity, curves, limits)
    return optimal


def _along(t: pd.DataFrame, elasticity: float, curves: dict[str, Adbudg], limits: dict[str, float]) -> np.ndarray:
    """The best hours where some responses are judged; today's, where the grid of hours finds nothing better."""
    low, high = t["low"].to_numpy(float)[:, None], t["high"].to_numpy(float)[:, None]
    hours = low + (high - low) * np.linspace(0, 1, STEPS)
    gain = np.column_stack(
        [_multiple(t, pd.Series(column, t.index), elasticity, curves) * t["worth"] for column in hours.T]
    )

    def fill(own: np.ndarray, total: float) -> np.ndarray:
        return allocate_along(hours[own], gain[own], total)

    found = under_limits(fill, t["group"].to_numpy(), limits, float(t["today"].sum()))
    better = (t["worth"] * _multiple(t, pd.Series(found, t.index), elasticity, curves)).sum() > t["worth"].sum()
    key = t["group"] == "key"
    allowed = not limits or t.loc[key, "today"].sum() <= limits["key"]
    return found if better or not allowed else t["today"].to_numpy(float)


def _multiple(t: pd.DataFrame, hours: pd.Series, elasticity: float, curves: dict[str, Adbudg]) -> pd.Series:
    """Sales at some hours as a multiple of today's: along the judged curve of the class, else by the elasticity."""
    bound = (hours.to_numpy(float), t["today"].to_numpy(float), np.ones(len(t)), t["rise"].to_numpy(float))
    found = pd.Series(sales(*bound, elasticity), t.index)
    for group, curve in curves.items():
        own = t["group"] == group
        x = np.clip(hours / t["today"], FEWEST, MOST)[own]
        found[own] = np.minimum(t.loc[own, "rise"], curve.at(x) / curve.at(1.0))
    return found
