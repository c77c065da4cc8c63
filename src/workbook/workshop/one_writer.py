"""One writer at a time over a client's decisions, however many notebooks, windows and processes are open."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

NAME = ".decisions.lock"
SECONDS = 20.0
PAUSE = 0.02


class Held(RuntimeError):  # noqa: N818 - it names what is the case
    """Somebody else is saving and does not come to an end."""


@contextmanager
def one_writer(folder: Path, seconds: float = SECONDS) -> Iterator[None]:
    """Hold the client's decisions alone for the block; waits while others write. Raises Held where that takes too long.

    The system gives the lock back when the holder ends, killed or not; the empty file stays.
    """
    end = time.monotonic() + seconds
    with (folder / NAME).open("a+b") as handle:
        while not _taken(handle):
            if time.monotonic() > end:
                raise Held(str(folder))
            time.sleep(PAUSE)
        try:
            yield
        finally:
            _given_back(handle)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: IO[bytes]) -> bool:
        handle.seek(0)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _given_back(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(handle: IO[bytes]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _given_back(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
