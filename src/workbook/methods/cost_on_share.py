"""Whether a larger share of wallet goes with a lower cost to serve, size held alike."""

from __future__ import annotations

import numpy as np

from workbook.methods.bootstrap import enough, interval


def cost_on_share(
    cost: np.ndarray, share: np.ndarray, revenue: np.ndarray, seed: int
) -> tuple[float, tuple[float, float]]:
    """What the cost share changes when the share of wallet rises from 0 to 1 at like revenue, with its 95 % interval.

    From one case per customer (cost to serve / revenue 0–1, share of wallet 0–1, revenue in currency above 0) to the
    least-squares slope on the share of wallet beside log revenue; the interval comes from drawing customers again. NaN where
    the share, or what log revenue leaves open of it, does not vary.

    Source: METHOD.md §9 (A3-10); Efron 1979.
    """
    rows = np.column_stack([cost, share, np.log(revenue)])
    return _slope(rows), interval(rows, _slope, seed, enough(len(rows)))


def _slope(rows: np.ndarray) -> float:
    """The slope on the second column beside the third: that of what the third leaves open in both."""
    cost, share, size = (rows[:, i] - rows[:, i].mean() for i in range(3))
    if (whole := float(size @ size)) > 1e-12 * len(rows):
        cost, share = cost - size * (size @ cost) / whole, share - size * (size @ share) / whole
    left = float(share @ share)
    return float(share @ cost) / left if left > 1e-12 * len(rows) else float("nan")
