"""Who was right: purchase models tried on the last part of the client's own history, which they have not seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

import numpy as np
import pandas as pd

from workbook.methods.purchase_history import DAYS, purchase_history

LEAST = 10  # repeat buyers before the cut: fewer carry no model


class Model(Protocol):
    """What every purchase model can say of customers with x, t_x, T."""

    def alive(self, history: pd.DataFrame) -> pd.Series: ...  # noqa: D102
    def rate(self, history: pd.DataFrame) -> pd.Series: ...  # noqa: D102
    def expected(self, history: pd.DataFrame, weeks: float) -> pd.Series: ...  # noqa: D102


@dataclass(frozen=True)
class HoldOut:
    """How the models did.

    `scores`: one row per model (index its name, best first): forecast = purchases expected, error = root mean squared error
    in purchases per customer, right = share (0–1) of customers rightly called active or inactive. `actual`: purchases made
    after `cut`. `customers`: one row per customer: actual and the forecast of each model.
    """

    cut: date
    weeks: float
    actual: int
    scores: pd.DataFrame
    customers: pd.DataFrame

    @property
    def best(self) -> str:
        """The model with the smallest error."""
        return str(self.scores.index[0])


def hold_out(
    lines: pd.DataFrame,
    period: tuple[date, date],
    models: Mapping[str, Callable[[pd.DataFrame], Model]],
    months: int = 12,
) -> HoldOut | None:
    """Each model fitted before a cut and compared with what was bought after it.

    From order lines (customer_id, date, net_revenue) of `period` and models by name (from a history to a model, in order of
    preference) to their scores. The last `months` are held out, at most a third of the period. Only customers who bought
    before the cut are forecast. None where fewer than 10 of them bought repeatedly or nothing was bought afterwards by anyone.

    Source: Wübben and von Wangenheim 2008, Instant customer base analysis.
    """
    length = (period[1] - period[0]).days + 1
    held = min(round(months * 365.25 / 12), length // 3)
    cut = period[1] - timedelta(days=held)
    before = purchase_history(lines, cut)
    after = lines[(lines["date"] >= pd.Timestamp(cut + timedelta(days=1))) & (lines["net_revenue"] >= 0)]
    days = after.assign(day=after["date"].dt.normalize())[["customer_id", "day"]].drop_duplicates()
    actual = days["customer_id"].value_counts().reindex(before.index, fill_value=0)
    if (before["x"] > 0).sum() < LEAST or not actual.any():
        return None
    weeks = held / DAYS
    fitted = {name: make(before) for name, make in models.items()}
    forecasts = pd.DataFrame({name: model.expected(before, weeks) for name, model in fitted.items()})
    active = pd.DataFrame({name: model.alive(before) > 0.5 for name, model in fitted.items()})
    scores = pd.DataFrame(
        {
            "forecast": forecasts.sum(),
            "error": np.sqrt(forecasts.sub(actual, axis=0).pow(2).mean()),
            "right": active.eq(actual > 0, axis=0).mean(),
        }
    ).sort_values("error", kind="stable")
    return HoldOut(cut, weeks, int(actual.sum()), scores, forecasts.assign(actual=actual))
