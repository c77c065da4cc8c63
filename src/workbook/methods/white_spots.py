"""White spots: categories a customer leaves out although its peers buy them, and what they may be worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

ENDS = ("low", "central", "high")
COLUMNS = ("customer_id", "category", "peers", "peer_share", *ENDS)


def white_spots(
    spend: pd.DataFrame, industry: pd.Series, demand: pd.DataFrame, least: float = 0.5, fewest: int = 5
) -> pd.DataFrame:
    """Categories a customer does not buy and more than `least` of the buyers of its industry do.

    From spend (customer × category, currency per year), the industry of each and the demand for all of it (index customer,
    columns low, central, high, currency per year; may be missing) to one row per white spot: customer_id, category, peers (number
    of the industry's buyers of the category), peer_share (0–1, of its buyers), and low, central, high: the category's part in
    what those who buy it spend altogether, times the demand; together never more than what the customer buys elsewhere.
    An industry with fewer than `fewest` buyers is judged by all buyers. Missing amounts where the demand is missing.

    Source: [003] growth paths (displace competitors); the estimate from peers is a rule of ours.
    """
    bought = spend.gt(0)
    buyers = bought.any(axis=1)
    group = industry.reindex(spend.index).astype(object).fillna("")
    size = buyers.groupby(group).sum()
    group = group.where(group.map(size).to_numpy() >= fewest, "\x00all")
    own, all_of = _peers(spend[buyers], bought[buyers], group[buyers]), _peers(spend[buyers], bought[buyers], None)
    count, part, weight = (
        pd.concat([a.drop(index="\x00all", errors="ignore"), b]).reindex(group).to_numpy(float)
        for a, b in zip(own, all_of, strict=True)
    )
    open_ = ~bought.to_numpy() & (part > least) & buyers.to_numpy()[:, None]
    row, column = np.nonzero(open_)
    found = pd.DataFrame(
        {
            "customer_id": spend.index.to_numpy()[row],
            "category": spend.columns.to_numpy()[column],
            "peers": count[row, column],
            "peer_share": part[row, column],
        }
    )
    wanted = demand.reindex(spend.index)[list(ENDS)].to_numpy(float)
    room = np.clip(wanted - spend.sum(axis=1).to_numpy(float)[:, None], 0, None)
    raw = np.where(open_, weight, 0.0).sum(axis=1)[:, None] * wanted
    held = np.divide(np.minimum(room, raw), raw, out=np.zeros_like(raw), where=raw > 0)
    amounts = np.where(np.isnan(wanted), np.nan, wanted * held)[row] * weight[row, column][:, None]
    return found.assign(**{end: amounts[:, i] for i, end in enumerate(ENDS)})[list(COLUMNS)]


def _peers(
    spend: pd.DataFrame, bought: pd.DataFrame, group: pd.Series | None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Per group and category: how many buy it, which share of the buyers, its part in what these spend altogether."""
    by = pd.Series("\x00all", spend.index) if group is None else group
    count = bought.groupby(by).sum()
    whole = spend.clip(lower=0).sum(axis=1)
    theirs = bought.mul(whole, axis=0).groupby(by).sum()
    weight = spend.clip(lower=0).groupby(by).sum() / theirs.where(theirs > 0)
    return count, bought.groupby(by).mean(), weight.fillna(0.0)
