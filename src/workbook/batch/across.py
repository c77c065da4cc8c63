"""OUT/benchmark.html and .json: figures across the clients that agreed, written apart and never part of a client's report."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbook import __version__
from workbook.batch.desk_page import chapter, exhibit, page, read_told
from workbook.batch.overview import Result
from workbook.exhibit import Cell, Head, Table
from workbook.finding import Quantity, Unit, count
from workbook.language import Words
from workbook.methods.benchmark import COARSER, LEAST, Pooled, benchmark
from workbook.parameters import Benchmark
from workbook.problem import Refused
from workbook.settings import read_settings
from workbook.whole import write_whole

NAMES = ("benchmark.html", "benchmark.json")
# What is compared, and to what it is rounded. Prices, discounts, costs and margins are none of it, nor anything made of them:
# clients may compete with each other. Amounts and numbers of customers would tell who it is.
FIGURES: Mapping[str, float] = {
    "value.top1_share": 0.05,
    "value.top10_share": 0.05,
    "process.on_time_share": 0.05,
    **{f"process.importance.{phase}": 0.2 for phase in range(1, 9)},
    **{f"process.performance.{phase}": 0.2 for phase in range(1, 9)},
    **{f"process.conversion.{phase}": 0.05 for phase in range(1, 9)},
    **{
        f"process.maturity.{name}": 0.2
        for name in ("strategy", "organisation", "information", "steering", "instruments")
    },
}
# Compared only between clients each of another industry (antitrust): who states none, or that of another client, is left out.
APART: Mapping[str, float] = {"value.discount_rate": 0.05}
UNITS: Mapping[str, Unit] = {"share": "share", "score": "score", "index": "index"}


def agreed(results: Sequence[Result]) -> list[Result]:
    """The clients whose result is complete and whose settings say today that its figures may be used."""
    return [r for r in results if r.there and _consent(r) is not None]


def _consent(result: Result) -> Benchmark | None:
    try:
        return read_settings(result.planned.folder).benchmark
    except (Refused, OSError):
        return None


def pooled(found: Sequence[Mapping[str, Any]], industries: Sequence[int | None] = ()) -> dict[str, tuple[str, Pooled]]:
    """Every figure of these results that at least one client has, with its unit; what may not be shown says why.

    `industries`: one per result. Figures of APART are those of the clients no other of which is in their industry.
    """
    alone = [
        told for told, own in zip(found, industries, strict=False) if own is not None and industries.count(own) == 1
    ]
    made = {}
    for name, grid in {**FIGURES, **APART}.items():
        told = alone if name in APART else found
        known = [f for one in told if isinstance(f := one["figures"].get(name), dict) and _number(f.get("value"))]
        units = {f["unit"] for f in known}
        if len(units) == 1:
            one = benchmark([float(f["value"]) for f in known], grid)
            made[name] = (units.pop(), replace(one, why="industry") if name in APART and one.why == "few" else one)
    return made


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def write(out: Path, results: Sequence[Result], words: Words) -> int:
    """Both files, or neither where fewer than five clients agreed; how many agreed.

    No name, id or number of a single client is in them. What an earlier batch left is replaced or removed.
    """
    clients = agreed(results)
    names = {**FIGURES, **APART}
    read = [(read_told(out / r.planned.id / "results.json", names), _consent(r)) for r in clients]
    there = [(told, given.industry) for told, given in read if given and isinstance(told.get("figures"), dict)]
    found, industries = [told for told, _ in there], [own for _, own in there]
    if len(found) < LEAST:
        for name in NAMES:
            (out / name).unlink(missing_ok=True)
        return len(found)
    figures = pooled(found, industries)
    write_whole(out / NAMES[0], _page(figures, len(found), words))
    write_whole(out / NAMES[1], json.dumps(as_json(figures, len(found)), indent=1, allow_nan=False) + "\n")
    return len(found)


def as_json(figures: Mapping[str, tuple[str, Pooled]], clients: int) -> dict[str, Any]:
    """The figures shown, and by reason the ids of those that are not."""
    shown = {i: (unit, one) for i, (unit, one) in figures.items() if not one.why}
    return {
        "version": __version__,
        "clients": clients,
        "figures": {
            i: {
                "unit": unit,
                "clients": one.clients,
                **{part: _plain(getattr(one, part)) for part in ("lower", "middle", "upper")},
                "rounded_to": {**FIGURES, **APART}[i],
                "quarters_rounded_to": {**FIGURES, **APART}[i] * COARSER,
            }
            for i, (unit, one) in shown.items()
        },
        "not_shown": {
            why: [i for i, (_, one) in figures.items() if one.why == why] for why in ("few", "dominance", "industry")
        },
    }


def _plain(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _page(figures: Mapping[str, tuple[str, Pooled]], clients: int, words: Words) -> str:
    heads = [("comparison.head.figure", False), ("benchmark.head.clients", True)]
    heads += [(f"benchmark.head.{part}", True) for part in ("lower", "middle", "upper")]
    rows = []
    for name, (unit, one) in figures.items():
        values = (one.lower, one.middle, one.upper)
        told = [_cell(value, unit, words) for value in values]
        if one.why:
            told[1] = Cell(words.text(f"benchmark.why.{one.why}"))
        rows.append([Cell(_label(name, words)), Cell(words.number(one.clients), float(one.clients)), *told])
    answer = words.text(
        "benchmark.answer", n=count(sum(not one.why for _, one in figures.values())), all=count(clients)
    )
    made = chapter("benchmark.figures", 1, words, answer, [exhibit("benchmark.table", words, heads, rows)])
    rules = ("few", "dominance", "prices", "industry", "rounding", "consent")
    facts = tuple((Cell(words.text(f"benchmark.rule.{name}")),) for name in rules)
    return page(
        "benchmark",
        words,
        [made],
        Table(words.text("benchmark.rules"), (Head(words.text("benchmark.rule")),), facts),
        {},
    )


def _cell(value: float, unit: str, words: Words) -> Cell:
    if not math.isfinite(value):
        return Cell(words.unknown())
    return Cell(words.quantity(Quantity(value, UNITS.get(unit, "number"))), value)


def _label(name: str, words: Words) -> str:
    """The figure in words; one of a phase or of a dimension with its name."""
    stem, _, key = name.rpartition(".")
    if key.isdigit():
        return words.text(f"benchmark.{stem.partition('.')[2]}", phase=words.text(f"phase.{key}"))
    if stem == "process.maturity":
        return words.text("benchmark.maturity", dimension=words.text(f"process.dimension.{key}"))
    return words.text(f"figure.{name}")
