"""The plain rule beside every purchase model: whoever bought lately goes on as before, the others buy nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class RecencyRate:
    """The rule with its one number: how many weeks without a purchase a customer may be and still count as active."""

    hiatus: float

    def alive(self, history: pd.DataFrame) -> pd.Series:
        """1 for whoever bought within the last `hiatus` weeks, else 0."""
        return (history["T"] - history["t_x"] <= self.hiatus).astype(float)

    def rate(self, history: pd.DataFrame) -> pd.Series:
        """Purchases a week: those so far per week observed; half a purchase for whoever bought once, 0 for the silent."""
        return self.alive(history) * history["x"].clip(lower=0.5) / history["T"].clip(lower=self.hiatus)

    def expected(self, history: pd.DataFrame, weeks: float) -> pd.Series:
        """Purchases expected in the `weeks` after T."""
        return self.rate(history) * weeks


def recency_rate(hiatus: float = 26.0) -> RecencyRate:
    """The recency and rate rule.

    From one row per customer (x, t_x, T in weeks) to purchases expected; `hiatus` in weeks. ValueError where it is not above 0.

    Source: Wübben and von Wangenheim 2008, Instant customer base analysis, Journal of Marketing 72(3).
    """
    if not hiatus > 0:
        raise ValueError("hiatus")
    return RecencyRate(float(hiatus))
