"""Whose requests are begun before others that should have come first, by every order there is, beyond chance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbook.methods.benjamini_hochberg import benjamini_hochberg

DRAWS, RATE, LEAST = 5_000, 0.05, 5


def net_overtaking(arrived: np.ndarray, begun: np.ndarray, order: np.ndarray) -> np.ndarray:
    """How many requests each one overtook against an order, less those that overtook it.

    From arrival and start (hours) and each request's place in the order (lower first; equal places overtake nobody) to one whole
    number per request. Request i overtakes j where both waited when i was begun, j was begun later, and the order puts j first.
    """
    net = np.zeros(len(arrived))
    for i in np.argsort(begun, kind="stable"):
        passed = (arrived <= begun[i]) & (begun > begun[i]) & (order < order[i])
        net[i] += passed.sum()
        net[passed] -= 1
    return net


def favoured(net: Mapping[str, np.ndarray], requester: pd.Series, seed: int, draws: int = DRAWS) -> pd.DataFrame:
    """Requesters whose requests are ahead of every order beyond chance.

    From net overtaking per request, one array per order, and who asked for it (missing ones are left out of the comparison of
    nobody: they stay among the others) to one row per requester of at least five requests (index requester): requests, ahead
    (mean net overtaking in the order it is least ahead of), p, favoured. p = the largest over the orders of the share of random
    assignments of the requests to requesters in which a mean at least as great came out; favoured where p stands among all
    requesters at a false discovery rate of 5 %.

    Source: permutation test (Fisher 1935); largest p for "all of them" (Berger 1982); Benjamini and Hochberg 1995.
    """
    codes, names = pd.factorize(requester, sort=True)
    sizes = np.bincount(codes[codes >= 0], minlength=len(names))
    values = np.array([np.asarray(v, float) for v in net.values()])
    if not len(names) or not len(values):
        return pd.DataFrame(columns=["requests", "ahead", "p", "favoured"])
    member = np.zeros((len(requester), len(names)))
    member[np.flatnonzero(codes >= 0), codes[codes >= 0]] = 1.0
    seen = values @ member / sizes
    random, beaten = np.random.default_rng(seed), np.ones_like(seen)
    for _ in range(draws):
        mixed = values[:, random.permutation(values.shape[1])]
        beaten += mixed @ member / sizes >= seen - 1e-12
    table = pd.DataFrame({"requests": sizes, "ahead": seen.min(axis=0)}, index=pd.Index(names, name="requester"))
    table["p"] = (beaten / (draws + 1)).max(axis=0)
    table = table[table["requests"] >= LEAST]
    stands = benjamini_hochberg(table["p"].tolist(), RATE)
    return table.assign(favoured=stands & (table["ahead"] > 0).to_numpy())
