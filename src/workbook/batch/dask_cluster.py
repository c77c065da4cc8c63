"""The same jobs on a Dask cluster that is running already: one task per client, folders and results on a shared path."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from workbook.batch import task
from workbook.batch.lock import STOP
from workbook.batch.remote import made
from workbook.problem import Misuse
from workbook.report.order import Event, Job, Limits, Outcome

PATIENCE = 15  # seconds a scheduler may take to answer

LOST = 5  # times a client may lose its worker before that is taken for its own fault


def work(jobs: Sequence[Job], address: str, limits: Limits, fresh: bool = False) -> Iterator[Event]:
    """Make the jobs on the cluster's workers; a worker that is lost has its jobs made again by another."""
    distributed = _library()
    run = uuid.uuid4().hex
    client = connected(address)
    stops = {job.out.resolve() / f"{STOP}.{run}" for job in jobs}
    asked: dict[Any, Job] = {}
    try:
        for job in jobs:
            order = {**task.asked(job, limits, fresh), "stop": f"{STOP}.{run}"}
            name = f"workbook-{run}-{len(asked)}"
            asked[client.submit(made, order, key=name, pure=False, retries=LOST)] = job
            yield Event(job, "started")
        for future in distributed.as_completed(list(asked), loop=client.loop):
            yield Event(asked[future], "finished", outcome=_outcome(future))
    except BaseException:  # interrupted, or nobody listens any more
        for stop in stops:
            stop.touch()
        with contextlib.suppress(Exception):  # a scheduler that is gone cannot be told
            client.cancel(list(asked), force=True)
        raise
    finally:
        client.close(timeout=PATIENCE)


def connected(address: str) -> Any:
    """A client of the scheduler at `address`; Misuse where it is no address or nobody answers."""
    distributed = _library()
    try:
        return distributed.Client(address, timeout=PATIENCE, set_as_default=False, name="workbook")
    except (OSError, ValueError, TimeoutError) as error:
        raise Misuse("batch.no_scheduler", address=address, cause=type(error).__name__) from None


def _outcome(future: Any) -> Outcome:
    """What a task came to; a cluster that gave up on it has lost it."""
    if future.status == "finished":
        said, code = future.result()
        return task.read(said) or Outcome(3, cause=f"died with exit code {code}")
    error = future.exception() if future.status == "error" else None
    if error is None or isinstance(error, _library().KilledWorker):
        return Outcome(3, cause="worker lost")
    return Outcome(3, cause=f"{type(error).__name__}: {str(error)[:200]}")


def _library() -> Any:
    try:
        import distributed
    except ImportError:
        raise Misuse("batch.no_dask") from None
    return distributed
