"""`workbook report --pseudonymise`: its options, and the key the report is made with."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.language import Words
from workbook.problem import Misuse

if TYPE_CHECKING:
    from workbook.report.order import Job


def arguments(made: argparse.ArgumentParser, words: Words) -> None:
    """The options added to those of the report."""
    made.add_argument("--pseudonymise", action="store_true", help=words.text("privacy.help.pseudonymise"))
    made.add_argument("--mapping", metavar="FILE", type=Path, help=words.text("privacy.help.mapping"))


@contextmanager
def asked(job: Job, chosen: argparse.Namespace) -> Iterator[Job]:
    """The job as asked for; the key is found here, because a worker has no folder of the user's to look into."""
    from workbook.privacy import mapping
    from workbook.privacy.secret import handed_on
    from workbook.settings import read_settings

    if chosen.mapping is not None and not chosen.pseudonymise:
        raise Misuse("privacy.mapping_alone")
    if not chosen.pseudonymise:
        yield job
        return
    if job.compare or read_settings(job.folder).compare_with:
        raise Misuse("privacy.compare")
    place = chosen.mapping and mapping.place(chosen.mapping, job.folder, job.out)
    with handed_on(str(read_settings(job.folder).id), job.folder, job.out):
        yield replace(job, pseudonymise=True, mapping=place)
