"""Time-driven activity-based costing: what an hour of the staff costs, and where the staff's cost goes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Pools:
    """The staff's cost over the period, in the client's currency: assigned + non_selling + unused = total, exactly."""

    assigned: float
    non_selling: float
    unused: float

    @property
    def total(self) -> float:
        """The cost of all staff over the period."""
        return self.assigned + self.non_selling + self.unused


def staff_rates(
    staff: pd.DataFrame, years: float, practical_share: float = 0.80, full_cost: bool = False
) -> pd.DataFrame:
    """What one practical hour of each person costs.

    From one row per person (rep_id, fte, annual_cost in currency per year at that fte, working_hours per FTE and year,
    optional selling_share 0–1) to one row per person (index rep_id: practical_hours over the period, cost over the period,
    rate in currency per hour, selling_hours). fte missing → 1. fte 0 → no rate (missing), never an infinite one.
    `full_cost` spreads the cost over the selling hours alone: customers then carry the non-selling time as well.

    Source: Kaplan and Anderson, Time-Driven Activity-Based Costing, Harvard Business Review 11/2004.
    """
    rows = staff.set_index("rep_id")
    fte = rows["fte"].fillna(1.0) if "fte" in rows else pd.Series(1.0, rows.index)
    practical = fte * rows["working_hours"] * practical_share * years
    cost = rows["annual_cost"] * years
    selling = rows["selling_share"] if "selling_share" in rows else pd.Series(float("nan"), rows.index)
    carrying = practical * selling.fillna(1.0) if full_cost else practical
    rate = (cost / carrying).where(carrying > 0)
    return pd.DataFrame(
        {
            "practical_hours": practical,
            "cost": cost,
            "rate": rate,
            "selling_share": selling.where(selling.isna(), 1.0) if full_cost else selling,
            "selling_hours": practical * selling.fillna(1.0),
        }
    )


def three_pools(rates: pd.DataFrame, customer_hours: pd.Series, internal_hours: pd.Series) -> Pools:
    """Split the staff's cost into assigned to customers, non-selling, and unused capacity.

    From `staff_rates` and hours per person (index rep_id) spent on customers and internally, to the three pools. Non-selling
    is (1 − selling_share) of the practical hours; without selling_share the internal hours; nothing at full-cost rates, which
    hold it already. Unused is the rest; it is negative in overtime. Only `assigned` ever reaches a customer.
    """
    at_customers = customer_hours.reindex(rates.index).fillna(0.0)
    inside = internal_hours.reindex(rates.index).fillna(0.0)
    rate = rates["rate"].fillna(0.0)
    idle_share = 1 - rates["selling_share"]
    non_selling_hours = (idle_share * rates["practical_hours"]).fillna(inside)
    assigned = float((at_customers * rate).sum())
    non_selling = float((non_selling_hours * rate).sum())
    return Pools(assigned, non_selling, float(rates["cost"].sum()) - assigned - non_selling)


def care_cost(activities: pd.DataFrame, rates: pd.DataFrame, cost_rates: pd.DataFrame | None = None) -> pd.Series:
    """What each activity cost, in the client's currency, its time costed once.

    From one row per activity (rep_id, type, hours; optional travel_hours, travel_km, cost) to one amount per activity, same
    index: hours × rate where its person has a rate, else the event or hourly rate of its type; money spent beside the staff
    (`cost`) and kilometres × cost per km come on top. Nothing known → 0.
    """
    spent = hours_of(activities)
    rate = (
        activities["rep_id"].map(rates["rate"]).astype(float)
        if "rep_id" in activities and len(rates)
        else spent * float("nan")
    )
    timed = spent * rate
    amount = timed.copy()
    per_km = 0.0
    if cost_rates is not None:
        by_type = cost_rates.set_index("activity_type")
        hourly, event = (
            # Without an activity there is no type to look up, and what comes of nothing is no text.
            activities["type"].map(by_type[c]).astype(float) if c in by_type else timed * float("nan")
            for c in ("cost_per_hour", "cost_per_event")
        )
        amount = timed.fillna(spent * hourly).fillna(event)
        if "cost_per_event" in by_type and "km" in by_type.index:
            per_km = float(by_type.loc["km", "cost_per_event"])
    beside = activities["cost"].fillna(0.0) if "cost" in activities else 0.0
    distance = activities["travel_km"].fillna(0.0) * per_km if "travel_km" in activities else 0.0
    return amount.fillna(0.0) + beside + distance


def hours_of(activities: pd.DataFrame) -> pd.Series:
    """Hours per activity with travel: `hours`, plus `travel_hours` where delivered apart; missing → 0."""
    spent = activities["hours"].fillna(0.0) if "hours" in activities else pd.Series(0.0, activities.index)
    return spent + activities["travel_hours"].fillna(0.0) if "travel_hours" in activities else spent
