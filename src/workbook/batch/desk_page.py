"""What the consultant's own pages have in common: the frame of the report's look, tables, a file put in place whole."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from workbook import __version__
from workbook.exhibit import Cell, Chapter, Exhibit, Head, Opening, Page, Provenance, Table
from workbook.language import Words
from workbook.report.assemble import generated_at
from workbook.report.page import render
from workbook.statement import page_labels

# The texts of each page: title, line below it, what a reader must know first.
PAGES = {
    "portfolio": ("portfolio.title", "portfolio.subtitle", "portfolio.banner"),
    "benchmark": ("benchmark.title", "benchmark.subtitle", "benchmark.banner"),
}


def page(name: str, words: Words, chapters: Sequence[Chapter], sources: Table, record: Mapping[str, Any]) -> str:
    """One HTML file in the look of the report that asks the network for nothing."""
    when = generated_at()
    day = words.date_long(when.date())
    title, subtitle, banner = PAGES[name]
    title = words.text(title)
    made = words.text("portfolio.made.text", day=day, time=words.time(when), version=__version__)
    return render(
        Page(
            words.language,
            title,
            title,
            words.text(subtitle, day=day),
            (words.text(banner),),
            None,
            tuple(chapters),
            Provenance(words.label("page.provenance"), sources, ((words.text("portfolio.made"), made),)),
            page_labels(words) | {"chapter": words.text("portfolio.part")},
            {"language": words.language, "version": __version__, "generated_at": when.isoformat(), **record},
        )
    )


def chapter(name: str, number: int, words: Words, answer: str, blocks: Sequence[Exhibit]) -> Chapter:
    """A part of the page: its name and lead are texts of ours."""
    short, lead = words.text(f"{name}.short"), words.text(f"{name}.lead")
    return Chapter(name.replace(".", "-"), Opening(name, number, short, short, answer, lead, ()), tuple(blocks))


def exhibit(
    name: str,
    words: Words,
    heads: Sequence[tuple[str, bool]],
    rows: Sequence[Sequence[Cell]],
    links: Sequence[str] = (),
) -> Exhibit:
    """A table whose message and caption are texts of ours; `heads` are text keys and whether the column holds numbers."""
    titles = tuple(Head(words.text(key), "", numeric) for key, numeric in heads)
    table = Table(
        words.text(f"{name}.caption"), titles, tuple(map(tuple, rows)), None, bool(len(rows) > 1), tuple(links)
    )
    return Exhibit(name, words.text(name), "", table)


def read_json(path: Path) -> dict[str, Any]:
    """What the file holds; nothing where it cannot be read."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def read_told(path: Path, names: Collection[str]) -> dict[str, Any]:
    """Of a results.json its dates, its currency and the figures of these names; nothing where it cannot be read.

    The rest is let go at once: over a thousand clients it would fill hundreds of megabytes.
    """
    told = read_json(path)
    kept = {key: told[key] for key in ("as_of", "period", "currency") if key in told}
    figures = told.get("figures")
    return kept | (
        {"figures": {name: figures[name] for name in names if name in figures}} if isinstance(figures, dict) else {}
    )
