"""Sixty groups of broken inputs, from the folder as sent to what the command line says."""

import pytest

from .all_cases import CASES, HEADINGS, TRIALS, count
from .prove import prove

pytestmark = pytest.mark.inputs


def marked(one):
    marks = [pytest.mark.xfail(strict=True, reason=one.wrong)] if one.wrong else []
    if getattr(one, "report", False):
        marks.append(pytest.mark.report)
    return pytest.param(one, id=str(one), marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_a_broken_input_comes_out_as_it_must(case, tmp_path):
    prove(case, tmp_path)


@pytest.mark.parametrize("trial", [marked(trial) for trial in TRIALS])
def test_a_broken_surrounding_comes_out_as_it_must(trial, tmp_path, monkeypatch):
    trial.prove(tmp_path, monkeypatch)


def test_every_group_is_tried_in_its_module():
    assert sorted(count()) == list(range(1, 61))
    assert [group for group, (_, tried, _) in count().items() if not tried] == []
    for module, groups in HEADINGS:
        assert {one.group for one in (*module.CASES, *getattr(module, "TRIALS", ()))} <= set(groups)


def test_no_input_is_tried_twice_under_one_name():
    names = [str(one) for one in (*CASES, *TRIALS)]
    assert [name for name in names if names.count(name) > 1] == []
