"""The score: percentiles weighted over what is known."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.score import percentile, score

NAN = float("nan")
WEIGHTS = {"potential": 0.3, "revenue": 0.2}


def table(**columns):
    return pd.DataFrame(columns, index=[f"c{i}" for i in range(len(next(iter(columns.values()))))], dtype=float)


def test_a_percentile_is_the_mean_rank_less_one_half_over_n():
    assert percentile(pd.Series([30.0, 10.0, 20.0])).tolist() == pytest.approx([5 / 6, 1 / 6, 0.5])


def test_ties_share_their_mean_rank():
    assert percentile(pd.Series([1.0, 1.0, 5.0, 9.0])).tolist() == pytest.approx([0.25, 0.25, 0.625, 0.875])


def test_missing_stays_missing_and_does_not_count_in_n():
    assert percentile(pd.Series([1.0, NAN, 2.0])).tolist() == pytest.approx([0.25, NAN, 0.75], nan_ok=True)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40))
def test_percentiles_lie_strictly_between_zero_and_one_with_mean_one_half(amounts):
    found = percentile(pd.Series(amounts))
    assert ((found > 0) & (found < 1)).all() and found.mean() == pytest.approx(0.5)


def test_the_weights_of_used_criteria_are_rescaled_to_one():
    found = score(table(potential=[1, 2], revenue=[2, 1]), WEIGHTS)
    assert found.used == pytest.approx({"potential": 0.6, "revenue": 0.4})
    # c0: 0.6 × 0.25 + 0.4 × 0.75
    assert found.score.to_dict() == pytest.approx({"c0": 0.45, "c1": 0.55})
    assert found.completeness.tolist() == [1, 1]


def test_a_missing_criterion_is_left_out_of_the_customers_own_score():
    found = score(table(potential=[NAN, 2, 3], revenue=[3, 2, 1]), WEIGHTS)
    assert found.score["c0"] == pytest.approx(5 / 6)  # its revenue alone
    assert found.completeness.tolist() == pytest.approx([0.4, 1, 1])


def test_a_criterion_known_for_too_few_is_dropped():
    columns = {"potential": [1, 2] + [NAN] * 8, "revenue": range(10)}
    found = score(table(**columns), WEIGHTS)
    assert dict(found.dropped) == {"potential": "unknown"} and found.used == pytest.approx({"revenue": 1})


def test_a_criterion_known_for_exactly_30_per_cent_is_used():
    columns = {"potential": [1, 2, 3] + [NAN] * 7, "revenue": range(10)}
    assert set(score(table(**columns), WEIGHTS).used) == {"potential", "revenue"}


def test_a_criterion_that_is_the_same_for_all_is_dropped():
    found = score(table(potential=[5, 5, NAN], revenue=[1, 2, 3]), WEIGHTS)
    assert dict(found.dropped) == {"potential": "constant"}


def test_a_criterion_not_delivered_is_unknown():
    assert dict(score(table(revenue=[1, 2]), WEIGHTS).dropped) == {"potential": "unknown"}


def test_a_reversed_criterion_counts_the_other_way_round():
    criteria = table(requirements=[1, 2, 3])
    forward = score(criteria, {"requirements": 1.0}).score
    backward = score(criteria, {"requirements": 1.0}, reversed_=("requirements",)).score
    assert backward.tolist() == pytest.approx((1 - forward).tolist())


def test_a_criterion_of_weight_zero_changes_nothing():
    criteria = table(potential=[1, 2, 3], revenue=[3, 1, 2])
    found = score(criteria, {"potential": 1.0, "revenue": 0.0})
    assert found.score.tolist() == pytest.approx([1 / 6, 0.5, 5 / 6])


def test_nothing_known_has_no_score():
    found = score(table(potential=[NAN, NAN]), WEIGHTS)
    assert found.score.isna().all() and not found.used


def test_nobody_has_no_score():
    assert score(pd.DataFrame({"revenue": pd.Series(dtype=float)}), WEIGHTS).score.empty


MATRIX = st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 9))] * 2), min_size=1, max_size=25)


@given(MATRIX, st.randoms())
def test_scores_stay_between_zero_and_one_and_row_order_never_matters(rows, chance):
    criteria = table(potential=[p for p, _ in rows], revenue=[r for _, r in rows])
    found = score(criteria, WEIGHTS).score
    order = list(criteria.index)
    chance.shuffle(order)
    again = score(criteria.loc[order], WEIGHTS).score.reindex(criteria.index)
    assert ((found.dropna() > 0) & (found.dropna() < 1)).all()
    np.testing.assert_allclose(found, again)
