"""What chapter 5 shows of delivery and repurchase."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.delivered import Delivered
from workbook.chapters.process.drawings import draw_repurchase
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, share
from workbook.language import Words
from workbook.methods.delivery import wilson
from workbook.methods.kaplan_meier import waiting_after
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def repurchase(result: Result, words: Words) -> Exhibit | None:
    """How long orders wait for the customer's next one."""
    again = result.topics.of(Delivered).again
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
    """Deliveries after the promised date by class, else size class, of the customer."""
    found = result.topics.of(Delivered)
    d = found.delivered
    if d is None or found.late is None or found.late.empty or not d.judged:
        return None
    table = found.late.rename_axis("group").reset_index()
    worst = table.loc[table["share"].idxmax()]
    least = table.loc[table["share"].idxmin()]
    apart = wilson(int(worst["late"]), int(worst["judged"]))[0] > wilson(int(least["late"]), int(least["judged"]))[1]
    numbers: dict[str, Value] = {
        "n": count(d.late),
        "n_total": count(d.judged),
        "share": share(float(worst["share"])),
        "group": Term(f"process.hit.{worst['group']}"),
    }
    shown = [
        Shown(
            "group", f"head.{found.grouping}", "class" if found.grouping == "class" else "term", f"{found.grouping}."
        ),
        Shown("judged", "head.orders_judged", "count"),
        Shown("late", "head.late", "count"),
        Shown("share", "head.late_share", "share"),
        Shown("median_days", "head.median_days", "days"),
    ]
    total: dict[str, float | str] = {"group": words.text("total"), "judged": d.judged, "late": d.late}
    total |= {"share": d.late / d.judged, "median_days": d.median_days}
    message = "process.late" if apart else "process.late_even"
    caption = f"process.late.caption.{found.grouping}"
    return plate(words, "process.late", numbers, Behind(table, shown, total), message=message, caption=caption)


EXHIBITS: dict[str, Draw] = {"repurchase": repurchase, "late": late}
