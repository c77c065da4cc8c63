"""What people agreed about one account: goals, actions, contacts, competitors, and what they know of its growth paths."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from workbook.section import NotNegative, Section

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Path = Literal["competitors", "units", "customers_customers", "partners"]
PATHS: tuple[Path, ...] = ("competitors", "units", "customers_customers", "partners")


class Goal(Section):
    """What is to be reached, how far, until when."""

    what: Line
    target: Line | None = None
    due: Day | None = None


class Action(Section):
    """What is done, by whom, until when, and how far it is."""

    what: Line
    owner: Line | None = None
    due: Day | None = None
    status: Literal["open", "running", "done"] = "open"


class Contact(Section):
    """Somebody at the customer by function; the name only where it may be kept. `stance`: how they stand to the company."""

    role: Line
    name: Line | None = None
    stance: Literal["for", "neutral", "against"] | None = None
    cared_by: Line | None = None


class Competitor(Section):
    """Another supplier of the customer: its share of the customer's demand (0–1) and what it is strong in."""

    name: Line
    share: Annotated[float, Field(ge=0, le=1)] | None = None
    strength: Line | None = None


class Growth(Section):
    """What is known of one growth path: which firms or units, and sales a year from … to … (currency)."""

    what: Line
    amount: tuple[NotNegative, NotNegative] | None = None

    @model_validator(mode="after")
    def in_order(self) -> Growth:
        """From low to high."""
        if self.amount and self.amount[0] > self.amount[1]:
            raise ValueError("amount")
        return self


class AccountPlan(Section):
    """What was agreed about one customer; `hours` a year, the `channel` of care and the person in charge as agreed."""

    goals: tuple[Goal, ...] = ()
    actions: tuple[Action, ...] = ()
    people: tuple[Contact, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    growth: dict[Path, Growth] = Field(default_factory=dict)
    hours: NotNegative | None = None
    channel: Line | None = None
    owner: Line | None = None
    note: Line | None = None
