"""The letter to the client: what is missing and what is unclear, in plain words, ready to be sent."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from workbook import schema
from workbook.check import Seen

WIDTH = 84
UNCLEAR = 8
# What only the client can clear up; the rest is for whoever prepares the data.
ASKED = frozenset(
    {"DUP-BLOCK", "DUP-KEPT", "DATE-GAP", "DATE-OVERLAP", "REF-ORPHAN", "REF-IDLE", "REF-PARENT", "REF-REP", "REF-OWNER",
     "ID-SIMILAR", "DATE-FUTURE", "PERIOD"}
)  # fmt: skip


def letter(seen: Seen) -> str:
    """The letter as a text file."""
    return "\n\n".join(_filled(part) for part in paragraphs(seen)) + "\n"


def paragraphs(seen: Seen) -> list[str]:
    """Greeting, what we ask for by table, what is unclear, how to send it; a thank-you where nothing is open."""
    w = seen.words
    parts = [
        w.text("letter.subject", client=seen.client.parameters.name),
        w.text("letter.greeting"),
        w.text("letter.thanks", period=w.period(*seen.client.period)),
    ]
    asked, unclear = _asked(seen), _unclear(seen)
    if asked:
        parts += [w.text("letter.missing"), *asked]
    if unclear:
        parts += [w.text("letter.unclear"), *unclear]
    parts += [w.text("letter.format" if asked else "letter.answer" if unclear else "letter.complete")]
    return [*parts, w.text("letter.closing")]


def _asked(seen: Seen) -> list[str]:
    """One list per table: the table and what it is, below it the columns in the schema's words."""
    w, tables = seen.words, dict.fromkeys(one.need.partition(".")[0] for one in seen.missing)
    found = []
    for name in tables:
        columns = [one.need.partition(".")[2] for one in seen.missing if one.need.partition(".")[0] == name]
        meaning = schema.table(name).meaning[w.language]
        head = w.text("letter.table", table=w.text(f"table.{name}"), meaning=meaning)
        wanted = _columns(name, columns, seen)
        found.append("\n".join([head, *(f"  – {column}" for column in wanted)]))
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
    told = [doubt for doubt in seen.doubts if doubt.code in ASKED]
    lines = [f"  – {doubt.sentence.rpartition(' [')[0]}" for doubt in told[:UNCLEAR]]
    return ["\n".join(lines)] if lines else []


def _filled(part: str) -> str:
    """Each line broken at 84 columns, list items indented."""
    done = []
    for line in part.split("\n"):
        later = "    " if line.startswith("  – ") else ""
        done += textwrap.wrap(line, WIDTH, subsequent_indent=later, break_on_hyphens=False) or [""]
    return "\n".join(done)
