"""Wallet allocation rule: share of wallet from the rank a customer gives us among its suppliers."""

from __future__ import annotations

import pandas as pd


def share_of_wallet(rank: pd.Series, suppliers: pd.Series) -> pd.Series:
    """Share of wallet (0–1): (1 − rank / (n + 1)) · 2 / n; the shares of a customer's n suppliers add up to 1.

    From one row per customer (rank from 1, number of suppliers) to one share each. A rank beyond the number of suppliers, or
    below 1, has none (missing).

    Source: Keiningham, Aksoy, Buoye, Cooil, Customer Loyalty Isn't Enough. Grow Your Share of Wallet, Harvard Business Review
    10/2011.
    """
    share = (1 - rank / (suppliers + 1)) * 2 / suppliers
    return share.where((rank >= 1) & (rank <= suppliers))
