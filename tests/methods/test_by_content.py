"""The order of cases by what they hold, against plain sorting."""

import math

import numpy as np

from workbook.methods.by_content import by_content


def test_the_first_column_decides_ties_by_the_next():
    rows = np.array([[2.0, 1.0], [1.0, 9.0], [2.0, 0.0], [1.0, 3.0]])
    assert rows[by_content(rows)].tolist() == sorted(rows.tolist())
    assert by_content(rows[:, 0], rows[:, 1]).tolist() == by_content(rows).tolist() == [3, 1, 2, 0]


def test_the_same_cases_in_any_order_give_the_same_rows():
    draw = np.random.default_rng(4)
    rows = draw.integers(0, 4, (60, 3)).astype(float)
    rows[draw.random(rows.shape) < 0.2] = math.nan
    mixed = draw.permutation(rows)
    np.testing.assert_array_equal(rows[by_content(rows)], mixed[by_content(mixed)])


def test_a_case_may_be_a_table_of_its_own():
    rows = np.array([[[1, 2], [3, 4]], [[0, 9], [9, 9]], [[1, 2], [3, 0]]])
    assert by_content(rows).tolist() == [1, 2, 0]


def test_missing_numbers_come_last_and_equals_stay_as_they_stand():
    assert by_content(np.array([math.nan, 2.0, math.nan, 1.0])).tolist() == [3, 1, 0, 2]


def test_cases_without_columns_and_no_cases_are_left_as_they_are():
    assert by_content(np.empty((3, 0))).tolist() == [0, 1, 2]
    assert by_content(np.empty(0)).tolist() == []
