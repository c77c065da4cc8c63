"""What a batch came to."""

import json
from dataclasses import replace

import pytest

from batch_fakes import ENGLISH, GERMAN, folders, planned
from workbook.batch.overview import Result, as_json, plan_table, table, write
from workbook.problem import Problem
from workbook.report.order import Outcome

WRONG = Outcome(1, problems=(Problem("NUM-TEXT", "reject", row=3, values={"value": "Geheim"}),), seconds=1.0)
DIED = Outcome(3, cause="ProcessEnded: signal 9", seconds=1.0, cpu_seconds=0.5)


@pytest.fixture
def results(tmp_path):
    a, b, c, d = (planned(f) for f in folders(tmp_path, "adler", "birke", "cedrus", "dorn"))
    fine = Outcome(0, tmp_path, seconds=12.0, cpu_seconds=8.0)
    return [
        Result(a, "failed", (WRONG,)),
        Result(b, "delivered", (DIED, fine)),
        Result(replace(c, state="up_to_date", why=""), "up_to_date"),
        Result(d, "stopped"),
    ]


def test_the_summary_holds_every_client_and_the_sums(tmp_path, results):
    write(tmp_path, results)
    made = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert made["totals"] == {
        "clients": 4, "delivered": 1, "up_to_date": 1, "failed": 1, "stopped": 1, "retried": 1, "cpu_seconds": 8.5,
    }  # fmt: skip
    assert [c["id"] for c in made["clients"]] == ["adler", "birke", "cedrus", "dorn"]
    assert made["clients"][1]["attempts"] == 2 and made["clients"][1]["retried"]
    assert made["clients"][1]["seconds"] == 13.0 and made["clients"][0]["cause"] == ["NUM-TEXT"]
    assert [p.name for p in tmp_path.glob(".*")] == [] and len(made["software"]) == 64


def test_it_says_nothing_the_client_wrote_and_no_place(tmp_path, results):
    text = json.dumps(as_json(results))
    assert "Geheim" not in text and str(tmp_path) not in text


@pytest.mark.parametrize(
    ("words", "sums"),
    [
        (GERMAN, "ein Bericht erstellt, einer aktuell, einer fehlgeschlagen und einer nicht beendet"),
        (ENGLISH, "one report delivered, one up to date, one failed and one not finished"),
    ],
)
def test_the_table_has_a_line_per_client_failures_last_and_the_sums(results, words, sums):
    lines = table(results, words).splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["birke", "cedrus", "dorn", "adler"] and lines[-1] == sums
    assert "NUM-TEXT" in lines[3] and "2 " in lines[0] and "12" in lines[0]


def test_the_plan_says_what_would_be_done_and_why(results):
    clients = [
        replace(r.planned, state=s) for r, s in zip(results, ("to_do", "up_to_date", "unreadable"), strict=False)
    ]
    lines = plan_table(clients, ENGLISH).splitlines()
    assert lines[0].endswith("will be made: no result yet") and lines[1].endswith("is up to date")
    assert lines[3] == "Of 3 clients, one report would be made."
