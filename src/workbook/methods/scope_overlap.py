"""What one change of the service scope leaves to the next: the same hours and orders are never saved twice."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

CUSTOMERS = ("channel", "scope", "online")  # changes that can cost the whole customer; the others cost orders


def remaining(table: pd.DataFrame, answers: Mapping[str, tuple[float, float]]) -> dict[str, pd.Series]:
    """The share (0–1) of what each change works on that the others leave to it.

    From one row per customer and year (hours, care_cost, room = hours above the floor, freed and saved by the channel shift;
    orders, minimum and surcharge = orders below either limit, both = below both, minimum_bundled and surcharge_bundled = orders
    that vanish by bundling) and acceptance and lost share by change, to one series per change. Who is lost through one change
    brings nothing through another; the scope is cut of the hours the shift leaves, at the lower cost per hour; a bundled or lost
    order pays no surcharge; orders that are gone need no shop.

    Source: METHOD.md §8 "Levers on the same customer and cost pool are simulated jointly".
    """
    accepts = {n: a for n, (a, _) in answers.items()}
    lost = {n: (1 - a) * gone for n, (a, gone) in answers.items()}
    left = {n: 1 - sum(lost[m] for m in CUSTOMERS if m in lost and m != n) for n in answers}
    found = {n: pd.Series(max(0.0, left[n]), table.index) for n in answers}
    if {"channel", "scope"} <= set(answers):
        found["scope"] = found["scope"] * cost_left(table, accepts["channel"])
    gone = pd.Series(0.0, table.index)
    if "minimum" in answers:
        gone = accepts["minimum"] * table["minimum_bundled"] + lost["minimum"] * table["minimum"]
    if {"minimum", "surcharge"} <= set(answers):
        both = _part(table["both"], table["surcharge"])
        found["surcharge"] = found["surcharge"] * (1 - (accepts["minimum"] + lost["minimum"]) * both)
    if "surcharge" in answers:
        avoids = 1 - accepts["surcharge"] - lost["surcharge"]
        gone = gone + avoids * table["surcharge_bundled"] + lost["surcharge"] * table["surcharge"]
    if "online" in answers:
        found["online"] = found["online"] * (1 - _part(gone, table["orders"]))
    return found


def hours_left(table: pd.DataFrame, acceptance: float) -> pd.Series:
    """Share (0–1) of the hours above the floor that an accepted channel shift leaves; 1 where there are none."""
    return 1 - _part(acceptance * table["freed"], table["room"])


def cost_left(table: pd.DataFrame, acceptance: float) -> pd.Series:
    """Share (0–1) of the cost of the hours above the floor that an accepted channel shift leaves, at the lower cost per hour."""
    hours = table["hours"] - acceptance * table["freed"]
    now, then = table["care_cost"] / table["hours"], (table["care_cost"] - acceptance * table["saved"]) / hours
    cheaper = (then / now).where((table["hours"] > 0) & (hours > 0) & (now > 0), 1.0)
    return hours_left(table, acceptance) * cheaper.clip(0.0, 1.0)


def _part(amount: pd.Series, whole: pd.Series) -> pd.Series:
    """A share within 0–1, 0 of nothing."""
    return (amount / whole.where(whole > 0)).fillna(0.0).clip(0.0, 1.0)
