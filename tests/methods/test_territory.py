"""Plans against trying everything, against published optima, and their proof."""

import json
from dataclasses import replace

import numpy as np
import pytest
from territory_cases import best_of_all, drawn, shared

from workbook.methods import territory
from workbook.methods.territory import assign
from workbook.methods.territory_model import Territories
from workbook.methods.territory_score import score

GAP2 = [434, 436, 420, 419, 428]


def checked(t, plan):
    told = score(t, plan.rep)
    assert not len(told.refused)
    assert t.budget is None or told.moved <= t.budget + 1e-6
    beyond = np.abs(told.outside).sum()
    assert t.outside is not None or beyond == pytest.approx(0.0, abs=1e-6)
    assert told.cost + beyond * (t.outside or 0.0) == pytest.approx(plan.value)


KINDS = {
    "bands": {},
    "budget": {"budget": 6.0},
    "soft bands": {"budget": 3.0, "outside": 7.0},
    "closable": {"closable": np.array([True, False, True]), "keeping": np.array([60.0, 0.0, 5.0])},
    "closable, soft bands": {"closable": np.array([True, True, False]), "keeping": np.full(3, 9.0), "outside": 1.5},
}


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "with a bound"])
@pytest.mark.parametrize("more", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_trying_everything_finds_nothing_better(monkeypatch, seed, more, at_once):
    t = drawn(seed, **more)
    if not at_once:
        monkeypatch.setattr(territory, "SMALL", 0)
        monkeypatch.setattr(territory, "FREE", 2)
    best, plan = best_of_all(t), assign(t, gap=0.0)
    assert (plan is None) == np.isinf(best)
    if plan is not None:
        checked(t, plan)
        assert plan.value == pytest.approx(best) and plan.gap == pytest.approx(0.0, abs=1e-6)


def bound_by_everything(seed, n, m):
    """A pinned customer, forbidden pairs, a territory that may go, bands, and at most a third of the work changes hands."""
    t = drawn(seed, n, m, closable=np.arange(m) == 0, keeping=np.full(m, 9.0), outside=4.0 if seed % 2 else None)
    may = t.allowed.copy()
    may[0] = np.arange(m) == m - 1
    return replace(t, allowed=may, budget=float(t.weight[t.owned].sum()) / 3)


@pytest.mark.parametrize("m", [1, 2, 3])
@pytest.mark.parametrize("n", range(1, 13))
def test_trying_everything_up_to_twelve_customers_and_three_reps(n, m):
    """The largest size has 3 ** 12 = 531,441 plans."""
    found = []
    for t in (drawn(n, n, m), bound_by_everything(n, n, m), bound_by_everything(n + 101, n, m)):
        best, plan = best_of_all(t), assign(t)
        assert (plan is None) == np.isinf(best)
        if plan is not None:
            checked(t, plan)
            assert plan.value == pytest.approx(best) and plan.gap == 0.0
            found.append(best)
    assert found or n < 6


def test_the_published_optima_of_generalised_assignment():
    numbers = iter(shared("gap/gap2.txt").read_text().split())
    for optimum in GAP2 if int(next(numbers)) == 5 else []:
        m, n = int(next(numbers)), int(next(numbers))
        worth, used = (np.array([[float(next(numbers)) for _ in range(n)] for _ in range(m)]).T for _ in "ab")
        most = np.array([float(next(numbers)) for _ in range(m)])
        plan = assign(Territories.plain(-worth, used, np.zeros(m), most))
        assert -plan.value == pytest.approx(optimum) and plan.gap == 0.0


def test_the_published_case_of_22_bricks():
    case = json.loads(shared("territory_22x4/instance.json").read_text())
    work, far = np.array(case["workload"]), np.array(case["distance"])
    owner = np.zeros(22, int)
    for rep, bricks in case["current"].items():
        owner[np.array(bricks) - 1] = int(rep) - 1
    moved = work[:, None] * (owner[:, None] != np.arange(4))
    for cost, other, expected in ((far, moved, (154.60, 1.2055)), (moved, far, (0.1696, 188.95))):
        plan = assign(Territories.plain(cost, work, np.full(4, 0.8), np.full(4, 1.2)))
        assert (plan.value, other[np.arange(22), plan.rep].sum()) == pytest.approx(expected, abs=0.006)
        assert plan.gap == 0.0


def test_a_large_plan_proves_its_gap():
    draw = np.random.default_rng(3)
    far, load = draw.random((400, 8)), draw.gamma(2.0, 1.0, 400)
    mean = load.sum() / 8
    t = Territories.plain(far, load, np.full(8, 0.9 * mean), np.full(8, 1.1 * mean))
    plan = assign(t)
    checked(t, plan)
    assert 0.0 <= plan.gap <= 0.01 and plan.bound >= far.min(axis=1).sum() - 1e-9
    assert (assign(t).rep == plan.rep).all()


def test_nothing_fits_and_nobody_is_allowed():
    t = Territories.plain(np.ones((2, 2)), np.array([5.0, 1.0]), np.full(2, 2.0), np.full(2, 4.0))
    assert assign(t) is None
    with pytest.raises(ValueError, match="nobody"):
        assign(Territories.plain(np.ones((1, 1)), np.ones(1), [0], [1], allowed=np.zeros((1, 1), bool)))


def test_in_another_currency_the_plan_is_the_same():
    t = drawn(4, n=30, m=4)
    other = Territories.plain(t.cost * 1000, t.load, t.low, t.high, allowed=t.allowed, owner=t.owner, weight=t.weight)
    one, two = assign(t), assign(other)
    assert two.value == pytest.approx(1000 * one.value)


def test_the_order_of_customers_changes_no_plan(monkeypatch):
    """Costs in whole numbers: many plans are equally good, within the gap all the more."""
    t = drawn(4, 30, 3, budget=60.0)
    mixed = np.random.default_rng(1).permutation(30)
    for small in (territory.SMALL, 0):
        monkeypatch.setattr(territory, "SMALL", small)
        plan, other = assign(t, gap=0.05), assign(t.of(mixed), gap=0.05)
        assert plan.value == other.value and plan.gap == other.gap
        assert score(t, plan.rep).cost == pytest.approx(score(t.of(mixed), other.rep).cost)
        assert (plan.rep[mixed] == other.rep).all()
