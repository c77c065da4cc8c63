"""The action plan: one measure per finding with money or a decision, as the company settled it or as proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workbook.finding import Finding
from workbook.parameters_actions import Action

# How much work a measure usually is: a proposal until the company says otherwise; others are asked.
EFFORT: dict[str, Literal["small", "medium", "large"]] = {
    "value.loss_makers": "medium",
    "value.excess_discount": "medium",
    "value.kendall_tau": "small",
    "value.effective_customers": "medium",
    "segmentation.customers": "small",
    "segmentation.borderline": "small",
    "segmentation.neglected": "medium",
    "coverage.overserved": "medium",
    "coverage.underserved": "small",
    "coverage.non_selling": "large",
    "coverage.channel_shift": "medium",
    "coverage.surcharge": "small",
    "coverage.response": "large",
    "process.conversion": "medium",
    "process.on_time_share": "medium",
}


@dataclass(frozen=True)
class Planned:
    """One line of the plan: the finding's id, the finding (None: it no longer arises), what is settled, how much work it is."""

    id: str
    finding: Finding | None
    action: Action
    effort: str | None


def plan(
    asking: tuple[Finding, ...], ranked: tuple[Finding, ...], actions: Mapping[str, Action], most: int
) -> tuple[Planned, ...]:
    """The first `most` of the findings `asking`, then all others the company has settled something about; dropped ones last."""
    known = {f.id: f for f in ranked}
    weightiest = [f.id for f in asking if actions.get(f.id, Action()).status != "dropped"][:most]
    settled = sorted(
        (i for i in actions if i not in weightiest),
        key=lambda i: (actions[i].status == "dropped", list(actions).index(i)),
    )
    made = []
    for name in (*weightiest, *settled):
        action = actions.get(name, Action())
        made.append(Planned(name, known.get(name), action, action.effort or EFFORT.get(name)))
    return tuple(made)
