"""A process per client: whatever one does, it costs its own client one chapter and nobody else anything."""

import multiprocessing
import os
from multiprocessing.process import BaseProcess

import nbformat
import pytest

from small_client import small_folder
from workbook.report import job
from workbook.report.execute import notebook_folder, notebook_of
from workbook.report.job import WRITING
from workbook.report.order import Job, Limits, Outcome
from workbook.report.workers import Task, Worker, used_memory, work

LIMITS = Limits(seconds=300, chapter_seconds=12, memory=1 << 30)


def outcomes(jobs, limits=None, **options) -> dict[str, Outcome]:
    events = list(work(jobs, limits=limits, **options))
    return {e.job.folder.name: e.outcome for e in events if e.kind == "finished"}


@pytest.fixture
def poisoned(tmp_path, monkeypatch):
    """Clients of which the one called bad runs a further cell in chapter 2, whoever asks for it."""

    def make(source, names=("good", "bad", "other")):
        folder = tmp_path / "notebooks"
        folder.mkdir()
        for path in notebook_folder().glob("*.ipynb"):
            notebook = nbformat.read(path, as_version=4)
            if path == notebook_of("value", notebook_folder()):
                cell = f"if run['client'].endswith('bad'):\n    {source}"
                notebook.cells.insert(3, nbformat.v4.new_code_cell(cell, id="made-up"))
            nbformat.write(notebook, folder / path.name)
        monkeypatch.setattr(job, "notebook_folder", lambda: folder)
        return [Job(small_folder(tmp_path / name), tmp_path / "out") for name in names]

    return make


@pytest.mark.report
@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import os; os._exit(7)", "ProcessEnded: exit code 7"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ProcessEnded: signal 9"),
        ("x = b'x' * (3 << 30); import time; time.sleep(13)", "MemoryError: the chapter used more than 1024 MiB"),
        ("while True: pass", "TimeoutError: the chapter took longer than 12 s"),
    ],
)
def test_a_chapter_that_ends_its_process_costs_its_client_that_chapter_only(poisoned, source, cause, tmp_path):
    found = outcomes(poisoned(source), LIMITS, workers=2)
    assert {name: (o.status, o.cause, o.failed[:1] * (name != "bad")) for name, o in found.items()} == {
        "good": (0, "", ()),
        "bad": (3, "", ()),
        "other": (0, "", ()),
    }
    assert [chapter for chapter, _ in found["bad"].failed] == ["value"] and found["bad"].failed[0][1].startswith(cause)
    assert (found["bad"].folder / "report.html").is_file()
    assert found["bad"].attempts == {"ProcessEnded: signal 9": 3, "ZeroDivisionError": 1}.get(cause, 2)


@pytest.mark.report
def test_what_is_wrong_with_a_client_comes_back_as_problems(tmp_path):
    folder = small_folder(tmp_path / "bad")
    (folder / "client.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    found = outcomes([Job(folder, tmp_path / "out"), Job(small_folder(tmp_path / "good"), tmp_path / "out")])
    assert found["bad"].status == 1 and found["bad"].problems and found["good"].status == 0


@pytest.mark.report
def test_where_nothing_forks_one_started_worker_serves_all_clients_with_the_same_result(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768485900")
    folders = [small_folder(tmp_path / name) for name in ("one", "two")]
    for start in ("fork", "spawn"):
        found = outcomes([Job(f, tmp_path / start) for f in folders], start=start)
        assert [(o.status, o.cause) for o in found.values()] == [(0, ""), (0, "")]
    for name in ("one", "two"):
        for file in ("report.html", "results.json"):
            assert (tmp_path / "fork" / name / file).read_bytes() == (tmp_path / "spawn" / name / file).read_bytes()


@pytest.mark.report
def test_whoever_stops_listening_leaves_no_process_and_no_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    events = work([Job(small_folder(tmp_path / "one"), tmp_path / "out")])
    next(events)
    events.close()
    assert list((tmp_path / "temporary").iterdir()) == []
    assert multiprocessing.active_children() == []


def test_a_worker_is_beyond_its_limits_by_its_chapter_or_as_a_whole():
    limits = Limits(seconds=100, chapter_seconds=10)

    def beyond(begun, heard):
        return Worker(BaseProcess.__new__(BaseProcess), None, None, Task(None, 1, begun, WRITING, heard)).beyond(
            limits, 200
        )

    assert beyond(195, 195) == ""
    assert "the chapter took" in beyond(150, 189)
    assert "the report took" in beyond(99, 199)


def test_what_this_process_uses_is_known():
    assert used_memory(os.getpid()) > 1 << 24 and used_memory(None) == 0
