"""`workbook batch` as it is called: statuses, what it prints, never a traceback."""

import json

import pytest

from batch_fakes import FakeWork, folders
from small_client import SETTINGS, no_traces, small_folder
from workbook.batch.lock import held
from workbook.cli import main
from workbook.problem import Problem
from workbook.report import workers
from workbook.report.order import Outcome

WRONG = Outcome(1, problems=(Problem("NUM-TEXT", "reject", file="umsatz.csv", row=3, values={"value": "viel"}),))


@pytest.fixture
def said(capsys, monkeypatch, tmp_path):
    """Runs a batch over two clients; status and all it wrote. `said.work` makes the clients."""
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setattr(workers, "work", lambda *a, **k: run.limits.append(k) or run.work(*a, **k))
    folders(tmp_path / "clients", "adler", "birke")

    def run(*arguments):
        status = main(["batch", *map(str, arguments or [tmp_path / "clients"]), "-o", str(tmp_path / "out")])
        out, err = capsys.readouterr()
        assert no_traces(out + err), out + err
        return status, out, err

    run.work, run.limits = FakeWork(), []
    return run


def test_all_delivered_is_status_0(said, tmp_path):
    status, out, err = said()
    assert status == 0 and "2 Berichte erstellt" in out and "1/2 adler: erstellt" in err
    status, out, _ = said()
    assert status == 0 and "2 aktuell" in out
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["totals"]["up_to_date"] == 2


def test_some_failed_is_status_3_and_none_delivered_is_status_1(said, tmp_path):
    said.work = FakeWork(birke=[WRONG])
    status, out, _ = said()
    assert status == 3 and "NUM-TEXT" in out and "ein Bericht erstellt und einer fehlgeschlagen" in out
    said.work = FakeWork(adler=[WRONG], birke=[WRONG])
    assert said(tmp_path / "clients", "--fresh")[0] == 1


def test_a_dry_run_shows_the_plan_and_does_nothing(said, tmp_path):
    status, out, _ = said(tmp_path / "clients", "--dry-run")
    assert status == 0 and "noch kein Ergebnis" in out and said.work.asked == [] and not (tmp_path / "out").exists()


def test_fresh_makes_all_again_and_limits_reach_the_workers(said, tmp_path):
    said()
    said(tmp_path / "clients", "--fresh", "-j", 7, "--timeout", 5, "--memory", 100)
    assert said.work.asked == [["adler", "birke"]] * 2
    last = said.limits[-1]
    assert (last["workers"], last["limits"].seconds, last["limits"].memory) == (7, 300, 100 << 20)


def test_a_pdf_that_could_not_be_made_is_told_with_what_to_do(said, tmp_path):
    said.work = FakeWork(birke=[Outcome(0, tmp_path / "out" / "birke", unprinted=True)])
    status, out, err = said(tmp_path / "clients", "--pdf")
    assert status == 0 and out.count("ohne PDF") == 1 and "Kein PDF" in err and said.work.pdf == [True, True]
    clients = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["clients"]
    assert [c["unprinted"] for c in clients] == [False, True]


def test_an_interruption_is_status_130(said, tmp_path):
    said.work = FakeWork(adler=[KeyboardInterrupt()])
    status, _, err = said()
    assert status == 130 and "Abgebrochen" in err and not (tmp_path / "out" / ".batch.lock").exists()


def test_a_folder_somebody_else_works_in_is_status_1_and_told(said, tmp_path):
    with held(tmp_path / "out"):
        status, out, err = said()
    assert (status, out) == (1, "") and "schon ein anderer Lauf" in err and said.work.asked == []


def test_two_clients_of_one_id_are_status_1_before_anything_starts(said, tmp_path):
    small_folder(tmp_path / "clients" / "dorn", SETTINGS + "id: adler\n")
    status, _, err = said()
    assert status == 1 and "dieselbe Kennung" in err and "birke" not in err and said.work.asked == []


@pytest.mark.parametrize(
    "arguments", [("nowhere",), (".", "-j", "0"), (".", "--timeout", "x"), (".", "--sheduler", "x")]
)
def test_wrong_use_is_status_2(said, arguments):
    status, out, err = said(*arguments)
    assert (status, out) == (2, "") and err.strip()


def test_an_output_that_cannot_be_written_is_told(said, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    status, _, err = said()
    assert status == 1 and "lässt sich nicht speichern" in err


def test_logs_that_cannot_be_written_stop_nobody_and_are_told(said, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "logs").write_text("a file", encoding="utf-8")
    status, out, err = said()
    assert status == 0 and "2 Berichte erstellt" in out and "Protokolle" in err


def test_a_cluster_that_does_not_answer_is_told(said, tmp_path, monkeypatch):
    monkeypatch.setattr("workbook.batch.dask_cluster.PATIENCE", 0.2)
    status, _, err = said(tmp_path / "clients", "--scheduler", "tcp://127.0.0.1:1")
    assert status == 2 and "antwortet kein Dask-Scheduler" in err and not (tmp_path / "out" / "adler").exists()
    status, _, err = said(tmp_path / "clients", "--scheduler", "no such address")
    assert status == 2 and "Dask" in err


def test_without_its_package_a_cluster_is_told_what_to_install(said, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    status, _, err = said(tmp_path / "clients", "--scheduler", "tcp://127.0.0.1:1")
    assert status == 2 and "workbook[dask]" in err
