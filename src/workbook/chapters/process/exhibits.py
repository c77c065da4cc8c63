"""What chapter 5 shows."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.exhibit import Exhibit, Note
from workbook.finding import Quantity, Term, Value, count, share
from workbook.language import Words
from workbook.parameters import PHASES
from workbook.tabulate import Shown, tabulate
from workbook.theme import both, canvas, colour, hair, label, marker, note, rows, size, weight, width


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
        "group": Term(f"opinion_class.{worst['class']}"),
        "points": Quantity(-float(worst["distance"]), "score"),
        "n": count(int(table["n"].max())),
    }
    message, alt = words.text_from("process.phases", numbers), words.text_from("process.phases.alt", numbers)
    behind = tabulate(
        words,
        table.sort_values(["class", "phase"]),
        [
            Shown("phase", "head.phase", "term", "phase_numbered."),
            Shown("class", "head.group", "term", "opinion_class."),
            Shown("importance", "head.importance", "points"),
            Shown("performance", "head.performance", "points"),
            Shown("distance", "head.distance", "points"),
            Shown("n", "head.respondents", "count"),
        ],
        message,
    )
    return Exhibit(
        "process.phases",
        message,
        words.text_from("process.phases.unit", numbers),
        behind,
        both(_phases, "process-phases", alt, table=table, classes=shown_classes, words=words),
        alt,
        (
            Note(words.text("note.read"), words.text("process.phases.read")),
            Note(words.text("note.certainty"), words.text_from("process.phases.certainty", numbers)),
            Note(words.text("note.source"), words.text("source.assessment")),
        ),
    )


def _phases(table: pd.DataFrame, classes: list[str], words: Words, narrow: bool) -> Figure:
    pitch, top = (56, 44) if narrow else (38, 44)
    figure, axes = rows(narrow, 8, pitch, top, 22)
    left = 0 if narrow else 214
    panel = (width(narrow) - left - 24 * (len(classes) - 1)) / len(classes)
    for k, name in enumerate(classes):
        start = left + k * (panel + 24)
        own = table[table["class"] == name].set_index("phase")
        shape, tint = (marker(name), colour(name)) if name != "all" else ("o", colour("ink"))
        axes.plot(start + 6, 12, shape, ms=8, color=tint)
        label(axes, start + 18, 12, words.text(f"opinion_class.{name}"), weight="bold")

        def at(points: float, start: float = start) -> float:
            return start + 6 + (panel - 48) * (points - 1) / 4

        for points in range(1, 6):
            axes.plot([at(points)] * 2, [32, top + 8 * pitch], color=colour("grid"), lw=weight("hair"))
            note(axes, at(points), top + 8 * pitch + 11, str(points), ha="center")
        loud = set(own["distance"].nsmallest(2).index)
        for phase, row in own.iterrows():
            y = top + (int(phase) - 1) * pitch + (38 if narrow else 19)
            strong = phase in loud and row["distance"] < 0
            ends = [at(row["performance"]), at(row["importance"])]
            axes.plot(ends, [y, y], color=tint if strong else colour("rule"), lw=weight("heavy") if strong else 1.5)
            axes.plot([ends[1]] * 2, [y - 7, y + 7], color=colour("ink"), lw=weight("line"), solid_capstyle="butt")
            axes.plot(ends[0], y, shape, ms=8.5, color=tint)
            label(
                axes,
                start + panel,
                y,
                words.number(row["distance"], 1, True),
                ha="right",
                weight="bold" if strong else "normal",
                color=colour("ink" if strong else "muted"),
            )
        if k == 0:
            first = own.loc[own["distance"].idxmin()]
            y = top + (int(own["distance"].idxmin()) - 1) * pitch + (38 if narrow else 19)
            note(
                axes,
                at(first["performance"]) - 6,
                y - 14,
                words.text("head.performance"),
                ha="right" if not narrow else "left",
                halo=True,
            )
            note(axes, at(first["importance"]) + 6, y - 14, words.text("head.importance"), halo=True)
    for phase in PHASES:
        y = top + (phase - 1) * pitch + (38 if narrow else 19)
        label(axes, 0, y - 23 if narrow else y, words.text(f"phase_numbered.{phase}"), halo=narrow)
        hair(axes, top + (phase - 1) * pitch, 0, width(narrow))
    return figure


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
    caption = words.text_from("process.evidence.caption", numbers)
    return Exhibit(
        "process.evidence", words.text_from("process.evidence", numbers), "", tabulate(words, table, shown, caption)
    )


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
    message, alt = (
        words.text_from("process.repurchase_curve", numbers),
        words.text_from("process.repurchase_curve.alt", numbers),
    )
    marks = [d for d in (7, 14, 30, 60, 90, 180, 365) if d <= horizon]
    waiting = [_waiting(again.curve, d) for d in marks]
    table = pd.DataFrame({"days": marks, "waiting": waiting, "followed": [1 - w for w in waiting]})
    shown = [
        Shown("days", "head.days_after", "days"),
        Shown("waiting", "head.waiting", "share"),
        Shown("followed", "head.followed", "share"),
    ]
    return Exhibit(
        "process.repurchase_curve",
        message,
        words.text_from("process.repurchase_curve.unit", numbers),
        tabulate(words, table, shown, message),
        both(
            _repurchase,
            "process-repurchase",
            alt,
            curve=again.curve,
            horizon=horizon,
            median=again.median_days,
            words=words,
        ),
        alt,
        (
            Note(words.text("note.read"), words.text("process.repurchase_curve.read")),
            Note(words.text("note.certainty"), words.text_from("process.repurchase_curve.certainty", numbers)),
            Note(words.text("note.source"), words.text("source.lines")),
        ),
    )


def _waiting(curve: pd.DataFrame, day: float) -> float:
    reached = curve.loc[curve["days"] <= day, "waiting"]
    return float(reached.iloc[-1]) if len(reached) else 1.0


def _repurchase(curve: pd.DataFrame, horizon: int, median: float, words: Words, narrow: bool) -> Figure:
    figure, axes = canvas(width(narrow), 260 if narrow else 280, left=42, right=12, top=16, bottom=38)
    steps = curve[curve["days"] <= horizon]
    days, waiting = [0.0, *steps["days"], horizon], [1.0, *steps["waiting"], _waiting(curve, horizon)]
    axes.fill_between(days, waiting, 1, step="post", color=colour("tint1"), lw=0)
    axes.step(days, waiting, where="post", color=colour("ink"), lw=weight("loud"))
    axes.plot([0, median, median], [0.5, 0.5, 0], color=colour("muted"), lw=weight("hair"), ls=(0, (3, 3)))
    axes.plot(median, 0.5, "o", ms=7, color=colour("ink"))
    axes.set(xlim=(0, horizon), ylim=(0, 1.02))
    axes.set_yticks([0, 0.5, 1], ["0", words.number(50), words.percent(1, 0)])
    ticks = [t for t in (0, 30, 90, 180, horizon) if t <= horizon]
    axes.set_xticks(ticks, [words.number(t) for t in ticks])
    axes.grid(axis="y")
    axes.set_xlabel(words.text("axis.days_after_order"), loc="left", fontsize=size("chart_small"), labelpad=6)
    label(
        axes,
        median + horizon * 0.025,
        0.53,
        words.text("process.half_again", days=Quantity(median, "days")),
        weight="bold",
        halo=True,
    )
    return figure


def late(result: Result, words: Words) -> Exhibit | None:
    """Deliveries after the promised date by size class of the customer."""
    d = result.delivered
    if d is None or result.late is None or not d.judged:
        return None
    table = result.late.rename_axis("size").reset_index()
    worst = table.loc[table["share"].idxmax()]
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
    table_ = tabulate(words, table, shown, words.text("process.late.caption"), total=total)
    return Exhibit("process.late", words.text_from("process.late", numbers), "", table_)


EXHIBITS: dict[str, Draw] = {"phases": phases, "evidence": evidence, "repurchase": repurchase, "late": late}
