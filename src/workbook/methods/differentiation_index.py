"""Differentiation index: how differently key and smart accounts are really treated, on five levers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import enough, interval
from workbook.methods.cliffs_delta import cliffs_delta
from workbook.methods.cohens_kappa import cohens_kappa

LEVERS = ("assignment", "cooperation", "standardisation", "coverage", "information")
LEAST, LEAST_LEVERS, BLOCK = 10, 3, 4_000_000
CODES = {"key": 0, "core": 1, "smart": 2, "lean": 3}
COLUMNS = ("said", "rule", "hours", "special", "lines", "portfolio", "plan")


@dataclass(frozen=True)
class Differentiation:
    """`levers`: points 0–100 per lever, missing where not assessable. `index`: their mean, None below three; its interval."""

    levers: pd.Series
    index: float | None
    interval: tuple[float, float] | None
    key: int
    smart: int


def differentiation_index(customers: pd.DataFrame, seed: int) -> Differentiation:
    """How differently key and smart accounts are treated, 0 (alike) to 100.

    From one row per customer (said: the class whose treatment is judged; as known: rule = the class by the rule where `said` is
    the company's own, hours per year, special and lines = special and all order lines, portfolio = customers per full-time
    position of the customer's owner, plan = whether there is an account plan, 0|1) to points per lever: 100 × max(0, κ of said
    and rule), 100 × max(0, Cliff's δ) of hours (key above smart) and portfolio (smart above key), 100 × max(0, difference) of
    the shares of special lines and of accounts with a plan (key above smart). A lever needs 10 customers with its value on
    each side. The interval comes from drawing customers again.

    Source: METHOD.md §5 "Differentiation index"; five levers of article [000].
    """
    rows = _rows(customers)
    levers = pd.Series(_levers(rows), list(LEVERS)).where(_assessable(rows))
    known = levers.notna().to_numpy()
    sides = (int((rows[:, 0] == CODES[side]).sum()) for side in ("key", "smart"))
    if known.sum() < LEAST_LEVERS:
        return Differentiation(levers, None, None, *sides)
    draws = max(200, min(enough(len(rows)), BLOCK // max(1, len(rows))))
    ends = interval(rows, lambda some: float(np.mean(_levers(some)[known])), seed, draws)
    return Differentiation(levers, float(levers.mean()), ends if np.isfinite(ends).all() else None, *sides)


def _rows(customers: pd.DataFrame) -> np.ndarray:
    """One row of numbers per customer in the order of COLUMNS: classes as codes (−1 none), what is missing as nan."""
    made = pd.DataFrame(index=customers.sort_index().index)
    for name in COLUMNS:
        given = customers[name].reindex(made.index) if name in customers else pd.Series(np.nan, made.index)
        made[name] = given.map(CODES).fillna(-1) if name in ("said", "rule") else given.astype(float)
    return made.to_numpy(float)


def _levers(rows: np.ndarray) -> np.ndarray:
    said, rule, hours, special, lines, portfolio, plan = rows.T
    key, smart = said == CODES["key"], said == CODES["smart"]
    with np.errstate(invalid="ignore", divide="ignore"):
        made = [
            cohens_kappa(said, rule),
            cliffs_delta(hours[key], hours[smart]),
            np.nansum(special[key]) / np.nansum(lines[key]) - np.nansum(special[smart]) / np.nansum(lines[smart]),
            cliffs_delta(portfolio[smart], portfolio[key]),
            _mean(plan[key]) - _mean(plan[smart]),
        ]
    return 100 * np.maximum(0.0, np.array(made, dtype=float))


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def _assessable(rows: np.ndarray) -> np.ndarray:
    """Per lever whether at least ten customers on each side have its value."""
    said, rule, hours, _, lines, portfolio, plan = rows.T
    classed = int(((said >= 0) & (rule >= 0)).sum()) >= 2 * LEAST
    sides = [said == CODES["key"], said == CODES["smart"]]
    each = [~np.isnan(hours), lines > 0, ~np.isnan(portfolio), ~np.isnan(plan)]
    counts = [min(int((side & there).sum()) for side in sides) >= LEAST for there in each]
    return np.array([classed, *counts])
