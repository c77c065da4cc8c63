"""The rule that protects people: no figure about fewer than five persons."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

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


def tells_apart(pairs: pd.DataFrame, least: int = LEAST) -> bool:
    """Whether groups of rows, each marked with its group, hold all rows of 1 to `least` − 1 persons and of nobody else.

    From one row per person and group it has rows in (columns person, group) to yes or no. Groups that share a person only tell of
    both together, so persons linked by groups are counted together.

    Source: METHOD.md §0.11; connected components of persons and groups.
    """
    if not len(pairs):
        return False
    person, group = pd.factorize(pairs["person"])[0], pd.factorize(pairs["group"])[0]
    size = person.max() + 1 + group.max() + 1
    links = coo_array((np.ones(len(pairs)), (person, person.max() + 1 + group)), shape=(size, size))
    together = np.bincount(connected_components(links, directed=False)[1][: person.max() + 1])
    return bool(((together > 0) & (together < least)).any())


def tells_of_few(sums: np.ndarray, least: int = LEAST) -> bool:
    """Whether published sums, added and taken from each other in any way, tell something about 1 to `least` − 1 persons.

    From one row per published sum of the same measure and one column per person (1: the person is in it, else 0) to yes or no:
    whether a combination of the rows is 0 for all but so few persons.

    Persons who are in the same sums only ever appear together, so they are looked at together. A combination of the rows that
    is 0 outside a set exists where the rows lose rank once the set's columns are taken away.
    Source: METHOD.md §0.11; Cox 1980; Willenborg and de Waal 2001, ch. 8 (linear sensitivity of tables).
    """
    rows = np.asarray(sums, dtype=float)
    if not rows.size:
        return False
    cells, persons = np.unique(rows[:, rows.any(axis=0)], axis=1, return_counts=True)
    whole = np.linalg.matrix_rank(cells) if cells.size else 0
    small = np.flatnonzero(persons < least)
    for n in range(1, least):
        for few in combinations(small, n):
            if persons[list(few)].sum() < least and np.linalg.matrix_rank(np.delete(cells, few, axis=1)) < whole:
                return True
    return False


def safe_sums(sums: pd.DataFrame, fixed: Iterable[str] = (), least: int = LEAST) -> list[str]:
    """Which published sums may stand beside each other, so that nothing about fewer than `least` persons follows.

    From one row per sum (index its name) and one column per person (see tells_of_few) to the names kept, in their order: as long
    as something follows, the sum of the fewest persons goes, those in `fixed` last.
    """
    held = set(fixed)
    size = sums.astype(bool).sum(axis=1)
    order = sorted(sums.index, key=lambda name: (name in held, size[name], str(name)))
    kept = [name for name in sums.index if size[name] > 0]
    for name in order:
        if not tells_of_few(sums.loc[kept].to_numpy(), least):
            break
        kept = [one for one in kept if one != name]
    return [name for name in sums.index if name in kept or size[name] == 0]
