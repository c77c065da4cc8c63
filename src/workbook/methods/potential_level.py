"""Three levels of potential, and three of share of wallet: high, medium, low."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.methods.cumulated import cumulated_class

LEVELS = ("high", "medium", "low")


def potential_level(
    potential: pd.Series, edges: tuple[float, float] = (0.70, 0.90), fixed: tuple[float, float] | None = None
) -> pd.Series:
    """The level of each customer's potential: high, medium, low; missing where the potential is unknown.

    From one potential per customer (currency per year, index customer_id) to one level each: high as long as the customers with
    more potential hold less than the first edge of the whole (0–1), medium below the second, low beyond; or, with `fixed`
    (currency per year), medium from the first amount on and high from the second. A potential of 0 or less is low.

    Source: METHOD.md §5 "Potential × share of wallet".
    """
    amounts = potential.astype(float)
    if fixed is not None:
        found = pd.Series(
            np.select([amounts >= fixed[1], amounts >= fixed[0]], ["high", "medium"], "low"), amounts.index
        )
    else:
        found = cumulated_class(amounts, edges, LEVELS, otherwise="low")
    return found.astype(object).where(amounts.notna(), None)


def share_level(share: pd.Series, edges: tuple[float, float] = (0.30, 0.60)) -> pd.Series:
    """The level of each share of wallet (0–1): low below the first edge, high from the second on; missing where unknown."""
    exact = share.astype(float).round(12)  # an edge met up to rounding counts as met
    found = pd.Series(np.select([exact >= edges[1], exact >= edges[0]], ["high", "medium"], "low"), share.index)
    return found.astype(object).where(share.notna(), None)
