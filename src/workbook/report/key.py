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
from workbook.chromium import browser, version
from workbook.intake.database import FILE as DATABASE
from workbook.report.assemble import epoch
from workbook.report.earlier import key_of
from workbook.report.execute import notebook_folder
from workbook.report.order import Job
from workbook.report.publish import MADE, MARK
from workbook.report.results import PACKAGES

NAME = MADE
PARTS = ("inputs", "options", "software")
BLOCK = 1 << 20


def made_from(folder: Path, out: Path, options: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 of all files of the client's folder, of the options, of the software, and of the three together: `key`.

    `options`: what `asked_for` says. What lies in `out` or is hidden is no input.
    """
    parts = {"inputs": _files(folder, inputs(folder, out)), "options": _text(options), "software": software()}
    return {"key": _text(parts), **parts}


def asked_for(job: Job, client: str, compared: Path | None) -> dict[str, Any]:
    """What was asked for, as far as the result depends on it: client, language, chapters, and where they were asked for the
    PDF with the browser that prints it, the earlier result, codes, and a day given by SOURCE_DATE_EPOCH.

    The engine is no part of it, both write the same; nor are the limits: what ran into them is incomplete and made again.
    """
    asked = {"client": client, "language": job.language, "only": sorted(job.only), "pdf": job.pdf}
    asked |= {"browser": version(browser())} if job.pdf else {}
    asked |= {"compare": key_of(compared)} if compared else {}
    asked |= {"pseudonymise": True} if job.pseudonymise else {}
    return asked | ({"made": given} if (given := epoch()) is not None else {})


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
    """SHA-256 of our own code, texts and notebooks, of the versions of Python, of the packages we name and of all they need."""
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
    """Of pictures and pages much is made by packages we do not name: a newer one may make other bytes of the same data."""
    waiting, found = ["workbook", *PACKAGES], dict[str, str]()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name], needed = _installed(name)
            waiting += needed
    return found


def _installed(name: str) -> tuple[str, list[str]]:
    """The version of a package and the names of those it needs; of one that is not here, nothing."""
    try:
        package = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return "", []
    needed = [r for r in package.requires or () if "extra ==" not in r]
    names = (re.match(r"[\w.-]+", r) for r in needed)
    return package.version, [re.sub(r"[-_.]+", "-", n[0]).lower() for n in names if n]


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
