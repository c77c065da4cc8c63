"""What a setting of client.yaml is called in a report: its own name, then which part of it is meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from workbook.language import Words
from workbook.parameters import Parameters
from workbook.texts import known

# What stands between the name of a setting and the part meant: a class, a role, …; criteria have names of their own.
FAMILIES = ("class.", "role.", "channel.", "phase.", "level_name.")
ELEMENT = "segmentation.element."
MANY = 9  # a list of as many steps as somebody wants
PAIRS = {"segmentation.potential_levels": 2}  # lists that may be left out, with what they hold
# Parts of what is set as one: a step of the discount policy, a judgement.
PARTS = ("volume", "rate", "at_0", "at_50", "at_100", "at_150", "saturation", "by")
POINTS = {
    "lever:1": "assignment",
    "lever:2": "cooperation",
    "lever:3": "standardisation",
    "lever:4": "coverage",
    "lever:5": "information",
    "kam:1": "strategy",
    "kam:2": "selection",
    "kam:3": "team",
    "kam:4": "needs",
    "kam:5": "plan",
    "kam:6": "relations",
    "kam:7": "growth",
    "kam:8": "goals",
    "kam:9": "pay",
    "kam:10": "open",
}


def setting_name(key: str, words: Words) -> str:
    """`coverage.norms.contacts.key.kam.visit` as "contacts per customer and year (key account, …, visit)"."""
    named, rest = _split(key)
    if not named:
        return key
    begin = key.split(".")[: -len(rest)] if rest else []
    parts = [_part([*begin, *rest[:place]], part, words) for place, part in enumerate(rest) if part != "status"]
    return words.text(named) + (f" ({', '.join(parts)})" if parts else "")


def _split(key: str) -> tuple[str, list[str]]:
    """The longest beginning of the key that has a name, and what is left of it."""
    parts = key.split(".")
    for end in range(len(parts), 0, -1):
        name = "control." + ".".join(parts[:end])
        if known(name):
            return name, parts[end:]
    return "", parts


def _part(before: list[str], part: str, words: Words) -> str:
    """One part of a setting that stands at `before`."""
    if before[0] == "overrides":
        return part
    if part in POINTS:
        return words.text(f"process.point.{POINTS[part]}")
    if before[:2] in (["segmentation", "weights"], ["segmentation", "participants"]):
        return words.text(f"criterion.{part}") if known(f"criterion.{part}") else part
    if part in PARTS:
        return words.text(f"part.{part}")
    if before == ["segmentation", "service_catalogue"]:
        return words.text(ELEMENT + part)
    size = _size(before)
    if size:
        return words.text("place.step", step=str(int(part) + 1)) if size > 3 else words.text(f"place.{size}.{part}")
    found = next((family + part for family in FAMILIES if known(family + part)), None)
    return words.text(found) if found else part


def _size(path: list[str]) -> int:
    """How many values stand at a place of the settings, 0 where it is no list."""
    value: object = _usual()
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
    named = PAIRS.get(".".join(path), 0)
    return named or (len(value) or MANY if isinstance(value, tuple) else 0)


@cache
def _usual() -> Parameters:
    """The settings of a client who sets nothing."""
    return Parameters(name="x")
