"""What the program keeps of a client, found and removed: results, logs, unfinished folders, its entry in the overview, its key.

The client's own files are never touched, nor any folder that is not ours: a result is a folder, no link, whose manifest names
the client. What stands outside the output folder (copies, the list of codes, backups) is nobody's to find here.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from workbook.batch import overview
from workbook.batch.failures import CAUSE, FOLDER
from workbook.batch.lock import held
from workbook.batch.sweep import LEFT
from workbook.privacy.secret import key_file
from workbook.report import scratch
from workbook.report.publish import MARK, alive, on_its_way
from workbook.report.results import as_text
from workbook.whole import write_whole

PARTS = ("", "-only")
LOG = re.compile(r"\.log(?:\.\d+)?")


@dataclass(frozen=True)
class Forgotten:
    """What was removed, and what bears the client's name but is not ours or still at work, so it was left."""

    removed: tuple[Path, ...]
    left: tuple[Path, ...]


def forget(client: str, folder: Path, out: Path) -> Forgotten:
    """Remove what the program keeps of a client; Refused where a batch holds the output folder."""
    scratch.sweep()
    with held(out) if out.is_dir() else nullcontext():
        found = sorted(set(_folders(client, out)) | set(_unfinished(client, out)))
        mine = [p for p in found if _ours(p, client) and not folder.resolve().is_relative_to(p.resolve())]
        gone = [*mine, *_files(client, out)]
        for path in gone:
            _remove(path)
        if _out_of_overview(client, out):
            gone.append(out / overview.NAME)
    return Forgotten(tuple(gone), tuple(p for p in found if p not in mine))


def _folders(client: str, out: Path) -> Iterator[Path]:
    """Everything that stands where results of the client stand."""
    for place in _places(out):
        yield from (p for part in PARTS if os.path.lexists(p := place / f"{client}{part}"))


def _unfinished(client: str, out: Path) -> Iterator[Path]:
    """Folders of runs that did not end, as they are named while they are made."""
    for place in _places(out):
        for path in place.glob(f".{client}*"):
            named = LEFT.fullmatch(path.name)
            if named and named["name"] in {client + part for part in PARTS}:
                yield path


def _places(out: Path) -> Iterator[Path]:
    yield out
    if not (out / FOLDER).is_symlink():
        yield out / FOLDER


def _ours(path: Path, client: str) -> bool:
    """Whether a folder is a result of this client, or what a dead run left of one; no link, no file."""
    if path.is_symlink() or not path.is_dir():
        return False
    if LEFT.fullmatch(path.name):
        return not alive(path)
    try:
        manifest = json.loads((path / MARK).read_text("utf-8"))
        return isinstance(manifest, dict) and manifest.get("client") == client
    except (OSError, ValueError):
        return path.parent.name == FOLDER and (path / CAUSE).is_file()


def _files(client: str, out: Path) -> Iterator[Path]:
    """Files for a CRM, logs, the key: plain files only."""
    yield from (p for p in sorted(out.glob(f"{client}-crm-*.csv")) if _plain(p))
    logs = out / "logs"
    if logs.is_dir() and not logs.is_symlink():
        named = (p for p in sorted(logs.iterdir()) if p.name.startswith(f"{client}."))
        yield from (p for p in named if LOG.fullmatch(p.name.removeprefix(client)) and _plain(p))
    if _plain(key := key_file(client)):
        yield key


def _plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _remove(path: Path) -> None:
    """A file at once; a folder out of sight in one step, then for good, links inside it as links."""
    if path.is_file():
        path.unlink()
        return
    aside = on_its_way(path)
    path.rename(aside)
    shutil.rmtree(aside)


def _out_of_overview(client: str, out: Path) -> bool:
    """Take the client out of summary.json and count again; whether it stood there."""
    file = out / overview.NAME
    try:
        told = json.loads(file.read_text("utf-8"))
        kept = [one for one in told["clients"] if one["id"] != client]
        if len(kept) == len(told["clients"]):
            return False
        totals = overview.totals(kept)
    except (OSError, ValueError, LookupError, TypeError):
        return False
    write_whole(file, as_text({**told, "totals": totals, "clients": kept}))
    return True
