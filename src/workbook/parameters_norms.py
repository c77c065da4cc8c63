"""How much care each class is meant to get, as proposed: assumptions until the client sets its own in client.yaml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from workbook.section import CLASSES, Class, NotNegative, Positive, Role, Section, Share

Channel = Literal["visit", "phone_call", "email", "quote", "online_meeting", "service", "training"]

# Class → role → channel → contacts per customer and year. [001]: key accounts personally, smart accounts mainly from inside.
CONTACTS: dict[Class, dict[Role, dict[Channel, float]]] = {
    "key": {
        "kam": {"visit": 8.0, "phone_call": 12.0, "online_meeting": 6.0, "quote": 4.0},
        "inside": {"phone_call": 6.0, "email": 6.0},
        "service": {"service": 1.0},
    },
    "core": {
        "field": {"visit": 2.0, "phone_call": 4.0, "quote": 0.5},
        "inside": {"phone_call": 2.0, "email": 2.0, "quote": 0.2},
        "service": {"service": 0.2},
    },
    "smart": {
        "field": {"visit": 0.5},
        "inside": {"phone_call": 2.0, "email": 2.0, "quote": 0.2},
        "digital": {"online_meeting": 0.5, "email": 2.0},
    },
    "lean": {"inside": {"phone_call": 1.0}, "digital": {"email": 2.0, "online_meeting": 0.2}},
}
# Hours of one contact at the customer, without travel and preparation.
HOURS: dict[Channel, float] = {
    "visit": 2.0,
    "phone_call": 0.5,
    "email": 0.25,
    "quote": 4.0,
    "online_meeting": 1.0,
    "service": 4.0,
    "training": 4.0,
}
PREPARATION: dict[Channel, float] = {"visit": 1.0, "online_meeting": 0.5, "training": 1.0}  # hours per contact
TRAVEL: dict[Channel, float] = {"visit": 1.5, "service": 1.5, "training": 1.5}  # hours per contact
COMPLEXITY = (0.8, 0.9, 1.0, 1.15, 1.3)  # how much longer a contact is at a complexity of 1 to 5
FREED = (0.05, 0.10, 0.20)  # the part of non-selling time that can be freed: low, central, high


class Norms(Section):
    """Contacts per customer and year by class, role and channel; the hours of one, its preparation and travel; how much longer it
    is at a complexity of 1 to 5; which part of the non-selling time can be freed (low, central, high)."""

    contacts: dict[Class, dict[Role, dict[Channel, NotNegative]]] = Field(default_factory=lambda: dict(CONTACTS))
    hours: dict[Channel, Positive] = Field(default_factory=lambda: dict(HOURS))
    preparation: dict[Channel, NotNegative] = Field(default_factory=lambda: dict(PREPARATION))
    travel: dict[Channel, NotNegative] = Field(default_factory=lambda: dict(TRAVEL))
    complexity: tuple[Positive, Positive, Positive, Positive, Positive] = COMPLEXITY
    freed: tuple[Share, Share, Share] = FREED

    @model_validator(mode="after")
    def complete(self) -> Norms:
        """Every class is cared for by somebody, every channel has its length, more is freed at best than at worst."""
        for name in CLASSES:
            channels = list(self.contacts.get(name, {}).values())
            if not any(sum(c.values()) > 0 for c in channels):
                raise ValueError("contacts")
            if any(set(c) - set(self.hours) for c in channels):
                raise ValueError("hours")
        if list(self.freed) != sorted(self.freed):
            raise ValueError("freed")
        return self
