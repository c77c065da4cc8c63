import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.cohens_kappa import cohens_kappa


def test_the_usual_example():
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: (0.70 − 0.50) / (1 − 0.50)
    first = np.repeat([0, 0, 1, 1], [20, 5, 10, 15])
    second = np.repeat([0, 1, 0, 1], [20, 5, 10, 15])
    assert cohens_kappa(first, second) == pytest.approx(0.4)


def test_whoever_is_not_classed_is_left_out_and_nothing_to_compare_says_nothing():
    assert cohens_kappa(np.array([0, 1, -1]), np.array([0, 1, 1])) == pytest.approx(1)
    assert math.isnan(cohens_kappa(np.array([]), np.array([]))) and math.isnan(cohens_kappa(np.zeros(4), np.zeros(4)))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40))
def test_it_is_symmetric_and_names_of_classes_do_not_matter(pairs):
    first, second = np.array(pairs).T
    one, two = cohens_kappa(first, second), cohens_kappa(3 - second, 3 - first)
    assert one == pytest.approx(two, nan_ok=True) and not one > 1 + 1e-9
