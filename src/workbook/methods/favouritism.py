"""Whose requests are begun before others that come first by every order there is, beyond chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from workbook.methods.benjamini_hochberg import benjamini_hochberg

RATE, LEAST = 0.05, 5


def out_of_turn(arrived: np.ndarray, begun: np.ndarray, orders: Sequence[np.ndarray]) -> np.ndarray:
    """Which requests were begun while another waited that comes first by all of the orders.

    From arrival and start (working hours) and each request's place in every order (lower first, no two alike) to one truth value
    per request. A request that is ahead of one order only, because another order puts it first, is not out of turn.

    Source: [003] (ahead of first come, of the assigned priority and of the rule).
    """
    found = np.zeros(len(arrived), dtype=bool)
    for i in range(len(arrived)):
        first = (arrived <= begun[i]) & (begun > begun[i])
        for place in orders:
            first &= place < place[i]
        found[i] = first.any()
    return found


def favoured(ahead: np.ndarray, requester: pd.Series) -> pd.DataFrame:
    """Requesters whose requests are out of turn more often than chance would have it.

    From one truth value per request and who asked (missing: counted among the requests, nobody's own) to one row per requester of
    at least five requests (index requester): requests, ahead (number), share (0–1), p, favoured. p is the share of all ways to
    deal the same requests out to the requesters that give this one as many or more: the permutation test in closed form
    (hypergeometric). Favoured where it stands among all requesters at a false discovery rate of 5 %.

    Source: Fisher 1935, The design of experiments; Benjamini and Hochberg 1995.
    """
    flags = pd.Series(np.asarray(ahead, bool), requester.index)
    by = flags.groupby(requester)
    table = pd.DataFrame({"requests": by.size(), "ahead": by.sum().astype(int)})
    table = table[table["requests"] >= LEAST].rename_axis("requester").sort_index()
    table["share"] = table["ahead"] / table["requests"]
    table["p"] = hypergeom.sf(table["ahead"] - 1, len(flags), int(flags.sum()), table["requests"])
    return table.assign(favoured=benjamini_hochberg(table["p"].tolist(), RATE))
