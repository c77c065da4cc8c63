"""One client in a fresh interpreter: `python -m workbook.batch.task`, asked and answered through its standard streams.

Its first line on stdin is the task as JSON; when stdin ends, whoever asked is gone, and it stops. The outcome goes to stdout.
"""

from __future__ import annotations

import _thread
import base64
import json
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from workbook.batch.plan import reason
from workbook.problem import Refused
from workbook.report.key import software
from workbook.report.order import Event, Job, Limits, Outcome
from workbook.report.workers import work
from workbook.settings import read_settings

MARK = b"workbook-outcome:"


def asked(job: Job, limits: Limits, fresh: bool) -> dict[str, Any]:
    """The task as JSON knows it, with the software it is meant for."""
    return {
        "folder": str(job.folder.resolve()),
        "out": str(job.out.resolve()),
        "language": job.language,
        "pdf": job.pdf,
        "limits": asdict(limits),
        "fresh": fresh,
        "software": software(),
    }


def make(task: Mapping[str, Any], work: Callable[..., Iterable[Event]] = work) -> Outcome:
    """The client's outcome. Other software makes nothing; a result that is there already is not made twice."""
    if task["software"] != software():
        return Outcome(2, cause="other software")
    job = Job(Path(task["folder"]), Path(task["out"]), task["language"], pdf=task["pdf"])
    if not task["fresh"] and _there(job):
        return Outcome(0, job.out / str(read_settings(job.folder).id))
    ended = [e.outcome for e in work([job], 1, Limits(**task["limits"])) if e.outcome is not None]
    return ended[-1] if ended else Outcome(3, cause="lost")


def _there(job: Job) -> bool:
    try:
        p = read_settings(job.folder)
        return not reason(replace(job, language=job.language or p.language), p)
    except (Refused, OSError):
        return False


def written(outcome: Outcome) -> bytes:
    """One line that nothing else on stdout can be taken for."""
    return MARK + base64.b64encode(pickle.dumps(outcome)) + b"\n"


def read(said: bytes) -> Outcome | None:
    """The outcome in what our own process said on its stdout; None where it ended before saying one."""
    lines = [line for line in said.splitlines() if line.startswith(MARK)]
    found = pickle.loads(base64.b64decode(lines[-1].removeprefix(MARK))) if lines else None
    return found if isinstance(found, Outcome) else None


def main() -> None:
    """Read the task, make it, say how it ended."""
    said, sys.stdout = os.fdopen(os.dup(1), "wb"), sys.stderr
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # ignored where a shell started the worker in the background
    task = json.loads(_line(0))
    threading.Thread(target=_listen, args=(0,), daemon=True).start()
    try:
        outcome = make(task)
    except KeyboardInterrupt:
        outcome = Outcome(130, cause="interrupted")
    said.write(written(outcome))
    said.flush()
    os._exit(0)  # the thread still waits for stdin


def _line(stream: int) -> bytes:
    """The first line, read without a buffer: a process forked meanwhile would inherit the buffer's lock."""
    said = b""
    while not said.endswith(b"\n") and (part := os.read(stream, 1 << 16)):
        said += part
    return said


def _listen(stream: int) -> None:
    """Stop the work when nobody waits for it any more."""
    while os.read(stream, 1):
        pass
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)  # wakes it where it waits
    else:
        _thread.interrupt_main()


if __name__ == "__main__":
    main()
