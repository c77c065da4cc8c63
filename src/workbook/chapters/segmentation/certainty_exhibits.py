"""What chapter 3 shows of how sure the classes are."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.certainty import LEVELS, Certainty, fixed
from workbook.chapters.segmentation.dispute_exhibits import flips
from workbook.exhibit import Exhibit
from workbook.finding import Value, count, setting
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.section import CLASSES
from workbook.tabulate import Shown
from workbook.theme import colour, label, marker, note, rows, weight, width

ROWS = 15  # a table on the page holds no more


def certainty(result: Result, words: Words) -> Exhibit | None:
    """How many customers of each class are sure, likely, borderline."""
    found = result.topics.of(Certainty)
    if found.table is None:
        return None
    p = result.client.parameters.segmentation
    table = pd.crosstab(found.table["class"], found.table["level"]).reindex(list(CLASSES)).dropna(how="all")
    table = table.reindex(columns=list(LEVELS), fill_value=0).fillna(0)
    table["customers"] = table.sum(axis=1)
    numbers: dict[str, Value] = {
        "n_sure": count(table["sure"].sum()),
        "n_border": count(table["borderline"].sum()),
        "n_total": count(table["customers"].sum()),
        "threshold": setting(p.borderline),
        "draws": count(p.input_draws * p.weight_draws),
        "basis": fixed(found),
    }
    shown = [Shown("class", "head.class", "class", "class."), Shown("customers", "head.customers", "count")]
    shown += [
        Shown("sure", "head.sure", "count"),
        Shown("likely", "head.likely", "count"),
        Shown("borderline", "head.borderline", "count"),
    ]
    return plate(
        words,
        "segmentation.certainty",
        numbers,
        Behind(table.reset_index(names="class"), shown),
        partial(draw_certainty, table, words),
        ("read", "certainty", "source.customers"),
    )


def draw_certainty(table: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """One bar per class, filled as far as its customers are sure, hollow as far as they are borderline."""
    pitch, top = (56, 24) if narrow else (40, 28)
    figure, axes = rows(narrow, len(table), pitch, top, 4)
    left = 0 if narrow else 200
    room = width(narrow) - left - 2
    names = [words.text("sureness.sure"), words.text("sureness.likely"), words.text("sureness.borderline")]
    for at, side, name in zip((left, left + room / 2, left + room), ("left", "center", "right"), names, strict=True):
        note(axes, at, 9, name, ha=side)
    for i, (name, row) in enumerate(table.iterrows()):
        middle = top + i * pitch + (40 if narrow else pitch / 2)
        tint = colour(str(name))
        text = f"{words.text(f'class.{name}')} ({words.number(row['customers'])})"
        axes.plot(6, middle - (24 if narrow else 0), marker(str(name)), ms=7, color=tint)
        label(axes, 18, middle - (24 if narrow else 0), text)
        x = float(left)
        for part, face in zip(LEVELS, (tint, colour("band"), colour("paper")), strict=True):
            long = room * row[part] / row["customers"]
            box = Rectangle((x, middle - 9), long, 18, facecolor=face, edgecolor=tint, lw=weight("line"))
            axes.add_patch(box)
            shown = words.number(row[part])
            if long > 8 + 7 * len(shown):
                within = colour("paper" if part == "sure" else "ink")
                label(axes, x + long / 2, middle, shown, ha="center", weight="bold", color=within)
            x += long
    return figure


def unsure(result: Result, words: Words) -> Exhibit | None:
    """The borderline customers with the class they would have otherwise, and what would move them."""
    found = result.topics.of(Certainty)
    if found.table is None or found.borderline.empty:
        return None
    own = found.borderline.head(ROWS)
    own = own.assign(flips=[flips(result, words, str(c), 1) for c in own.index])
    numbers: dict[str, Value] = {
        "n": count(len(own)),
        "n_all": count(len(found.borderline)),
        "threshold": setting(result.client.parameters.segmentation.borderline),
    }
    shown = [
        Shown("name", "head.customer"),
        Shown("revenue_per_year", "head.revenue_year", "money"),
        Shown("class", "head.class", "class", "class."),
        Shown("probability", "head.class_probability", "share", decimals=0),
        Shown("second", "head.class_second", "class", "class."),
        Shown("second_probability", "head.second_probability", "share", decimals=0),
        Shown("cause", "head.unsure_by", "term", "cause."),
        Shown("flips", "head.flips"),
    ]
    behind = Behind(own, shown, sortable=True)
    return plate(words, "segmentation.unsure", numbers, behind, margin=("read", "limit"))


EXHIBITS: dict[str, Draw] = {"certainty": certainty, "unsure": unsure}
