"""The page of `workbook check`: what was understood, what is doubtful, what is missing, and the letter that asks for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from workbook.chapters import ORDER
from workbook.check import Seen, state
from workbook.exhibit import Block, Cell, Chapter, Exhibit, Head, Note, Opening, Page, Table
from workbook.finding import count, money
from workbook.letter import letter, paragraphs
from workbook.report.assemble import generated_at, provenance, record
from workbook.report.page import render
from workbook.statement import page_labels

Rows = Sequence[Sequence[str]]
CAPTIONS = {
    "understood": "check.caption.understood",
    "doubts": "check.caption.doubts",
    "repairs": "check.caption.repairs",
    "needs": "check.caption.needs",
    "chapters": "check.caption.chapters",
}


def write(seen: Seen, found: Mapping[str, Any], out: Path) -> None:
    """The page, the record for scripts and the letter: three files beside each other, named by the client's id."""
    out.mkdir(parents=True, exist_ok=True)
    contents = {
        "check.html": check_page(seen),
        "check.json": json.dumps(found, ensure_ascii=False, indent=1) + "\n",
        "letter.txt": letter(seen),
    }
    for name, text in contents.items():
        (out / f"{found['client']}-{name}").write_text(text, encoding="utf-8", newline="\n")


def check_page(seen: Seen) -> str:
    """One self-contained HTML file in the look of the report."""
    w, client = seen.words, seen.client
    day = generated_at().date()
    name = client.parameters.name
    page = Page(
        w.language,
        w.text("check.page.title", client=name, day=day),
        name,
        w.text("check.page.subtitle", period=w.period(*client.period), day=w.date_long(day)),
        (),
        None,
        tuple(_chapters(seen)),
        provenance(client, w),
        page_labels(w) | {"chapter": w.text("check.page.part")},
        record(client, w),
    )
    return render(page)


def _chapters(seen: Seen) -> Iterator[Chapter]:
    parts = {
        "understood": _understood(seen),
        "doubtful": _doubtful(seen),
        "missing": _missing(seen),
        "letter": (),
    }
    for number, (name, blocks) in enumerate(parts.items(), 1):
        yield Chapter(f"check-{name}", _opening(seen, name, number), tuple(blocks))


def _opening(seen: Seen, name: str, number: int) -> Opening:
    w, reading = seen.words, seen.client.reading
    concerned = sum(abs(doubt.money) for doubt in seen.doubts if doubt.money is not None)
    numbers = {
        "understood": {"n": count(sum(f.rows_rejected for f in reading.files)), "money": money(reading.money_used)},
        "doubtful": {"n": count(len(seen.doubts)), "money": money(concerned)},
        "missing": {"n": count(len(seen.missing))},
        "letter": {"n": count(len(seen.missing))},
    }[name]
    key = f"check.page.{name}"
    answer = w.text_from("check.page.doubtful_open" if name == "doubtful" and not concerned else key, numbers)
    lead = "\n".join(paragraphs(seen)) if name == "letter" else w.text(f"{key}.lead")
    return Opening(f"check-{name}", number, w.text(f"{key}.short"), w.text(f"{key}.short"), answer, lead, ())


def _understood(seen: Seen) -> Iterator[Block]:
    """Per source one table: header, what we take it for, how the values were read, how many agree."""
    w = seen.words
    heads = ("header", "meaning", "reading", "values")
    for (file, sheet), found in groupby(seen.client.reading.decisions, lambda d: (d.file, d.sheet)):
        place = f"{file} · {sheet}" if sheet else file
        rows = []
        for d in found:
            agreeing = w.text("check.page.agreeing", n_agreeing=count(d.agreeing), n_total=count(d.total))
            rows.append((d.header, seen.meaning(d), seen.reading(d), agreeing))
        yield _table(seen, f"understood.{place}", place, heads, rows)


def _doubtful(seen: Seen) -> Iterator[Block]:
    w = seen.words
    if seen.doubts:
        rows = [(doubt.sentence, seen.effect(doubt)) for doubt in seen.doubts]
        note = Note(w.text("note.read"), w.text("check.page.doubtful.read"))
        table = _table(seen, "doubts", w.text("check.page.doubts"), ("doubt", "effect"), rows)
        yield replace(table, notes=(note,))
    if seen.repairs:
        yield _table(seen, "repairs", w.text("check.page.repairs"), ("repair",), [(one,) for one in seen.repairs])


def _missing(seen: Seen) -> Iterator[Block]:
    w = seen.words
    if seen.missing:
        rows = []
        for one in seen.missing:
            chapters = "; ".join(w.text(f"page.chapter.{c}") for c in one.chapters)
            rows.append((one.meaning, one.need, chapters, "; ".join(one.would_show)))
        yield _table(seen, "needs", w.text("check.page.needs"), ("missing", "code", "opens", "would_show"), rows)
    states = {name: state(seen, name) for name in ORDER}
    able = [
        (w.text(f"page.chapter.{name}"), w.number(found["figures"]), w.number(found["not_assessable"]))
        for name, found in states.items()
    ]
    yield _table(seen, "chapters", w.text("check.page.chapters"), ("chapter", "figures", "open"), able)


def _table(seen: Seen, name: str, title: str, heads: Sequence[str], rows: Rows) -> Exhibit:
    named = tuple(Head(seen.words.text(f"check.head.{head}"), "", head in ("figures", "open")) for head in heads)
    cells = tuple(tuple(Cell(text) for text in row) for row in rows)
    table = Table(seen.words.text(CAPTIONS[name.partition(".")[0]]), named, cells)
    return Exhibit(f"check-{name}", title, "", table)
