"""The client's own elasticity: how sales and hours of the same customer move together from year to year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import enough
from workbook.methods.by_content import by_content

LEAST_YEARS, LEAST_CUSTOMERS = 3, 30
LOOSEST = 3.0  # high end of the interval over its low end; the range the literature gives has 2.5


@dataclass(frozen=True)
class Elasticity:
    """Percent of sales per percent of hours, with its 95 % interval and what it rests on."""

    value: float
    low: float
    high: float
    customers: int
    years: int

    @property
    def identified(self) -> bool:
        """Whether the panel can stand for the literature: long and broad enough, wholly in (0, 1), about as narrow."""
        long = self.years >= LEAST_YEARS and self.customers >= LEAST_CUSTOMERS
        return long and 0 < self.low <= self.high < 1 and self.high <= LOOSEST * self.low


def fit_elasticity(panel: pd.DataFrame, seed: int) -> Elasticity | None:
    """Regression of log sales on log hours with customer and year effects, interval by bootstrap over customers.

    From one row per customer and year (customer, year, sales in currency, hours; rows without either are left out, customers
    with a single year say nothing) to the elasticity; None where hours do not vary beside the effects. A common movement is not
    yet a cause: sales may draw hours after them, and hours noted down inexactly make the effect look smaller.

    Source: two-way fixed effects (Wooldridge, Econometric Analysis of Cross Section and Panel Data, 2010, ch. 10).
    """
    rows = panel[(panel["sales"] > 0) & (panel["hours"] > 0)]
    rows = rows[rows.groupby("customer")["year"].transform("size") > 1].sort_values(["customer", "year"])
    if rows.empty:
        return None
    customer, years = pd.factorize(rows["customer"])[0], np.unique(rows["year"])
    parts = [
        np.log(rows["hours"]),
        *((rows["year"] == year).astype(float) for year in years[1:]),
        np.log(rows["sales"]),
    ]
    data = pd.DataFrame({i: np.asarray(p, float) for i, p in enumerate(parts)})
    within = (data - data.groupby(customer).transform("mean")).to_numpy()
    n, width = customer[-1] + 1, within.shape[1]
    products = np.zeros((n, width, width))
    np.add.at(products, customer, within[:, :, None] * within[:, None, :])
    value = float(_slope(products.sum(axis=0)[None])[0])
    if not np.isfinite(value):
        return None
    draw, flat = np.random.default_rng(seed), products.reshape(n, -1)
    flat = flat[by_content(flat)]
    found = np.concatenate(
        [_slope((draw.multinomial(n, np.full(n, 1 / n), 20) @ flat).reshape(-1, width, width))
         for _ in range(enough(n) // 20)]
    )  # fmt: skip
    found = found[np.isfinite(found)]
    low, high = np.quantile(found, [0.025, 0.975]) if len(found) else (np.nan, np.nan)
    return Elasticity(value, float(low), float(high), int(n), len(years))


def _slope(products: np.ndarray) -> np.ndarray:
    """The first coefficient of each regression from its cross products (log sales last); NaN where undetermined."""
    left, right = products[:, :-1, :-1], products[:, :-1, -1]
    rest = left[:, 1:, 1:]
    inverse = np.linalg.pinv(rest, hermitian=True)
    across = left[:, :1, 1:]
    own = left[:, 0, 0] - (across @ inverse @ left[:, 1:, :1])[:, 0, 0]
    with_sales = right[:, 0] - (across @ inverse @ right[:, 1:, None])[:, 0, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(own > 1e-9 * np.maximum(left[:, 0, 0], 1e-9), with_sales / own, np.nan)
