"""The letter to the client: what must be corrected, what is missing and what is unclear, in plain words, ready to be sent."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import replace

from workbook import schema
from workbook.check import Seen
from workbook.client import ColumnUse
from workbook.finding import count
from workbook.language import Words
from workbook.problem import Problem
from workbook.problem_text import sentence
from workbook.settings import FILE
from workbook.theme import printable

WIDTH = 84
UNCLEAR = 8
NAMED = 12  # columns of an unread sheet
SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜ„“])")
# What only the client can clear up; the rest is for whoever prepares the data.
ASKED = frozenset(
    {"IN-COPY", "DUP-BLOCK", "DUP-KEPT", "DATE-GAP", "DATE-OVERLAP", "REF-ORPHAN", "REF-IDLE", "REF-PARENT", "REF-REP",
     "REF-OWNER", "ID-SIMILAR", "DATE-FUTURE", "DATE-SEQUENCE", "DATE-YEAR", "DATE-SPAN", "PERIOD"}
)  # fmt: skip


def letter(seen: Seen) -> str:
    """The letter as a text file."""
    return printable("\n\n".join(_filled(part) for part in paragraphs(seen))) + "\n"


def paragraphs(seen: Seen) -> list[str]:
    """Greeting, what stops us, what we ask for by table, what is unclear, how to send it; thanks where nothing is open."""
    w, period = seen.words, seen.period
    parts = [
        w.text("letter.subject", client=seen.client.parameters.name),
        w.text("letter.greeting"),
        w.text("letter.thanks", period=w.period(*period)) if period else w.text("letter.thanks_undated"),
    ]
    wrong, asked, unclear = _wrong(seen), _asked(seen), _unclear(seen)
    if wrong:
        parts += [w.text("letter.stopped"), "\n".join(wrong), w.text("letter.resend")]
    if asked:
        parts += [w.text("letter.missing"), *asked]
    if unclear:
        parts += [w.text("letter.unclear"), *unclear]
    if asked or unclear or not wrong:
        parts += [w.text("letter.format" if asked else "letter.answer" if unclear else "letter.complete")]
    return [*parts, w.text("letter.closing")]


def _wrong(seen: Seen) -> list[str]:
    """What stops the run and lies in the data: one line per kind and place, told without our settings and names."""
    groups: dict[tuple[str, str, str, str], list[Problem]] = {}
    for p in seen.stopping:
        if p.file != FILE and not p.code.startswith("CFG-"):
            groups.setdefault((p.code, p.file, p.sheet, p.header), []).append(p)
    return [f"  – {_plainly(alike, seen.words)}" for alike in groups.values()]


def _plainly(alike: list[Problem], words: Words) -> str:
    first, number = alike[0], sum(p.count for p in alike)
    said = sentence(_in_their_words(first, words), words).rpartition(" [")[0]
    parts = SENTENCE_END.split(said)
    kept = [part for part in parts if "client.yaml" not in part and (not first.key or first.key not in part)]
    asked = any(part.endswith("?") or part.startswith(("Bitte ", "Please ")) for part in kept)
    more = [words.text("letter.say")] if len(kept) < len(parts) and not asked else []
    more += [words.text("letter.later", n=count(number - 1))] if number > 1 and "n" not in first.values else []
    return " ".join([*kept, *more])


def _in_their_words(problem: Problem, words: Words) -> Problem:
    """Columns named by the header of our template, not by our names."""
    values = dict(problem.values)
    for name in ("column", "candidates"):
        given = values.get(name)
        if isinstance(given, str):
            values[name] = _header(given, words)
        elif isinstance(given, list | tuple):
            values[name] = [_header(str(one), words) for one in given]
    return replace(problem, values=values)


def _header(name: str, words: Words) -> str:
    found = next((one for t in schema.tables().values() if (one := t.columns.get(name))), None)
    return found.headers[words.language][0] if found else name


def _asked(seen: Seen) -> list[str]:
    """One list per table: the table and what it is, below it the columns in the schema's words."""
    # What is decided in client.yaml (weights of participants) is no data to be sent.
    given = _recognised(seen)
    wanted = [
        one.need for one in seen.missing if one.need.partition(".")[0] in schema.tables() and one.need not in given
    ]
    w, tables = seen.words, dict.fromkeys(need.partition(".")[0] for need in wanted)
    found = []
    for name in tables:
        if name in given:
            continue
        columns = [need.partition(".")[2] for need in wanted if need.partition(".")[0] == name]
        meaning = schema.table(name).meaning[w.language]
        head = w.text("letter.table", table=w.text(f"table.{name}"), meaning=meaning)
        found.append("\n".join([head, *(f"  – {column}" for column in _columns(name, columns, seen))]))
    return found


