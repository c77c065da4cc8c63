"""`workbook report --pseudonymise`: what is asked for, before anything is made."""

from argparse import Namespace
from dataclasses import replace

import pytest

from small_client import SETTINGS, small_folder
from workbook.cli_pseudonymise import asked
from workbook.privacy.secret import PASSED, VARIABLE
from workbook.problem import Misuse
from workbook.report.job import report
from workbook.report.order import Job


def test_the_job_carries_the_wish_and_the_environment_the_key(tmp_path, monkeypatch):
    import os

    monkeypatch.setenv(VARIABLE, "k" * 32)
    job = Job(small_folder(tmp_path / "klein"), tmp_path / "out")
    with asked(job, Namespace(pseudonymise=True, mapping=tmp_path / "m.csv")) as made:
        assert made == replace(job, pseudonymise=True, mapping=(tmp_path / "m.csv").resolve())
        assert os.environ[PASSED].startswith("kept:")
    assert PASSED not in os.environ
    with asked(job, Namespace(pseudonymise=False, mapping=None)) as made:
        assert made is job and PASSED not in os.environ


@pytest.mark.parametrize(("pseudonymise", "place"), [(False, "m.csv"), (True, "out/m.csv"), (True, "klein/m.csv")])
def test_a_list_of_codes_alone_or_beside_the_report_is_refused(tmp_path, pseudonymise, place):
    job = Job(small_folder(tmp_path / "klein"), tmp_path / "out")
    with pytest.raises(Misuse), asked(job, Namespace(pseudonymise=pseudonymise, mapping=tmp_path / place)):
        pass


@pytest.mark.parametrize("by", ["option", "settings"])
def test_codes_are_not_compared_with_a_result_that_has_names(tmp_path, by):
    folder = small_folder(tmp_path / "klein", SETTINGS + "compare_with: old/results.json\n" * (by == "settings"))
    job = Job(folder, tmp_path / "out", compare=tmp_path / "old" / "results.json" if by == "option" else None)
    with pytest.raises(Misuse, match="compare"), asked(job, Namespace(pseudonymise=True, mapping=None)):
        pass
    with pytest.raises(Misuse, match="compare"):
        report(replace(job, pseudonymise=True))
