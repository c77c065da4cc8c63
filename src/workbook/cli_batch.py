"""`workbook batch`: its options, and its body that calls the batch and says what became of it."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.language import Words

if TYPE_CHECKING:
    from workbook.batch.overview import Result
    from workbook.batch.runner import Batch, Work
    from workbook.progress import Several
    from workbook.report.order import Event

MEGABYTE = 1 << 20
CHAPTER = 4  # a chapter may take a quarter of the time: enough is left to make the others without it


def arguments(made: argparse.ArgumentParser, words: Words) -> None:
    """The options of the command, and the words its body speaks."""
    made.set_defaults(words=words)
    made.add_argument("folders", metavar="DIR", type=Path, nargs="+", help=words.text("batch.help.folders"))
    made.add_argument("-o", "--out", metavar="OUT", type=Path, help=words.text("cli.help.out_report"))
    made.add_argument("-j", "--workers", metavar="N", type=_positive, help=words.text("batch.help.workers"))
    made.add_argument("--scheduler", metavar="ADDRESS", help=words.text("batch.help.scheduler"))
    made.add_argument("--fresh", action="store_true", help=words.text("batch.help.fresh"))
    made.add_argument("--dry-run", action="store_true", help=words.text("batch.help.dry_run"))
    made.add_argument("--pdf", action="store_true", help=words.text("cli.help.pdf"))
    made.add_argument("--language", choices=["de", "en"], help=words.text("cli.help.language"))
    made.add_argument("--timeout", metavar="MINUTES", type=_positive, default=60, help=words.text("batch.help.timeout"))
    made.add_argument("--memory", metavar="MB", type=_positive, default=8192, help=words.text("batch.help.memory"))


def body(chosen: argparse.Namespace) -> int:
    """workbook batch"""
    from workbook.batch import overview
    from workbook.batch.lock import held
    from workbook.batch.plan import clients, plan
    from workbook.batch.runner import Batch, room, status
    from workbook.batch.sweep import sweep
    from workbook.problem import outside_data
    from workbook.progress import Several

    out, words = chosen.out or Path("reports"), chosen.words
    folders = clients(chosen.folders)
    outside_data(out, *folders)
    asked = (out, chosen.language, chosen.fresh, chosen.pdf)
    if chosen.dry_run:
        print(overview.plan_table(plan(folders, *asked), words))
        return 0
    with held(out):
        sweep(out)
        planned = plan(folders, *asked)
        to_do = sum(p.state == "to_do" for p in planned)
        room(out, to_do)
        work = _work(chosen, to_do)
        with Several(len(planned)) as progress:
            batch = Batch(planned, out, partial(_tell, progress, words))
            try:
                batch.run(work)
            finally:
                _pages(batch, out, _spoken(chosen))
                _unsaved(batch.unsaved, words)
        print(overview.table(batch.results, words))
        if any(r.last.unprinted for r in batch.results):
            print(words.text("cli.unprinted"), file=sys.stderr)
    return status(batch.results)


def _spoken(chosen: argparse.Namespace) -> Words:
    """The language of the pages on the batch: the one asked for, else the terminal's."""
    if chosen.language is None:
        words: Words = chosen.words
        return words
    return Words(chosen.language, "de_DE" if chosen.language == "de" else "en_GB", "EUR")


def _work(chosen: argparse.Namespace, clients: int) -> Work:
    """Who makes the clients: processes of this machine, or the workers of a cluster, which must answer now."""
    from workbook.batch.runner import workers
    from workbook.report.order import Limits
    from workbook.report.workers import work

    limits = Limits(chosen.timeout * 60, chosen.timeout * 60 / CHAPTER, chosen.memory * MEGABYTE)
    if chosen.scheduler:
        from workbook.batch import dask_cluster

        dask_cluster.connected(chosen.scheduler).close()
        return partial(dask_cluster.work, address=chosen.scheduler, limits=limits, fresh=chosen.fresh)
    return partial(work, workers=chosen.workers or workers(clients), limits=limits)


def _tell(progress: Several, words: Words, told: Event | Result) -> None:
    """One line per client that is done; in between what it is at."""
    from workbook.batch import overview
    from workbook.batch.overview import Result

    if isinstance(told, Result):
        progress.ended(f"{told.planned.id}: {overview.line(told, words)}")
    elif told.chapter:
        progress.at(words.text("cli.writing" if told.chapter == "writing" else f"page.chapter.{told.chapter}"))


def _pages(batch: Batch, out: Path, words: Words) -> None:
    """The consultant's pages over all clients; a disk that refuses them is told with the rest."""
    from workbook.batch import across, portfolio

    for write in (portfolio.write, across.write):
        try:
            write(out, batch.results, words)
        except OSError as error:
            batch.unsaved.append(error)


def _unsaved(errors: list[OSError], words: Words) -> None:
    """What could not be written beside the reports, said once."""
    from workbook.problem import refusal

    if errors:
        print(words.text("batch.unsaved", cause=refusal(errors[0])), file=sys.stderr)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(text)
    return number
