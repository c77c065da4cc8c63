"""The batch itself, with clients that cost nothing."""

import json

import pytest

from batch_fakes import FakeWork, folders, tree
from small_client import small_folder
from workbook.batch import runner
from workbook.batch.plan import plan
from workbook.batch.runner import Batch, room, status, workers
from workbook.problem import Problem, Refused
from workbook.report.order import Event, Outcome

WRONG = Outcome(1, problems=(Problem("NUM-TEXT", "reject", file="umsatz.csv", row=3, values={"value": "Geheim"}),))
DIED = Outcome(3, cause="ProcessEnded: signal 9")
BUSY = Outcome(3, cause="BlockingIOError: EAGAIN")


@pytest.fixture
def batch(tmp_path):
    """Runs a batch over adler, birke, cedrus with a fake; its results by name, the fake, the seconds waited."""
    clients = folders(tmp_path / "clients", "adler", "birke", "cedrus")
    out, waited, told = tmp_path / "out", [], []
    out.mkdir()

    def run(work=None, fresh=False):
        made = Batch(plan(clients, out, fresh=fresh), out, told.append, waited.append)
        run.batch, run.out, run.waited, run.told = made, out, waited, told
        made.run(work or FakeWork())
        return {r.planned.id: r for r in made.results}

    run.out = out
    return run


def summary(out):
    return json.loads((out / "summary.json").read_text("utf-8"))


def test_all_are_delivered_and_the_second_time_up_to_date(batch):
    assert {r.status for r in batch().values()} == {"delivered"}
    before, again = tree(batch.out, ("summary.json", "logs")), FakeWork()
    assert {r.status for r in batch(again).values()} == {"up_to_date"} and again.asked == []
    assert tree(batch.out, ("summary.json", "logs")) == before
    assert {r.status for r in batch(fresh=True).values()} == {"delivered"}


def test_one_that_fails_is_accounted_for_and_the_others_are_as_alone(batch, tmp_path):
    results = batch(FakeWork(birke=[WRONG]))
    assert [r.status for r in results.values()] == ["delivered", "failed", "delivered"]
    assert status(list(results.values())) == 3 and (batch.out / "failed" / "birke" / "cause.txt").is_file()
    assert not (batch.out / "birke").exists() and summary(batch.out)["totals"]["failed"] == 1
    assert {p.name for p in batch.out.iterdir()} == {"adler", "cedrus", "failed", "logs", "summary.json"}


def test_only_what_failed_is_made_again_and_its_success_takes_the_account_away(batch):
    batch(FakeWork(birke=[WRONG]))
    again = FakeWork()
    assert status(list(batch(again).values())) == 0
    assert again.asked == [["birke"]] and not (batch.out / "failed").exists()


def test_a_failure_leaves_an_earlier_result_as_it_was(batch):
    batch()
    before = tree(batch.out / "birke")
    results = batch(FakeWork(birke=[WRONG]), fresh=True)
    assert results["birke"].status == "failed" and tree(batch.out / "birke") == before


@pytest.mark.parametrize("fault", [DIED, BUSY])
def test_a_fault_that_passes_is_tried_again_after_a_while_and_told(batch, fault):
    work = FakeWork(birke=[fault])
    results = batch(work)
    assert results["birke"].status == "delivered" and results["birke"].tries == 2
    assert work.asked == [["adler", "birke", "cedrus"], ["birke"]] and len(batch.waited) == 1
    assert [c["retried"] for c in summary(batch.out)["clients"]] == [False, True, False]
    assert "again died" in (batch.out / "logs" / "birke.log").read_text("utf-8") or fault is BUSY


def test_a_fault_that_stays_is_given_up_after_three_tries(batch):
    results = batch(FakeWork(birke=[DIED] * 5))
    assert results["birke"].status == "failed" and results["birke"].tries == 3
    low, high = runner.WAIT
    assert low <= batch.waited[0] <= high and 2 * low <= batch.waited[1] <= 2 * high
    assert "Versuche: 3." in (batch.out / "failed" / "birke" / "cause.txt").read_text("utf-8")


