"""The main job: one client folder becomes one published report."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from workbook import intake
from workbook.book import open_run
from workbook.brand import read_brand
from workbook.chapters import ORDER
from workbook.chromium import browser
from workbook.client import Client
from workbook.language import Words
from workbook.parameters import Language, Parameters
from workbook.privacy import mapping
from workbook.privacy.pseudonymise import Naming
from workbook.privacy.secret import handed, handed_on
from workbook.problem import Misuse
from workbook.report import account_plans, slides, xlsx
from workbook.report import results as files
from workbook.report.assemble import frame
from workbook.report.comparing import Comparing, comparing
from workbook.report.earlier import named, read_earlier
from workbook.report.execute import Executed, execute, notebook_folder, notebooks_in
from workbook.report.exporter import ReportExporter, filled, merged
from workbook.report.key import NAME, asked_for, made_from
from workbook.report.order import Job
from workbook.report.pdf import print_page
from workbook.report.persons_page import persons_page, without_persons
from workbook.report.proof import prove
from workbook.report.publish import publish, replaceable, staging, writable
from workbook.settings import read_settings
from workbook.workshop.copies import Own, own_notebooks

WRITING = "writing"
PRINTED = "report.pdf"


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


def report(job: Job, progress: Callable[[str], None] = lambda _: None) -> Delivered:
    """Read the client, run the notebooks, write and publish the report, in this process.

    `progress` hears each chapter as it begins, then WRITING.
    Raises Refused where the client's data or settings are wrong: an earlier report then stays untouched.
    """
    folder = job.folder.resolve()
    if not folder.is_dir():
        raise Misuse("cli.no_folder", folder=folder.name)
    p = read_settings(folder)
    with handed_on(str(p.id), folder, job.out) if job.pseudonymise else nullcontext():
        return _reported(job, folder, p, progress)


def _reported(job: Job, folder: Path, p: Parameters, progress: Callable[[str], None]) -> Delivered:
    """The report on a client whose settings can be read."""
    brand = read_brand(folder)
    spoken: Language = job.language or p.language
    coded = {"pseudonymise": True} if job.pseudonymise else {}
    compared = named(folder, p, job.compare)
    if coded and compared:  # the earlier result names those whom codes are to hide
        raise Misuse("privacy.compare")
    # Before anything is read: data that change meanwhile then make the next batch do it again.
    source = made_from(folder, job.out, asked_for(replace(job, language=spoken), str(p.id), compared))
    beside = comparing(read_earlier(compared, str(p.id)), folder, job.lost)
    open_run.cache_clear()  # the client's files may be others than they were
    client = replace(open_run(folder, job.pseudonymise).client, brand=brand)
    writable(job.out)
    replaceable(job.out / (f"{p.id}-only" if job.only else str(p.id)), folder)
    p = client.parameters
    words = Words(spoken, p.written(spoken), p.currency)
    own = chosen_notebooks(folder, p.notebooks)
    chapters = {c: job.skipped.get(c, "") for c in ORDER if not job.only or c in job.only}
    with tempfile.TemporaryDirectory(prefix="workbook-keep-") as kept:
        run = {"client": str(folder), "language": spoken, "keep": kept, "lost": list(job.lost), **coded}
        executed = tuple(execute(chapters, run, own.notebooks, progress, job.engine))
        progress(WRITING)
        target = _target(job.out, str(p.id), executed, bool(job.only))
        replaceable(target, folder)
        with staging(target) as staged:
            files.write_json(staged / NAME, source)
            made = Made(client, words, executed, Path(kept), own.changed, beside)
            printed = _write(staged, made, job.pdf)
            publish(staged, target)
    if job.pseudonymise and job.mapping is not None:
        _tell_codes(job.mapping, folder, job.out)
    return Delivered(target, client, executed, job.pdf and not printed)


def _tell_codes(file: Path, folder: Path, out: Path) -> None:
    """Write which code stands for whom, read from the client's files once more: nothing else of the run knows the names."""
    client = intake.read(folder, read_settings(folder))
    naming = Naming(client, handed(str(client.parameters.id), folder))
    mapping.write(mapping.place(file, folder, out), naming.mapping)


def _target(out: Path, name: str, executed: Sequence[Executed], partial: bool) -> Path:
    """Where the result goes: a complete one is only ever replaced by a complete one."""
    if partial:
        return out / f"{name}-only"
    complete = out / name
    if any(e.failed for e in executed) and complete.exists():
        return out / "failed" / name
    return complete


def chosen_notebooks(folder: Path, whose: str | None) -> Own:
    """The package's notebooks, or where the settings say so those changed for this client."""
    if whose == "own":
        return own_notebooks(folder, notebook_folder())
    return Own(notebooks_in(notebook_folder()), {})


@dataclass(frozen=True)
class Made:
    """What the notebooks of one run made: all that is written goes back to it; `beside` compares it with an earlier result."""

    client: Client
    words: Words
    executed: tuple[Executed, ...]
    kept: Path
    changed: Mapping[str, str]
    beside: Comparing | None


def _write(staged: Path, made: Made, pdf: bool) -> bool:
    """Every file of the report; manifest.json last, it marks the folder as whole. True if it is there on paper, too."""
    client, words, executed, kept = made.client, made.words, made.executed, made.kept
    page = frame(client, words, executed, bool(made.changed))
    notebook = merged([(e.chapter, e.notebook) for e in executed])
    told, customers = files.results(client, words.language, executed), files.read_customers(kept)
    if made.beside is not None:
        made.beside.add(told, notebook, customers, client, words, executed)
    html, _ = ReportExporter().from_notebook_node(notebook, resources={"page": page})
    prove(html, kept, len(executed))
    (staged / "report.html").write_text(html, encoding="utf-8", newline="\n")
    chromium = browser() if pdf else None
    printed = chromium is not None and print_page(staged / "report.html", staged / PRINTED, chromium)
    apart = persons_page(page, client, words, executed)
    if apart is not None:
        prove(apart, kept, 1)
        (staged / "persons.html").write_text(apart, encoding="utf-8", newline="\n")
    files.write_json(staged / "results.json", told)
    shown = filled(page, notebook)
    xlsx.write(staged / "results.xlsx", shown, customers, told, client, words)
    slides.write(staged / "report.pptx", shown, words)
    if not client.codes:
        account_plans.write(staged / "account-plans", page, customers, client, words, kept)
    files.write_tables(staged / "tables", kept)
    if not client.codes:
        files.write_rejects(staged / "rejects.csv", client)
    # What a consultant wrote into notebooks of their own may name anybody.
    if not client.codes or client.parameters.notebooks != "own":
        notebooks = [(e.chapter, without_persons(e.notebook)) for e in executed]
        files.write_notebooks(staged / "notebooks", notebooks, places=not client.codes)
    manifest = files.manifest(client, words.language, executed, staged)
    files.write_json(staged / "manifest.json", {**manifest, "changed_notebooks": dict(made.changed)})
    return printed
