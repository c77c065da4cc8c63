"""Effectiveness against efficiency: which of the four states the care of customers is in, and what is missing to the best one."""

from __future__ import annotations

import numpy as np
import pandas as pd

QUADRANTS = ("waste", "fig_leaf", "pyrrhic", "qualified")
BORDER = 0.10


def goal_quadrant(table: pd.DataFrame, target: float = 1.0, border: float = BORDER) -> pd.DataFrame:
    """The state of each customer, or of each group of customers whose amounts were added up.

    From rows with actual and goal (currency per year, of the customers with goals), margin (CM II) and care (care cost; currency
    per year) to the same rows: effectiveness = actual ÷ goal (missing where the goal is not above 0), efficiency = margin ÷ care
    (missing where the cost is not above 0), quadrant (one of QUADRANTS, high from 1.0 and from `target` on; missing where one of
    the two is), on_border (either within ± `border` of its threshold), short = goal − actual where below (currency per year)
    and over = care − margin ÷ target, the care the margin does not earn (currency per year, at most the care itself).

    Source: SMC Schlüter, Kundenbeziehungsmanagement [002].
    """
    goal, care = table["goal"].astype(float), table["care"].astype(float)
    effectiveness = table["actual"].astype(float) / goal.where(goal > 0)
    efficiency = table["margin"].astype(float) / care.where(care > 0)
    reached, earned = effectiveness >= 1.0, efficiency >= target
    named = np.select([reached & earned, reached, earned], ["qualified", "pyrrhic", "fig_leaf"], "waste")
    both = effectiveness.notna() & efficiency.notna()
    near = ((effectiveness - 1.0).abs() <= border + 1e-9) | ((efficiency / target - 1.0).abs() <= border + 1e-9)
    made = pd.DataFrame({"effectiveness": effectiveness, "efficiency": efficiency}, index=table.index)
    made["quadrant"] = pd.Series(named, table.index, dtype=object).where(both)
    made["on_border"] = near & both
    made["short"] = (goal - table["actual"]).clip(lower=0.0).where(effectiveness.notna())
    made["over"] = (care - table["margin"].clip(lower=0.0) / target).clip(lower=0.0).where(efficiency.notna())
    return made
