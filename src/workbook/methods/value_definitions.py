"""Customer value as profit alone, and as profit with partnership and relevance in the market."""

from __future__ import annotations

import pandas as pd

from workbook.methods.rank_agreement import kendall_tau_b


def value_definitions(profit: pd.Series, beside: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Both readings ranked.

    From profit per customer (currency) and what counts beside it (one column per rating, higher is better, missing where
    unknown; same index) to one row per customer: profit, whole (means of percentiles 0–1 = (mean rank − 0.5)/n over what is
    known), rank_profit, rank_whole (1 is best) — and Kendall's τ-b of the two.

    Source: [003] profit only; [001] revenue, long-term partnership and market relevance.
    """
    parts = pd.DataFrame({"profit": profit}).join(beside)
    percentiles = (parts.rank() - 0.5) / parts.notna().sum()
    whole = percentiles.mean(axis=1)
    table = pd.DataFrame({"profit": percentiles["profit"], "whole": whole})
    table["rank_profit"] = profit.rank(ascending=False, method="min")
    table["rank_whole"] = whole.rank(ascending=False, method="min")
    return table, kendall_tau_b(profit, whole)
