"""White spots: categories a customer leaves out although its peers buy them, and what they may be worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

ENDS = ("low", "central", "high")
COLUMNS = ("customer_id", "category", "peers", "peer_share", *ENDS)
LIKE = 0.5  # a peer buys at least this part of what the customer buys: small buyers buy few categories anyway


def white_spots(
    spend: pd.DataFrame, industry: pd.Series, demand: pd.DataFrame, ids: pd.Index, least: float = 0.5, fewest: int = 10
) -> pd.DataFrame:
    """Categories that some customers do not buy here and more than `least` of their peers do.

    Peers are the other buyers of the same industry and like size (at least LIKE times the customer's spend); where these are
    fewer than `fewest`, those of like size in any industry, then all of the industry, then all buyers. From spend (customer ×
    category, currency per year), the industry of each, the demand for all of it (index customer, columns low, central, high,
    currency per year; may be missing) and the customers asked for to one row per white spot: customer_id, category, peers (number
    that buy it), peer_share (0–1), and low, central, high: the category's part in what these peers spend altogether, times the
    demand; together never more than what the customer buys elsewhere. Amounts are missing where the demand is.

    Source: [003] growth paths (displace competitors); the estimate from peers is a rule of ours.
    """
    whole = spend.clip(lower=0).sum(axis=1)
    everyone = spend.clip(lower=0)[whole > 0]
    own = everyone[everyone.index.isin(ids)]
    peers = _peers(everyone.sum(axis=1), own.index, industry.reindex(everyone.index).astype(object).fillna(""), fewest)
    bought = everyone.gt(0).to_numpy(float)
    count = peers @ bought
    part = count / np.maximum(peers.sum(axis=1, keepdims=True), 1)
    theirs = peers @ (bought * everyone.sum(axis=1).to_numpy()[:, None])
    weight = np.divide(peers @ everyone.to_numpy(), theirs, out=np.zeros_like(theirs), where=theirs > 0)
    left = ~own.gt(0).to_numpy() & (part > least)
    row, column = np.nonzero(left)
    amounts = _amounts(left, weight, own.sum(axis=1).to_numpy(), demand.reindex(own.index)[list(ENDS)].to_numpy(float))
    found = pd.DataFrame(
        {
            "customer_id": own.index.to_numpy()[row],
            "category": everyone.columns.to_numpy()[column],
            "peers": count[row, column],
            "peer_share": part[row, column],
        }
    )
    return found.assign(**{end: amounts[row, column, i] for i, end in enumerate(ENDS)})[list(COLUMNS)]


def _peers(whole: pd.Series, ids: pd.Index, industry: pd.Series, fewest: int) -> np.ndarray:
    """Whom each customer is compared with: 1 or 0, customers asked for × all buyers."""
    own = whole[ids].to_numpy()[:, None]
    other = ids.to_numpy()[:, None] != whole.index.to_numpy()
    like = other & (whole.to_numpy() >= LIKE * own)
    same = other & (industry[ids].to_numpy()[:, None] == industry.to_numpy())
    chosen = other
    for closer in (same, like, like & same):
        chosen = np.where(closer.sum(axis=1, keepdims=True) >= fewest, closer, chosen)
    return chosen.astype(float)


def _amounts(left: np.ndarray, weight: np.ndarray, bought: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """What each white spot is worth, customer × category × (low, central, high), held within what is bought elsewhere."""
    parts = np.where(left, weight, 0.0)
    raw = parts.sum(axis=1, keepdims=True) * wanted
    room = np.clip(wanted - bought[:, None], 0, None)
    held = np.divide(np.minimum(room, raw), raw, out=np.zeros_like(raw), where=raw > 0)
    return parts[:, :, None] * np.where(np.isnan(wanted), np.nan, wanted * held)[:, None, :]
