"""What is assumed of another scope of service: how many accept it, how many are lost, and how far each lever goes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from workbook.section import NotNegative, Positive, Section, Share

# Three levers can cost the same customer: a third each keeps what all lose together within everything.
Lost = Annotated[float, Field(ge=0, le=0.33)]
LeverName = Literal["channel", "scope", "minimum", "surcharge", "online"]
LEVERS: tuple[LeverName, ...] = ("channel", "scope", "minimum", "surcharge", "online")


class Lever(Section):
    """How customers answer, low, central, high: share that accepts (0–1), share of the others that is lost (0–1)."""

    acceptance: tuple[Share, Share, Share]
    lost: tuple[Lost, Lost, Lost]

    @model_validator(mode="after")
    def in_order(self) -> Lever:
        """From low to high."""
        for name in ("acceptance", "lost"):
            if list(getattr(self, name)) != sorted(getattr(self, name)):
                raise ValueError(name)
        return self

    @property
    def scenarios(self) -> tuple[tuple[float, float], ...]:
        """Acceptance and lost share at low, central and high acceptance; where few accept, most of the others are lost."""
        return tuple(zip(self.acceptance, reversed(self.lost), strict=True))


class Scope(Section):
    """Levers on smart and lean accounts (or small customers) of low potential; every default is an assumption.

    `channel`: share of visit hours moved to inside sales and digital channels (`visits_moved`), which take `contact_time` of the
    time; `scope`: share of the hours above the floor that is cut (`scope_cut`); `minimum`: orders below
    `minimum_order` are bundled or lost (currency; default half the order value that pays for its handling); `surcharge`: on
    orders below `surcharge_below` (default that order value) `surcharge_amount` is paid (default `surcharge_part` of the cost of
    an order), avoided by bundling, or the order is lost; `online`: orders taken by hand come through the shop, at `online_cost`
    of the cost. `self_service`: share of the hours of an inquiry that self-service saves.
    """

    channel: Lever = Lever(acceptance=(0.50, 0.70, 0.85), lost=(0.01, 0.03, 0.06))
    scope: Lever = Lever(acceptance=(0.50, 0.70, 0.85), lost=(0.02, 0.04, 0.08))
    minimum: Lever = Lever(acceptance=(0.40, 0.60, 0.80), lost=(0.10, 0.20, 0.30))
    surcharge: Lever = Lever(acceptance=(0.30, 0.50, 0.70), lost=(0.05, 0.10, 0.20))
    online: Lever = Lever(acceptance=(0.20, 0.40, 0.60), lost=(0.00, 0.01, 0.02))
    visits_moved: Share = 0.70
    contact_time: Annotated[float, Field(ge=0, lt=1)] = 0.50
    scope_cut: Share = 0.20
    minimum_order: Positive | None = None
    surcharge_below: Positive | None = None
    surcharge_amount: NotNegative | None = None
    surcharge_part: Share = 0.30
    online_cost: Share = 0.50
    self_service: tuple[Share, Share, Share] = (0.10, 0.20, 0.30)

    @model_validator(mode="after")
    def in_order(self) -> Scope:
        """From low to high."""
        if list(self.self_service) != sorted(self.self_service):
            raise ValueError("self_service")
        return self
