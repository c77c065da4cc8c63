"""Clients that cost nothing: results as a run leaves them, without a process, without a notebook."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from small_client import SETTINGS, small_folder
from workbook.batch.plan import Planned
from workbook.language import Words
from workbook.report import key
from workbook.report.order import Event, Job, Outcome
from workbook.settings import read_settings

GERMAN = Words("de", "de_DE", "EUR")
ENGLISH = Words("en", "en_GB", "EUR")


def folders(path: Path, *names: str) -> list[Path]:
    """Client folders of these names."""
    return [small_folder(path / name, SETTINGS) for name in names]


def planned(folder: Path, why: str = "new") -> Planned:
    """A client that is to be made."""
    return Planned(folder, folder.name, GERMAN, "to_do", why)


def deliver(job: Job) -> Path:
    """A result that the next plan takes for up to date."""
    p = read_settings(job.folder)
    language = job.language or p.language
    target = job.out / str(p.id)
    target.mkdir(parents=True, exist_ok=True)
    options = key.asked_for(replace(job, language=language), str(p.id), None)
    files = {"job.json": json.dumps(key.made_from(job.folder, job.out, options)), "report.html": p.name}
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")
    outputs = {name: key._file(target / name) for name in files}
    manifest = json.dumps({"chapters": [], "outputs": outputs})
    (target / "manifest.json").write_text(manifest, encoding="utf-8")
    return target


class FakeWork:
    """Says of each client what it was told to say, in turn; delivers where it was told nothing. Remembers what it was asked."""

    def __init__(self, **outcomes: Sequence[Outcome | BaseException]) -> None:
        self.outcomes = {name: list(said) for name, said in outcomes.items()}
        self.asked: list[list[str]] = []
        self.pdf: list[bool] = []
        self.closed = False

    def __call__(self, jobs: Sequence[Job], *_: object, **__: object) -> Iterator[Event]:
        """The events of these jobs, one after the other."""
        self.asked.append([job.folder.name for job in jobs])
        try:
            for job in jobs:
                self.pdf.append(job.pdf)
                yield Event(job, "started")
                yield Event(job, "chapter", "value")
                yield Event(job, "finished", outcome=self._outcome(job))
        finally:
            self.closed = True

    def _outcome(self, job: Job) -> Outcome:
        said = self.outcomes.get(job.folder.name)
        if not said:
            return Outcome(0, deliver(job), seconds=2.0, cpu_seconds=1.5)
        found = said.pop(0)
        if isinstance(found, BaseException):
            raise found
        return found


def tree(folder: Path, exempt: Sequence[str] = ()) -> Mapping[str, bytes]:
    """Every file below a folder but those whose path begins with one of `exempt`."""
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: p.read_bytes() for name, p in files.items() if not name.startswith(tuple(exempt))}
