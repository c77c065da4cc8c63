"""One log per client in OUT/logs: when what happened, in codes, counts and row numbers; nothing about persons."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

LARGEST = 100_000  # bytes; then a new file is begun
KEPT = 3  # older files beside it


def log(out: Path, client: str, line: str) -> None:
    """Add one line with the time in UTC to the client's log."""
    file = out / "logs" / f"{client}.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_file() and file.stat().st_size > LARGEST:
        _rotate(file)
    with file.open("a", encoding="utf-8", newline="\n") as handle:
        handle.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {line}\n")


def _rotate(file: Path) -> None:
    """x.log → x.log.1 → x.log.2 …; the oldest goes."""
    for number in range(KEPT, 0, -1):
        older = file.with_name(f"{file.name}.{number - 1}") if number > 1 else file
        if older.exists():
            older.replace(file.with_name(f"{file.name}.{number}"))
