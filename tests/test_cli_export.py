"""workbook export on the command line: what it says, what it returns."""

import json

import pandas as pd
import pytest

from small_client import no_traces, small_folder
from workbook.cli import main


@pytest.fixture
def said(capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")

    def run(*arguments):
        status = main(["export", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert no_traces(out + err), out + err
        return status, out, err

    return run


def test_wrong_use_ends_with_status_2(said, tmp_path):
    assert said(tmp_path / "nowhere", "--to", "generic")[0] == 2
    assert said(small_folder(tmp_path / "klein"), "--to", "other")[0] == 2
    assert said(small_folder(tmp_path / "zwei"))[0] == 2
    status, _, err = said(tmp_path / "zwei", "--to", "generic", "--changed-since", tmp_path / "results.json")
    assert status == 2 and "results.json" in err


def test_wrong_data_end_with_status_1(said, tmp_path):
    folder = small_folder(tmp_path / "klein", umsatz="")
    assert said(folder, "--to", "generic", "-o", tmp_path / "out")[0] == 1


def test_a_client_without_classes_hands_over_nothing_and_says_so(said, tmp_path):
    folder = small_folder(tmp_path / "klein")
    status, out, _ = said(folder, "--to", "hubspot", "-o", tmp_path / "out")
    assert status == 0 and "Kein Datensatz ist zu übergeben" in out
    assert (tmp_path / "out" / "klein-crm-hubspot.csv").read_text("utf-8").startswith("customer_number,name")


def test_a_dry_run_says_what_would_change_and_writes_nothing(said, tmp_path):
    folder = small_folder(tmp_path / "klein")
    (tmp_path / "old" / "tables").mkdir(parents=True)
    (tmp_path / "old" / "results.json").write_text(json.dumps({"client": "klein"}), "utf-8")
    gone = pd.DataFrame({"name": ["Weg AG"], "class": ["key"]}, pd.Index(["K9"], name="customer_id"))
    gone.to_parquet(tmp_path / "old" / "tables" / "customers.parquet")
    earlier = tmp_path / "old" / "results.json"
    status, out, _ = said(folder, "--to", "generic", "-o", tmp_path / "out", "--dry-run", "--changed-since", earlier)
    assert (
        status == 0 and "Kein Datensatz würde geschrieben." in out and "K9" in out and not (tmp_path / "out").exists()
    )


def test_a_failed_chapter_writes_nothing_and_ends_with_status_3(said, tmp_path, monkeypatch):
    def broken(*_):
        raise ArithmeticError

    monkeypatch.setattr("workbook.chapters.coverage.analyse", broken)
    status, _, err = said(small_folder(tmp_path / "klein"), "--to", "generic", "-o", tmp_path / "out")
    assert status == 3 and "Betreuungsverhältnis" in err and not (tmp_path / "out").exists()
