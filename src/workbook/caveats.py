"""What an assertion may not leave out: hours and care cost where activities were recorded in a part of the period only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbook.client import Client
from workbook.finding import Finding, Term

# Findings that rest on hours or care cost a year; those of the last twelve months alone, or of shares of hours by role, do not,
# nor do those that use classes only: the finding that gives the classes has the caveat. Held against what part of the
# activities changes (tests/test_caveats.py).
EFFORT = frozenset(
    {f"value.{name}" for name in ("loss_makers", "unused_capacity_cost", "kendall_tau", "expected", "growth_quadrant")}
    | {f"value.{name}" for name in ("result_after_sales_cost", "hours_on_half_of_value", "effort_of_margin")}
    | {f"value.{name}" for name in ("kam_gate", "key_discount")}
    | {f"segmentation.{name}" for name in ("customers", "two_conditions", "transition", "priorities")}
    | {f"segmentation.{name}" for name in ("myths", "rewards", "neglected")}
    | {f"coverage.{name}" for name in ("overserved", "underserved", "misallocated_hours", "small_time", "below_floor")}
    | {f"coverage.{name}" for name in ("customers_per_fte", "customers_per_fte_only", "load", "required", "strategic")}
    | {f"coverage.{name}" for name in ("response", "two_levers", "non_selling", "channel_shift", "service_scope")}
    | {f"coverage.{name}" for name in ("acquisition", "territory", "territory_balance", "territory_dearer")}
    | {f"coverage.{name}" for name in ("territory_misfit", "persons")}
    | {f"process.{name}" for name in ("quadrant", "outside", "incentives", "measured", "order_cost")}
)


def effort_caveat(client: Client) -> Term | None:
    """That activities were recorded in a part of the period only, and what it does to hours and care cost; else None."""
    span = client.effort_span
    if span is None:
        return None
    whole = {"first_all": client.period[0], "last_all": client.period[1]}
    return Term("caveat.effort", {"first": span[0], "last": span[1], **whole})


def with_caveats(findings: Iterable[Finding], client: Client) -> tuple[Finding, ...]:
    """The findings; those on hours or care cost a year say so, and are sure at most to degree 1, where activities are missing."""
    caveat = effort_caveat(client)
    if caveat is None:
        return tuple(findings)
    return tuple(replace(f, confidence=1, caveat=caveat) if f.id in EFFORT else f for f in findings)
