"""Stability of revenue by class: how much it varies around its trend, and how deep it once fell."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import drawn, enough
from workbook.methods.by_content import by_content

LEAST = 8  # steps a trend and a scatter around it need
YEAR = 12  # months


class Difference(NamedTuple):
    """How much more one group varies than another (difference of their volatilities), with its 95 % interval."""

    value: float
    low: float
    high: float


def revenue_matrix(lines: pd.DataFrame, period: tuple[date, date]) -> pd.DataFrame:
    """Revenue of every whole calendar month.

    From order lines (customer_id, date, net_revenue) to one row per customer (index customer_id), one column per month that the
    period covers wholly, 0 where nothing was bought (currency). Partial first and last months are left out.
    """
    first, after = pd.Timestamp(period[0]), pd.Timestamp(period[1]) + pd.Timedelta(days=1)
    months = pd.period_range(first, after - pd.Timedelta(days=1), freq="M")
    months = months[(months.start_time >= first) & ((months + 1).start_time <= after)]
    inside = lines["date"].dt.to_period("M")
    sums = lines.groupby(["customer_id", inside])["net_revenue"].sum().unstack(fill_value=0.0)
    return sums.reindex(columns=months, fill_value=0.0)


def yearly_matrix(months: pd.DataFrame) -> pd.DataFrame:
    """Revenue of the twelve months that end with each month: the season common to all years falls out exactly.

    From `revenue_matrix` to one row per customer, one column per month from the twelfth on; no column with fewer than twelve.
    """
    sums = np.cumsum(np.pad(months.to_numpy(float), ((0, 0), (1, 0))), axis=1)
    return pd.DataFrame(sums[:, YEAR:] - sums[:, :-YEAR], months.index, months.columns[YEAR - 1 :])


def stability(matrix: pd.DataFrame, of: pd.Series, seed: int) -> pd.DataFrame:
    """Volatility and worst drawdown of each class's revenue, with intervals.

    From one of these matrices and one class per customer (same index; missing = in none) to one row per class: customers, revenue
    (mean per step), volatility (share of the mean), volatility_low, volatility_high, drawdown (0–1), drawdown_low,
    drawdown_high. 95 % intervals of seeded draws of the customers of each class (Efron 1979); a draw adds the customers'
    own scatter once more, so the draws are scaled until their median is the figure found.
    """
    rows = {}
    for name in sorted(of.dropna().unique()):
        own = matrix[of.reindex(matrix.index) == name].to_numpy(float)
        sums = own.sum(axis=0)
        draws = _drawn_sums(own, seed, enough(len(own)))
        row = {
            "customers": len(own),
            "revenue": sums.mean(),
            "volatility": volatility(sums),
            "drawdown": drawdown(sums),
        }
        for measure in (volatility, drawdown):
            low, high = _ends(_centred(measure(draws), row[measure.__name__]))
            row |= {f"{measure.__name__}_low": low, f"{measure.__name__}_high": high}
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("class")


def steadier(matrix: pd.DataFrame, first: pd.Series, second: pd.Series, seed: int) -> Difference:
    """How much more the revenue of the first customers varies than that of the second, both as a whole.

    From one of these matrices and two marks per customer (boolean, same index) to a Difference; above 0: the second are steadier.
    Both are drawn independently.
    """
    pair = [matrix[mark.reindex(matrix.index, fill_value=False)].to_numpy(float) for mark in (first, second)]
    found = [volatility(rows.sum(axis=0)) for rows in pair]
    draws = enough(max(len(rows) for rows in pair))
    of_each = [_centred(volatility(_drawn_sums(rows, seed + k, draws)), found[k]) for k, rows in enumerate(pair)]
    return Difference(float(found[0] - found[1]), *_ends(of_each[0] - of_each[1]))


def volatility(series: np.ndarray) -> np.ndarray:
    """Standard deviation around the linear trend ÷ mean, along the last axis; missing where the mean is not positive."""
    steps = series.shape[-1]
    if steps < LEAST:
        return np.full(series.shape[:-1], np.nan)
    line = np.column_stack([np.ones(steps), np.arange(steps)])
    residual = series - series @ (line @ np.linalg.pinv(line)).T
    mean = series.mean(axis=-1)
    return np.sqrt((residual**2).sum(axis=-1) / (steps - 2)) / np.where(mean > 0, mean, np.nan)


def drawdown(series: np.ndarray) -> np.ndarray:
    """The deepest fall below an earlier peak ÷ that peak, along the last axis, 0 where it only rises."""
    peak = np.maximum.accumulate(series, axis=-1)
    fall = np.divide(peak - series, peak, out=np.zeros_like(series, dtype=float), where=peak > 0)
    return fall.max(axis=-1, initial=0.0)


def _drawn_sums(rows: np.ndarray, seed: int, draws: int) -> np.ndarray:
    """Column sums of rows drawn with replacement, one row per draw."""
    draw, n = np.random.default_rng(seed), len(rows)
    if n < 2:
        return np.full((1, rows.shape[1]), np.nan)
    rows = rows[by_content(rows)]
    sums = [_counts(places) @ rows for places in drawn(draw, n, draws)]
    return np.concatenate(sums)


def _counts(places: np.ndarray) -> np.ndarray:
    """How often each of the n cases is in each sample: from samples × n places to samples × n."""
    many, n = places.shape
    return (
        np.bincount((places + n * np.arange(many)[:, None]).ravel(), minlength=many * n).reshape(many, n).astype(float)
    )


def _centred(drawn: np.ndarray, found: float | np.ndarray) -> np.ndarray:
    """The draws scaled so that their median is the figure found."""
    known = drawn[np.isfinite(drawn)]
    middle = np.median(known) if len(known) else np.nan
    return drawn * (found / middle) if middle > 0 else drawn


def _ends(drawn: np.ndarray) -> tuple[float, float]:
    """The middle 95 % of what was drawn; missing twice where nothing is a number."""
    finite = drawn[np.isfinite(drawn)]
    if not len(finite):
        return float("nan"), float("nan")
    low, high = np.quantile(finite, [0.025, 0.975])
    return float(low), float(high)
