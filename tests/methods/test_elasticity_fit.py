"""The client's own elasticity from a panel."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.elasticity_fit import Elasticity, fit_elasticity


def panel(n, years, elasticity, noise, seed=1):
    draw = np.random.default_rng(seed)
    rows = pd.DataFrame({"customer": np.repeat(np.arange(n), years), "year": np.tile(np.arange(years), n)})
    size = draw.normal(10, 1, n)
    # Large customers get more hours, and hours grow from year to year: both must not count.
    rows["hours"] = np.exp(0.5 * size[rows["customer"]] + 0.2 * rows["year"] + draw.normal(0, 0.5, len(rows)))
    rows["sales"] = np.exp(
        size[rows["customer"]]
        - 0.3 * rows["year"]
        + elasticity * np.log(rows["hours"])
        + draw.normal(0, noise, len(rows))
    )
    return rows


def test_without_noise_it_is_found_exactly():
    found = fit_elasticity(panel(40, 3, 0.34, 0.0), 1)
    assert found.value == pytest.approx(0.34) and (found.low, found.high) == pytest.approx((0.34, 0.34))
    assert (found.customers, found.years) == (40, 3) and found.identified


def test_it_is_the_regression_with_a_dummy_for_every_customer_and_year():
    rows = panel(25, 4, 0.3, 0.4).drop([3, 17, 18, 60])
    dummies = pd.get_dummies(rows[["customer", "year"]].astype(str), dtype=float)
    design = np.column_stack([np.log(rows["hours"]), dummies])
    expected = np.linalg.lstsq(design, np.log(rows["sales"]), rcond=None)[0][0]
    assert fit_elasticity(rows, 1).value == pytest.approx(expected)


def test_the_interval_covers_the_truth_and_is_seeded():
    found = fit_elasticity(panel(300, 3, 0.34, 0.3), 7)
    assert found.low < 0.34 < found.high and found == fit_elasticity(panel(300, 3, 0.34, 0.3), 7)
    held = [fit_elasticity(panel(40, 3, 0.34, 0.4, seed=s), 7) for s in range(60)]
    assert np.mean([f.low < 0.34 < f.high for f in held]) > 0.85


def test_hours_that_do_not_vary_say_nothing():
    rows = panel(40, 3, 0.34, 0.3).assign(hours=10.0)
    assert fit_elasticity(rows, 1) is None
    assert fit_elasticity(rows.head(0), 1) is None
    assert fit_elasticity(panel(40, 1, 0.34, 0.3), 1) is None


@pytest.mark.parametrize(
    ("value", "low", "high", "customers", "years", "identified"),
    [
        (0.34, 0.25, 0.45, 50, 3, True),
        (0.34, 0.25, 0.45, 50, 2, False),
        (0.34, 0.25, 0.45, 29, 3, False),
        (0.08, 0.001, 0.16, 500, 3, False),
        (0.34, -0.1, 0.45, 50, 3, False),
        (0.9, 0.7, 1.1, 50, 3, False),
    ],
)
def test_when_it_stands_for_the_literature(value, low, high, customers, years, identified):
    assert Elasticity(value, low, high, customers, years).identified is identified


def test_neither_names_nor_the_order_of_customers_matter():
    rows = panel(40, 3, 0.34, 0.4)
    found, other = fit_elasticity(rows, 1), fit_elasticity(rows.assign(customer=99 - rows["customer"]), 1)
    assert (found.value, found.low, found.high) == pytest.approx((other.value, other.low, other.high))
