"""What freeing time from non-selling activities is worth: hours and, as information, their cost."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.methods.time_driven_cost import Pools


@dataclass(frozen=True)
class NonSelling:
    """Per year: practical hours, non-selling hours and their cost (currency)."""

    practical: float
    hours: float
    cost: float

    @property
    def share(self) -> float:
        """Non-selling hours in practical hours."""
        return self.hours / self.practical

    def freed(self, part: float) -> tuple[float, float]:
        """Hours a year and their cost where that part (0–1) of the non-selling time is freed: capacity, not cash."""
        return self.hours * part, self.cost * part


def non_selling(rates: pd.DataFrame, internal_hours: pd.Series, pools: Pools, years: float) -> NonSelling | None:
    """The staff's time that is not for customers.

    From `staff_rates` (index rep_id: practical_hours, selling_share over the period), internal hours per person over the period
    and the three pools to yearly amounts: (1 − selling_share) × practical hours, without a selling share the internal hours.
    None where nobody has practical hours.

    Source: METHOD.md §4 "Time-driven costing"; A2-21.
    """
    practical = float(rates["practical_hours"].sum())
    if not practical > 0:
        return None
    inside = internal_hours.reindex(rates.index).fillna(0.0)
    hours = ((1 - rates["selling_share"]) * rates["practical_hours"]).fillna(inside)
    return NonSelling(practical / years, float(hours.sum()) / years, pools.non_selling / years)
