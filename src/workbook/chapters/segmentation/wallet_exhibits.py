"""What chapter 3 shows of potential, share of wallet and priority."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.grid import Grid, channel
from workbook.chapters.segmentation.priorities import NUMBERS, Priorities
from workbook.chapters.segmentation.wallet import Wallet, names
from workbook.charts import Pair, dumbbell, share_ticks
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Terms, Value, count, money, setting, share
from workbook.language import Words
from workbook.methods.potential_level import LEVELS
from workbook.parameters_segmentation import DEFAULT_HOURS_WEIGHT
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import colour, hair, label, note, rows, shorten, weight, width

MOST_SPANS = 10
TINTS = ((0.20, "tint4"), (0.10, "tint3"), (0.05, "tint2"))
CELL = 94  # height of a field on the phone; 84 at the desk


def grid(result: Result, words: Words) -> Exhibit | None:
    """The nine fields of potential and share of wallet, with hours today and by rule."""
    found = result.topics.of(Grid)
    if found.customers.empty:
        return None
    f, p = found.fields, result.client.parameters.segmentation
    field, timed = f.loc[("high", "low")], found.has_hours
    weights = {f"weight_{k}": Quantity(w, "number") for k, w in {**DEFAULT_HOURS_WEIGHT, **p.hours_weight}.items()}
    numbers: dict[str, Value] = {
        "n": count(field["customers"]),
        "share": share(field["potential"] / f["potential"].sum(), True),
        "share_hours": share(field["hours"] / f["hours"].sum() if timed else 0.0),
        "potential_rule": _potential_rule(result),
        "low": setting(p.sow_edges[0]),
        "high": setting(p.sow_edges[1]),
        "n_total": count(len(found.customers)),
        "n_all": count(len(result.known)),
        "low_potential": found.low(),
        "kept": Terms(tuple(Term(f"potential_dat.{level}") for level in LEVELS if level in p.keep_hours)),
        **weights,
    }
    tail = "" if timed else "_plain"
    return plate(
        words,
        "segmentation.grid",
        numbers,
        Behind(_rule_table(found, words), _rule_columns(found)),
        partial(draw_grid, found, words),
        ("read", "rule", "limit", "source.customers") if timed else ("read", "limit", "source.customers"),
        message=f"segmentation.grid{tail}",
        unit=f"segmentation.grid.unit{tail}",
        rule="segmentation.grid.rule" if p.keep_hours else "segmentation.grid.rule_none",
    )


def _potential_rule(result: Result) -> Term:
    """What high and medium potential mean."""
    p = result.client.parameters.segmentation
    if p.potential_levels is not None:
        medium, high = (money(edge) for edge in p.potential_levels)
        return Term("segmentation.potential_fixed", {"medium_from": medium, "high_from": high})
    low, high = (setting(edge) for edge in p.potential_edges)
    return Term("segmentation.potential_cumulated", {"low_edge": low, "high_edge": high})


def _rule_table(found: Grid, words: Words) -> pd.DataFrame:
    """One row per field, with its channel in words."""
    table = found.fields.reset_index()
    table["channel"] = [
        words.listing([words.text(f"role.{role}") for role in channel(found.base, str(level))])
        for level in table["potential_level"]
    ]
    return table


def _rule_columns(found: Grid) -> list[Shown]:
    """The columns of the rule table: hours and money only where they are known."""
    shown = [
        Shown("potential_level", "head.potential_level", "term", "sow_short."),
        Shown("sow_level", "head.sow_level", "term", "sow_short."),
        Shown("purpose", "head.purpose", "term", "purpose."),
        Shown("channel", "head.channel"),
        Shown("customers", "head.customers", "count"),
        Shown("potential", "head.potential", "money"),
        Shown("revenue", "head.revenue_year", "money"),
    ]
    if found.has_hours:
        shown += [Shown("hours", "head.hours_year_all", "hours"), Shown("rule_hours", "head.rule_hours", "hours")]
        if found.fields["cost"].sum() > 0:
            shown += [Shown("cost", "head.cost_year", "money"), Shown("rule_cost", "head.rule_cost", "money")]
    return shown


def draw_grid(found: Grid, words: Words, narrow: bool) -> Figure:
    """Nine fields: the share of wallet to the right, the potential downwards; the darker, the more potential."""
    left, top, band, high = (0, 44, 24, CELL) if narrow else (134, 44, 0, CELL - 10)
    figure, axes = rows(narrow, 3, high + band, top, 4)
    step, whole = (width(narrow) - left) / 3, float(found.fields["potential"].sum())
    note(axes, left, 9, words.text("axis.sow"))
    for j, held in enumerate(LEVELS[::-1]):
        label(axes, left + j * step + 8, 30, words.text(f"sow_short.{held}"), weight="bold")
    for i, level in enumerate(LEVELS):
        y = top + i * (high + band)
        roles = [words.text(f"role.{role}") for role in channel(found.base, level)]
        if narrow:
            label(axes, 0, y + 11, words.text(f"potential_level.{level}"), weight="bold")
        else:
            label(
                axes, 0, y + 14, words.text(f"potential_level.{level}").replace(" ", "\n", 1), weight="bold", va="top"
            )
            for k, role in enumerate(roles):
                note(axes, 0, y + 48 + 14 * k, shorten(role, 24))
        for j, held in enumerate(LEVELS[::-1]):
            row = found.fields.loc[(level, held)]
            _cell(axes, row, (left + j * step, y + band, step, high), whole, words, narrow)
    return figure


def _cell(
    axes: Axes, row: pd.Series, place: tuple[float, float, float, float], whole: float, words: Words, narrow: bool
) -> None:
    """One field: what its time is for, customers, potential, revenue, hours today and by rule."""
    x, y, step, high = place
    part = row["potential"] / whole
    tint = next((name for least, name in TINTS if part >= least), "tint1")
    axes.add_patch(Rectangle((x + 1, y + 1), step - 2, high - 2, color=colour(tint), lw=0))
    known = {"potential": words.money(row["potential"]), "revenue": words.money(row["revenue"])}
    lines = [words.text("n_customers", n=count(row["customers"]))]
    if row["customers"]:
        lines += [
            t if narrow else words.text(f"segmentation.cell_{k}", money=Quantity(row[k], "money"))
            for k, t in known.items()
        ]
        if row["hours"] == row["hours"]:
            now, then = (Quantity(row[c], "count") for c in ("hours", "rule_hours"))
            lines.append(words.text("segmentation.cell_hours", now=now, then=then))
    for k, line in enumerate(lines):
        label(axes, x + 8, y + 16 + 17 * k, line, weight="bold" if k == 0 else "normal", fontsize=12 if k == 0 else 11)
    note(axes, x + step - 7 if not narrow else x + 8, y + (16 if not narrow else 84), words.text(f"purpose.{row['purpose']}"),
         ha="left" if narrow else "right", color=colour("ink"))  # fmt: skip


def ranges(result: Result, words: Words) -> Exhibit | None:
    """The customers whose level of the share of wallet depends on a guess."""
    found, p = result.topics.of(Wallet), result.client.parameters.segmentation
    unsure = found.guesses
    if unsure.empty:
        return None
    top = unsure.head(MOST_SPANS)
    top = top.assign(name=names(found.base, top.index))
    others = found.table["potential"].isna() & found.table["sow"].notna()
    numbers: dict[str, Value] = {
        "n": count(len(unsure)),
        "n_total": count(len(found.stated)),
        "n_shown": count(len(top)),
        "n_other": count(int(others.sum())),
        "low": setting(p.sow_edges[0]),
        "high": setting(p.sow_edges[1]),
    }
    shown = [
        Shown("name", "head.customer"),
        Shown("potential", "head.potential", "money"),
        Shown("sow_from", "head.sow_from", "share"),
        Shown("sow", "head.sow", "share"),
        Shown("sow_to", "head.sow_to", "share"),
    ]
    return plate(
        words,
        "segmentation.ranges",
        numbers,
        Behind(top, shown),
        partial(draw_ranges, top, p.sow_edges, words),
        ("read", "limit", "source.customers"),
    )


def draw_ranges(top: pd.DataFrame, edges: tuple[float, float], words: Words, narrow: bool) -> Figure:
    """One span per customer over the edges of the levels."""
    pitch, head = (44, 26) if narrow else (30, 26)
    figure, axes = rows(narrow, len(top), pitch, head, 22)
    left, right = (8, width(narrow) - 14) if narrow else (236, width(narrow) - 84)
    end = min(max(1.0, float(top["sow_to"].max())), 1.5)
    foot = head + len(top) * pitch

    def at(part: float) -> float:
        return left + (right - left) * min(part, end) / end

    for edge in edges:
        axes.plot([at(edge)] * 2, [head - 6, foot], color=colour("muted"), lw=weight("hair"))
    for edge, text in zip((0.0, *edges, 1.0), ("low", "medium", "high"), strict=False):
        note(axes, at(edge) + 4, 9, words.text(f"sow_short.{text}"))
    for tick in (0.0, *edges, 1.0):
        note(axes, at(tick), foot + 12, words.percent(tick, 0), ha="left" if tick == 0 else "center")
    for i, row in enumerate(top.itertuples()):
        y = head + i * pitch + (31 if narrow else pitch / 2)
        hair(axes, head + i * pitch, 0, width(narrow))
        amount = "≈ " + words.money(row.potential)
        if narrow:
            label(axes, 0, y - 19, shorten(str(row.name), 34), halo=True)
            note(axes, width(narrow), y - 19, amount, ha="right")
        else:
            label(axes, 0, y, shorten(str(row.name), 32))
            note(axes, width(narrow), y, amount, ha="right")
        axes.plot([at(row.sow_from), at(row.sow_to)], [y, y], color=colour("dot"), lw=5, solid_capstyle="butt")
        axes.plot(at(row.sow), y, "o", ms=8, color=colour("ink"))
    return figure


def priorities(result: Result, words: Words) -> Exhibit | None:
    """Value against hours per priority, and the pairs the expected value would turn round."""
    found = result.topics.of(Priorities)
    if found.table is None or not found.resources["value"].sum() > 0:
        return None
    r = found.resources
    timed = bool(r["hours"].sum() > 0)
    numbers: dict[str, Value] = {
        "share": share(float(r.loc[1, "share_value"]), found.measure == "expected"),
        "share_first": share(float(r.loc[1, "share_hours"]) if timed else 0.0),
        "pairs": found.contradicted(),
        "measure": Term(f"segmentation.priority_measure.{found.measure}"),
    }
    pairs = [_pair(words, n, r.loc[n]) for n in NUMBERS] if timed else []
    axes_names = (words.text("axis.share_hours"), words.text("axis.share_value"))
    behind, caption = _pairs_table(found) if len(found.largest) and timed else _priority_table(r, timed)
    return plate(
        words,
        "segmentation.priority_shares",
        numbers,
        behind,
        partial(dumbbell, pairs, axes_names, share_ticks(pairs, words)) if timed else None,
        ("read", "limit", "source.activities") if timed else ("limit", "source.customers"),
        message="segmentation.priority_shares" if timed else "segmentation.priority_plain",
        caption=caption,
    )


def _pair(words: Words, number: int, row: pd.Series) -> Pair:
    """One priority as a row of the chart."""
    detail = words.text("n_customers", n=count(row["customers"]))
    texts = words.short_percent(row["share_hours"]), words.short_percent(row["share_value"])
    name = f"{words.text(f'priority_name.{number}')} · {detail}"
    return Pair(name, words.text(f"priority_meaning.{number}"), row["share_hours"], row["share_value"], *texts)


def _pairs_table(found: Priorities) -> tuple[Behind, str]:
    """The largest contradictions by name."""
    table = found.largest.copy()
    for column in ("third", "second"):
        table[column] = names(found.base, pd.Index(table[column]))
    shown = [
        Shown("third", "head.third"),
        Shown("worth_third", "head.worth_third", "money"),
        Shown("second", "head.second"),
        Shown("worth_second", "head.worth_second", "money"),
        Shown("difference", "head.difference", "money"),
    ]
    return Behind(table, shown), "segmentation.priority_shares.caption"


def _priority_table(resources: pd.DataFrame, timed: bool) -> tuple[Behind, str]:
    """Customers, value and hours per priority."""
    shown = [
        Shown("priority", "head.priority", "term", "priority_name."),
        Shown("customers", "head.customers", "count"),
        Shown("value", "head.value_total", "money"),
        Shown("share_value", "head.share_value", "share"),
    ]
    if timed:
        shown += [Shown("hours", "head.hours_year_all", "hours"), Shown("share_hours", "head.share_hours", "share")]
    return Behind(resources.reset_index(), shown), "segmentation.priority_shares.caption_plain"


EXHIBITS: dict[str, Draw] = {"grid": grid, "ranges": ranges, "priorities": priorities}
