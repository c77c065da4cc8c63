import numpy as np
import pandas as pd
import pytest

from workbook.methods.differentiation_index import differentiation_index


def customers(n=20, **columns):
    said = ["key"] * n + ["smart"] * n
    return pd.DataFrame({"said": said, **columns}, [f"C{i:03d}" for i in range(2 * n)])


def halves(key, smart, n=20):
    return [key] * n + [smart] * n


def test_wholly_different_treatment_is_100():
    table = customers(
        rule=halves("key", "smart"), hours=halves(50.0, 2.0), special=halves(10, 0), lines=halves(10, 10),
        portfolio=halves(8.0, 90.0), plan=halves(True, False),
    )  # fmt: skip
    found = differentiation_index(table, 1)
    assert found.levers.tolist() == [100] * 5 and found.index == 100 and found.interval == (100, 100)
    assert (found.key, found.smart) == (20, 20)


def test_the_same_treatment_and_the_opposite_are_0():
    alike = customers(hours=halves(5.0, 5.0), special=halves(1, 1), lines=halves(10, 10), plan=halves(True, True))
    assert differentiation_index(alike, 1).index == 0
    turned = customers(hours=halves(1.0, 5.0), portfolio=halves(9.0, 1.0), special=halves(0, 1), lines=halves(5, 5))
    assert differentiation_index(turned, 1).index == 0


def test_shares_by_hand():
    table = customers(
        hours=np.arange(40.0)[::-1], special=halves(3, 1), lines=halves(10, 10), plan=[True] * 15 + [False] * 25
    )
    found = differentiation_index(table, 1)
    assert found.levers["cooperation"] == 100 and found.levers["standardisation"] == pytest.approx(20)
    assert found.levers["information"] == pytest.approx(75) and found.index == pytest.approx(65)
    assert found.levers[["assignment", "coverage"]].isna().all()
    low, high = found.interval
    assert low < 65 < high


def test_two_levers_or_few_customers_are_not_enough():
    two = customers(hours=halves(5.0, 2.0), plan=halves(True, False))
    assert differentiation_index(two, 1).index is None and differentiation_index(two, 1).interval is None
    few = customers(9, hours=halves(5.0, 2.0, 9), plan=halves(1, 0, 9), special=halves(1, 0, 9), lines=halves(2, 2, 9))
    assert differentiation_index(few, 1).levers.isna().all()


def test_the_order_of_rows_does_not_matter():
    table = customers(
        hours=np.random.default_rng(1).random(40), special=halves(3, 1), lines=halves(9, 9), plan=halves(1, 0)
    )
    assert differentiation_index(table, 3).interval == differentiation_index(table.iloc[::-1], 3).interval
