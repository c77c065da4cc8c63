"""Waits in closed form: the known values, exactly."""

import numpy as np
import pytest

from workbook.methods.cobham import common_wait, conserved, erlang_c, priority_waits, shared_priority_waits, shared_wait

# class 1: exponential, mean 0.25; class 2: constant 0.25
FIRST, SECOND = (2.0, 0.25, 2 * 0.25**2), (1.0, 0.25, 0.25**2)
KINDS = ((6.4, 1 / 60), (0.8, 1 / 12), (0.8, 1.0))


def columns(*classes):
    return tuple(zip(*classes, strict=True))


def test_two_classes():
    assert priority_waits(*columns(SECOND, FIRST)) == pytest.approx([0.2083333333, 0.8333333333])
    assert priority_waits(*columns(FIRST, SECOND)) == pytest.approx([0.3125, 1.25])
    assert common_wait(*columns(FIRST, SECOND)) * (1 - 0.75) == pytest.approx(0.15625)


def test_three_constant_kinds_and_the_conservation_law():
    kinds = [(rate, last, last**2) for rate, last in KINDS]
    long_first, short_first = priority_waits(*columns(*kinds[::-1])), priority_waits(*columns(*kinds))
    assert long_first == pytest.approx([2.0183, 15.1375, 113.531], abs=6e-4)
    assert short_first == pytest.approx([0.4519, 0.5466, 18.311], abs=6e-4)
    common = common_wait(*columns(*kinds))
    assert common == pytest.approx(15.1375, abs=6e-4)
    rates, means, _ = columns(*kinds)
    sums = [conserved(rates, means, w) for w in (short_first, [common] * 3)]
    sums.append(conserved(rates[::-1], means[::-1], long_first))
    assert sums == pytest.approx([sums[0]] * 3, rel=1e-12)


def test_more_work_than_time_waits_for_ever_from_that_class_on():
    assert priority_waits([1.0, 1.0], [0.5, 0.6], [0.3, 0.4]).tolist() == [pytest.approx(0.7), np.inf]
    assert common_wait([2.0], [0.5], [0.3]) == np.inf and shared_wait([4.0], [0.5], [0.3], 2) == np.inf


def test_one_server_is_exact_and_several_are_erlangs_for_exponential_service():
    both = columns(FIRST, SECOND)
    assert shared_wait(*both, 1) == pytest.approx(common_wait(*both))
    assert shared_priority_waits(*both, 1) == pytest.approx(priority_waits(*both))
    assert erlang_c(0.5, 1) == pytest.approx(0.5) and erlang_c(1.0, 2) == pytest.approx(1 / 3)
    assert erlang_c(0.0, 3) == 0.0 == shared_wait([1.0], [0.0], [0.0], 3)
    # M/M/2, 3 an hour, 0.5 h each: P(wait) 0.642857, wait 0.642857 × 0.5 ÷ 0.5
    assert shared_wait([3.0], [0.5], [0.5], 2) == pytest.approx(0.6428571)
    waits = shared_priority_waits([1.0, 2.0], [0.5, 0.5], [0.5, 0.5], 2)
    assert (waits * [1 / 3, 2 / 3]).sum() == pytest.approx(0.6428571)
