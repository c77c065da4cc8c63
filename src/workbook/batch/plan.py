"""Which clients a batch is about, and what is to be done for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from workbook.chromium import browser
from workbook.language import Words
from workbook.parameters import Language, Parameters
from workbook.problem import Misuse, Problem, Refused
from workbook.report.earlier import named
from workbook.report.job import PRINTED
from workbook.report.key import asked_for, made_from, rests_on_database, stale
from workbook.report.order import Job
from workbook.settings import FILE, client_id, language_of, read_settings

State = Literal["to_do", "up_to_date", "unreadable"]


@dataclass(frozen=True)
class Planned:
    """One client: its folder, the name of its results, the words it is spoken to in, and what is to be done.

    `why` says why it is to be made: new, inputs, options, software, incomplete, changed, fresh, database.
    `problems` says why its settings cannot be read, `pdf` whether its report is asked for on paper, too.
    """

    folder: Path
    id: str
    words: Words
    state: State
    why: str = ""
    problems: tuple[Problem, ...] = ()
    pdf: bool = False

    @property
    def place(self) -> Path:
        """The folder as every process finds it."""
        return self.folder.resolve()


def plan(
    folders: Sequence[Path], out: Path, language: Language | None = None, fresh: bool = False, pdf: bool = False
) -> list[Planned]:
    """Every client once, in the order given. Raises Refused where two would have one result, Misuse where a folder is missing."""
    found = [_planned(Job(folder, out, language, pdf=pdf), fresh) for folder in clients(folders)]
    _one_result_each(found)
    return found


def clients(folders: Sequence[Path]) -> list[Path]:
    """Client folders: those given, and in place of a folder without client.yaml those it contains; each once."""
    found: dict[Path, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise Misuse("cli.no_folder", folder=str(folder))
        for client in _inside(folder):
            found.setdefault(client.resolve(), client)
    return list(found.values())


def _inside(folder: Path) -> Iterator[Path]:
    inside = sorted(p.parent for p in folder.glob(f"*/{FILE}") if not p.parent.name.startswith("."))
    return iter([folder] if (folder / FILE).is_file() or not inside else inside)


def _planned(job: Job, fresh: bool) -> Planned:
    folder, language = job.folder, job.language
    try:
        p = read_settings(folder)
    except Refused as refused:
        return _unreadable(folder, language, refused.problems)
    except OSError:
        return _unreadable(folder, language, (Problem("IN-LOCKED", "reject", file=FILE),))
    spoken = language or p.language
    words = Words(spoken, p.written(spoken), p.currency)
    why = reason(replace(job, language=spoken), p, fresh)
    return Planned(folder, str(p.id), words, "to_do" if why else "up_to_date", why, pdf=job.pdf)


def reason(job: Job, p: Parameters, fresh: bool = False) -> str:
    """Why the client is to be made; empty where its result is what would come out again. `job` names the language."""
    if fresh:
        return "fresh"
    name = str(p.id)
    try:
        wanted = made_from(job.folder, job.out, asked_for(job, name, named(job.folder, p, None)))
        why = stale(job.out / name, wanted) or _unprinted(job, name)
    except OSError:  # a file that cannot be read now: the run itself says which
        return "inputs"
    return why or ("database" if rests_on_database(job.folder) else "")


def _unprinted(job: Job, name: str) -> str:
    """A PDF that was asked for and is not there is tried again where there is a browser."""
    return "incomplete" if job.pdf and not (job.out / name / PRINTED).is_file() and browser() else ""


def _unreadable(folder: Path, language: Language | None, problems: Sequence[Problem]) -> Planned:
    """A client without a name of its own: its folder's, with a hash that keeps it apart from every other."""
    try:
        name = client_id(Parameters(name="client"), folder)
    except Refused:
        name = "client"
    apart = f"{name[:34]}-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:6]}"
    spoken = language or language_of(folder) or "de"
    return Planned(
        folder,
        apart,
        Words(spoken, "de_DE" if spoken == "de" else "en_GB", "EUR"),
        "unreadable",
        problems=tuple(problems),
    )


def _one_result_each(found: Sequence[Planned]) -> None:
    """Ids that differ in capitals only are one folder on many machines."""
    first: dict[str, Planned] = {}
    problems = []
    for one in found:
        other = first.setdefault(one.id.casefold(), one)
        if other is not one:
            values = {"value": one.id, "folder": str(other.folder), "other": str(one.folder)}
            problems.append(Problem("CFG-SAMEID", "reject", key="id", values=values))
    if problems:
        raise Refused(problems)
