"""An order of cases that follows from what they hold: other names of the same cases leave every draw as it was."""

from __future__ import annotations

import math

import numpy as np


def by_content(*columns: np.ndarray) -> np.ndarray:
    """The positions of the cases, sorted by the first column, ties by the next, missing numbers last.

    From columns of one entry per case (or blocks of them, n × k × …, any unit) to n positions; cases alike in all columns
    stay as they stand. Drawn from in this order, the same cases get the same draws, however they are called and listed.
    """
    keys = [key for column in columns for key in np.reshape(column, (len(column), math.prod(column.shape[1:]))).T]
    return np.lexsort(keys[::-1]) if keys else np.arange(len(columns[0]))
