"""The batch itself: clients made side by side, each outcome accounted for, passing faults tried again."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from workbook.batch import failures, overview
from workbook.batch.cause import codes, counted, transient
from workbook.batch.logs import log
from workbook.batch.overview import Result, Status
from workbook.batch.plan import Planned
from workbook.problem import Problem, Refused
from workbook.report.order import Event, Job, Outcome

PER_WORKER = 500_000_000  # bytes of memory a worker is given room for
PER_CLIENT = 5_000_000  # bytes of disk a result may take while the old one is still there
AGAIN = 2  # further tries after a passing fault
WAIT = (1.0, 4.0)  # seconds before the first further try, at random between; doubled with each

Work = Callable[[Sequence[Job]], Iterable[Event]]
Tell = Callable[[Event | Result], None]


@dataclass
class Batch:
    """A batch under way: what is planned, where it goes, what became of each client so far."""

    planned: Sequence[Planned]
    out: Path
    tell: Tell = lambda _: None
    rest: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        self._attempts: dict[Path, list[Outcome]] = {p.place: [] for p in self.planned}
        self._results: dict[Path, Result] = {}
        self.unsaved: list[OSError] = []

    @property
    def results(self) -> list[Result]:
        """Every client in the order planned; one whose turn has not come was stopped."""
        return [self._results.get(p.place, self._stopped(p)) for p in self.planned]

    def run(self, work: Work) -> list[Result]:
        """Make every client that is to be made. However it ends, the summary is written."""
        try:
            for planned in self.planned:
                self._settled(planned)
            waiting = {p.place: p for p in self.planned if p.state == "to_do"}
            for further in range(AGAIN + 1):
                if further and waiting:
                    self.rest(random.uniform(*WAIT) * 2 ** (further - 1))
                waiting = self._round(waiting, work, further == AGAIN)
        finally:
            self._save(overview.write, self.results)
        return self.results

    def _settled(self, planned: Planned) -> None:
        """Clients of which no process needs to be started."""
        if planned.state == "up_to_date":
            self._save(failures.clear, planned.id)
            self._end(Result(planned, "up_to_date"))
        elif planned.state == "unreadable":
            self._account(planned, Outcome(1, problems=planned.problems))

    def _round(self, waiting: Mapping[Path, Planned], work: Work, last: bool) -> dict[Path, Planned]:
        """One try for each of those waiting; those worth another are returned."""
        again, left, cause = {}, dict(waiting), "lost"
        try:
            with _closed(work([job(p, self.out) for p in waiting.values()]) if waiting else ()) as events:
                for event in events:
                    planned = waiting[event.job.folder]
                    if event.outcome is None:
                        self._save(log, planned.id, f"{event.kind} {event.chapter}".rstrip())
                        self.tell(event)
                    elif left.pop(planned.place, None) and self._passing(planned, event.outcome, last):
                        again[planned.place] = planned
        except OSError as error:  # the system would not start a process
            cause = f"{type(error).__name__}: {errno.errorcode.get(error.errno or 0, '')}"
        for planned in left.values():  # nobody said how these ended
            if self._passing(planned, Outcome(3, cause=cause), last):
                again[planned.place] = planned
        return again

    def _passing(self, planned: Planned, outcome: Outcome, last: bool) -> bool:
        """Whether the fault may pass and there is another try; else the client is accounted for."""
        if transient(outcome) and not last:
            self._attempts[planned.place].append(outcome)
            self._save(log, planned.id, f"again {' '.join(codes(outcome))}")
            return True
        self._account(planned, outcome)
        return False

    def _account(self, planned: Planned, outcome: Outcome) -> None:
        self._attempts[planned.place].append(outcome)
        for line in (f"finished status={outcome.status} seconds={outcome.seconds:.1f}", *counted(outcome)):
            self._save(log, planned.id, line)
        if outcome.status == 0:
            self._save(failures.clear, planned.id)
        else:
            tries = sum(a.attempts for a in self._attempts[planned.place])
            self._save(failures.keep, planned, replace(outcome, attempts=tries))
        status: Status = "failed" if outcome.status else "delivered"
        self._end(Result(planned, status, tuple(self._attempts[planned.place])))

    def _end(self, result: Result) -> None:
        self._results[result.planned.place] = result
        self.tell(result)

    def _save(self, way: Callable[..., object], *what: object) -> None:
        """Write something of our own; a disk that refuses it stops no client, and is told at the end."""
        try:
            way(self.out, *what)
        except OSError as error:
            self.unsaved.append(error)

    def _stopped(self, planned: Planned) -> Result:
        return Result(planned, "stopped", tuple(self._attempts[planned.place]))


def job(planned: Planned, out: Path) -> Job:
    """What is asked of a process for one client; whole paths, as it works in a folder of its own."""
    return Job(planned.place, out.resolve(), planned.words.language, pdf=planned.pdf)


def status(results: Sequence[Result]) -> int:
    """0 all delivered, 3 some, 1 none."""
    there = [r.there for r in results]
    return 0 if all(there) else 3 if any(there) else 1


def workers(clients: int) -> int:
    """How many processes at once: one per core, per client, per 500 MB of free memory; at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, clients, int(psutil.virtual_memory().available // PER_WORKER)))


def room(out: Path, clients: int) -> None:
    """Refuse to start where the disk cannot hold what is about to be written."""
    free, needed = shutil.disk_usage(out).free, clients * PER_CLIENT
    if free < needed:
        values = {"free": str(free // 10**6), "needed": str(needed // 10**6)}
        raise Refused([Problem("OUT-SPACE", "reject", values=values)])


@contextmanager
def _closed(events: Iterable[Event]) -> Iterator[Iterable[Event]]:
    """Whoever makes the events is told when nobody listens any more: it then stops its processes."""
    try:
        yield events
    finally:
        if isinstance(events, Generator):
            with contextlib.suppress(RuntimeError):
                events.close()
