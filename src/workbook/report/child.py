"""The worker's side: a process that makes reports, alone in its group, within its limits, gone when its parent is gone."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from workbook.chapters import ORDER, chapter
from workbook.problem import Refused, output_problem
from workbook.report.bound import bound
from workbook.report.job import WRITING, report
from workbook.report.order import Job, Limits, Outcome

STEADY = {"TZ": "UTC", "MPLBACKEND": "svg", "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore"}
ARENAS = 4 << 30  # bytes of addresses that libraries reserve and do not use


def preload() -> None:
    """Import all a report needs, and compute nothing: what has computed must not be forked."""
    for name in ORDER:
        chapter(name)
    for module in ("workbook.report.in_process", "scipy.optimize", "scipy.stats", "pandas.io.formats.format"):
        importlib.import_module(module)


def serve(connection: Connection, limits: Limits, scratch: Path, parent: int) -> None:
    """Make one report after the other as they are asked for, until None comes or the connection closes."""
    _settle(scratch, parent)
    served = False
    with suppress(EOFError, OSError):
        while (job := connection.recv()) is not None:
            if served:
                gc.collect()
            connection.send(make(job, limits, connection))
            served = True


def make(job: Job, limits: Limits, connection: Connection) -> Outcome:
    """The report of one job; whatever goes wrong becomes part of the outcome."""
    begun, used = time.monotonic(), _processor_seconds()
    _allow(limits.memory)

    def progress(name: str) -> None:
        if name == WRITING:
            _allow(None)  # a browser that prints reserves far more than it uses
        connection.send(name)

    try:
        outcome = _made(job, progress)
    except Refused as refused:
        outcome = Outcome(1, problems=refused.problems)
    except OSError as error:
        outcome = Outcome(1, problems=(output_problem(error),))
    except Exception as error:
        if os.environ.get("WORKBOOK_DEBUG"):
            raise
        outcome = Outcome(3, cause=f"{type(error).__name__}: {str(error)[:200]}")
    _allow(None)
    seconds, cpu = time.monotonic() - begun, _processor_seconds() - used
    return replace(outcome, seconds=seconds, cpu_seconds=cpu, memory=_largest())


def _made(job: Job, progress: Callable[[str], None]) -> Outcome:
    done = report(job, progress)
    failed = tuple((e.chapter, e.cause) for e in done.failed)
    return Outcome(3 if failed else 0, done.folder, failed=failed, unprinted=done.unprinted)


def _settle(scratch: Path, parent: int) -> None:
    """A process group and folders of one's own; on Linux the end of the parent is the end of the child."""
    if hasattr(os, "setsid"):
        with suppress(PermissionError):
            os.setsid()
    bound(parent)
    os.environ |= STEADY | {
        name: str(scratch) for name in ("TMPDIR", "TEMP", "TMP", "HOME", "IPYTHONDIR", "MPLCONFIGDIR")
    }
    if hasattr(time, "tzset"):
        time.tzset()
    tempfile.tempdir = str(scratch)
    gc.disable()  # one report leaves little that only a search would find; between two `serve` searches
    os.chdir(scratch)


def _allow(memory: int | None) -> None:
    """Let nothing be asked for that is far beyond the limit, or all; what is really used, the parent watches (workers.py)."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    with suppress(ValueError, OSError):
        pages = 0 if memory is None else int(Path("/proc/self/statm").read_text().split()[0])
        soft = hard if memory is None else pages * resource.getpagesize() + 2 * memory + ARENAS
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _processor_seconds() -> float:
    """Seconds of processor time of this process and of those it started."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _largest() -> int:
    """The largest size of this process in bytes, 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024
