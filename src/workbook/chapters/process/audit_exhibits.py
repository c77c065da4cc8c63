"""What chapter 5 shows of the levers and the checklist of key-account management."""

from __future__ import annotations

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.audit import POINTS, Audit, Point
from workbook.client import Client
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Value, count, setting
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def audit(result: Result, words: Words) -> Exhibit | None:
    """Every point with what was seen, what people think, its status, who takes it on and how much work it is."""
    found = result.topics.of(Audit)
    if not found.known:
        return None
    p = result.client.parameters.process
    numbers: dict[str, Value] = {
        "n_total": count(len(found.points)),
        "target": Quantity(p.target, "score"),
        "share": setting(p.checklist_share),
    }
    table = pd.DataFrame([_row(point, found.client, words) for point in found.points])
    shown = [Shown("point", "head.point"), Shown("status", "head.status"), Shown("seen", "head.seen")]
    if table["opinion"].notna().any():
        shown += [Shown("opinion", "head.opinion", "points")]
    shown += [Shown("owner", "head.in_charge"), Shown("effort", "head.effort")]
    return plate(words, "process.audit", numbers, Behind(table, shown), margin=("read", "rule"))


def _row(point: Point, client: Client, words: Words) -> dict[str, object]:
    """One point in words."""
    kind, _, number = point.id.partition(":")
    _, owner, effort = POINTS[point.id]
    seen = point.evidence.seen
    asked = "mapping" if point.word == "assignment" and client.classes_unmapped else point.word
    said = "; ".join(map(words.write, seen)) or words.text(f"process.collect.{asked}")
    source = point.status.source if point.status.source in ("stated", "opinion") else "plain"
    return {
        "point": words.text(f"process.point_kind.{kind}", number=number, point=point.name),
        "seen": said[:1].upper() + said[1:],
        "opinion": float("nan") if point.opinion is None else point.opinion,
        "status": words.text(f"process.status.{source}", status=words.text(f"process.state.{point.status.state}")),
        "owner": _owner(point, words) or words.text(f"process.owner.{owner}"),
        "effort": words.text(f"process.effort.{effort}"),
    }


def _owner(point: Point, words: Words) -> str | None:
    """Who takes it on until when, as far as the company says so."""
    if point.due is None:
        return point.owner
    owner = point.owner or words.text(f"process.owner.{POINTS[point.id][1]}")
    return words.text("process.owner_until", owner=owner, day=point.due)


EXHIBITS: dict[str, Draw] = {"audit": audit}
