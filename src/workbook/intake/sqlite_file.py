"""A SQLite file opened so that nothing beside it or in it changes, also where its own program left it in the middle of work."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbook.intake.notes import Unusable

JOURNALS = ("-wal", "-journal")  # changes that are not in the file yet, or not to stay in it
WRITES_AHEAD = b"\x02\x02"  # bytes 18 and 19: with such a file even who only reads makes files beside it


@contextmanager
def address(path: Path) -> Iterator[str]:
    """The URI to open: the file itself, only for reading; with a journal a copy, in which SQLite can complete it.

    Raises Unusable where the file changes meanwhile.
    """
    before = _state(path)
    if any(size for _, size, _ in before[1:]):
        with tempfile.TemporaryDirectory(prefix="workbook-database-") as folder:
            for name, *_ in before:
                shutil.copyfile(path.with_name(name), Path(folder) / name)
            _same(path, before)
            yield f"{(Path(folder) / path.name).as_uri()}?mode=rw"
        return
    try:
        file = path.open("rb")
    except PermissionError as locked:
        raise Unusable("IN-LOCKED", path.name) from locked
    with file:
        ahead = file.read(20)[18:] == WRITES_AHEAD
    yield f"{path.as_uri()}?{'immutable=1' if ahead else 'mode=ro'}"
    if ahead:
        _same(path, before)


def _state(path: Path) -> list[tuple[str, int, int]]:
    """(name, bytes, time of the last change) of the file and of the journals beside it."""
    beside = [path.with_name(path.name + end) for end in JOURNALS]
    there = [path, *(p for p in beside if p.is_file() and not p.is_symlink())]
    return [(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in there]


def _same(path: Path, before: list[tuple[str, int, int]]) -> None:
    if _state(path) != before:
        raise Unusable("IN-GROWING", path.name)
