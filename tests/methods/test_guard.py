"""The guard: a segmentation that is a revenue list in disguise is called that."""

import pandas as pd
import pytest

from workbook.methods.guard import guard


def customers(n, key, score=None):
    """Customers c00 … with falling revenue; the given positions are key accounts."""
    ids = [f"c{i:02d}" for i in range(n)]
    revenue = pd.Series(range(n, 0, -1), ids, dtype=float)
    classes = pd.Series(["key" if i in key else "core" for i in range(n)], ids)
    return classes, revenue if score is None else pd.Series(score, ids, dtype=float), revenue


def test_the_overlap_is_by_jaccard():
    found = guard(*customers(12, {0, 1, 2, 8, 9}))
    assert found.jaccard == pytest.approx(3 / 7)  # three of both lists of five: 3 / (5 + 5 − 3)


def test_key_accounts_that_are_the_largest_are_a_revenue_list():
    found = guard(*customers(12, {0, 1, 2, 3, 4}))
    assert (found.jaccard, found.disguised) == (1, True)


def test_an_overlap_of_exactly_08_is_not_above_it():
    found = guard(*customers(20, set(range(8)) | {15}))  # 8 of 9: 8 / 10
    assert found.jaccard == pytest.approx(0.8) and not found.disguised


def test_spearman_compares_ranks():
    score = [4.0, 1.0, 3.0, 2.0]
    # differences of rank to 4, 3, 2, 1: 0, 2, 1, 1 → 1 − 6 × 6 / (4 × 15)
    assert guard(*customers(4, set(), score)).spearman == pytest.approx(0.4)


def test_from_thirty_customers_on_the_same_order_is_a_revenue_list():
    assert guard(*customers(30, {0, 29})).disguised is True


def test_below_five_key_accounts_and_thirty_customers_there_is_no_verdict():
    assert guard(*customers(29, {0, 1, 2, 3})).disguised is None


def test_another_order_and_other_accounts_say_more_than_revenue():
    score = list(range(30))
    assert guard(*customers(30, {25, 26, 27, 28, 29}, score)).disguised is False


def test_row_order_never_matters():
    classes, score, revenue = customers(12, {0, 1, 2, 8, 9})
    assert guard(classes[::-1], score[::-1], revenue[::-1]) == guard(classes, score, revenue)
