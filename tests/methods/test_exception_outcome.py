"""Whether exceptions brought what they promised."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.exception_outcome import review


def table(n, chance, won):
    outcome = pd.Series(["won"] * won + ["lost"] * (n - won))
    return pd.Series(100.0, range(n)), pd.Series(chance, range(n)), pd.Series(120.0, range(n)), outcome


def test_promised_and_brought():
    found = review(*table(40, 0.5, 10), seed=1)
    assert (found.n, found.won, found.expected) == (40, 10, pytest.approx(20))
    assert found.promised == pytest.approx(2_000) and found.brought == pytest.approx(1_200)
    assert found.ratio == pytest.approx(0.5) and found.interval[0] < 0.5 < found.interval[1] < 1


def test_open_ones_and_those_that_promised_nothing_do_not_count():
    expected, chance, value, outcome = table(4, 0.5, 2)
    outcome[0], chance[1] = "open", np.nan
    found = review(expected, chance, value, outcome, seed=1)
    assert (found.n, found.won, found.brought) == (2, 0, 0.0)


def test_nothing_at_all():
    found = review(*(s.iloc[:0] for s in table(2, 0.5, 1)), seed=1)
    assert found.n == 0 and np.isnan(found.ratio) and np.isnan(found.interval[0])
    assert np.isnan(review(*table(3, 0.0, 0), seed=1).ratio)
