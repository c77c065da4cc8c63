"""The request desk: how many work on requests, at which hours, and in which order."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from workbook.section import NotNegative, Section

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Hour = Annotated[float, Field(ge=0, le=24)]


class Desk(Section):
    """The request desk.

    `servers`: how many work on requests at a time, default the full-time positions of inside sales and service, rounded down.
    `day`: first and last working hour, Monday to Friday without `holidays`. `policy`: the order recommended; by arrival (fcfs),
    strictly by class, by score, by score plus `ageing` for every working day waited. `offer_hours`: hours there are for offers
    on the day of the list, default one working day of all. `simulated`: how many requests a simulation lets arrive.
    """

    servers: Annotated[int, Field(ge=1, le=1_000)] | None = None
    day: tuple[Hour, Hour] = (8.0, 17.0)
    holidays: tuple[Day, ...] = ()
    policy: Literal["fcfs", "strict", "score", "ageing"] = "ageing"
    ageing: NotNegative = 0.1
    offer_hours: NotNegative | None = None
    simulated: Annotated[int, Field(ge=10_000, le=2_000_000)] = 100_000

    @model_validator(mode="after")
    def day_in_order(self) -> Desk:
        """A day ends after it begins."""
        if self.day[0] >= self.day[1]:
            raise ValueError("day")
        return self

    @property
    def length(self) -> float:
        """Working hours of a day."""
        return self.day[1] - self.day[0]
