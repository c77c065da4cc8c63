"""What chapter 6 shows of the action plan."""

from __future__ import annotations

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.summary.actions import Planned
from workbook.chapters.summary.analysis import Result
from workbook.exhibit import Exhibit
from workbook.finding import count, money
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def measures(result: Result, words: Words) -> Exhibit | None:
    """The action plan: measure, owner, start, effort, effect, status."""
    found = result.plan
    if not found:
        return None
    table = pd.DataFrame([_line(one, words) for one in found])
    heads = {"owner": "in_charge", "start": "start", "effort": "effort", "effect": "effect", "status": "status"}
    shown = [Shown("measure", "head.measure"), *(Shown(c, f"head.{h}") for c, h in heads.items())]
    standing = [one for one in found if one.action.status != "dropped"]
    numbers = {"n": count(len(standing)), "n_open": count(sum(one.action.owner is None for one in standing))}
    return plate(words, "summary.measures", numbers, Behind(table, shown), message="summary.measures_table")


def _line(one: Planned, words: Words) -> dict[str, str]:
    action = one.action
    return {
        "measure": words.text(f"{one.id}.measure"),
        "owner": action.owner or words.text("summary.owner_open", owner=words.text(f"{one.id}.owner")),
        "start": words.date(action.start) if action.start else "?",
        "effort": words.text(f"process.effort.{one.effort}") if one.effort else "?",
        "effect": _effect(one, words),
        "status": words.text(f"summary.status.{action.status}") + (f": {action.reason}" if action.reason else ""),
    }


def _effect(one: Planned, words: Words) -> str:
    """What the measure brings in the joint effect; what is freed in brackets, as it is not counted."""
    if one.finding is None:
        return words.text("summary.effect_gone")
    impact = one.finding.impact
    if one.action.status == "dropped" or impact is None or impact.high <= 0:
        return words.text("summary.effect_none")
    amount = words.quantity(money(impact.central, impact.estimated))
    return words.text("ask.capacity", money=amount) if impact.kind == "capacity" else amount


def steps(result: Result, words: Words) -> Exhibit | None:
    """The first three steps of every measure that stands, and the figure that says whether it works."""
    found = [one for one in result.plan if one.action.status != "dropped"]
    if not found:
        return None
    table = pd.DataFrame(
        {
            "measure": [words.text(f"{one.id}.measure") for one in found],
            "first": [words.text(f"{one.id}.step") for one in found],
            "second": [_second(one.id, words) for one in found],
            "third": [words.text("summary.step_third") for one in found],
            "steering": [words.text(f"{one.id}.steering") for one in found],
        }
    )
    heads = {"first": "step_first", "second": "step_second", "third": "step_third", "steering": "steering"}
    shown = [Shown("measure", "head.measure"), *(Shown(c, f"head.{h}") for c, h in heads.items())]
    return plate(words, "summary.steps", {"n": count(len(found))}, Behind(table, shown))


def _second(name: str, words: Words) -> str:
    """The second step: the measure's own where there is one, else to settle the steering figure."""
    return words.text(f"{name}.step_then" if words.has(f"{name}.step_then") else "summary.step_second")


EXHIBITS: dict[str, Draw] = {"measures": measures, "steps": steps}
