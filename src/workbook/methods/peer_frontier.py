"""What customers like this one buy at most: the upper edge of spend by industry and size, and the categories peers buy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.methods.quantile_line import quantile_line

LEAST = 20  # cases a line through an upper quantile needs


def peer_frontier(
    customers: pd.DataFrame, breadth: pd.Series, parts: tuple[float, float, float] = (0.80, 0.90, 0.95)
) -> pd.DataFrame:
    """Potential estimated from peers: low, central, high in currency per year.

    From one row per customer (revenue in currency per year, industry, employees) and breadth (0–1, the share of its peers' spend
    that lies in categories it buys; missing = unknown) to three quantiles of spend: the line of log revenue on log employees
    within the industry, where at least 20 customers have both, else over all. A potential is never below revenue / breadth:
    whoever bought the missing categories as its peers do would buy that. Missing without employees.

    Source: Koenker and Bassett 1978 (quantile regression); METHOD.md §5 "peer frontier".
    """
    facts = customers.astype({"revenue": float, "employees": float})
    known = facts[facts["employees"] > 0]
    made = pd.DataFrame(np.nan, index=facts.index, columns=["low", "central", "high"])
    buying = known[known["revenue"] > 0]
    cases = buying.groupby("industry").size()
    lined = cases.index[cases >= LEAST]
    if len(buying) >= LEAST:
        _put(made, known[~known["industry"].isin(lined)], buying, parts)
    for name in lined:
        _put(made, known[known["industry"] == name], buying[buying["industry"] == name], parts)
    least = (facts["revenue"] / breadth.where(breadth > 0)).fillna(facts["revenue"]).clip(lower=0)
    return made.where(made.isna(), made.clip(lower=least, axis=0))


def _put(made: pd.DataFrame, own: pd.DataFrame, peers: pd.DataFrame, parts: tuple[float, float, float]) -> None:
    """The quantiles of the peers' lines at each customer's size, in their order."""
    size, spend = np.log(peers["employees"].to_numpy()), np.log(peers["revenue"].to_numpy())
    lines = [quantile_line(size, spend, part) for part in parts]
    at = np.log(own["employees"].to_numpy())
    made.loc[own.index] = np.sort(np.exp(np.column_stack([level + slope * at for level, slope in lines])), axis=1)


def category_breadth(spend: pd.DataFrame, industry: pd.Series) -> pd.DataFrame:
    """How much of what its industry buys a customer buys too, and what it leaves out.

    From spend per customer and category (customer × category, currency) and its industry to breadth (0–1: share of the
    industry's spend in categories the customer buys) and open_categories (those that more than half of its industry's buyers
    buy and it does not, joined by "; "). Missing where nothing was bought.
    """
    bought = spend.gt(0)
    buyers = bought.any(axis=1)
    group = industry.reindex(spend.index).astype(object).fillna("")
    mix = spend.clip(lower=0).groupby(group).sum()
    mix = mix.div(mix.sum(axis=1).where(lambda s: s > 0), axis=0)
    usual = bought[buyers].groupby(group[buyers]).mean() > 0.5
    weight = mix.reindex(group).to_numpy()
    breadth = pd.Series(np.nansum(np.where(bought, weight, 0.0), axis=1), spend.index).where(buyers)
    left = usual.reindex(group, fill_value=False).to_numpy(bool) & ~bought.to_numpy()
    names = np.asarray(spend.columns, dtype=object)
    patterns, which = np.unique(left, axis=0, return_inverse=True)
    texts = np.array(["; ".join(map(str, names[p])) for p in patterns], dtype=object)[which.ravel()]
    return pd.DataFrame({"breadth": breadth, "open_categories": pd.Series(texts, spend.index).where(buyers, None)})
