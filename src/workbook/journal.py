"""The journal of the workshop, `decisions.jsonl`: what was decided, of which data, and whether these are still the data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

NAME = "decisions.jsonl"


@dataclass(frozen=True)
class Stale:
    """Decisions taken on other data: when the last of them was taken, which they are, which files are new, gone or other."""

    day: date
    keys: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    other: tuple[str, ...]


@dataclass
class DataFiles:
    """The data files of a client's folder and their hashes; a file that did not change is not read again."""

    folder: Path
    _known: dict[str, tuple[tuple[int, int], str]] = field(default_factory=dict)

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of every data file by its name."""
        found, data = {}, self.folder / "data"
        for path in sorted(data.rglob("*")):
            if path.is_file() and not path.name.startswith((".", "~$")):
                name, stat = path.relative_to(data).as_posix(), path.stat()
                stamp = (stat.st_mtime_ns, stat.st_size)
                if self._known.get(name, (None, ""))[0] != stamp:
                    with path.open("rb") as source:
                        self._known[name] = (stamp, hashlib.file_digest(source, "sha256").hexdigest())
                found[name] = self._known[name][1]
        return found


def records(folder: Path) -> list[dict[str, Any]]:
    """Every line of the journal; one that was torn by a crash is left out."""
    place = folder / NAME
    found = []
    for line in place.read_text("utf-8", "replace").splitlines() if place.is_file() else []:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            found.append(record)
    return found


def stale(folder: Path, keys: Collection[str], files: DataFiles | None = None) -> Stale | None:
    """Which decisions in force (`keys`) were taken, or last confirmed, on other data than lie there now; None where none."""
    rested = {key: record for key, record in _last(records(folder)).items() if key in keys}
    if not rested:
        return None
    now = (files or DataFiles(folder)).hashes()
    old = {key: record for key, record in rested.items() if record["files"] != now}
    if not old:
        return None
    last = max(old.values(), key=lambda record: str(record["when"]))
    then: Mapping[str, str] = last["files"]
    other = sorted(name for name in {*then} & {*now} if then[name] != now[name])
    new, gone = sorted({*now} - {*then}), sorted({*then} - {*now})
    return Stale(_day(last), tuple(sorted(old)), tuple(new), tuple(gone), tuple(other))


def _last(told: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By decision the record of what it rests on: where it was set, or confirmed later."""
    undone = {record.get("undoes") for record in told if record.get("action") == "undo"}
    found = {}
    for record in told:
        if not isinstance(record.get("files"), dict) or _day(record) == date.min:
            continue
        if record.get("action") == "set" and record.get("save") not in undone:
            found[str(record.get("key"))] = record
        elif record.get("action") == "confirm":
            found |= {str(key): record for key in record.get("keys", ())}
    return found


def _day(record: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(record.get("when"))[:10])
    except ValueError:
        return date.min
