"""The best allocation of the same hours along curves of any S-shape: judged responses need not bend one way."""

from __future__ import annotations

import numpy as np

FILLS = 20  # customers at most that share the hours left over


def allocate_along(hours: np.ndarray, gain: np.ndarray, total: float) -> np.ndarray:
    """The hours per customer that bring most, on a grid of hours.

    From two arrays, customers × steps: hours (rising along a row, per year) and what the customer brings at them (currency per
    year; along a row at first convex, then concave, as ADBUDG is, or concave at once) to hours per customer on the grid, with
    Σ hours ≤ total. Where a curve rises faster and faster, only the whole way to where its mean slope is steepest counts as one
    step; the one customer whose step no longer fits costs at most what its step would bring. Hours left go where they bring most.
    ValueError where the fewest hours need more than there is.
    """
    left = total - hours[:, 0].sum()
    if left < -1e-9 * max(total, 1.0):
        raise ValueError("fewest hours above the total")
    width = np.diff(hours, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.where(width > 0, np.diff(gain, axis=1) / width, 0.0)
        mean = (gain[:, 1:] - gain[:, :1]) / (hours[:, 1:] - hours[:, :1])
    mean = np.where(np.isfinite(mean), mean, 0.0)
    whole = mean.argmax(axis=1)
    step = np.arange(width.shape[1])
    slope = np.where(step <= whole[:, None], mean.max(axis=1, keepdims=True), slope)
    slope = np.minimum.accumulate(slope, axis=1)
    row, at = np.nonzero((slope > 0) & (width > 0))
    order = np.lexsort((at, row, -slope[row, at]))
    taken = order[np.cumsum(width[row, at][order]) <= left * (1 + 1e-12)]
    steps = np.bincount(row[taken], minlength=len(hours))
    steps[steps <= whole] = 0
    return hours[np.arange(len(hours)), _topped_up(hours, gain, steps, total)]


def _topped_up(hours: np.ndarray, gain: np.ndarray, steps: np.ndarray, total: float) -> np.ndarray:
    """The hours that are left go where they bring most, one customer after another (`FILLS` at most)."""
    every = np.arange(len(hours))
    for _ in range(FILLS):
        now = hours[every, steps]
        fits = hours - now[:, None] <= total - now.sum() + 1e-12 * total
        more = np.where(fits, gain - gain[every, steps][:, None], 0.0)
        row, step = np.unravel_index(more.argmax(), more.shape)
        if not more[row, step] > 1e-12 * np.abs(gain).max():
            break
        steps[row] = step
    return steps
