"""What chapter 5 shows of opinion."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.drawings import draw_phases
from workbook.chapters.process.opinion import Opinion
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Terms, Value, count
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def phases(result: Result, words: Words) -> Exhibit | None:
    """Importance against performance of the eight phases, key beside smart accounts."""
    opinion = result.topics.of(Opinion).opinion
    if opinion is None:
        return None
    table = opinion.dropna(subset=["importance", "performance"])
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


def priorities(result: Result, words: Words) -> Exhibit | None:
    """Phases by gap, the largest first, with its interval and how deep it is for each class and group."""
    found = result.topics.of(Opinion)
    if found.phases is None or found.phases["gap"].notna().sum() < 2:
        return None
    table = found.phases.dropna(subset=["gap"])
    table, fields = _fields(table, found)
    numbers: dict[str, Value] = {
        "phase": Term(f"phase.{int(table['phase'].iloc[0])}"),
        "second": Term(f"phase.{int(table['phase'].iloc[1])}"),
        "target": Quantity(result.client.parameters.process.target, "score"),
        "agreement": _agreement(found),
    }
    ends = zip(table["gap_low"], table["gap_high"], strict=True)
    order = ["unknown" if pd.isna(sure) else "sure" if sure else "unsure" for sure in table["sure"]]
    table = table.assign(span=[_span(words, low, high) for low, high in ends], order=order)
    shown = [
        Shown("phase", "head.phase", "term", "phase_numbered."),
        Shown("gap", "head.gap", "points"),
        Shown("span", "head.gap_span"),
        Shown("order", "head.order_sure", "term", "process.order."),
        *fields,
    ]
    message = "process.priorities_sure" if order[0] == "sure" else "process.priorities_open"
    weak = found.weakest
    if order[0] != "sure" and weak is not None and found.leads and weak["phase"] == table["phase"].iloc[0]:
        numbers |= {"group": Term(f"opinion_class.{weak['class']}")}
        message = "process.priorities_class"
    margin = ("read", "certainty", "source.assessment")
    return plate(words, "process.priorities", numbers, Behind(table, shown), margin=margin, message=message)


def _fields(table: pd.DataFrame, found: Opinion) -> tuple[pd.DataFrame, list[Shown]]:
    """The gaps of each class and group beside the phases, where there are several."""
    fields: list[Shown] = []
    for part, by in ((found.opinion, "class"), (found.groups, "group")):
        if part is None or part[by].nunique() < 2:
            continue
        deep = part.pivot(index="phase", columns=by, values="gap")
        for name in sorted(map(str, deep.columns), key=_rank):
            table = table.assign(**{f"{by}:{name}": table["phase"].map(deep[name])})
            fields.append(_field(by, name))
    return table, fields


def _rank(name: str) -> tuple[int, str]:
    """Key before smart accounts, what was merged behind the groups."""
    return {"key": 0, "smart": 1, "all": 2, "others": 4}.get(name, 3), name


def _field(by: str, name: str) -> Shown:
    if by == "group" and name != "others":
        return Shown(f"{by}:{name}", "head.group", "heat", title=name)
    return Shown(f"{by}:{name}", "role.others" if by == "group" else f"group.{name}", "heat")


def _span(words: Words, low: float, high: float) -> str:
    if low != low:
        return words.unknown()
    return words.text("process.span", low=Quantity(low, "score"), high=Quantity(high, "score"))


def _agreement(found: Opinion) -> Value:
    """How far the respondents agree, class by class."""
    if found.agreement is None:
        return Term("process.agreement_unknown")
    said = [
        Term(
            "process.agreement_of",
            {
                "group": Term(f"group.{row['class']}"),
                "w": Quantity(row["w"], "index"),
                "low": Quantity(row["low"], "index"),
                "high": Quantity(row["high"], "index"),
                "n_raters": count(row["n"]),
                "n_asked": count(row["asked"]),
            },
        )
        for row in found.agreement.to_dict("records")
    ]
    return Term("process.agreement", {"list": Terms(said)})


EXHIBITS: dict[str, Draw] = {"phases": phases, "priorities": priorities}
