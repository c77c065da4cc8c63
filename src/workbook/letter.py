"""The letter to the client: what must be corrected, what is missing and what is unclear, in plain words, ready to be sent."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import replace

from workbook import schema
from workbook.check import Seen
from workbook.finding import count
from workbook.language import Words
from workbook.problem import Problem
from workbook.problem_text import sentence
from workbook.settings import FILE
from workbook.theme import printable

WIDTH = 84
UNCLEAR = 8
SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-ZÄÖÜ„“])")
# What only the client can clear up; the rest is for whoever prepares the data.
ASKED = frozenset(
    {"DUP-BLOCK", "DUP-KEPT", "DATE-GAP", "DATE-OVERLAP", "REF-ORPHAN", "REF-IDLE", "REF-PARENT", "REF-REP", "REF-OWNER",
     "ID-SIMILAR", "DATE-FUTURE", "DATE-SEQUENCE", "DATE-YEAR", "DATE-SPAN", "PERIOD"}
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
    more = [words.text("letter.say")] if len(kept) < len(parts) else []
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
    wanted = [one.need for one in seen.missing if one.need.partition(".")[0] in schema.tables()]
    w, tables = seen.words, dict.fromkeys(need.partition(".")[0] for need in wanted)
    found = []
    for name in tables:
        columns = [need.partition(".")[2] for need in wanted if need.partition(".")[0] == name]
        meaning = schema.table(name).meaning[w.language]
        head = w.text("letter.table", table=w.text(f"table.{name}"), meaning=meaning)
        found.append("\n".join([head, *(f"  – {column}" for column in _columns(name, columns, seen))]))
    return found


def _columns(table: str, columns: list[str], seen: Seen) -> Iterable[str]:
    """The columns asked for; with a whole table its required ones too."""
    described = schema.table(table).columns
    whole = table not in seen.client.tables
    required = [name for name, column in described.items() if column.required] if whole else []
    for name in dict.fromkeys([*required, *filter(None, columns)]):
        column = schema.column(table, name)
        if column is not None:
            yield column.meaning[seen.words.language]


def _unclear(seen: Seen) -> list[str]:
    """The questions only the client can answer, without the level our own readers see behind them."""
    w = seen.words
    told = [doubt for doubt in seen.doubts if doubt.problem.code in ASKED]
    lines = [f"  – {_plainly([doubt.problem], w)}" for doubt in told[:UNCLEAR]]
    return ["\n".join(lines)] if lines else []


def _filled(part: str) -> str:
    """Each line broken at 84 columns, list items indented."""
    done = []
    for line in part.split("\n"):
        later = "    " if line.startswith("  – ") else ""
        done += textwrap.wrap(line, WIDTH, subsequent_indent=later, break_on_hyphens=False) or [""]
    return "\n".join(done)
