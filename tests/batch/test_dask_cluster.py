"""The same jobs on a Dask cluster: a real scheduler and workers on this machine, one killed on its way."""

import re
import subprocess
import sys
import threading
import time

import psutil
import pytest

from batch_fakes import folders, tree
from sample_reports import EPOCH
from workbook.batch.dask_cluster import _outcome, work
from workbook.batch.lock import STOP
from workbook.batch.plan import plan
from workbook.batch.runner import Batch, job
from workbook.report.order import Limits, Outcome

distributed = pytest.importorskip("distributed", reason="distributed is not installed")
NAMES = ("adler", "birke")
TIMED = ("summary.json", "logs")


class Cluster:
    """A scheduler and workers as `dask scheduler` and `dask worker` start them, each a process of its own."""

    def __init__(self, folder, size):
        self.folder, self.processes = folder, []
        self.address = self._start(
            ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"], r"tcp://\S+:\d+"
        )
        self.workers = [self.worker(n) for n in range(size)]

    def worker(self, number):
        local = str(self.folder / f"worker-{number}")
        options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", local]
        self._start(["worker", self.address, *options], "Registered to")
        return self.processes[-1]

    def _start(self, arguments, ready):
        command = [sys.executable, "-c", "from distributed.cli import dask_scheduler, dask_worker; import sys; "
                   f"dask_{arguments[0]}.main(sys.argv[1:])", *arguments[1:]]  # fmt: skip
        log = self.folder / f"{len(self.processes)}.log"
        with log.open("wb") as handle:
            self.processes.append(subprocess.Popen(command, stdout=handle, stderr=handle))
        for _ in range(600):
            if found := re.search(ready, log.read_text("utf-8", "replace")):
                return found[0]
            time.sleep(0.1)
        raise AssertionError(log.read_text("utf-8", "replace"))

    def busy(self, workers):
        """The processes of the first of these workers whose task's own interpreter has begun its client."""
        for _ in range(3600):
            families = [psutil.Process(w.pid).children(recursive=True) for w in workers]
            if found := next((f for f in families if len(f) > 1), None):
                return found
            time.sleep(0.05)
        raise AssertionError("no worker got a task")

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    (tmp_path / "cluster").mkdir()
    made = Cluster(tmp_path / "cluster", 2)
    yield made
    made.close()


@pytest.mark.report
def test_a_worker_that_is_killed_costs_nobody_a_report(tmp_path, cluster):
    clients = folders(tmp_path / "clients", *NAMES)
    out, orphans = tmp_path / "out", []
    out.mkdir()

    def kill():
        children = cluster.busy(cluster.workers[:1])
        time.sleep(0.5)
        cluster.workers[0].kill()
        orphans.append(psutil.wait_procs(children, timeout=20)[1])

    thread = threading.Thread(target=kill)
    thread.start()
    results = Batch(plan(clients, out), out).run(lambda jobs: work(jobs, cluster.address, Limits()))
    thread.join()
    assert orphans == [[]] and {r.status for r in results} == {"delivered"}
    assert sorted(p.name for p in out.iterdir()) == [*NAMES, "logs", "summary.json"]
    from workbook.report.workers import work as local

    here = tmp_path / "local"
    here.mkdir()
    Batch(plan(clients, here), here).run(lambda jobs: local(jobs, 2, Limits()))
    exempt = (*TIMED, *(f"{name}/{part}" for name in NAMES for part in ("manifest.json", "notebooks")))
    assert tree(out, exempt) == tree(here, exempt) and len(tree(out, exempt)) > 4 * len(NAMES)


@pytest.mark.report
def test_an_interrupted_batch_stops_its_tasks_on_the_cluster(tmp_path, cluster):
    clients = folders(tmp_path / "clients", "adler")
    out = tmp_path / "out"
    out.mkdir()
    events = work([job(p, out) for p in plan(clients, out)], cluster.address, Limits())
    assert next(events).kind == "started"
    children = cluster.busy(cluster.workers)
    events.close()
    assert psutil.wait_procs(children, timeout=20)[1] == []
    assert not (out / "adler").exists() and [p.name.startswith(STOP) for p in out.iterdir()] == [True]


@pytest.mark.parametrize(
    ("status", "error", "cause"),
    [
        ("error", distributed.KilledWorker("t", None, 3), "worker lost"),
        ("cancelled", None, "worker lost"),
        ("error", ModuleNotFoundError("No module named 'workbook'"), "ModuleNotFoundError: No module named 'workbook'"),
    ],
)
def test_a_task_without_an_outcome_says_why(status, error, cause):
    class Future:
        exception = staticmethod(lambda: error)

    Future.status = status
    assert _outcome(Future()) == Outcome(3, cause=cause)
