"""The rule that protects people: no figure about fewer than five persons."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

LEAST = 5


def agreed(people: str) -> bool:
    """Whether figures about single persons were agreed (`pseudonym`, `named`); they stand on a page of their own."""
    return people != "group"


def merged_groups(sizes: pd.Series, least: int = LEAST, other: str = "others") -> dict[str, str]:
    """Which groups are shown and which merge.

    From one number of persons per group (role, region) to a mapping group → shown name: groups below `least` merge, smallest
    first, into `other`; while `other` itself is too small, the next smallest group joins it. Fewer than `least` in all: empty.

    Source: METHOD.md §0.11.
    """
    if sizes.sum() < least:
        return {}
    order = sizes.sort_index().sort_values(kind="stable")
    merged: list[str] = [str(g) for g in order.index if order[g] < least]
    rest = [str(g) for g in order.index if order[g] >= least]
    while merged and order[merged].sum() < least and rest:
        merged.append(rest.pop(0))
    return {str(g): (other if str(g) in merged else str(g)) for g in sizes.index}


def safe_groups(pairs: pd.DataFrame, shown: Iterable[str], least: int = LEAST) -> list[str]:
    """Which of the groups may be shown beside a total: those left out hold nobody or at least five persons together.

    From one row per person and group it worked for (columns person, group). Else what is left out could be told by difference;
    so the group of the fewest persons is left out too, until it cannot.

    Source: METHOD.md §0.11; Cox 1980 (complementary suppression).
    """
    kept = list(shown)
    sizes = pairs.groupby("group")["person"].nunique().sort_index().sort_values(kind="stable")
    order = [str(g) for g in sizes.index if str(g) in kept]
    while order and 0 < pairs.loc[~pairs["group"].isin(kept), "person"].nunique() < least:
        kept.remove(order.pop(0))
    return kept
