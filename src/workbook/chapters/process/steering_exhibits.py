"""What chapter 5 shows of steering: the figures measured, target against actual, incentives by role."""

from __future__ import annotations

import math

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.incentives import Incentives
from workbook.chapters.process.steering import STEERED, Steering
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Value, count, money, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def steering(result: Result, words: Words) -> Exhibit | None:
    """The steering figures of effectiveness and efficiency, measured or not."""
    found = result.topics.of(Steering)
    known = found.measured["value"].notna()
    if not known.any():
        return None
    units = {"share": share, "money": money}

    def said(name: str, value: float) -> str:
        unit = STEERED[name][1]
        if not math.isfinite(value):
            return words.text("process.not_measured")
        return words.write(units[unit](value) if unit in units else Quantity(value, unit))  # type: ignore[arg-type]

    table = found.measured.rename_axis("figure").reset_index()
    table["kind"] = [STEERED[name][0] for name in table["figure"]]
    table["said"] = [said(name, value) for name, value in zip(table["figure"], table["value"], strict=True)]
    numbers: dict[str, Value] = {"n": count(int(known.sum()))}
    shown = [
        Shown("figure", "head.figure", "term", "steered."),
        Shown("kind", "head.steered_kind", "term", "steered_kind."),
        Shown("said", "head.value"),
        Shown("n", "head.cases", "count"),
    ]
    return plate(words, "process.steering", numbers, Behind(table, shown), None, ("read", "rule"))


def targets(result: Result, words: Words) -> Exhibit | None:
    """Target against actual."""
    table = result.topics.of(Steering).targets
    if table is None:
        return None
    met = table["met"].map({True: "yes", False: "no"}).fillna("unknown")
    numbers: dict[str, Value] = {
        "n": count(int((met == "yes").sum())),
        "n_all": count(len(table)),
        "n_open": count(int((met == "unknown").sum())),
    }
    shown = [
        Shown("unit", "head.unit"),
        Shown("metric", "head.figure"),
        Shown("target", "head.target", "mixed"),
        Shown("actual", "head.actual", "mixed"),
        Shown("variance", "head.variance", "mixed"),
        Shown("attainment", "head.effectiveness", "share"),
        Shown("met", "head.met", "term", "met."),
    ]
    return plate(
        words, "process.targets_table", numbers, Behind(table.assign(met=met), shown), None, ("read", "people")
    )


def incentives(result: Result, words: Words) -> Exhibit | None:
    """The four questions by role of at least five persons."""
    found = result.topics.of(Incentives)
    if found.audit is None:
        return None
    gaps = int((found.audit["fit"] == "gap").sum())
    numbers: dict[str, Value] = {"n": count(gaps), "n_total": count(len(found.audit))}
    table = found.audit.assign(what=found.audit["question"])
    shown = [
        Shown("role", "head.role", "term", "role."),
        Shown("question", "head.incentive", "term", "incentive."),
        Shown("weight", "head.bonus_weight", "share"),
        Shown("what", "head.evidence", "term", "incentive_evidence."),
        Shown("evidence", "head.value", "share"),
        Shown("fit", "head.fit", "term", "incentive_fit."),
    ]
    return plate(words, "process.incentives_table", numbers, Behind(table, shown), None, ("read", "rule", "people"))


EXHIBITS: dict[str, Draw] = {"steering": steering, "targets": targets, "incentives": incentives}
