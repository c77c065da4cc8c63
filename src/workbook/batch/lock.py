"""One batch per output folder: who holds it is written down; what a dead run left behind is taken over."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbook.problem import Problem, Refused
from workbook.report.scratch import runs, started

NAME = ".batch.lock"
STOP = ".batch.stop"  # .batch.stop.<run>: the batch that asked a cluster for its clients has ended
TRIES = 100
PAUSE = 0.05  # seconds between two tries where somebody else is taking over
CLAIM = 10.0  # seconds after which a claim that came to nothing is void


@contextmanager
def held(out: Path) -> Iterator[str]:
    """Hold `out` for one batch, whose id is given; raises Refused with who holds it, since when, where it is taken."""
    out.mkdir(parents=True, exist_ok=True)
    mine = {"run": uuid.uuid4().hex, "pid": os.getpid(), "host": platform.node(), "started": started(os.getpid())}
    mine["since"] = datetime.now(UTC).replace(microsecond=0).isoformat()
    lock = out / NAME
    _take(lock, mine)
    try:
        yield str(mine["run"])
    finally:
        if _read(lock).get("run") == mine["run"]:
            lock.unlink(missing_ok=True)


def alive(holder: Mapping[str, Any]) -> bool:
    """Whether the run that wrote the lock still goes on; of another machine it cannot be told, so it does."""
    if holder.get("host") != platform.node():
        return True
    since = holder.get("started")
    return since is not None and runs(int(holder["pid"]), float(since))


def _take(lock: Path, mine: Mapping[str, Any]) -> None:
    """Put the lock there whole and only where there is none: written aside, then linked, which fails where one is."""
    aside = lock.with_name(f"{NAME}.{mine['run']}")
    text = json.dumps(mine)
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        for _ in range(TRIES):
            if _linked(aside, lock, text):
                return
            seen = _raw(lock)
            if (holder := _read(lock)) and alive(holder):
                raise _refused(lock, holder)
            if _taken_over(aside, lock, seen):
                return
        raise _refused(lock, _read(lock))
    finally:
        aside.unlink(missing_ok=True)


def _linked(aside: Path, lock: Path, text: str) -> bool:
    try:
        os.link(aside, lock)
        return True
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        try:
            with lock.open("x", encoding="utf-8", newline="\n") as handle:
                handle.write(text)
            return True
        except FileExistsError:
            return False


def _taken_over(aside: Path, lock: Path, seen: bytes) -> bool:
    """Put our lock in a dead run's place. Only one may at a time, and only while it is still that run's."""
    claim = lock.with_name(f"{NAME}.{hashlib.sha256(seen).hexdigest()[:16]}")
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        with contextlib.suppress(FileNotFoundError):
            # Whoever claimed it died over it; one dated in the future was written before the clock was set back.
            if abs(time.time() - claim.stat().st_mtime) > CLAIM:
                claim.unlink()
        time.sleep(PAUSE)
        return False
    try:
        if not lock.exists() or _raw(lock) != seen:
            return False
        aside.replace(lock)
        return True
    finally:
        claim.unlink(missing_ok=True)


def _raw(lock: Path) -> bytes:
    try:
        return lock.read_bytes()
    except OSError:
        return b""


def _read(lock: Path) -> dict[str, Any]:
    """What the lock says; nothing where there is none or a crash cut it short."""
    try:
        found = json.loads(lock.read_text("utf-8"))
        return found if isinstance(found, dict) and isinstance(found.get("pid"), int) else {}
    except (OSError, ValueError):
        return {}


def _refused(lock: Path, holder: Mapping[str, Any]) -> Refused:
    pid, host, since = (str(holder.get(name, "?")) for name in ("pid", "host", "since"))
    values = {"pid": pid, "host": host, "since": since, "file": str(lock)}
    return Refused([Problem("OUT-HELD", "reject", values=values)])
