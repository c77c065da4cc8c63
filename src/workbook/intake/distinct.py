"""The distinct cells of a column: what is asked of a cell is asked once for all cells alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd


class Distinct(NamedTuple):
    """The distinct cells in the order they are met, the number of every row's cell among them, whether all are texts."""

    codes: np.ndarray
    cells: list[Any]
    texts: bool

    def told(self, say: Callable[[Any], Any], kind: str, index: pd.Index) -> pd.Series:
        """What `say` makes of each distinct cell, for every row, as a column of the dtype `kind`."""
        values = pd.Series([say(cell) for cell in self.cells], dtype=object).astype(kind)
        return pd.Series(values.array.take(self.codes), index=index)


def distinct(cells: pd.Series) -> Distinct:
    """The distinct cells of a column.

    True equals 1 for a hash table: where there are cells of several types, the type belongs to the cell.
    """
    kinds = set(map(type, cells.to_numpy()))
    if kinds in (set(), {str}, {float}, {int}):
        texts = kinds <= {str}  # among texts there is no gap to look for
        codes, found = pd.factorize(cells.to_numpy(), use_na_sentinel=texts)
        return Distinct(codes, list(found), texts)
    keys = cells.map(lambda cell: cell if isinstance(cell, str) else (type(cell).__name__, cell))
    codes, keyed = pd.factorize(keys, use_na_sentinel=False)
    return Distinct(codes, [key if isinstance(key, str) else key[1] for key in keyed], False)
