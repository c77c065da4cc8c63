"""Publishing: a complete folder takes the place of the old one in one step, or nothing changes."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbook.problem import Problem, Refused
from workbook.report.scratch import mark, runs
from workbook.settings import FILE

MARK = "manifest.json"  # written last: a folder that holds it is whole
MADE, CAUSE = "job.json", "cause.txt"  # what a result was made from; why there is none
ON_ITS_WAY = re.compile(r"\.tmp-(\d+)-(\d+)-[0-9a-f]+$")
EXCHANGE = 2
AT_CWD = -100
BLOCK = 4096  # bytes, the least a disk has room for
PAUSES = (0.1, 0.3, 0.6)  # seconds before further tries of a renaming that was refused


def writable(out: Path) -> None:
    """Raises OSError where `out` takes no file: said before the work, not after it. Leaves the folder, and nothing in it."""
    out.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile(dir=out) as probe:
            probe.write(bytes(BLOCK))
    except OSError as refused:
        raise OSError(refused.errno, refused.strerror, str(out)) from refused


def ours(target: Path) -> bool:
    """Whether a result may take this place: nothing is there, or an earlier result or account of ours; no link, no file."""
    if target.is_symlink() or not target.is_dir():
        return not os.path.lexists(target)
    inside = {path.name for path in target.iterdir()}
    return not inside or (not inside.isdisjoint((MARK, MADE, CAUSE)) and FILE not in inside)


def replaceable(target: Path, client: Path) -> None:
    """Raises Refused where a result would take the place of the client's own folder or of anything that is not ours."""
    if not ours(target) or client.resolve().is_relative_to(target.resolve()):
        raise Refused([Problem("OUT-TAKEN", "reject", values={"folder": str(target)})])


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A fresh folder beside `target` to build in; gone afterwards unless it was published."""
    target.parent.mkdir(parents=True, exist_ok=True)
    finish_interrupted(target)
    folder = on_its_way(target)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(staged: Path, target: Path) -> None:
    """Put the staged folder in the target's place: exchanged in one step where the system can, else aside and in.

    Raises OSError where the system refuses; what was there is then there again.
    """
    flush(staged)
    if not target.exists():
        try:
            staged.rename(target)
            return
        except OSError:
            if not target.exists():  # else somebody published meanwhile: that is the old one now
                raise
    if exchange(staged, target):
        shutil.rmtree(staged, ignore_errors=True)
        return
    aside = target.parent / f".{target.name}.old-{uuid.uuid4().hex[:8]}"
    moved(target, aside)
    try:
        moved(staged, target)
    except OSError:
        moved(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def moved(folder: Path, place: Path) -> None:
    """Rename a folder, again after a while where another program holds a file in it: a scanner lets go, a reader may not."""
    for pause in (*PAUSES, None):
        try:
            folder.rename(place)
            return
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically (Linux renameat2 with EXCHANGE); False where the system or file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if swap(AT_CWD, os.fsencode(one), AT_CWD, os.fsencode(other), EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(other))


def finish_interrupted(target: Path) -> None:
    """Complete what an interrupted exchange left: bring the old result back where none is in place, remove what is stale."""
    olds = sorted(target.parent.glob(f".{target.name}.old-*"))
    if not target.exists() and olds:
        whole = [p for p in sorted(target.parent.glob(f".{target.name}.tmp-*")) if (p / MARK).is_file()]
        (whole[-1] if whole else olds[-1]).rename(target)
    for left in (*olds, *target.parent.glob(f".{target.name}.tmp-*")):
        if left.exists() and not alive(left):
            shutil.rmtree(left, ignore_errors=True)


def alive(folder: Path) -> bool:
    """Whether a folder on its way belongs to another run that is still going on this machine."""
    owner = ON_ITS_WAY.search(folder.name)
    return owner is not None and int(owner[1]) != os.getpid() and runs(int(owner[1]), float(owner[2]))


def abandon(out: Path, pid: int | None) -> None:
    """Remove what a process that has just ended had on its way to `out` or to its folder of failures."""
    for left in (*out.glob(f".*.tmp-{pid}-*"), *out.glob(f"failed/.*.tmp-{pid}-*")):
        shutil.rmtree(left, ignore_errors=True)


def on_its_way(target: Path) -> Path:
    """A name beside `target`, out of sight, that says whose it is: for what is not yet or no longer there."""
    return target.with_name(f".{target.name.strip('.')}.tmp-{mark()}-{uuid.uuid4().hex[:8]}")


def flush(folder: Path) -> None:
    """Make sure the files are on the disk before they are shown."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("r+b") as handle:  # Windows flushes only what could be written to
                os.fsync(handle.fileno())
