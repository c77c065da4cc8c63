"""The six approaches as a mix: what is used, and what fits the needs of a group of customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

APPROACHES = ("performance", "range", "relationship", "stable_price", "temporary_price", "communication")
# An assumption: what each type of need should be approached with, in the order above; each adds up to 1.
FITTING = {
    "intrinsic": (0.10, 0.10, 0.05, 0.40, 0.25, 0.10),
    "extrinsic": (0.45, 0.20, 0.15, 0.05, 0.05, 0.10),
    "strategic": (0.25, 0.20, 0.40, 0.05, 0.00, 0.10),
}


def used_mix(groups: pd.Series, approaches: pd.Series) -> pd.DataFrame:
    """The share of each approach by group: from one group and one approach per deal (same index) to groups × approaches, 0–1.

    Deals without either are left out; `n` counts the others.
    """
    known = groups.notna() & approaches.isin(APPROACHES)
    counts = pd.crosstab(groups[known], approaches[known]).reindex(columns=list(APPROACHES), fill_value=0)
    total = counts.sum(axis=1)
    return counts.div(total, axis=0).assign(n=total)


def fitting_mix(groups: pd.Series, needs: pd.Series) -> pd.DataFrame:
    """The mix that fits the needs of each group: from a group and a type of need per customer (same index) to groups × mix.

    The mean of the assumed mix of its customers' types (FITTING), 0–1; customers whose type is not known are left out.

    Source: METHOD.md §5 "Needs"; the six approaches of [002], A2-14, the weights are assumed.
    """
    known = groups.notna() & needs.isin(list(FITTING))
    mix = pd.DataFrame(FITTING, list(APPROACHES)).T
    return mix.reindex(needs[known]).set_index(groups[known].to_numpy()).groupby(level=0).mean()


def off_the_mark(used: pd.DataFrame, fitting: pd.DataFrame) -> pd.Series:
    """How much of what is used would have to be another approach, per group: half the sum of the differences, 0–1."""
    both = used.index.intersection(fitting.index)
    names = list(APPROACHES)
    return (used.loc[both, names] - fitting.loc[both, names]).abs().sum(axis=1) / 2


def off_by_chance(fitting: pd.DataFrame, deals: pd.Series, seed: int, draws: int = 4_000) -> pd.Series:
    """How far off the mark a group may be by chance alone, had all its deals followed the fitting mix.

    From the fitting mix (groups × approaches, 0–1) and how many deals each group has to one limit per group, from seeded draws
    of `off_the_mark`. In one of twenty cases any of the groups lies beyond its limit, however many are looked at: each limit is
    the 0.95^(1/groups) quantile, as no deal is in two groups.

    Source: Šidák 1967, Rectangular confidence regions for the means of multivariate normal distributions.
    """
    draw = np.random.default_rng(seed)
    found = {}
    groups = fitting.index.intersection(deals.index)
    level = 0.95 ** (1 / max(1, len(groups)))
    for group in groups:
        mix = fitting.loc[group, list(APPROACHES)].to_numpy(float)
        shares = draw.multinomial(int(deals[group]), mix / mix.sum(), draws) / int(deals[group])
        found[group] = float(np.quantile(np.abs(shares - mix).sum(axis=1) / 2, level))
    return pd.Series(found, dtype=float)
