"""How long results.xlsx and report.pptx take (CPU seconds). Run by hand: python tests/benchmarks/files.py

Every finding and exhibit of the sample client, its customers, then the same customers repeated up to 5,000.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pandas as pd

from workbook import intake
from workbook.chapters import ORDER
from workbook.client import Client
from workbook.exhibit import Chapter, Page
from workbook.language import Words
from workbook.report.assemble import frame
from workbook.report.slides import write as write_slides
from workbook.report.xlsx import write as write_book
from workbook.run import Run
from workbook.settings import read_settings
from workbook.statement import facts, opening, statement

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample" / "muster"
WORDS = Words("de", "de_DE", "EUR")


def chapter(run: Run, name: str) -> Chapter:
    """The chapter with all its exhibits, each after one finding while there are any."""
    done = run.chapter(name)
    said = [statement(f, WORDS) for f in done.findings]
    drawn = [e for draw in done.module.EXHIBITS.values() if (e := draw(done.result, WORDS)) is not None]
    blocks = [b for i in range(max(len(said), len(drawn))) for b in (*said[i : i + 1], *drawn[i : i + 1])]
    return Chapter(name, opening(name, done, WORDS), tuple(blocks))


def seconds(work: Callable[[], None]) -> float:
    """CPU time of the second of two runs."""
    work()
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Prints one line per file."""
    client = intake.read(SAMPLE, read_settings(SAMPLE))
    run = Run(client)
    page: Page = replace(frame(client, WORDS, ()), chapters=tuple(chapter(run, name) for name in ORDER))
    told = [facts(name, run.chapter(name), WORDS) for name in ORDER]
    figures = {k: v for t in told for k, v in t["figures"].items()}
    results = {"figures": figures, "findings": [f for t in told for f in t["findings"]]}
    customers = run.chapter(ORDER[-1]).after.customers
    many = pd.concat([customers] * 9)[:5_000].set_axis([f"C{i:05d}" for i in range(5_000)])
    with tempfile.TemporaryDirectory() as folder:
        book, deck = Path(folder) / "results.xlsx", Path(folder) / "report.pptx"
        print("report.pptx", round(seconds(lambda: write_slides(deck, page, WORDS)), 2))
        print("results.xlsx", round(seconds(lambda: write_book(book, page, customers, results, client, WORDS)), 2))
        with mock.patch.object(Client, "existing", lambda self, ids: ids[many["score"].notna().to_numpy()]):
            large = seconds(lambda: write_book(book, page, many, results, client, WORDS))
        print("results.xlsx, 5,000 customers", round(large, 2), f"{book.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
