"""SMAA-2: with which share of all conceivable weights a customer is among the first, and what those weights are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Smaa:
    """`acceptability`: one row per customer, one column per place 1 … k, share of the weights drawn. `first`: their sum, the
    share with which it is among the first k. `central`: one column per criterion, the mean of those weights (missing where
    none).
    """

    acceptability: pd.DataFrame
    first: pd.Series
    central: pd.DataFrame
    draws: int


def draws_for(customers: int, most: int = 10_000) -> int:
    """How many draws so many customers allow: ten thousand up to 2,000 of them, then fewer, 1,000 at least."""
    return max(1_000, min(most, 20_000_000 // max(customers, 1)))


def smaa(values: pd.DataFrame, group: pd.Series, places: int, seed: int, draws: int = 10_000) -> Smaa:
    """Rank acceptability and central weights of every customer under weights of which nothing is known.

    From one row per customer (one column per criterion, values 0–1, missing = unknown and left out of its own score) and the
    group that counts once (same index) to shares 0–1 of the weights drawn evenly from all that sum to 1. A group stands where
    its best member does. Ties by id.

    Source: Lahdelma and Salminen 2001, SMAA-2, Operations Research 49; weights drawn as in Tervonen and Lahdelma 2007.
    """
    ordered = values.iloc[np.argsort(values.index.astype(str).to_numpy(str), kind="stable")]
    raw = ordered.to_numpy(float)
    known = ~np.isnan(raw)
    code, groups = pd.factorize(group.reindex(ordered.index))
    by = np.argsort(code, kind="stable")
    starts = np.searchsorted(code[by], np.arange(len(groups)))
    raw, known = np.nan_to_num(raw)[by].T, known[by].T.astype(float)
    k, m = min(places, len(groups)), values.shape[1]
    hits, sums = np.zeros((len(groups), k)), np.zeros((len(groups), m))
    draw = np.random.default_rng(seed)
    done = 0
    while done < draws and k > 0:
        size = min(draws - done, max(1, 2_000_000 // len(values)))
        weights = draw.dirichlet(np.ones(m), size)
        whole = weights @ known
        scores = np.divide(weights @ raw, whole, out=np.full((size, len(values)), -1.0), where=whole > 0)
        best = np.maximum.reduceat(scores, starts, axis=1)
        order = np.argsort(-best, axis=1, kind="stable")[:, :k]
        np.add.at(hits, (order, np.arange(k)), 1)
        np.add.at(sums, order, weights[:, None, :])
        done += size
    first = hits.sum(axis=1)
    with np.errstate(invalid="ignore"):
        central = sums / first[:, None]
    table = pd.DataFrame(hits / draws, columns=range(1, k + 1)).iloc[code].set_axis(ordered.index)
    chosen = pd.DataFrame(central, columns=values.columns).iloc[code].set_axis(ordered.index)
    back = values.index
    return Smaa(table.reindex(back), table.sum(axis=1).reindex(back), chosen.reindex(back), draws)
