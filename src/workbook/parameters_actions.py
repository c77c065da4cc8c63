"""The action plan: what the company decided about the measure of a finding."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from workbook.section import Section

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
FindingId = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z0-9_]+$", max_length=80)]
STATUS = ("proposed", "agreed", "started", "done", "dropped")


class Action(Section):
    """One measure, named by its finding's id: who owns it, from when, how much work it is, how far it is.

    What is left out stays as the report proposes it. A measure that is dropped says why; its lever then leaves the value at
    stake.
    """

    owner: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    start: Day | None = None
    effort: Literal["small", "medium", "large"] | None = None
    status: Literal["proposed", "agreed", "started", "done", "dropped"] = "proposed"
    reason: Annotated[str, Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def dropped_for_a_reason(self) -> Action:
        """Whoever drops a measure says why."""
        if self.status == "dropped" and not (self.reason or "").strip():
            raise ValueError("reason")
        return self
