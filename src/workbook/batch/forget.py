"""What the program keeps of a client, found and removed: results, logs, unfinished folders, checks, overviews, its key.

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
from typing import Any

from workbook.batch import across, overview, portfolio
from workbook.batch.desk_page import read_json
from workbook.batch.failures import FOLDER
from workbook.batch.lock import held
from workbook.batch.sweep import LEFT
from workbook.privacy.secret import key_file
from workbook.report import scratch
from workbook.report.publish import CAUSE, MARK, alive, on_its_way
from workbook.report.results import as_text
from workbook.whole import write_whole

PARTS = ("", "-only")
CHECKED = ("check.html", "check.json", "letter.txt")
LOG = re.compile(r"\.log(?:\.\d+)?")


@dataclass(frozen=True)
class Forgotten:
    """What was removed; what lost only its entry; what bears the name but is not ours or still at work, so it was left."""

    removed: tuple[Path, ...]
    left: tuple[Path, ...]
    rewritten: tuple[Path, ...] = ()


def forget(client: str, folder: Path, out: Path) -> Forgotten:
    """Remove what the program keeps of a client; Refused where a batch holds the output folder."""
    scratch.sweep()
    with held(out) if out.is_dir() else nullcontext():
        found = sorted(set(_folders(client, out)) | set(_unfinished(client, out)))
        mine = [p for p in found if _ours(p, client) and not folder.resolve().is_relative_to(p.resolve())]
        gone = [*mine, *_files(client, out), *_pages(client, out)]
        for path in gone:
            _remove(path)
        rewritten = (out / overview.NAME,) if _out_of_overview(client, out) else ()
    return Forgotten(tuple(gone), tuple(p for p in found if p not in mine), rewritten)


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
    """Checks, letters, files for a CRM, logs, the key: plain files only."""
    for name in (*(f"{client}-{end}" for end in CHECKED), f"{client}-crm-*.csv"):
        yield from (p for p in sorted(out.glob(name)) if _plain(p))
    logs = out / "logs"
    if logs.is_dir() and not logs.is_symlink():
        named = (p for p in sorted(logs.iterdir()) if p.name.startswith(f"{client}."))
        yield from (p for p in named if LOG.fullmatch(p.name.removeprefix(client)) and _plain(p))
    if _plain(key := key_file(client)):
        yield key


def _pages(client: str, out: Path) -> Iterator[Path]:
    """The pages over all clients where the client is or was among them: the next batch makes them again, without it."""
    page = out / portfolio.NAME
    listed = _plain(page) and client in portfolio.clients(page)
    if listed:
        yield page
    if listed or any(one.get("id") == client for one in _overview(out)):
        yield from (p for name in across.NAMES if _plain(p := out / name))


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


def _overview(out: Path) -> list[dict[str, Any]]:
    """The clients of summary.json; none where it is not ours or cannot be read."""
    told = read_json(out / overview.NAME).get("clients")
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _out_of_overview(client: str, out: Path) -> bool:
    """Take the client out of summary.json and count again; whether it stood there."""
    kept = [one for one in _overview(out) if one.get("id") != client]
    if len(kept) == len(_overview(out)):
        return False
    try:
        totals = overview.totals(kept)
    except (LookupError, TypeError):
        return False
    file = out / overview.NAME
    write_whole(file, as_text({**read_json(file), "totals": totals, "clients": kept}))
    return True
