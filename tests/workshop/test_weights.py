"""Points and shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.workshop.weights import mean, points, shares


def test_points_become_shares_of_one():
    assert shares({"a": 30, "b": 60, "c": 30}) == {"a": 0.25, "b": 0.5, "c": 0.25}
    assert shares({"a": 1, "b": 1, "c": 1}) == {"a": 0.3334, "b": 0.3333, "c": 0.3333}
    assert points({"a": 0.25, "b": 0.75}) == {"a": 25, "b": 75}


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(any))
def test_shares_sum_to_one_and_are_kept_by_another_save(given_points):
    found = shares({str(i): p for i, p in enumerate(given_points)})
    assert sum(round(v * 10_000) for v in found.values()) == 10_000
    assert abs(sum(found.values()) - 1) < 1e-9
    assert shares(points(found)) == found


def test_no_points_are_no_weights():
    with pytest.raises(ValueError, match="no points"):
        shares({"a": 0, "b": 0})


def test_the_mean_counts_what_somebody_left_out_as_nothing():
    assert mean({"A": {"a": 1.0}, "B": {"a": 0.5, "b": 0.5}}, ("a", "b")) == {"a": 0.75, "b": 0.25}
