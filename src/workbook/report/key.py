"""What a report is made from, as hashes: where they are the same and the result is untouched, it need not be made again."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from workbook import __version__
from workbook.intake.database import FILE as DATABASE
from workbook.report.execute import notebook_folder
from workbook.report.publish import MARK
from workbook.report.results import PACKAGES

NAME = "job.json"
PARTS = ("inputs", "options", "software")
BLOCK = 1 << 20


def made_from(folder: Path, out: Path, options: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 of all files of the client's folder, of the options, of the software, and of the three together: `key`.

    `options`: client, language, chapters, pdf. What lies in `out` or is hidden is no input.
    """
    parts = {"inputs": _files(folder, inputs(folder, out)), "options": _text(options), "software": software()}
    return {"key": _text(parts), **parts}


def inputs(folder: Path, out: Path) -> Iterator[Path]:
    """The files of a client: settings, journal, data, brand, own notebooks."""
    home, kept = folder.resolve(), out.resolve()
    within = home in kept.parents  # a client that itself lies in `out` is all input
    for path in sorted(home.rglob("*")):
        own = path.relative_to(home).parts
        result = within and path.is_relative_to(kept)
        if not any(p.startswith((".", "~$")) for p in own) and not result and path.is_file():
            yield path


@cache
def software() -> str:
    """SHA-256 of our own code, texts and notebooks, of the versions of Python and of every package we name."""
    package, notebooks = Path(__file__).resolve().parents[1], notebook_folder()
    ours = [p for p in package.rglob("*") if p.is_file() and p.suffix != ".pyc" and notebooks not in p.parents]
    parts = {"version": __version__, "python": platform.python_version(), "packages": _versions()}
    parts |= {"code": _files(package, sorted(ours)), "notebooks": _files(notebooks, sorted(notebooks.glob("*.ipynb")))}
    return _text(parts)


def stale(target: Path, wanted: Mapping[str, str]) -> str:
    """Why the result in `target` is not the one wanted: new, inputs, options, software, incomplete, changed; empty: it is."""
    try:
        stored = json.loads((target / NAME).read_text("utf-8"))
        manifest = json.loads((target / MARK).read_text("utf-8"))
        differing = next((p for p in PARTS if stored.get(p) != wanted[p]), "")
        if differing:
            return differing
        if any(chapter["failed"] for chapter in manifest["chapters"]):
            return "incomplete"
        outputs = manifest["outputs"].items()
        return "" if all(_file(target / name) == known for name, known in outputs) else "changed"
    except FileNotFoundError:
        return "changed" if target.exists() else "new"
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return "changed"


def rests_on_database(folder: Path) -> bool:
    """Whether data come from a database: no hash of files then says that they are the same."""
    return (folder / "data" / DATABASE).is_file()


def _versions() -> dict[str, str]:
    try:
        named = [r for r in importlib.metadata.requires("workbook") or () if "extra ==" not in r]
    except importlib.metadata.PackageNotFoundError:  # run from the source tree
        named = list(PACKAGES)
    names = sorted(found[0] for r in named if (found := re.match(r"[\w.-]+", r)))
    return {name: _version(name) for name in names}


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _files(folder: Path, paths: Iterable[Path]) -> str:
    """One hash over names and contents."""
    base = folder.resolve()
    return _text({p.relative_to(base).as_posix(): _file(p) for p in paths})


def _file(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as handle:
        while block := handle.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def _text(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
