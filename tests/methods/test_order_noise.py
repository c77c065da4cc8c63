import numpy as np
import pytest

from workbook.methods.order_noise import order_noise


def company(shape: float, n: int = 2_000, change: float = 0.0, seed: int = 1):
    """Customers with equal orders in a rhythm of gamma intervals over two years; what truly changes is a log-normal factor."""
    draw = np.random.default_rng(seed)
    rate = draw.uniform(3, 12, n)[:, None]
    days = draw.gamma(shape, 1 / shape, (n, 200)).cumsum(axis=1) / rate - 5.0  # long under way already
    number = np.stack([((days >= a) & (days < a + 1)).sum(axis=1) for a in (0, 1)], axis=1).astype(float)
    size = np.exp(draw.normal(0, change, (n, 2)))
    return number * size, number * size**2, number


def mean(shape: float, change: float = 0.0) -> float:
    return float(np.mean([order_noise(*company(shape, change=change, seed=seed)) for seed in range(6)]))


def test_orders_by_chance_alone_are_one():
    assert mean(1.0) == pytest.approx(1.0, abs=0.1)


def test_a_steady_rhythm_is_less():
    """1 / shape, and a little for where in its rhythm a window begins."""
    assert mean(8.0) == pytest.approx(1 / 8, abs=0.08)


def test_bursts_are_more():
    assert mean(0.5) == pytest.approx(2.0, abs=0.3)


def test_what_truly_changes_is_hardly_noise():
    """Business up or down by a tenth each year leaves φ nearly as it is."""
    assert mean(8.0, change=0.1) == pytest.approx(mean(8.0), abs=0.08)


def test_scale_of_money_changes_nothing():
    revenue, squares, number = company(3.0, change=0.1)
    assert order_noise(1e3 * revenue, 1e6 * squares, number) == pytest.approx(order_noise(revenue, squares, number))


def test_fewer_than_thirty_customers_are_taken_as_chance():
    revenue, squares, number = (x[:29] for x in company(50.0))
    assert order_noise(revenue, squares, number) == 1.0


def test_all_alike_and_constant_is_the_least():
    two = np.full((40, 2), 6.0)
    assert order_noise(two * 100, two * 100**2, two) == 0.05
