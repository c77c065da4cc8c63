"""`workbook queue`: the requests open at `as_of`, in the recommended order."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.language import Words
from workbook.problem import Misuse

if TYPE_CHECKING:
    from workbook.client import Client

DONE, WRONG_DATA = 0, 1


def arguments(command: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    command.add_argument("folder", metavar="DIR", type=Path, help=words.text("cli.help.folder"))
    command.add_argument("--language", choices=["de", "en"], help=words.text("cli.help.language"))
    command.add_argument("--json", action="store_true", help=words.text("cli.help.json_queue"))


def body(chosen: argparse.Namespace) -> int:
    """Read the client, order its open requests, print them; a sentence on stderr where there is no log to order."""
    from workbook import intake
    from workbook.chapters.coverage.requests import Requests
    from workbook.chapters.coverage.requests_queue import queue
    from workbook.need import plain_need
    from workbook.run import Run
    from workbook.settings import read_settings

    if not chosen.folder.is_dir():
        raise Misuse("cli.no_folder", folder=str(chosen.folder))
    client = intake.enough(intake.read(chosen.folder, read_settings(chosen.folder)))
    p = client.parameters
    words = Words(chosen.language or p.language, p.written(chosen.language or p.language), p.currency)
    result = Run(client).chapter("coverage").result
    found = result.topics.of(Requests)
    if found.log is None:
        needs = words.listing([plain_need(need, words) for need in found.gaps()[0].needs])
        print(words.text("queue.failed", needs=needs), file=sys.stderr)
        return WRONG_DATA
    table = queue(found.log)
    rows = [_row(row, result.grouping, words) for row in table.to_dict("records")]
    print(_as_json(client, rows) if chosen.json else _as_text(client, rows, result.grouping, words))
    return DONE


def _row(row: dict[str, Any], grouping: str, words: Words) -> dict[str, Any]:
    """One request as data: codes and numbers, but for the reason, which is a sentence."""
    known = isinstance(row["group"], str)
    return {
        "rank": int(row["rank"]),
        "request_id": row["request_id"],
        "customer_id": row["customer_id"],
        "customer": row["name"] if isinstance(row["name"], str) else None,
        grouping: row["group"] if known else None,
        "score": round(row["score"], 6) if row["score"] == row["score"] else None,
        "waited_hours": round(row["waited"], 6),
        "why": words.write(row["why"]),
    }


def _as_json(client: Client, rows: list[dict[str, Any]]) -> str:
    """The list for other programs."""
    policy = client.parameters.coverage.desk.policy
    head = {"client": client.parameters.id, "as_of": client.as_of.isoformat(), "policy": policy}
    return json.dumps({**head, "requests": rows}, ensure_ascii=False, indent=1)


def _as_text(client: Client, rows: list[dict[str, Any]], grouping: str, words: Words) -> str:
    """The list as a table, numbers to the right."""
    from workbook.finding import Term, count

    if not rows:
        return words.text("queue.empty", day=client.as_of)
    said = Term(f"coverage.policy.{client.parameters.coverage.desk.policy}")
    title = words.text("queue.title", client=client.parameters.name, n=count(len(rows)), day=client.as_of, policy=said)
    names = ("rank", "request", "customer", grouping, "score", "waited", "why")
    lines = [[words.text(f"queue.{name}") for name in names]]
    for row in rows:
        group = words.text(f"{grouping}.{row[grouping] or 'none'}") if row[grouping] else words.unknown()
        score = words.number(row["score"]) if row["score"] is not None else words.unknown()
        called = row["customer"] or row["customer_id"]
        waited = words.number(row["waited_hours"], 1)
        lines.append([words.number(row["rank"]), row["request_id"], called, group, score, waited, row["why"]])
    return "\n".join([title, "", *_aligned(lines, right={0, 4, 5})])


def _aligned(lines: list[list[str]], right: set[int]) -> list[str]:
    """Columns of equal width."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            c.rjust(w) if k in right else c.ljust(w) for k, (c, w) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]
