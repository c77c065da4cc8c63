"""The simulated desk: against a plain one, against closed forms, and against itself."""

import numpy as np
import pytest

from workbook.methods.cobham import common_wait, conserved, priority_waits
from workbook.methods.queue_simulation import mean_wait, poisson_arrivals, starts
from workbook.methods.request_order import request_order

# VALIDATION: three kinds of constant length, 8 an hour, load 0.9733.
RATE, PARTS, SERVICE = 8.0, np.array([0.8, 0.1, 0.1]), np.array([1 / 60, 1 / 12, 1.0])
ARRIVALS = 2_000_000


def plain(arrived, service, place, servers):
    """The same, looking at everybody at every step."""
    begun, free = np.full(len(arrived), np.nan), [0.0] * servers
    while np.isnan(begun).any():
        left = np.flatnonzero(np.isnan(begun))
        k = int(np.argmin(free))
        now = max(free[k], arrived[left].min())
        there = left[arrived[left] <= now]
        chosen = there[np.argmin(place[there])]
        begun[chosen], free[k] = now, now + service[chosen]
    return begun


@pytest.mark.parametrize("servers", [1, 2, 5])
@pytest.mark.parametrize("policy", ["fcfs", "strict", "score"])
def test_agrees_with_a_plain_simulation(servers, policy):
    draw = np.random.default_rng(servers)
    arrived, service = np.sort(draw.uniform(0, 40, 200)), draw.exponential(0.2 * servers, 200)
    place = request_order(policy, arrived, draw.integers(1, 4, 200), draw.uniform(size=200), 0.0)
    assert np.allclose(starts(arrived, service, place, servers), plain(arrived, service, place, servers))


def test_nobody_and_one():
    nothing = np.array([])
    assert not len(starts(nothing, nothing, nothing.astype(int), 2))
    assert starts(np.array([3.0]), np.array([1.0]), np.array([0]), 2).tolist() == [3.0]


@pytest.fixture(scope="module")
def world():
    kind = np.random.default_rng(8).choice(3, ARRIVALS, p=PARTS)
    return poisson_arrivals(RATE, ARRIVALS, 7), kind


@pytest.mark.parametrize(
    ("by", "known"),
    [([2, 1, 0], [113.531, 15.1375, 2.0183]), ([0, 1, 2], [0.4519, 0.5466, 18.311]), ([0, 0, 0], [15.1375] * 3)],
    ids=["longest first", "shortest first", "by arrival"],
)
def test_two_million_requests_agree_with_the_closed_forms(world, by, known):
    arrived, kind = world
    nothing = np.zeros(ARRIVALS)
    place = request_order("strict", arrived, np.array(by)[kind], nothing, 0.0)
    wait = starts(arrived, SERVICE[kind], place, 1) - arrived
    found = [mean_wait(wait, kind == k) for k in range(3)]
    for one, exact in zip(found, known, strict=True):
        assert one.low <= exact <= one.high
    order = np.argsort(by, kind="stable")
    waits = np.full(3, common_wait(RATE * PARTS, SERVICE, SERVICE**2))
    if len(set(by)) == 3:
        waits[order] = priority_waits(RATE * PARTS[order], SERVICE[order], SERVICE[order] ** 2)
    assert waits == pytest.approx(known, abs=6e-4)
    whole = conserved(RATE * PARTS, SERVICE, [one.mean for one in found])
    assert whole == pytest.approx(conserved(RATE * PARTS, SERVICE, known), rel=0.12)


def test_the_interval_covers_and_is_missing_where_nothing_is_known():
    wait = np.random.default_rng(3).normal(5, 1, 10_000)
    found = mean_wait(wait, np.ones(10_000, dtype=bool))
    assert found.low < 5 < found.high and found.n == 9_000
    assert np.isnan(mean_wait(wait, np.zeros(10_000, dtype=bool)).mean)
    alone = np.zeros(10_000, dtype=bool)
    alone[-1] = True
    assert mean_wait(wait, alone).mean == pytest.approx(wait[-1]) and np.isnan(mean_wait(wait, alone).low)


def test_the_same_seed_gives_the_same_arrivals():
    assert np.array_equal(poisson_arrivals(2.0, 100, 1), poisson_arrivals(2.0, 100, 1))
    assert poisson_arrivals(2.0, 100_000, 1)[-1] == pytest.approx(50_000, rel=0.02)
