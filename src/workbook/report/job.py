"""The main job: one client folder becomes one published report."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from workbook.book import open_run
from workbook.brand import read_brand
from workbook.chapters import ORDER
from workbook.chromium import browser
from workbook.client import Client
from workbook.language import Words
from workbook.parameters import Language
from workbook.problem import Misuse
from workbook.report import results as files
from workbook.report.assemble import frame
from workbook.report.execute import Executed, execute, notebook_folder
from workbook.report.exporter import ReportExporter, merged
from workbook.report.order import EngineName
from workbook.report.pdf import print_page
from workbook.report.persons_page import persons_page, without_persons
from workbook.report.proof import prove
from workbook.report.publish import publish, staging

WRITING = "writing"


@dataclass(frozen=True)
class Delivered:
    """Where the result is, which chapters failed and why; `unprinted`: a PDF was asked for and no browser could make it."""

    folder: Path
    client: Client
    executed: tuple[Executed, ...]
    unprinted: bool = False

    @property
    def failed(self) -> tuple[Executed, ...]:
        """The chapters that could not be made."""
        return tuple(e for e in self.executed if e.failed)


def report(
    folder: Path,
    out: Path,
    language: Language | None = None,
    only: Sequence[str] = (),
    progress: Callable[[str], None] = lambda _: None,
    pdf: bool = False,
    engine: EngineName = "workbook",
    skipped: Mapping[str, str] = MappingProxyType({}),
    lost: Sequence[str] = (),
) -> Delivered:
    """Read the client, run the notebooks, write and publish the report, with `pdf` as report.pdf too.

    `progress` hears each chapter as it begins, then WRITING. Notebooks of chapters in `skipped` (chapter → cause) are
    not run, chapters in `lost` not even computed for those that build on them.
    Raises Refused where the client's data or settings are wrong: an earlier report then stays untouched.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        raise Misuse("cli.no_folder", folder=folder.name)
    brand = read_brand(folder)
    open_run.cache_clear()  # the client's files may be others than they were
    client = replace(open_run(folder).client, brand=brand)
    p = client.parameters
    spoken: Language = language or p.language
    words = Words(spoken, p.written(spoken), p.currency)
    chapters = [c for c in ORDER if not only or c in only]
    with tempfile.TemporaryDirectory(prefix="workbook-keep-") as kept:
        run = {"client": str(folder), "language": spoken, "keep": kept, "lost": list(lost)}
        executed = tuple(execute(chapters, run, notebook_folder(), progress, engine, skipped))
        progress(WRITING)
        target = _target(out, str(p.id), executed, bool(only))
        with staging(target) as staged:
            printed = _write(staged, client, words, executed, Path(kept), pdf)
            publish(staged, target)
    return Delivered(target, client, executed, pdf and not printed)


def _target(out: Path, name: str, executed: Sequence[Executed], partial: bool) -> Path:
    """Where the result goes: a complete one is only ever replaced by a complete one."""
    if partial:
        return out / f"{name}-only"
    complete = out / name
    if any(e.failed for e in executed) and complete.exists():
        return out / "failed" / name
    return complete


def _write(staged: Path, client: Client, words: Words, executed: Sequence[Executed], kept: Path, pdf: bool) -> bool:
    """Every file of the report; manifest.json last, it marks the folder as whole. True if it is there on paper, too."""
    page = frame(client, words, executed)
    notebook = merged([(e.chapter, e.notebook) for e in executed])
    html, _ = ReportExporter().from_notebook_node(notebook, resources={"page": page})
    prove(html, kept, len(executed))
    (staged / "report.html").write_text(html, encoding="utf-8", newline="\n")
    chromium = browser() if pdf else None
    printed = chromium is not None and print_page(staged / "report.html", staged / "report.pdf", chromium)
    apart = persons_page(page, client, words, executed)
    if apart is not None:
        prove(apart, kept, 1)
        (staged / "persons.html").write_text(apart, encoding="utf-8", newline="\n")
    files.write_json(staged / "results.json", files.results(client, words.language, executed))
    files.write_tables(staged / "tables", kept)
    files.write_rejects(staged / "rejects.csv", client)
    files.write_notebooks(staged / "notebooks", [(e.chapter, without_persons(e.notebook)) for e in executed])
    files.write_json(staged / "manifest.json", files.manifest(client, words.language, executed, staged))
    return printed
