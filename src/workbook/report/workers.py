"""One process per client, so many at once.

Where the system can fork, a parent that has imported everything and never computes forks a child for each client; elsewhere
workers are started once and serve one client after the other. A child that loops, eats memory or ends without a word costs its
own client one chapter and nobody else anything: the job is made again without the chapter that ended it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal

from workbook.report.child import preload, serve
from workbook.report.job import WRITING
from workbook.report.order import Event, Job, Limits, Outcome
from workbook.report.publish import abandon
from workbook.report.scratch import scratch, sweep

Start = Literal["fork", "spawn"]
START: Start = "fork" if sys.platform.startswith("linux") else "spawn"
WATCH = 0.25  # seconds between two looks at what workers use
GRACE = 10.0  # seconds between asking a worker to end and ending it


@dataclass
class Task:
    """A job on its way: where it is, since when, what became of earlier attempts."""

    job: Job
    attempts: int = 0
    begun: float = 0.0
    at: str = ""
    heard: float = 0.0
    ended_alone: list[str] = field(default_factory=list)


@dataclass
class Worker:
    """A process that makes reports, the line to it, its own folder."""

    process: BaseProcess
    line: Connection
    folder: Path
    task: Task | None = None
    outs: set[Path] = field(default_factory=set)

    def beyond(self, limits: Limits, now: float) -> str:
        """Why the worker must be ended, empty where it is within its limits."""
        task = self.task
        if task is None:
            return ""
        if now - task.begun > limits.seconds:
            return f"TimeoutError: the report took longer than {limits.seconds:.0f} s"
        if now - task.heard > limits.chapter_seconds:
            return f"TimeoutError: the chapter took longer than {limits.chapter_seconds:.0f} s"
        if task.at != WRITING and used_memory(self.process.pid) > limits.memory:
            return f"MemoryError: the chapter used more than {limits.memory >> 20} MiB"
        return ""

    def end(self) -> None:
        """End the worker and all it started, gently where it listens."""
        if self.process.is_alive():
            _signal(self.process, signal.SIGTERM)
            self.process.join(GRACE)
        _signal(self.process, getattr(signal, "SIGKILL", signal.SIGTERM))
        self.process.join(GRACE)
        self.line.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        for out in self.outs:  # one that was ended, or had no handles left, could not take them away itself
            abandon(out, self.process.pid)


def work(jobs: Iterable[Job], workers: int = 1, limits: Limits | None = None, start: Start = START) -> Iterator[Event]:
    """Make the jobs, so many at once, each in a process of its own that is ended where it exceeds its limits.

    Yields what happens as it happens; the last event of every job is "finished" and carries its outcome.
    """
    team = Team(workers, limits or Limits(), start)
    with team:
        yield from team.make(Task(_whole_paths(j)) for j in jobs)


def _whole_paths(job: Job) -> Job:
    """The job with paths that hold in any folder."""
    compare = job.compare and job.compare.resolve()
    return replace(job, folder=job.folder.resolve(), out=job.out.resolve(), compare=compare)


class Team:
    """The workers of one call of `work`."""

    def __init__(self, size: int, limits: Limits, start: Start) -> None:
        self._size, self._limits, self._start = size, limits, start
        self._busy: list[Worker] = []
        self._idle: list[Worker] = []

    def __enter__(self) -> Team:
        sweep()
        if self._start == "fork":
            preload()
            gc.freeze()  # nothing imported is looked at again, so that children share it
        return self

    def __exit__(self, *_: object) -> None:
        for worker in (*self._busy, *self._idle):
            worker.end()
        gc.unfreeze()

    def make(self, tasks: Iterable[Task]) -> Iterator[Event]:
        """The events of all tasks, until the last has its outcome."""
        coming, again = iter(tasks), deque[Task]()
        while True:
            while len(self._busy) < self._size and (task := again.popleft() if again else next(coming, None)):
                yield from self._begin(task)
            if not self._busy:
                return
            for worker in self._heard():
                yield from self._listen(worker, again)

    def _begin(self, task: Task) -> Iterator[Event]:
        worker = self._idle.pop() if self._idle else self._new()
        worker.task = task
        worker.outs.add(task.job.out)
        self._busy.append(worker)
        task.attempts, task.at, task.heard = task.attempts + 1, "", time.monotonic()
        with suppress(OSError):
            worker.line.send(task.job)
        if task.attempts == 1:
            task.begun = task.heard
            yield Event(task.job, "started")

    def _new(self) -> Worker:
        context: Any = multiprocessing.get_context(self._start)
        ours, theirs = context.Pipe()
        folder = scratch()
        process: BaseProcess = context.Process(
            target=serve, args=(theirs, self._limits, folder, os.getpid()), daemon=False
        )
        process.start()
        theirs.close()
        return Worker(process, ours, folder)

    def _heard(self) -> list[Worker]:
        """Workers that have something to say, have ended, or are beyond their limits."""
        ready = set(wait([w.line for w in self._busy], timeout=WATCH))
        now = time.monotonic()
        return [w for w in self._busy if w.line in ready or w.beyond(self._limits, now)]

    def _listen(self, worker: Worker, again: deque[Task]) -> Iterator[Event]:
        task = worker.task
        assert task is not None
        try:
            said = worker.line.recv() if worker.line.poll() else None
        except (EOFError, OSError):
            yield from self._ended(worker, task, self._last_words(worker), again)
            return
        if said is None:
            if cause := worker.beyond(self._limits, time.monotonic()):  # memory may have been given back meanwhile
                yield from self._ended(worker, task, cause, again)
        elif isinstance(said, Outcome):
            self._release(worker)
            yield Event(task.job, "finished", outcome=_whole(task, said))
        else:
            task.at, task.heard = said, time.monotonic()
            yield Event(task.job, "chapter", said)

    def _last_words(self, worker: Worker) -> str:
        """How a process ended that did not finish: by itself, or by a signal (a negative code)."""
        worker.process.join(GRACE)
        code = worker.process.exitcode or 0
        return f"ProcessEnded: signal {-code}" if code < 0 else f"ProcessEnded: exit code {code}"

    def _ended(self, worker: Worker, task: Task, cause: str, again: deque[Task]) -> Iterator[Event]:
        """A worker is gone before its time: its job is made again, without the chapter that ended it where that is known."""
        self._busy.remove(worker)
        worker.end()
        spent = time.monotonic() - task.begun
        chapter = task.at not in ("", WRITING, *task.job.lost)
        # A signal may have come from somebody else: try once more as it was.
        once = "signal" in cause and task.at not in task.ended_alone
        task.ended_alone.append(task.at)
        if spent < self._limits.seconds and (chapter or once):
            if not once:
                task.job = _without(task.job, task.at, cause)
            again.append(task)
            return
        yield Event(task.job, "finished", outcome=_whole(task, Outcome(3, cause=cause)))

    def _release(self, worker: Worker) -> None:
        """A worker has answered: a forked one goes, a started one waits for the next job."""
        self._busy.remove(worker)
        worker.task = None
        if self._start == "spawn":
            self._idle.append(worker)
            return
        with suppress(OSError):
            worker.line.send(None)
        worker.process.join(GRACE)
        worker.end()


def used_memory(pid: int | None) -> int:
    """Bytes of memory a process uses; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _without(job: Job, chapter: str, cause: str) -> Job:
    """The job without a chapter's notebook, and without the chapter where computing it alone ended a worker, too."""
    lost = (*job.lost, chapter) if chapter in job.skipped else job.lost
    return replace(job, skipped={**job.skipped, chapter: job.skipped.get(chapter, cause)}, lost=lost)


def _whole(task: Task, outcome: Outcome) -> Outcome:
    return replace(outcome, attempts=task.attempts, seconds=time.monotonic() - task.begun)


def _signal(process: BaseProcess, number: int) -> None:
    """To the worker, and to its whole group where there are groups and it has one already."""
    if process.pid is None:
        return
    for send in (getattr(os, "killpg", os.kill), os.kill) if process.is_alive() else (getattr(os, "killpg", None),):
        with suppress(OSError):
            if send is not None:
                send(process.pid, number)
