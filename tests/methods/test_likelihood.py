"""Equal customers once; the best positive parameters."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.likelihood import distinct, maximise


def test_equal_histories_are_counted_once():
    frame = pd.DataFrame({"x": [1, 0, 1], "t_x": [2.0, 0.0, 2.0], "T": [5.0, 5.0, 5.0], "value": [1.0, 2.0, 3.0]})
    x, t_x, seen, weight = distinct(frame)
    assert [x.tolist(), t_x.tolist(), seen.tolist(), weight.tolist()] == [[0, 1], [0, 2], [5, 5], [1, 2]]


def test_the_rate_of_an_exponential_is_one_over_the_mean():
    waits = np.array([1.0, 2.0, 6.0])

    def likelihood(p):
        return len(waits) * np.log(p[0]) - p[0] * waits.sum(), np.array([len(waits) / p[0] - waits.sum()])

    best, value = maximise(likelihood, [(5.0,), (0.01,)])
    assert best[0] == pytest.approx(1 / 3, rel=1e-6)
    assert value == pytest.approx(3 * np.log(1 / 3) - 3)


def test_nothing_finite_is_no_answer():
    with pytest.raises(ValueError, match="finite"):
        maximise(lambda p: (float("nan"), np.array([0.0])), [(1.0,)])
