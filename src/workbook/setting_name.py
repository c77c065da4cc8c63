"""What a setting of client.yaml is called in a report: its own name, then which part of it is meant."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.language import Words
from workbook.parameters import Parameters
from workbook.section import CLASSES, ROLES
from workbook.texts import keys

FAMILIES = ("criterion", "class", "role", "channel", "phase", "process.point", "process.kam")
LEVELS = ("low", "central", "high")


def setting_name(key: str, words: Words) -> str:
    """`coverage.norms.contacts.key.kam.visit` as "contacts per customer and year (key account, …, visit)"."""
    named, rest = _split(key)
    if not named:
        return key
    parts = list(_parts(rest, key, words))
    return words.text(named) + (f" ({', '.join(parts)})" if parts else "")


def _split(key: str) -> tuple[str, list[str]]:
    """The longest beginning of the key that has a name, and what is left of it."""
    parts = key.split(".")
    for end in range(len(parts), 0, -1):
        name = "control." + ".".join(parts[:end])
        if name in keys():
            return name, parts[end:]
    return "", parts


def _parts(rest: list[str], key: str, words: Words) -> Iterator[str]:
    for part in rest:
        if part.isdigit() and ".complexity." not in key and not key.startswith("process."):
            yield words.text(f"place.{_size(key)}.{part}")
            continue
        if part.isdigit() and ".complexity." in key:
            yield words.text("place.step", step=str(int(part) + 1))
            continue
        found = next((f"{family}.{part}" for family in _families(key) if f"{family}.{part}" in keys()), None)
        yield words.text(found) if found else part


def _families(key: str) -> tuple[str, ...]:
    if "weights" in key or "participants" in key:
        return ("criterion",)
    return ("class", "role", "channel", "phase", "level_name")


def _size(key: str) -> int:
    """How many values the list has of which `key` names one."""
    value: object = Parameters(name="x")
    for part in key.split(".")[:-1]:
        value = value[part] if isinstance(value, dict) else getattr(value, part)
    return len(value) if isinstance(value, tuple) else 2
