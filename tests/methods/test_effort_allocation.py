"""The best allocation of the same hours: exact, within every bound, never worse than today."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from workbook.methods.effort_allocation import allocate
from workbook.methods.response import marginal_sales, sales


def table(today, worth, rise=None, low=0.5, high=2.0, group=None):
    t = pd.DataFrame({"today": np.asarray(today, float), "worth": np.asarray(worth, float)})
    t["rise"] = np.full(len(t), 9.0) if rise is None else rise
    t["low"], t["high"] = low * t["today"], high * t["today"]
    return t if group is None else t.assign(group=group)


def aim(t, hours, elasticity):
    return float((t["worth"] * np.minimum(t["rise"], (hours / t["today"]) ** elasticity)).sum())


def test_equal_customers_share_equally():
    assert allocate(table([10, 10], [5, 5]), 0.34).tolist() == pytest.approx([10, 10])


def test_marginal_contribution_is_equal_by_hand():
    """worth 2 and 1, ten hours each, ε ½: h1 / h2 = (2 / 1)^(1 / (1 − ½)) = 4, so 16 and 4; 4 is below the half of 10."""
    assert allocate(table([10, 10], [2, 1], low=0.0), 0.5).tolist() == pytest.approx([16, 4])
    assert allocate(table([10, 10], [2, 1]), 0.5).tolist() == pytest.approx([15, 5])


def test_hours_nobody_can_use_stay_free():
    """A full customer needs no more than today, a loss maker gets the least."""
    t = table([10, 10], [2, -1], rise=[1.0, 9.0])
    assert allocate(t, 0.34).tolist() == pytest.approx([10, 5])


def test_a_limit_for_a_group_is_kept_and_the_rest_goes_elsewhere():
    t = table([10, 10, 10], [9, 1, 1], group=["key", "core", "core"])
    assert allocate(t, 0.5).tolist() == pytest.approx([20, 5, 5])
    assert allocate(t, 0.5, limits={"key": 12}).tolist() == pytest.approx([12, 9, 9])
    assert allocate(t, 0.5, limits={"key": 12, "core": 11}).tolist() == pytest.approx([12, 5.5, 5.5])


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="lower bounds"):
        allocate(table([10, 10], [1, 1]), 0.5, total=9)
    with pytest.raises(ValueError, match="elasticity"):
        allocate(table([10], [1]), 1.0)


def test_nobody_and_one():
    assert allocate(table([], []), 0.34).empty
    assert allocate(table([7], [3]), 0.34).tolist() == [7]


def random_table(seed, n):
    draw = np.random.default_rng(seed)
    rise = 1 + draw.exponential(0.2, n) * (draw.random(n) < 0.7)
    return table(draw.gamma(1, 20, n) + 1, draw.normal(3_000, 3_000, n), rise, group=draw.choice(["key", "core"], n))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("elasticity", [0.2, 0.34, 0.5])
def test_it_agrees_with_a_general_solver(seed, elasticity):
    t = random_table(seed, 12)
    ours = allocate(t, elasticity)
    today, scale = t["today"].to_numpy(), t["worth"].abs().sum()
    flat = np.minimum(t["high"], today * t["rise"] ** (1 / elasticity)).where(t["worth"] > 0, t["low"])
    theirs = minimize(
        lambda x: -(t["worth"] * x**elasticity).sum() / scale,
        np.minimum(1, flat / today),
        bounds=list(zip(t["low"] / today, flat / today, strict=True)),
        constraints=[{"type": "ineq", "fun": lambda x: (today.sum() - today @ x) / today.sum()}],
        method="SLSQP",
        options={"maxiter": 1_000, "ftol": 1e-15},
    )
    best = aim(t, ours, elasticity)
    assert best == pytest.approx(aim(t, theirs.x * today, elasticity), rel=1e-6)
    assert best >= aim(t, theirs.x * today, elasticity) - 1e-6 * scale


@given(st.integers(0, 10_000), st.integers(1, 60), st.floats(0.05, 0.9), st.booleans())
def test_bounds_capacity_and_never_worse(seed, n, elasticity, limited):
    t = random_table(seed, n)
    key = t["group"] == "key"
    limits = {"key": float(t.loc[key, "today"].sum())} if limited else None
    hours = allocate(t, elasticity, limits=limits)
    total = t["today"].sum()
    assert hours.sum() <= total * (1 + 1e-9)
    assert (hours >= t["low"] - 1e-9).all() and (hours <= t["high"] * (1 + 1e-12)).all()
    if limits:
        assert hours[key].sum() <= limits["key"] * (1 + 1e-9) + 1e-9
    assert aim(t, hours, elasticity) >= aim(t, t["today"], elasticity) - 1e-9 * t["worth"].abs().sum()
    grown = sales(hours.to_numpy(), t["today"].to_numpy(), np.ones(n), t["rise"].to_numpy(), elasticity)
    assert (grown >= 0.5**elasticity - 1e-12).all() and (grown <= 2**elasticity + 1e-12).all()


@given(st.integers(0, 10_000), st.floats(0.1, 0.7))
def test_no_hour_could_bring_more_elsewhere(seed, elasticity):
    """Exact up to 1e-9: wherever hours may still move, one more brings the same."""
    t = random_table(seed, 30)
    hours = allocate(t, elasticity)
    bound = (t["today"].to_numpy(), np.ones(30), np.full(30, 1e9), elasticity)
    slope = t["worth"] * marginal_sales(hours.to_numpy(), *bound)
    full = hours >= t["today"] * t["rise"] ** (1 / elasticity) * (1 - 1e-9)
    more = (hours < t["high"] * (1 - 1e-9)) & ~full & (t["worth"] > 0)
    less = (hours > t["low"] * (1 + 1e-9)) & (t["worth"] > 0)
    if more.any() and less.any():
        assert slope[more].max() <= slope[less].min() * (1 + 1e-9)
    if more.any():
        assert hours.sum() == pytest.approx(t["today"].sum(), rel=1e-9)


@given(st.integers(0, 1_000))
def test_order_and_currency_change_nothing(seed):
    t = random_table(seed, 25)
    hours = allocate(t, 0.34)
    mixed = t.sample(frac=1, random_state=seed)
    assert allocate(mixed, 0.34)[t.index].tolist() == pytest.approx(hours.tolist(), rel=1e-9)
    assert allocate(t.assign(worth=t["worth"] * 1e-6), 0.34).tolist() == pytest.approx(hours.tolist(), rel=1e-9)


def test_a_hundred_thousand_customers():
    t = random_table(1, 100_000)
    hours = allocate(t, 0.34)
    assert hours.sum() <= t["today"].sum() * (1 + 1e-9) and aim(t, hours, 0.34) > aim(t, t["today"], 0.34)
