"""The profit formula as a walk: from list revenue to the result after the cost of sales."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

# In order: an amount that is taken off, and the level that is left after it.
STEPS = (
    ("discount", "net_revenue"),
    ("cost_of_goods", "cm1"),
    ("order_cost", "cm2"),
    ("care_cost", "cm3"),
    ("prospects", None),
    ("non_selling", None),
    ("unused", "result"),
)


def profit_walk(start: float, costs: Mapping[str, float]) -> pd.DataFrame:
    """The levels and what is taken off between them.

    From the first level and costs by name (currency; those of STEPS that are known, without a hole before the last) to one row
    per bar: name, kind (level, cost), amount (costs negative), before, after (currency). The first level is list_revenue where
    a discount is known, else net_revenue. Each level = the level before − the costs between, exactly.
    """
    known = [step for step in STEPS if step[0] in costs]
    rows = [("list_revenue" if "discount" in costs else "net_revenue", "level", start, 0.0, start)]
    left = start
    for cost, level in known:
        rows.append((cost, "cost", -costs[cost], left, left - costs[cost]))
        left -= costs[cost]
        if level is not None:
            rows.append((level, "level", left, 0.0, left))
    return pd.DataFrame(rows, columns=["name", "kind", "amount", "before", "after"])