def test_wrong_data_are_never_tried_again(batch):
    work = FakeWork(birke=[WRONG])
    batch(work)
    assert work.asked == [["adler", "birke", "cedrus"]] and batch.waited == []


def test_a_process_nobody_heard_of_again_is_tried_again(batch):
    calls = []

    def forgetful(jobs):
        calls.append(len(jobs))
        return iter(list(FakeWork()(jobs))[: 3 if len(calls) == 1 else None])

    assert status(list(batch(forgetful).values())) == 0 and calls == [3, 2]


def test_a_system_that_starts_no_process_for_now_is_asked_again(batch):
    work = FakeWork(birke=[BlockingIOError(11, "Resource temporarily unavailable")])
    assert status(list(batch(work).values())) == 0 and len(batch.waited) == 1


def test_an_interruption_closes_the_work_and_leaves_the_account(batch):
    work = FakeWork(birke=[KeyboardInterrupt()])
    with pytest.raises(KeyboardInterrupt):
        batch(work)
    assert work.closed and [r.status for r in batch.batch.results] == ["delivered", "stopped", "stopped"]
    assert summary(batch.out)["totals"]["stopped"] == 2
    assert status(list(batch().values())) == 0


def test_settings_that_cannot_be_read_need_no_process(tmp_path):
    clients = [*folders(tmp_path, "adler"), small_folder(tmp_path / "birke", "nme: x\n")]
    (tmp_path / "out").mkdir()
    work = FakeWork()
    results = Batch(plan(clients, tmp_path / "out"), tmp_path / "out").run(work)
    assert [r.status for r in results] == ["delivered", "failed"] and work.asked == [["adler"]]
    assert [p.name.startswith("birke-") for p in (tmp_path / "out" / "failed").iterdir()] == [True]


def test_logs_hold_no_word_of_the_client(batch):
    batch(FakeWork(birke=[WRONG], cedrus=[Outcome(3, failed=(("value", "KeyError: 'Geheim'"),))]))
    logs = tree(batch.out / "logs")
    assert set(logs) == {"adler.log", "birke.log", "cedrus.log"}
    assert all(b"Geheim" not in text for text in logs.values())
    assert b"NUM-TEXT n=1 rows=3" in logs["birke.log"] and b"started" in logs["adler.log"]


def test_what_happens_is_told(batch):
    batch()
    assert [t.chapter for t in batch.told if isinstance(t, Event) and t.chapter] == ["value"] * 3
    assert [t.status for t in batch.told if not isinstance(t, Event)] == ["delivered"] * 3


def test_a_disk_that_takes_no_log_stops_no_client(batch):
    (batch.out / "logs").write_text("in the way", encoding="utf-8")
    assert status(list(batch().values())) == 0 and batch.batch.unsaved


@pytest.mark.parametrize(
    ("memory", "clients", "most"), [(10**12, 1, 1), (10**12, 1000, 4), (600_000_000, 10, 1), (1, 10, 1), (10**9, 9, 2)]
)
def test_workers_are_as_many_as_cores_clients_and_memory_allow(monkeypatch, memory, clients, most):
    monkeypatch.setattr(runner.os, "sched_getaffinity", lambda _: set(range(4)), raising=False)
    monkeypatch.setattr(runner.psutil, "virtual_memory", lambda: type("Memory", (), {"available": memory}))
    assert workers(clients) == most


def test_a_full_disk_is_told_before_anything_starts(tmp_path, monkeypatch):
    room(tmp_path, 1)
    monkeypatch.setattr(runner.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10**6}))
    with pytest.raises(Refused) as refused:
        room(tmp_path, 3)
    assert [p.code for p in refused.value.problems] == ["OUT-SPACE"]
    room(tmp_path, 0)
