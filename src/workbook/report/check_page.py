"""The page of `workbook check`: what stops a report, what was understood, doubtful and missing, and the letter about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from workbook.chapters import ORDER
from workbook.check import Seen, state
from workbook.exhibit import Block, Cell, Chapter, Exhibit, Head, Note, Opening, Page, Table
from workbook.finding import count, money
from workbook.intake import ROW_LEVEL
from workbook.letter import letter, paragraphs
from workbook.report.assemble import generated_at, provenance, record
from workbook.report.page import render
from workbook.statement import page_labels
from workbook.whole import write_whole

Rows = Sequence[Sequence[str]]
CAPTIONS = {
    "obstacles": "check.caption.obstacles",
    "understood": "check.caption.understood",
    "proposals": "check.caption.proposals",
    "doubts": "check.caption.doubts",
    "repairs": "check.caption.repairs",
    "needs": "check.caption.needs",
    "chapters": "check.caption.chapters",
}


def write(seen: Seen, found: Mapping[str, Any], out: Path) -> None:
    """The page, the record for scripts and the letter: three files beside each other, named by the client's id.

    Where the settings could not be read there is nothing to ask the client for: an earlier letter is removed.
    """
    out.mkdir(parents=True, exist_ok=True)
    contents = {
        "check.html": check_page(seen),
        "check.json": json.dumps(found, ensure_ascii=False, indent=1) + "\n",
        "letter.txt": letter(seen) if seen.looked else None,
    }
    for name, text in contents.items():
        path = out / f"{found['client']}-{name}"
        if text is None:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, text)


def check_page(seen: Seen) -> str:
    """One self-contained HTML file in the look of the report."""
    w, client, period = seen.words, seen.client, seen.period
    day = generated_at().date()
    name, long = client.parameters.name, w.date_long(day)
    dated = w.text("check.page.subtitle", period=w.period(*period), day=long) if period else None
    page = Page(
        w.language,
        w.text("check.page.title", client=name, day=day),
        name,
        dated or w.text("check.page.subtitle_undated", day=long),
        _banners(seen),
        None,
        tuple(_chapters(seen)),
        provenance(client, w),
        page_labels(w) | {"chapter": w.text("check.page.part")},
        dict(record(client, w)) | ({} if period else {"period": None, "as_of": None}),
        client.brand,
    )
    return render(page)


def _banners(seen: Seen) -> tuple[str, ...]:
    if not seen.stopping:
        return ()
    return (seen.words.text("check.page.banner" if seen.looked else "check.page.banner_unlooked"),)


def _chapters(seen: Seen) -> Iterator[Chapter]:
    """The parts there is something to say in."""
    parts: dict[str, Callable[[Seen], Iterator[Block]]] = {}
    if seen.stopping:
        parts["obstacles"] = _obstacles
    if seen.looked:
        parts |= {"understood": _understood, "doubtful": _doubtful}
        parts |= {"missing": _missing} if seen.run else {}
        parts["letter"] = lambda _: iter(())
    for number, (name, blocks) in enumerate(parts.items(), 1):
        yield Chapter(f"check-{name}", _opening(seen, name, number), tuple(blocks(seen)))


def _opening(seen: Seen, name: str, number: int) -> Opening:
    w = seen.words
    key = f"check.page.{name}"
    lead = "\n".join(paragraphs(seen)) if name == "letter" else w.text(f"{key}.lead")
    if name == "obstacles" and any(p.code in ROW_LEVEL for p in seen.stopping):
        lead += " " + w.text("check.page.obstacles.rows")
    if name == "missing" and seen.stopping:
        lead = w.text("check.page.missing.lead_stopped")
    return Opening(
        f"check-{name}", number, w.text(f"{key}.short"), w.text(f"{key}.short"), _answer(seen, name), lead, ()
    )


def _answer(seen: Seen, name: str) -> str:
    """The part in one sentence."""
    w, reading = seen.words, seen.client.reading
    if name == "obstacles":
        return w.text("check.page.obstacles", n=count(len(seen.stopping)))
    if name == "understood":
        if seen.stopping or not seen.client.has("transactions"):
            return w.text("check.page.understood_stopped", n=count(len(reading.files)))
        rejected = count(sum(f.rows_rejected for f in reading.files))
        return w.text("check.page.understood", n=rejected, money=money(reading.money_read))
    if name == "doubtful":
        concerned, n = seen.concerned(seen.doubts), count(len(seen.doubts))
        return (
            w.text(f"check.page.{name}", n=n, money=money(concerned))
            if concerned
            else w.text("check.page.doubtful_open", n=n)
        )
    if name == "letter" and seen.stopping:
        return w.text("check.page.letter_stopped")
    return w.text(f"check.page.{name}", n=count(len(seen.missing)))


def _obstacles(seen: Seen) -> Iterator[Block]:
    rows = [(one.sentence, seen.effect(one)) for one in seen.obstacles]
    yield _table(seen, "obstacles", seen.words.text("check.page.obstacles.table"), ("obstacle", "effect"), rows)


def _understood(seen: Seen) -> Iterator[Block]:
    """Per source one table: header, what we take it for, how it was recognised and read, how many values agree."""
    heads = ("header", "meaning", "how", "reading", "values")
    for (file, sheet), found in groupby(seen.columns, lambda line: (line.file, line.sheet)):
        place = f"{file} · {sheet}" if sheet else file
        lines = list(found)
        rows = [(one.header, one.meaning, one.how, one.reading, one.agreeing) for one in lines]
        yield _table(seen, f"understood.{place}", place, heads, rows)
        open_ = [
            (seen.words.text("check.page.proposal", header=one.header, proposal=one.proposal),)
            for one in lines
            if one.proposal
        ]
        if open_:
            title = seen.words.text("check.page.proposals", file=place)
            yield _table(seen, f"proposals.{place}", title, ("proposal",), open_)


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
    if seen.stopping:
        return
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
