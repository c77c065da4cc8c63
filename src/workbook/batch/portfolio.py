"""OUT/index.html: all clients of a batch on one page, for the consultant only."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from workbook.batch.cause import codes, kind
from workbook.batch.desk_page import chapter, exhibit, page, read_json, read_told
from workbook.batch.overview import Result
from workbook.exhibit import Cell, Chapter, Head, Table
from workbook.finding import Quantity, count
from workbook.language import Words
from workbook.problem_text import sentences
from workbook.report.publish import MARK
from workbook.whole import write_whole

NAME = "index.html"
FIGURES = ("value.net_revenue", "value.customers", "value.cm3", "summary.value_at_stake")
RECORD = re.compile(r'id="record">([^<]*)')  # the page writes every < of it as a code
MOST = 3  # problems of a client told on the page; all of them stand in its account


def write(out: Path, results: Sequence[Result], words: Words) -> None:
    """The page of these clients, from what lies in `out`."""
    found = {r.planned.id: (read_told(out / r.planned.id / "results.json", FIGURES), _name(out, r)) for r in results}
    parts = [_clients(out, results, found, words)]
    failed = [r for r in results if r.status == "failed"]
    if failed:
        parts.append(_failed(out, failed, found, words))
    record = {"clients": {r.planned.id: _state(r) for r in results}}
    write_whole(out / NAME, page("portfolio", words, parts, _sources(out, results, words), record))


def clients(page: Path) -> frozenset[str]:
    """The ids of the clients on a page of ours, from its record; none of another file."""
    try:
        found = RECORD.search(page.read_text("utf-8"))
        told = json.loads(found[1])["clients"] if found else {}
    except (OSError, ValueError, LookupError, TypeError):
        return frozenset()
    return frozenset(told) if isinstance(told, dict) else frozenset()


def _name(out: Path, result: Result) -> str:
    """The client's name as its last report has it, else its id."""
    told = read_json(out / result.planned.id / MARK).get("parameters")
    return str(told.get("name") or result.planned.id) if isinstance(told, dict) else result.planned.id


def _clients(
    out: Path, results: Sequence[Result], found: Mapping[str, tuple[dict[str, Any], str]], words: Words
) -> Chapter:
    there = sum(r.there for r in results)
    heads = [("portfolio.head.client", False), ("portfolio.head.status", False), ("portfolio.head.as_of", False)]
    heads += [("portfolio.head.period", False), *((f"figure.{name}", True) for name in FIGURES)]
    rows, links = [], []
    for result in results:
        told, name = found[result.planned.id]
        rows.append([Cell(name), Cell(_status(result, bool(told), words)), *_cells(told, words)])
        links.append(f"{result.planned.id}/report.html" if (out / result.planned.id / "report.html").is_file() else "")
    answer = words.text("portfolio.answer", n=count(there), n_total=count(len(results)))
    return chapter("portfolio.clients", 1, words, answer, [exhibit("portfolio.table", words, heads, rows, links)])


def _state(result: Result) -> str:
    """What is there, whether this batch made it or an earlier one: the page says no more than a batch from scratch would."""
    return "delivered" if result.there else result.status


def _status(result: Result, told: bool, words: Words) -> str:
    """What became of the client; that an earlier result is shown, where it is."""
    said = words.text(f"batch.status.{_state(result)}")
    return words.text("portfolio.earlier", status=said) if told and not result.there else said


def _cells(told: Mapping[str, Any], words: Words) -> Iterator[Cell]:
    """The day of the data, the period, the figures in the client's own currency; unknown where there are none."""
    unknown = Cell(words.unknown())
    try:
        own = replace(words, currency=str(told["currency"]))
        days = [date.fromisoformat(d) for d in (told["as_of"], *told["period"])]
        figures = [_cell(told["figures"].get(name), own) for name in FIGURES]
    except (LookupError, TypeError, ValueError, AttributeError):
        yield from [unknown] * (2 + len(FIGURES))
        return
    yield Cell(words.date(days[0]))
    yield Cell(words.period(days[1], days[2]))
    yield from figures


def _cell(figure: Mapping[str, Any] | None, words: Words) -> Cell:
    """The figure with its unit; an estimate with its sign and its range."""
    if figure is None:
        return Cell(words.unknown())
    value, amount = float(figure["value"]), figure["unit"] == words.currency
    unit = "money" if amount else "count"
    text = words.quantity(Quantity(value, unit, bool(figure.get("estimated"))))  # type: ignore[arg-type]
    if figure.get("interval") and amount:
        low, high = (words.money(float(end)) for end in figure["interval"])
        text += f" ({words.text('portfolio.range', low=low, high=high)})"
    return Cell(text, value)


def _failed(
    out: Path, failed: Sequence[Result], found: Mapping[str, tuple[dict[str, Any], str]], words: Words
) -> Chapter:
    heads = [("portfolio.head.client", False), ("portfolio.head.cause", False), ("portfolio.head.codes", False)]
    rows, links = [], []
    for result in failed:
        name = found[result.planned.id][1]
        rows.append([Cell(name), Cell(" ".join(_causes(result, words))), Cell(", ".join(codes(result.last)))])
        account = f"failed/{result.planned.id}/cause.txt"
        links.append(account if (out / account).is_file() else "")
    answer = words.text("portfolio.failed", n=count(len(failed)))
    return chapter("portfolio.failures", 2, words, answer, [exhibit("portfolio.causes", words, heads, rows, links)])


def _causes(result: Result, words: Words) -> Iterator[str]:
    """What was wrong in sentences: the first problems of the data, else what sort of failure it was."""
    last = result.last
    if last.problems:
        yield from sentences(last.problems[:MOST], words)
        if len(last.problems) > MOST:
            yield words.text("portfolio.more", n=count(len(last.problems) - MOST))
        return
    kinds = dict.fromkeys([kind(cause) for _, cause in last.failed] or [kind(last.cause)])
    yield from (words.text(f"batch.cause.{name}") for name in kinds)


def _sources(out: Path, results: Sequence[Result], words: Words) -> Table:
    """The results the page was made of, with the start of their checksums."""
    heads = (Head(words.text("portfolio.head.client")), Head(words.text("head.hash")))
    rows = []
    for result in results:
        path = out / result.planned.id / "results.json"
        told = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else words.unknown()
        rows.append((Cell(result.planned.id), Cell(told)))
    return Table(words.text("portfolio.sources"), heads, tuple(rows))
