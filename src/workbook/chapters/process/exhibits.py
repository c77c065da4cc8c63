"""What chapter 5 shows."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.drawings import draw_phases, draw_repurchase, waiting_after
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, share
from workbook.language import Words
from workbook.methods.delivery import wilson
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def phases(result: Result, words: Words) -> Exhibit | None:
    """Importance against performance of the eight phases, key beside smart accounts."""
    if result.opinion is None:
        return None
    table = result.opinion.dropna(subset=["importance", "performance"])
    shown_classes = [c for c in ("key", "smart") if c in set(table["class"])] or ["all"]
    table = table[table["class"].isin(shown_classes)].assign(distance=lambda t: t["performance"] - t["importance"])
    if table.empty:
        return None
    worst = table.loc[table["distance"].idxmin()]
    numbers: dict[str, Value] = {
        "phase": Term(f"phase.{int(worst['phase'])}"),
        "group": Term(f"group.{worst['class']}"),
        "points": Quantity(-float(worst["distance"]), "score"),
        "n": count(int(table["n"].max())),
    }
    shown = [
        Shown("phase", "head.phase", "term", "phase_numbered."),
        Shown("class", "head.group", "term", "group."),
        Shown("importance", "head.importance", "points"),
        Shown("performance", "head.performance", "points"),
        Shown("distance", "head.distance", "points"),
        Shown("n", "head.respondents", "count"),
    ]
    behind = Behind(table.sort_values(["class", "phase"]), shown)
    draw = partial(draw_phases, table, shown_classes, words)
    return plate(words, "process.phases", numbers, behind, draw, ("read", "certainty", "source.assessment"))


def evidence(result: Result, words: Words) -> Exhibit | None:
    """Conversion and days of the phases 1–4, from the dates of the cases."""
    if result.evidence is None or result.evidence.empty:
        return None
    table = result.evidence
    worst = table.loc[table["conversion"].idxmin()]
    numbers: dict[str, Value] = {
        "phase": Term(f"phase.{int(worst['phase'])}"),
        "share": share(float(worst["conversion"])),
        "n": count(int(table["entered"].max())),
    }
    shown = [
        Shown("phase", "head.phase", "term", "phase_numbered."),
        Shown("entered", "head.entered", "count"),
        Shown("went_on", "head.went_on", "count"),
        Shown("conversion", "head.conversion", "share"),
        Shown("median_days", "head.median_days", "days"),
        Shown("p90_days", "head.p90_days", "days"),
    ]
    return plate(words, "process.evidence", numbers, Behind(table, shown))


def repurchase(result: Result, words: Words) -> Exhibit | None:
    """How long orders wait for the customer's next one."""
    again = result.again
    if again is None or again.orders < 10 or len(again.curve) < 2:
        return None
    horizon = result.client.parameters.process.repurchase_days
    numbers: dict[str, Value] = {
        "share": share(again.within),
        "days": Quantity(again.median_days, "days"),
        "horizon": Quantity(horizon, "days"),
        "n": count(again.orders),
        "n_customers": count(again.customers),
        "low": share(again.interval[0]),
        "high": share(again.interval[1]),
    }
    marks = [d for d in (7, 14, 30, 60, 90, 180, 365) if d <= horizon]
    waiting = [waiting_after(again.curve, d) for d in marks]
    table = pd.DataFrame({"days": marks, "waiting": waiting, "followed": [1 - w for w in waiting]})
    shown = [
        Shown("days", "head.days_after", "days"),
        Shown("waiting", "head.waiting", "share"),
        Shown("followed", "head.followed", "share"),
    ]
    draw = partial(draw_repurchase, again.curve, horizon, again.median_days, words)
    margin = ("read", "certainty", "source.lines")
    return plate(words, "process.repurchase_curve", numbers, Behind(table, shown), draw, margin)


def late(result: Result, words: Words) -> Exhibit | None:
    """Deliveries after the promised date by size class of the customer."""
    d = result.delivered
    if d is None or result.late is None or not d.judged:
        return None
    table = result.late.rename_axis("size").reset_index()
    worst = table.loc[table["share"].idxmax()]
    least = table.loc[table["share"].idxmin()]
    apart = wilson(int(worst["late"]), int(worst["judged"]))[0] > wilson(int(least["late"]), int(least["judged"]))[1]
    numbers: dict[str, Value] = {
        "n": count(d.late),
        "n_total": count(d.judged),
        "share": share(float(worst["share"])),
        "size": Term(f"size_of.{worst['size']}"),
    }
    shown = [
        Shown("size", "head.size", "term", "size."),
        Shown("judged", "head.orders_judged", "count"),
        Shown("late", "head.late", "count"),
        Shown("share", "head.late_share", "share"),
        Shown("median_days", "head.median_days", "days"),
    ]
    total: dict[str, float | str] = {"size": words.text("total"), "judged": d.judged, "late": d.late}
    total |= {"share": d.late / d.judged, "median_days": d.median_days}
    message = "process.late" if apart else "process.late_even"
    return plate(words, "process.late", numbers, Behind(table, shown, total), message=message)


EXHIBITS: dict[str, Draw] = {"phases": phases, "evidence": evidence, "repurchase": repurchase, "late": late}
