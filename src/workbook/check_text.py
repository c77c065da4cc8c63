"""What `workbook check` says at the terminal, in 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from itertools import groupby

from workbook.chapters import ORDER
from workbook.check import Doubt, Seen, state
from workbook.check_columns import ColumnLine
from workbook.finding import count
from workbook.language import Words
from workbook.problem_text import literal

WIDTH = 100


def as_text(seen: Seen) -> str:
    """What was understood, what is doubtful, what the report can say, and what is missing."""
    w, reading, name = seen.words, seen.client.reading, seen.client.parameters.name
    if not seen.looked:
        return ""
    title = w.text("check.title", client=name, period=w.period(*seen.period)) if seen.period else None
    lines = [title or w.text("check.title_undated", client=name)]
    if reading.files:
        lines += ["", w.text("check.files"), *_files(seen)]
    if seen.client.has("transactions"):
        amounts = {k: w.money_full(getattr(reading, f"money_{k}")) for k in ("read", "used", "rejected")}
        lines += ["", *_wrapped(w.text("check.money", **amounts), "")]
    if reading.unmapped:
        lines += _wrapped(w.text("check.unmapped", files=w.listing(list(reading.unmapped))), "")
    if seen.columns:
        lines += ["", w.text("check.understood"), *_columns(seen)]
    if seen.doubts:
        lines += ["", w.text("check.problems"), *_doubts(seen, seen.doubts)]
    if seen.repairs:
        lines += ["", w.text("check.repairs"), *_bullets(seen.repairs)]
    if not seen.stopping:
        lines += ["", w.text("check.chapters"), *_chapters(seen)]
    if seen.run:
        lines += ["", w.text("check.missing"), *_missing(seen)]
    return "\n".join(lines)


def obstacles(seen: Seen) -> str:
    """What stops the run, each with its remedy and the revenue it concerns; empty where nothing does."""
    if not seen.stopping:
        return ""
    head = seen.words.text("check.stopped" if seen.looked else "check.unlooked", n=count(len(seen.stopping)))
    return "\n".join([*_wrapped(head, "", ""), *_doubts(seen, seen.obstacles)])


def _files(seen: Seen) -> Iterable[str]:
    for f in seen.client.reading.files:
        place = _place(f.file, f.sheet)
        table = seen.words.text(f"table.{f.table or 'lookup'}")
        numbers = {"n": count(f.rows_read), "n_used": count(f.rows_used), "n_rejected": count(f.rows_rejected)}
        yield from _wrapped(seen.words.text("check.file", place=place, table=table, **numbers), "  ")


def _place(file: str, sheet: str) -> str:
    return " · ".join(literal(name, "file") for name in (file, sheet) if name)


def _columns(seen: Seen) -> Iterable[str]:
    """One line per column, by source; below it what an unused one may mean."""
    for (file, sheet), found in groupby(seen.columns, lambda line: (line.file, line.sheet)):
        yield "  " + _place(file, sheet)
        for line in found:
            yield from _wrapped(_column(line, seen.words), "    ")
            if line.proposal:
                yield from _wrapped(line.proposal, "      ", "      ")


def _column(line: ColumnLine, words: Words) -> str:
    facts = {"header": literal(line.header, "file"), "meaning": line.meaning, "how": line.how}
    if line.agreeing:
        return words.text("check.decision", reading=line.reading, agreeing=line.agreeing, **facts)
    if line.reading:
        return words.text("check.column_plain", reading=line.reading, **facts)
    return words.text("check.column_bare", **facts)


def _doubts(seen: Seen, doubts: Sequence[Doubt]) -> Iterable[str]:
    for doubt in doubts:
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
