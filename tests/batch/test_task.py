"""One client in a fresh interpreter."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from batch_fakes import FakeWork, deliver, folders
from workbook.batch import task
from workbook.batch.plan import plan
from workbook.batch.runner import job
from workbook.batch.task import asked, make, read, written
from workbook.finding import Term, money
from workbook.problem import Problem
from workbook.report.order import Limits, Outcome


@pytest.fixture
def order(tmp_path):
    (client,) = plan(folders(tmp_path, "adler"), tmp_path / "out")
    return job(client, tmp_path / "out")


def test_the_task_is_json_and_names_software_and_limits(order):
    made = json.loads(json.dumps(asked(order, Limits(60, 15, 1 << 30), True)))
    assert made["folder"] == str(order.folder) and made["limits"] == {
        "seconds": 60,
        "chapter_seconds": 15,
        "memory": 1 << 30,
    }
    assert made["pdf"] is False and asked(replace(order, pdf=True), Limits(), False)["pdf"] is True
    assert made["fresh"] and len(made["software"]) == 64 and made["language"] == "de"


def test_what_is_there_is_not_made_twice(order):
    work = FakeWork()
    assert make(asked(order, Limits(), False), work).status == 0 and work.asked == [["adler"]]
    assert make(asked(order, Limits(), False), work) == Outcome(0, order.out / "adler") and work.asked == [["adler"]]
    assert make(asked(order, Limits(), True), work).status == 0 and len(work.asked) == 2


def test_data_that_changed_since_are_made(order):
    deliver(order)
    with (order.folder / "data" / "kunden.csv").open("a", encoding="utf-8") as handle:
        handle.write("K9;Neu;Chemie\n")
    work = FakeWork()
    assert make(asked(order, Limits(), False), work).status == 0 and work.asked == [["adler"]]


def test_other_software_makes_nothing(order):
    work = FakeWork()
    outcome = make({**asked(order, Limits(), False), "software": "0"}, work)
    assert (outcome.status, outcome.cause, work.asked) == (2, "other software", [])


def test_settings_broken_meanwhile_are_told_by_the_run(order):
    (order.folder / "client.yaml").write_text("nme: x\n", encoding="utf-8")
    wrong = Outcome(1, problems=(Problem("CFG-KEY", "reject"),))
    assert make(asked(order, Limits(), False), FakeWork(adler=[wrong])) == wrong


def test_an_outcome_comes_back_as_it_was_whatever_else_is_printed(tmp_path):
    problem = Problem("RANGE", "reject", row=3, values={"value": Term("a.b", {"n": money(3.0)}), "file": None})
    outcome = Outcome(1, tmp_path, (problem,), (("value", "x"),), seconds=1.5)
    assert read(b"noise\n" + written(outcome) + b"more noise\n") == outcome
    assert read(b"noise\n") is None and read(b"") is None


def test_the_work_stops_when_nobody_listens():
    ours, theirs = os.pipe()
    os.close(theirs)
    with pytest.raises(KeyboardInterrupt):
        task._listen(ours)
        for _ in range(10**6):  # the interruption comes between two steps
            pass


def test_a_process_of_its_own_reads_its_task_and_answers(order):
    deliver(order)
    order_ = json.dumps(asked(order, Limits(), False)).encode() + b"\n"
    command = [sys.executable, "-m", "workbook.batch.task"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(order_)
        process.stdin.flush()
        said = process.stdout.read()  # stdin stays open: closed, it would stop
    assert read(said) == Outcome(0, order.out / "adler") and process.returncode == 0
