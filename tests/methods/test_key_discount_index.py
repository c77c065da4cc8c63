import numpy as np
import pandas as pd
import pytest

from workbook.methods.key_discount_index import key_discount_index


def _sums(n=40):
    draw = np.random.default_rng(2)
    key = pd.Series(np.arange(n) < n // 2)
    listed = pd.Series(draw.uniform(1_000, 9_000, n))
    rate = np.where(key, 0.20, 0.12) + draw.normal(0, 0.02, n)
    return pd.DataFrame({"list_revenue": listed, "discount": rate * listed}), key


def test_the_index_is_the_difference_of_two_rates_sum_over_sum():
    sums, key = _sums()
    found, (low, high) = key_discount_index(sums, key, ~key, 1)
    rates = [sums["discount"][m].sum() / sums["list_revenue"][m].sum() for m in (key, ~key)]
    assert found == pytest.approx(rates[0] - rates[1])
    assert 0 < low < found < high and high - low < 0.06


def test_customers_in_neither_group_do_not_count():
    sums, key = _sums()
    sums.loc[40] = [1e9, 0.9e9]
    assert key_discount_index(sums, key, ~key, 1) == key_discount_index(sums.drop(40), key, ~key, 1)


def test_without_one_side_there_is_no_index():
    sums, key = _sums()
    assert np.isnan(key_discount_index(sums, key, key & False, 1)[0])
    assert np.isnan(key_discount_index(sums, key & False, key & False, 1)[0])
