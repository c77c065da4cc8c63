"""Response: what more or fewer hours of care do to a customer's sales."""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST, MOST = 0.5, 2.0  # of today's hours: moves beyond are not offered


def sales(hours: np.ndarray, today: np.ndarray, base: np.ndarray, ceiling: np.ndarray, elasticity: float) -> np.ndarray:
    """Sales at other hours than today's: min(ceiling, base × (hours / today)^elasticity), hours within half to double.

    From one row per customer (hours and today's hours per year, above 0; base: today's sales, ceiling: the most it can buy,
    both currency per year; shapes broadcast) to sales in currency per year. `elasticity` in percent per percent, 0–1.

    Source: METHOD.md §6; mean elasticity of personal selling 0.34: Albers, Mantrala, Sridhar, Journal of Marketing Research 2010.
    """
    return np.minimum(ceiling, base * (np.clip(hours, FEWEST * today, MOST * today) / today) ** elasticity)


def marginal_sales(
    hours: np.ndarray, today: np.ndarray, base: np.ndarray, ceiling: np.ndarray, elasticity: float
) -> np.ndarray:
    """Sales one more hour brings: the slope of `sales` at these hours, 0 where the ceiling is reached; currency per hour.

    At double today's hours it is the slope just before them.
    """
    found = sales(hours, today, base, ceiling, elasticity)
    slope = elasticity * found / np.clip(hours, FEWEST * today, MOST * today)
    return np.where(found < ceiling * (1 - 1e-12), slope, 0.0)


def ceiling(base: pd.Series, potential: pd.Series | None, unknown: float = 1.2) -> pd.Series:
    """The most a customer can buy, currency per year: its potential, never below today's sales; unknown: sales × `unknown`."""
    room = base * unknown
    return room if potential is None else np.maximum(base, potential.fillna(room))


def left_alone(hours: pd.Series, base: pd.Series, worth: pd.Series, least: float = 1.0) -> pd.Series:
    """Why a customer's hours are not moved: few_hours, no_sales or no_margin; empty where they may be.

    From one row per customer (hours per year, sales and contribution margin in currency per year) to one code each.
    """
    reason = pd.Series("", hours.index, dtype=object)
    reason[worth.isna()] = "no_margin"
    reason[~(base > 0)] = "no_sales"
    reason[~(hours >= least)] = "few_hours"
    return reason
