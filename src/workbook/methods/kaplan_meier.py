"""Kaplan–Meier: the share still waiting after so many days, when some waits are not over yet."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from workbook.methods.by_content import by_content

DRAWS = 200


def kaplan_meier(waited: np.ndarray, ended: np.ndarray) -> pd.DataFrame:
    """The curve of waiting times of which some are censored.

    From one waiting time (days, finite) and whether it ended (False: still waiting, censored) per case to one row per day on
    which a wait ended: days, waiting (share 0–1 still waiting after that day). No row where no wait ended. A wait that ends on
    the day another is censored counts while that one is still at risk.

    Source: Kaplan and Meier 1958, by `scipy.stats.ecdf`.
    """
    ended = np.asarray(ended, dtype=bool)
    waited = np.asarray(waited, dtype=float)
    if not ended.any():
        return pd.DataFrame({"days": np.empty(0), "waiting": np.empty(0)})
    left = stats.ecdf(stats.CensoredData(uncensored=waited[ended], right=waited[~ended])).sf
    steps = np.isin(left.quantiles, waited[ended])
    return pd.DataFrame({"days": left.quantiles[steps], "waiting": left.probabilities[steps]})


def waiting_after(curve: pd.DataFrame, day: float) -> float:
    """Share (0–1) still waiting after so many days: 1 before the first step of the curve."""
    reached = curve.loc[curve["days"] <= day, "waiting"]
    return float(reached.iloc[-1]) if len(reached) else 1.0


def days_until(curve: pd.DataFrame, share: float) -> float:
    """After how many days that share (0–1) has ended; missing where it never does.

    Where the curve runs level at exactly that share, the middle of the level part, so that without censoring the median is
    the usual one.
    """
    left = 1 - share
    waiting, days = curve["waiting"].to_numpy(), curve["days"].to_numpy()
    level = np.isclose(waiting, left, rtol=0, atol=1e-9)
    there = np.flatnonzero((waiting < left) | level)
    if not len(there):
        return float("nan")
    first = int(there[0])
    after = min(first + 1, len(days) - 1)
    return float((days[first] + days[after]) / 2) if level[first] else float(days[first])


def ended_interval(
    waited: np.ndarray, ended: np.ndarray, who: np.ndarray, horizon: float, seed: int | None
) -> tuple[float, float]:
    """95 % percentile interval of the share ended within the horizon: customers drawn with replacement (Efron 1979).

    From one waiting time, whether it ended, and a customer number 0 … n − 1 per case to low and high (0–1); missing twice
    without cases or seed. Neither the order of the cases nor how customers are numbered matters: they are drawn in the order of
    their cases' number, waiting times and ends.
    """
    if not len(waited) or seed is None:
        return float("nan"), float("nan")
    draw, n = np.random.default_rng(seed), int(who.max()) + 1
    of_each = (np.ones(len(who)), waited, waited**2, ended, waited * ended)
    who = np.argsort(by_content(*(np.bincount(who, x, n) for x in of_each)))[who]
    days, day = np.unique(waited, return_inverse=True)
    shares = []
    for _ in range(DRAWS):
        times = np.bincount(draw.integers(0, n, n), minlength=n)[who].astype(float)
        left = np.bincount(day, times)[::-1].cumsum()[::-1]
        stay = 1 - np.divide(np.bincount(day, times * ended), left, out=np.zeros(len(days)), where=left > 0)
        shares.append(1 - stay[days <= horizon].prod())
    return float(np.quantile(shares, 0.025)), float(np.quantile(shares, 0.975))
