"""What customers are expected to be worth: the margin of the years to come, less care, retention and interest."""

from __future__ import annotations

import numpy as np
import pandas as pd

ROUNDING = 1e-9  # a difference smaller than this part of what it is taken from is rounding, not growth


def expected_value(
    customers: pd.DataFrame, years: int = 5, discount: float = 0.10, acquisition: float = 0.0
) -> pd.DataFrame:
    """Expected customer value Σ_{t=1..T} (m·R_t − C_t)·r^t/(1+d)^t.

    From one row per customer: revenue (today, currency per year), path (`linear`: revenue rises evenly to revenue_target in
    year T; `level`: it is revenue_target in every year), revenue_target (currency per year), margin and growth_margin (CM II
    per unit of revenue up to today's and above it), care_cost (currency per year), retention (0–1) — to one row per customer:
    value_expected (currency, a present value), value_today = what of it comes from today's revenue continued, value_future =
    the rest. C_t = care_cost + `acquisition` × growth of revenue in year t (currency per currency). Missing inputs give
    missing values.

    Source: METHOD.md §4; Gupta, Lehmann and Stuart 2004, Valuing customers, Journal of Marketing Research 41(1).
    """
    t = np.arange(1, years + 1)
    now, target = (customers[c].to_numpy(float)[:, None] for c in ("revenue", "revenue_target"))
    level = (customers["path"] == "level").to_numpy()[:, None]
    revenue = np.where(level, target, now + (target - now) * t / years)
    grown = np.maximum(np.diff(revenue, axis=1, prepend=np.where(level, target, now)), 0.0)
    own, above = (customers[c].to_numpy(float)[:, None] for c in ("margin", "growth_margin"))
    margin = own * np.minimum(revenue, now) + np.where(revenue > now, above, 0.0) * np.maximum(revenue - now, 0.0)
    care = customers["care_cost"].to_numpy(float)[:, None]
    weight = (customers["retention"].to_numpy(float)[:, None] / (1 + discount)) ** t
    whole = ((margin - care - acquisition * grown) * weight).sum(axis=1)
    today = ((own * now - care) * weight).sum(axis=1)
    rest = whole - today
    future = np.where(np.abs(rest) <= ROUNDING * np.maximum(np.abs(whole), np.abs(today)), 0.0, rest)
    made = {"value_expected": whole, "value_today": today, "value_future": future}
    return pd.DataFrame(made, index=customers.index)


def acquisition_cost_rate(
    revenue: pd.Series, care_cost: pd.Series, wallet: pd.Series, low: float, least: int = 10
) -> float:
    """What a unit of new revenue costs in care: care cost ÷ revenue of the customers we hold little of.

    From revenue and care cost (currency, any one span) and share of wallet (0–1, missing where unknown) per customer to
    currency per currency: over customers with a share of wallet below `low`, over all where these are fewer than `least`.
    0 where there is no revenue.
    """
    few = wallet < low
    some = few if few.sum() >= least else pd.Series(True, revenue.index)
    total = float(revenue[some].sum())
    return max(float(care_cost[some].sum()), 0.0) / total if total > 0 else 0.0
