"""What is set for territories: bands, who may look after whom, what driving and a change of owner cost."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from workbook.section import Class, NotNegative, Positive, Role, Section, Share


class Territory(Section):
    """Assignment of customers to the persons who look after them.

    `band`: least and most work of a person, as a multiple of its fair share; `strict`: outside it there is no plan. At most
    `disruption_budget` of the work (or of the value: `budget_by`) changes its owner. `eligible`: roles a class may go to
    besides the role of its owner today. `pinned`: customer to person; `forbidden`: customer to persons it never goes to;
    `remote`: customers looked after from afar; `dissolvable`: persons whose territory may disappear. `objective`: least cost,
    or most profit (margin responds to the time not spent driving). Driving: `km_cost` (currency per km), `speed` (km/h),
    `detour` (road against the crow); `visits` a year where none are logged; `hour_cost` (currency) where staff costs are not
    known. A new owner takes `change_hours` and costs `change_loss` of a year's CM I.
    """

    band: tuple[NotNegative, Positive] = (0.80, 1.20)
    strict: bool = False
    disruption_budget: Share = 0.20
    budget_by: Literal["workload", "value"] = "workload"
    objective: Literal["cost", "profit"] = "cost"
    eligible: dict[Class, tuple[Role, ...]] = Field(default_factory=dict)
    pinned: dict[str, str] = Field(default_factory=dict)
    forbidden: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    remote: tuple[str, ...] = ()
    dissolvable: tuple[str, ...] = ()
    km_cost: NotNegative = 0.50
    speed: Annotated[float, Field(ge=10, le=200)] = 60.0
    detour: Annotated[float, Field(ge=1, le=3)] = 1.3
    visits: NotNegative = 4.0
    hour_cost: NotNegative = 70.0
    change_hours: NotNegative = 6.0
    change_loss: Share = 0.02

    @model_validator(mode="after")
    def in_order(self) -> Territory:
        """The band rises and holds the fair share."""
        if not self.band[0] <= 1.0 <= self.band[1]:
            raise ValueError("band")
        return self
