"""The intake alone: what was understood, what was set aside, which chapters can run, what is missing for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbook import intake
from workbook.chapters import ORDER
from workbook.client import Client
from workbook.finding import count
from workbook.language import Words
from workbook.parameters import Language
from workbook.problem_text import sentences
from workbook.run import Run
from workbook.settings import read_settings


@dataclass(frozen=True)
class Seen:
    """The client as read, and the run over it (for what each chapter can and cannot say)."""

    client: Client
    run: Run
    words: Words


def check(folder: Path, language: Language | None = None) -> Seen:
    """Read the client; raises Refused with every problem where it cannot be used as it is."""
    client = intake.enough(intake.read(folder, read_settings(folder)))
    p = client.parameters
    spoken = language or p.language
    return Seen(client, Run(client), Words(spoken, p.written(spoken), p.currency))


def as_json(seen: Seen) -> dict[str, Any]:
    """The same for scripts."""
    reading = seen.client.reading
    return {
        "client": seen.client.parameters.id,
        "period": [d.isoformat() for d in seen.client.period],
        "files": [
            {
                "file": f.file,
                "sheet": f.sheet,
                "table": f.table,
                "rows_read": f.rows_read,
                "rows_used": f.rows_used,
                "rows_rejected": f.rows_rejected,
                "rows_ignored": f.rows_ignored,
            }
            for f in reading.files
        ],
        "money": {k: round(getattr(reading, f"money_{k}"), 2) for k in ("read", "used", "rejected")},
        "decisions": [
            {"file": d.file, "sheet": d.sheet, "header": d.header, "column": d.column, "reading": d.reading}
            for d in reading.decisions
        ],
        "problems": [
            {"code": p.code, "level": p.level, "file": p.file, "sheet": p.sheet, "row": p.row, "count": p.count}
            for p in reading.problems
        ],
        "unmapped": list(reading.unmapped),
        "chapters": {name: _state(seen, name) for name in ORDER},
    }


def _state(seen: Seen, name: str) -> dict[str, Any]:
    """How many figures the chapter yields, and what is missing for the others."""
    done = seen.run.chapter(name)
    gaps = done.module.gaps(done.result)
    return {
        "figures": len(done.module.figures(done.result)),
        "not_assessable": sum(len(g.figures) for g in gaps),
        "missing": sorted({need for g in gaps for need in g.needs}),
    }


def as_text(seen: Seen) -> str:
    """The same for a reader at the terminal."""
    w, reading = seen.words, seen.client.reading
    lines = [w.text("check.title", client=seen.client.parameters.name, period=w.period(*seen.client.period)), ""]
    for f in reading.files:
        place = f.file + (f" · {f.sheet}" if f.sheet else "")
        table = w.text(f"table.{f.table or 'lookup'}")
        numbers = {"n_read": count(f.rows_read), "n_used": count(f.rows_used), "n_rejected": count(f.rows_rejected)}
        lines.append("  " + w.text("check.file", place=place, table=table, **numbers))
    amounts = {k: w.money_full(getattr(reading, f"money_{k}")) for k in ("read", "used", "rejected")}
    lines += ["", w.text("check.money", **amounts)]
    if reading.unmapped:
        lines.append(w.text("check.unmapped", files=w.listing(list(reading.unmapped))))
    if reading.problems:
        lines += ["", w.text("check.problems"), *("  " + s for s in sentences(reading.problems, w, rejects=True))]
    lines += ["", w.text("check.chapters")]
    for name in ORDER:
        state = _state(seen, name)
        numbers = {"n": count(state["figures"]), "n_open": count(state["not_assessable"])}
        lines.append("  " + w.text("check.chapter", chapter=w.text(f"page.chapter.{name}"), **numbers))
        if state["missing"]:
            lines.append("    " + w.text("check.missing", needs=", ".join(state["missing"])))
    return "\n".join(lines)