def _columns(table: str, columns: list[str], seen: Seen) -> Iterable[str]:
    """The columns asked for; with a whole table its required ones too."""
    described = schema.table(table).columns
    whole = table not in seen.client.tables and all(use.table != table for use in seen.client.reading.columns)
    required = [name for name, column in described.items() if column.required] if whole else []
    for name in dict.fromkeys([*required, *filter(None, columns)]):
        column = schema.column(table, name)
        if column is not None:
            yield column.meaning[seen.words.language]


def _recognised(seen: Seen) -> frozenset[str]:
    """What the client need not send again: columns a header comes near, tables an unread sheet may be; both are asked."""
    reading = seen.client.reading
    columns = {f"{use.table}.{name}" for use in reading.columns for name in use.nearest}
    return frozenset(columns | {use.table for use in reading.unread} - {"", *seen.client.tables})


def _meant(seen: Seen) -> Iterable[str]:
    """Questions about headers that come near a column, and about sheets no table was found for."""
    w, reading = seen.words, seen.client.reading
    asked = {(p.file, p.sheet, p.values.get("nearest")) for p in seen.stopping if p.code == "HD-MISSING"}
    for use in reading.columns:
        if use.nearest and (use.file, use.sheet, use.header) not in asked:
            described = schema.table(use.table).columns
            said = [w.quotes(described[name].meaning[w.language]) for name in use.nearest]
            meant = w.text("column.either", first=said[0], second=said[1]) if len(said) > 1 else said[0]
            yield "  – " + w.text("letter.column", header=use.header, place=_place(use, w), meant=meant)
    for place in dict.fromkeys((use.file, use.sheet) for use in reading.unread):
        alike = [use for use in reading.unread if (use.file, use.sheet) == place]
        headers = w.listing([*(w.quotes(use.header) for use in alike[:NAMED]), *(["…"] if len(alike) > NAMED else [])])
        guess = w.text("letter.guess", table=w.text(f"table.{alike[0].table}")) if alike[0].table else ""
        yield "  – " + w.text("letter.sheet", place=_place(alike[0], w), headers=headers, guess=guess).strip()


def _place(use: ColumnUse, words: Words) -> str:
    parts = [
        words.text("where.file", file=use.file),
        *([words.text("where.sheet", sheet=use.sheet)] if use.sheet else []),
    ]
    place = ", ".join(parts)
    return place[0].upper() + place[1:]


def _unclear(seen: Seen) -> list[str]:
    """The questions only the client can answer, without the level our own readers see behind them."""
    w = seen.words
    told = [doubt for doubt in seen.doubts if doubt.problem.code in ASKED]
    lines = [*(f"  – {_plainly([doubt.problem], w)}" for doubt in told[:UNCLEAR]), *_meant(seen)]
    return ["\n".join(lines)] if lines else []


def _filled(part: str) -> str:
    """Each line broken at 84 columns, list items indented."""
    done = []
    for line in part.split("\n"):
        later = "    " if line.startswith("  – ") else ""
        done += textwrap.wrap(line, WIDTH, subsequent_indent=later, break_on_hyphens=False) or [""]
    return "\n".join(done)
