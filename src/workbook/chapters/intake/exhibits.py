"""What chapter 1 shows."""

from __future__ import annotations

from functools import partial

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from workbook.chapters import Draw
from workbook.chapters.intake.analysis import Result
from workbook.chapters.intake.information_exhibits import information, least_known
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, money, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import canvas, colour, width


def months(result: Result, words: Words) -> Exhibit | None:
    """Revenue by month, partial months hollow: a picture of what was delivered."""
    if not result.client.has("transactions") or not result.client.dated:
        return None
    table = result.months
    whole = table[~table["partial"]]
    best = whole.loc[whole["revenue"].idxmax()] if len(whole) else table.iloc[0]
    names: dict[str, Value] = {
        "month": words.month(best["month"].date()),
        "money": money(best["revenue"]),
        "n": count(int(table["partial"].sum())),
        "n_empty": count(int((whole["revenue"] == 0).sum())),
    }
    rows = table.assign(shown=[words.month(m.date()) for m in table["month"]])
    rows = rows.assign(part=rows["partial"].map({True: "partial", False: "whole"}))
    shown = [
        Shown("shown", "head.month"),
        Shown("revenue", "head.revenue", "money"),
        Shown("part", "head.coverage", "term", "month."),
    ]
    first, last = result.client.period
    names |= {"currency": result.client.parameters.currency, "first": first, "last": last}
    draw = partial(_months, table, words)
    return plate(words, "intake.months", names, Behind(rows, shown), draw, ("read", "source.lines"))


def _months(table: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    figure, axes = canvas(width(narrow), 220, left=58, right=6, top=16, bottom=30)
    data = table.assign(shown=table["revenue"], at=range(len(table)))
    sns.barplot(
        data=data,
        x="at",
        y="shown",
        ax=axes,
        color=colour("key"),
        errorbar=None,
        saturation=1,
        width=0.72,
        native_scale=True,
    )
    for bar, begun in zip(axes.patches, table["partial"], strict=False):
        if begun:
            bar.set(facecolor=colour("paper"), edgecolor=colour("key"), linewidth=1)
    axes.set(xlabel="", ylabel="", xlim=(-0.8, len(table) - 0.2))
    top = float(data["shown"].max())
    axes.set_yticks([0, top / 2, top], ["0", words.money(top / 2), words.money(top)])
    axes.grid(axis="y")
    step = 12 if len(table) > 30 else 6 if len(table) > 12 else 3
    marks = [i for i in range(len(table)) if i % step == 0]
    axes.set_xticks(marks, [words.month(table["month"].iloc[i].date()) for i in marks])
    return figure


def files(result: Result, words: Words) -> Exhibit:
    """Every file: rows read, used, rejected, ignored."""
    reading = result.client.reading
    frame = pd.DataFrame(
        {
            "file": [f.file + (f" · {f.sheet}" if f.sheet else "") for f in reading.files],
            "table": [f.table or "lookup" for f in reading.files],
            "read": [f.rows_read for f in reading.files],
            "used": [f.rows_used for f in reading.files],
            "rejected": [f.rows_rejected for f in reading.files],
            "ignored": [f.rows_ignored for f in reading.files],
        }
    )
    shown = [
        Shown("file", "head.file"),
        Shown("table", "head.table", "term", "table."),
        *(Shown(c, f"head.{c}", "count") for c in ("read", "used", "rejected", "ignored")),
    ]
    total: dict[str, float | str] = {"file": words.text("total")}
    total |= {c: float(frame[c].sum()) for c in ("read", "used", "rejected", "ignored")}
    numbers: dict[str, Value] = {
        "n": count(len(frame)),
        "n_read": count(frame["read"].sum()),
        "n_rejected": count(frame["rejected"].sum()),
    }
    numbers |= {k: words.money_full(getattr(reading, f"money_{k}")) for k in ("read", "used", "rejected")}
    return plate(words, "intake.files", numbers, Behind(frame, shown, total), margin=("money",))


def known(result: Result, words: Words) -> Exhibit:
    """What is known about the customers, field by field."""
    table = result.known.sort_values(["known", "field"], ascending=[False, True])
    most, none = table.iloc[0], int((table["known"] == 0).sum())
    numbers: dict[str, Value] = {
        "n": count(none),
        "n_total": count(len(table)),
        "share": share(most["known"]),
        "field": Term(f"field.{most['field']}"),
    }
    bars = [
        Bar(words.text(f"field.{r.field}"), r.known, words.quantity(share(r.known)), 1 - r.known, token="key")
        for r in table.itertuples()
    ]
    shown = [
        Shown("field", "head.field", "term", "field."),
        Shown("known", "head.known", "share"),
        Shown("n", "head.customers", "count"),
    ]
    draw = partial(bar_rows, bars, names=210)
    return plate(words, "intake.known", numbers, Behind(table, shown), draw, ("read", "source.customers"))


EXHIBITS: dict[str, Draw] = {
    "months": months,
    "files": files,
    "known": known,
    "information": information,
    "least_known": least_known,
}
