"""What chapter 6 shows."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.figure import Figure

from workbook.chapters import Draw
from workbook.chapters.summary import actions_exhibits, growth_exhibits, stake_exhibits
from workbook.chapters.summary.analysis import Result, open_gaps
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Value, count, money
from workbook.language import Words
from workbook.need import plain_needs
from workbook.plate import Behind, plate
from workbook.setting_name import setting_name
from workbook.tabulate import Shown
from workbook.theme import colour, hair, label, note, rows, weight, width
from workbook.workshop.levers import in_force, said


def levers(result: Result, words: Words) -> Exhibit | None:
    """Every lever with its range, on one scale, where no way from today's margin can be drawn."""
    found = result.levers
    if not found or stake_exhibits.waterfall(result, words) is not None:
        return None
    table = pd.DataFrame(
        {
            "lever": [words.text(f"{f.id}.lever") for f in found],
            "kind": [f.impact.kind for f in found if f.impact],
            "low": [f.impact.low for f in found if f.impact],
            "central": [f.impact.central for f in found if f.impact],
            "high": [f.impact.high for f in found if f.impact],
        }
    )
    top = found[0]
    numbers: dict[str, Value] = {
        "n": count(len(found)),
        "lever": words.text(f"{top.id}.lever"),
        "money": money(top.impact.central if top.impact else 0.0, True),
    }
    shown = [
        Shown("lever", "head.lever"),
        Shown("kind", "head.kind", "term", "kind."),
        *(Shown(c, f"head.{c}_money", "money") for c in ("low", "central", "high")),
    ]
    draw = partial(_levers, table, words)
    return plate(words, "summary.levers", numbers, Behind(table, shown), draw, ("read", "limit"))


def _levers(table: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    pitch, top = (64, 4) if narrow else (46, 4)
    figure, axes = rows(narrow, len(table), pitch, top, 26)
    left, right = (6, width(True) - 90) if narrow else (296, width(False) - 86)
    most = float(table["high"].max())
    foot = top + len(table) * pitch

    def at(value: float) -> float:
        return left + (right - left) * value / most

    for tick in (0.0, most / 2, most):
        axes.plot([at(tick)] * 2, [top, foot], color=colour("rule" if tick == 0 else "grid"), lw=weight("hair"))
        note(axes, at(tick), foot + 14, words.money(tick) if tick else "0", ha="center")
    for i, row in table.iterrows():
        y = top + int(str(i)) * pitch + (44 if narrow else pitch / 2)
        counted = row["kind"] != "capacity"
        tint = colour("gain") if counted else colour("dot")
        axes.plot([at(row["low"]), at(row["high"])], [y, y], color=tint, lw=6, solid_capstyle="butt")
        axes.plot(at(row["central"]), y, "o", ms=10, mfc=colour("paper"), mec=tint, mew=2.5)
        label(
            axes,
            at(row["high"]) + 12,
            y,
            f"≈\u00a0{words.money(row['central'], rough=True)}",
            weight="bold" if counted else "normal",
        )
        label(axes, 0, y - 28 if narrow else y - 8, row["lever"], weight="bold" if counted else "normal")
        note(
            axes,
            width(True) if narrow else 0,
            y - 28 if narrow else y + 9,
            words.text(f"kind.{row['kind']}"),
            ha="right" if narrow else "left",
        )
        hair(axes, top + int(str(i)) * pitch, 0, width(narrow))
    return figure


def readiness(result: Result, words: Words) -> Exhibit:
    """Figures computed and not assessable, by chapter."""
    table = result.readiness.reset_index()
    total, lost = int(table["computed"].sum()), int(table["open"].sum())
    numbers: dict[str, Value] = {"n": count(total), "n_total": count(total + lost), "n_open": count(lost)}
    bars = [
        Bar(
            words.text(f"{r.chapter}.short"),
            r.computed,
            words.number(r.computed),
            r.open,
            words.text("open_figures", n=count(r.open)) if r.open else "",
            "key",
        )
        for r in table.itertuples()
    ]
    shown = [
        Shown("chapter", "head.chapter", "term", "page.chapter."),
        Shown("computed", "head.computed", "count"),
        Shown("open", "head.open", "count"),
    ]
    draw = partial(bar_rows, bars, names=150)
    return plate(words, "summary.readiness", numbers, Behind(table, shown), draw, ("read",))


def questions(result: Result, words: Words) -> Exhibit | None:
    """What could not be assessed, what is missing, and who can deliver it."""
    found = open_gaps(result)
    if not found:
        return None
    table = pd.DataFrame(
        {
            "question": [words.text_from(g.text, g.numbers) for g in found],
            "needs": [plain_needs(g.needs, words) for g in found],
            "who": [words.text(f"{g.text}.who") for g in found],
            "n": [len(g.key_figures) for g in found],
        }
    )
    shown = [
        Shown("question", "head.question"),
        Shown("needs", "head.needs"),
        Shown("who", "head.who"),
        Shown("n", "head.open_figures", "count"),
    ]
    return plate(words, "summary.questions", {"n": count(len(found))}, Behind(table, shown))


# Overrides stand in chapter 3; an assignment by hand names a person, whom only the customer list names.
ELSEWHERE = ("overrides.", "coverage.territory.pinned.", "coverage.territory.forbidden.")


def decisions(result: Result, words: Words) -> Exhibit | None:
    """What was decided in the workshop, by whom, when and why; nothing where nothing was."""
    parameters = result.client.parameters
    taken = [d for d in parameters.decisions if not d.key.startswith(ELSEWHERE)]
    if not taken:
        return None
    table = pd.DataFrame(
        {
            "setting": [setting_name(d.key, words) for d in taken],
            "value": [said(d.key, in_force(parameters, d.key, d.value), words) for d in taken],
            "who": [d.who for d in taken],
            "when": [pd.Timestamp(d.when) for d in taken],
            "why": [d.why for d in taken],
        }
    )
    shown = [
        Shown("setting", "head.setting"),
        Shown("value", "head.decided_value"),
        Shown("who", "head.decided_by"),
        Shown("when", "head.decided_on", "date"),
        Shown("why", "head.decided_why"),
    ]
    return plate(words, "summary.decisions", {"n": count(len(taken))}, Behind(table, shown))


EXHIBITS: dict[str, Draw] = {
    **stake_exhibits.EXHIBITS,
    "levers": levers,
    **growth_exhibits.EXHIBITS,
    "readiness": readiness,
    "questions": questions,
    **actions_exhibits.EXHIBITS,
    "decisions": decisions,
}
