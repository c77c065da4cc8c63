"""What `workbook check` says at the terminal, in 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from workbook.chapters import ORDER
from workbook.check import Seen, state
from workbook.finding import count

WIDTH = 100


def as_text(seen: Seen) -> str:
    """What was understood, what is doubtful, what the report can say, and what is missing."""
    w, reading = seen.words, seen.client.reading
    amounts = {k: w.money_full(getattr(reading, f"money_{k}")) for k in ("read", "used", "rejected")}
    lines = [w.text("check.title", client=seen.client.parameters.name, period=w.period(*seen.client.period))]
    lines += ["", w.text("check.files"), *_files(seen), "", *_wrapped(w.text("check.money", **amounts), "")]
    if reading.unmapped:
        lines += _wrapped(w.text("check.unmapped", files=w.listing(list(reading.unmapped))), "")
    lines += ["", w.text("check.understood"), *_decisions(seen)]
    if seen.doubts:
        lines += ["", w.text("check.problems"), *_doubts(seen)]
    if seen.repairs:
        lines += ["", w.text("check.repairs"), *_bullets(seen.repairs)]
    lines += ["", w.text("check.chapters"), *_chapters(seen)]
    lines += ["", w.text("check.missing"), *_missing(seen)]
    return "\n".join(lines)


def _files(seen: Seen) -> Iterable[str]:
    for f in seen.client.reading.files:
        place = f.file + (f" · {f.sheet}" if f.sheet else "")
        table = seen.words.text(f"table.{f.table or 'lookup'}")
        numbers = {"n_read": count(f.rows_read), "n_used": count(f.rows_used), "n_rejected": count(f.rows_rejected)}
        yield from _wrapped(seen.words.text("check.file", place=place, table=table, **numbers), "  ")


def _decisions(seen: Seen) -> Iterable[str]:
    """One line per column whose values had to be read, by source."""
    w, place = seen.words, None
    for d in seen.client.reading.decisions:
        if place != (d.file, d.sheet):
            place = (d.file, d.sheet)
            yield "  " + d.file + (f" · {d.sheet}" if d.sheet else "")
        numbers = {"n_agreeing": count(d.agreeing), "n_total": count(d.total)}
        told = w.text("check.decision", header=d.header, column=seen.meaning(d), reading=seen.reading(d), **numbers)
        yield from _wrapped(told, "    ")


def _doubts(seen: Seen) -> Iterable[str]:
    for doubt in seen.doubts:
        yield from _wrapped("– " + doubt.sentence, "  ", "    ")
        if doubt.money is not None:
            yield from _wrapped(seen.words.text("check.effect_line", effect=seen.effect(doubt)), "    ")


def _chapters(seen: Seen) -> Iterable[str]:
    for name in ORDER:
        found = state(seen, name)
        numbers = {"n": count(found["figures"]), "n_open": count(found["not_assessable"])}
        chapter = seen.words.text(f"page.chapter.{name}")
        yield from _wrapped(seen.words.text("check.chapter", chapter=chapter, **numbers), "  ")


def _missing(seen: Seen) -> Iterable[str]:
    w = seen.words
    if not seen.missing:
        yield "  " + w.text("check.nothing_missing")
    for one in seen.missing:
        opens = "; ".join(w.text(f"page.chapter.{c}") for c in one.chapters)
        yield from _wrapped(w.text("check.need", meaning=one.meaning, code=one.need, chapters=opens), "  ", "    ")


def _bullets(sentences: Iterable[str]) -> Iterable[str]:
    for one in sentences:
        yield from _wrapped("– " + one, "  ", "    ")


def _wrapped(text: str, indent: str, later: str | None = None) -> list[str]:
    """The text broken at 100 columns; what follows the first line is indented further."""
    rest = indent + "  " if later is None else later
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)
