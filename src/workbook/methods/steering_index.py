"""The composite steering figure of customer care in both readings."""

from __future__ import annotations

from typing import NamedTuple


class SteeringIndex(NamedTuple):
    """`times` = revenue ÷ cost × satisfaction (more is better). `divided` = revenue ÷ (cost × satisfaction)."""

    times: float
    divided: float


def steering_index(revenue: float, cost: float, satisfaction: float) -> SteeringIndex | None:
    """ "Revenue with existing customers / processing cost × satisfaction index", which can be read in two ways.

    From revenue and cost (currency, the same customers and years) and mean satisfaction as an index S (0–1, mean on the scale
    0–10 ÷ 10) to both readings. None where cost or satisfaction is not above 0. In the second reading satisfied customers lower
    the figure; as an incentive it would reward their discontent.

    Source: [002], chapter 4.
    """
    if not (cost > 0 and satisfaction > 0):
        return None
    return SteeringIndex(revenue / cost * satisfaction, revenue / (cost * satisfaction))
