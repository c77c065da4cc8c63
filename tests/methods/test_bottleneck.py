"""How sure the weakest phase is."""

import pandas as pd
import pytest

from workbook.methods.bottleneck import weakest_probability


def sure(entered, went_on, seed=1):
    phases = range(1, len(entered) + 1)
    return weakest_probability(pd.Series(entered, phases), pd.Series(went_on, phases), seed)


def test_a_clear_bottleneck_is_sure():
    assert sure([1000, 900, 500], [900, 500, 450])[2] == pytest.approx(1, abs=1e-3)


def test_two_phases_alike_share_it():
    found = sure([400, 400], [200, 200])
    assert found.sum() == pytest.approx(1) and found[1] == pytest.approx(0.5, abs=0.05)


def test_two_phases_against_the_normal_approximation():
    # difference of rates 0.05, its standard error √(0.25/400 + 0.2475/400) = 0.0353: 1.416 of them → 0.922
    assert sure([400, 400], [200, 220])[1] == pytest.approx(0.922, abs=0.025)


def test_phases_without_cases_take_no_part():
    assert sure([10, 0], [5, 0]).to_dict() == {1: 1.0}
    assert sure([0], [0]).empty


def test_it_is_repeatable():
    assert sure([50, 40], [40, 20], 3).equals(sure([50, 40], [40, 20], 3))
