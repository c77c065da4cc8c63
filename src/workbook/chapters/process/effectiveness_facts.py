"""The facts of effectiveness and efficiency."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.methods.rank_correlation import Correlation


@dataclass(frozen=True)
class Facts:
    """`customers` (index customer_id): actual, goal, margin, care a year, columns of `goal_quadrant`, months outside, and
    of: whether the goal is one of `margin` or `revenue`.

    `entities`: the same for the company and its classes and roles (index `company`, `class.key`, `role.field`, …), with
    customers and with_goals. `windows`: how many windows of twelve months the months rest on. `other`: the company's
    effectiveness at each contribution margin (where there are margin goals). `ends`: intervals of the company's effectiveness
    and efficiency. `follows`: whether hours follow value inside the small class; `before`: and the margin before care (ρ).
    """

    base: Base
    customers: pd.DataFrame
    entities: pd.DataFrame
    windows: int
    other: dict[str, float]
    ends: dict[str, tuple[float, float]]
    follows: Correlation | None
    before: float

    @property
    def company(self) -> pd.Series:
        """The company as a whole."""
        return self.entities.loc["company"]

    @property
    def placed(self) -> pd.DataFrame:
        """The customers in one of the four states."""
        return self.customers[self.customers["quadrant"].notna()]

    @property
    def outside(self) -> pd.DataFrame:
        """Those not in the qualified one, most money missing first."""
        own = self.placed[self.placed["quadrant"] != "qualified"].sort_index()
        return own.assign(missing=own["short"] + own["over"]).sort_values("missing", ascending=False, kind="stable")
