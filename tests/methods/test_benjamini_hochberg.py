import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.benjamini_hochberg import benjamini_hochberg, one_sided_p

# The fifteen p-values of the example in Benjamini and Hochberg 1995: four stand at 5 %, three by Bonferroni.
PUBLISHED = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
PUBLISHED += [0.7590, 1.0000]


def test_the_published_example():
    assert benjamini_hochberg(PUBLISHED).tolist() == [True] * 4 + [False] * 11


def test_a_large_p_stands_where_a_larger_one_carries_it():
    assert benjamini_hochberg([0.04, 0.05]).all()  # 0.04 alone would need 0.025
    assert benjamini_hochberg([]).tolist() == [] and not benjamini_hochberg([math.nan, 0.2]).any()


def test_p_is_a_fortieth_where_the_interval_meets_the_threshold():
    assert one_sided_p(0.3, (0.1, 0.6), 0.1) == pytest.approx(0.025)
    assert one_sided_p(0.3, (0.1, 0.6), 0.6) == pytest.approx(0.025)
    assert one_sided_p(0.3, (0.1, 0.6), 0.3) == pytest.approx(0.5)
    assert one_sided_p(0.3, (0.3, 0.3)) == 0 and math.isnan(one_sided_p(0.3, (math.nan, 1)))


@given(st.lists(st.floats(0, 1), max_size=30), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_no_more_stands_than_without_correction(values, random):
    found = benjamini_hochberg(values)
    order = list(range(len(values)))
    random.shuffle(order)
    assert benjamini_hochberg([values[i] for i in order]).tolist() == [found[i] for i in order]
    assert not (found & (np.array(values) > 0.05)).any()
