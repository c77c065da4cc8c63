"""The levers of a chapter, made from the models of parameters.py: what may be set, within which bounds, in which unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from pydantic import BaseModel

from workbook.finding import setting
from workbook.language import Words
from workbook.parameters import Parameters, Point
from workbook.setting_name import setting_name

Kind = Literal["number", "percent", "whole", "choice", "yes_no", "text"]
CHAPTERS = ("value", "segmentation", "coverage", "process", "summary")
# Accuracy of a computation, not a decision about the business; and what describes the files, not the company's will.
TECHNICAL = {"value.loss_draws", "segmentation.input_draws", "segmentation.weight_draws", "process.unit_persons"}
TECHNICAL |= {"coverage.desk.simulated", "segmentation.current_classes"}
# Weights whose sums are bound, and who looks after whom by hand: they have forms of their own.
APART = {"segmentation.weights", "segmentation.participants"}
APART |= {"coverage.territory.pinned", "coverage.territory.forbidden"}
STEPS = 6  # steps of a list that can be entered; lists from client.yaml may be longer
PLAIN = ("coverage.elasticity", "value.follows_from")  # below 1 but no share of anything
CATALOGUE = "segmentation.service_catalogue."
SHARES = ("segmentation.weights.", "segmentation.participants.")
SCORES = ("segmentation.key_score",)  # held as 0–1, said as 0–100
STATES = ("in_order", "weak", "unknown")
CHOICES = {
    "coverage.desk.policy": ("fcfs", "strict", "score", "ageing"),
    "coverage.territory.objective": ("cost", "profit"),
    "coverage.territory.budget_by": ("workload", "value"),
    "process.self_estimate": ("waste", "fig_leaf", "pyrrhic", "qualified"),
    "process.goal_margin_level": ("cm1", "cm2", "cm3"),
    **{f"process.checklist.{point}.status": STATES for point in get_args(Point)},
}


@dataclass(frozen=True)
class Lever:
    """One lever: its place in client.yaml, how it is entered, its bounds (`open_…`: the bound itself is not allowed).

    `optional`: it may be left empty, and then nothing is set.
    """

    path: tuple[str | int, ...]
    kind: Kind
    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False
    choices: tuple[str, ...] = ()
    optional: bool = False

    @property
    def key(self) -> str:
        """The path as one word, as the journal and the report name it."""
        return ".".join(map(str, self.path))

    @property
    def field(self) -> str:
        """The setting the lever is a part of: what is saved as a whole where client.yaml says nothing of it."""
        return key_of_field(self.path)

    def choice(self, chosen: str, words: Words) -> str:
        """What a choice is called."""
        return words.text(_state(self.key, chosen))

    def label(self, words: Words) -> str:
        """Its name, with the unit."""
        name = setting_name(self.key, words)
        if self.kind != "percent":
            return name
        return f"{name}, {words.text('workshop.points' if self.key in SCORES else 'workshop.percent')}"

    def allowed(self, words: Words) -> str:
        """What may be entered, in words."""
        factor = 100 if self.kind == "percent" else 1
        low, high = (None if bound is None else words.significant(bound * factor, 6) for bound in (self.low, self.high))
        if low is not None and high is not None:
            way = "open" if self.open_low and self.open_high else "above" if self.open_low else "range"
            way = "below" if self.open_high and not self.open_low else way
            return words.text(f"workshop.allowed.{way}", low=low, high=high)
        if low is not None:
            return words.text("workshop.allowed.more" if self.open_low else "workshop.allowed.least", low=low)
        return words.text("workshop.allowed.any")


@dataclass(frozen=True)
class Together:
    """Values that hold only together: every row is complete or empty.

    `many`: the rows are the steps of a list; else there is one row. `named`: its values have names, else they are a list.
    """

    path: tuple[str | int, ...]
    rows: tuple[tuple[Lever, ...], ...]
    many: bool = False
    named: bool = True

    def made(self, values: Mapping[tuple[str | int, ...], Any]) -> Any:
        """What is set by these values, by path; None where all rows are empty. Every row is complete or empty."""
        found = [[values.get(lever.path) for lever in row] for row in self.rows]
        whole = [
            dict(zip((str(lever.path[-1]) for lever in row), told, strict=True)) if self.named else told
            for row, told in zip(self.rows, found, strict=True)
            if any(value is not None for value in told)
        ]
        if not whole:
            return None
        return whole if self.many else whole[0]

    def missing(self, values: Mapping[tuple[str | int, ...], Any]) -> tuple[Lever, ...]:
        """What is still needed in rows that are neither complete nor empty."""
        begun = [row for row in self.rows if any(values.get(lever.path) is not None for lever in row)]
        return tuple(lever for row in begun for lever in row if values.get(lever.path) is None)


def together(chapter: str, parameters: Parameters) -> tuple[Together, ...]:
    """The values of a chapter that hold only together, in the order of the models."""
    section = getattr(parameters, chapter, None)
    if section is None or chapter not in CHAPTERS:
        return ()
    schema = _schema()["$defs"][type(section).__name__]
    return tuple(
        group
        for name, own in schema["properties"].items()
        if name != "checklist"  # its answers are levers of their own
        for group in _grouped(own, getattr(section, name), (chapter, name))
    )


def levers(chapter: str, parameters: Parameters) -> tuple[Lever, ...]:
    """Every lever of a chapter, in the order of the models; parts of a mapping are those `parameters` hold."""
    section = getattr(parameters, chapter, None)
    if section is None or chapter not in CHAPTERS:
        return ()
    found = list(_of_model(_schema()["$defs"][type(section).__name__], section, (chapter,)))
    if chapter == "process":
        found += [
            Lever(tuple(k.split(".")), "choice", choices=c, optional=True) for k, c in CHOICES.items() if ":" in k
        ]
    return tuple(found)


@cache
def fields() -> tuple[str, ...]:
    """The settings levers belong to, each of which has a name in the texts."""
    every = Parameters(name="x")
    named = {lever.field for chapter in CHAPTERS for lever in levers(chapter, every)}
    named |= {key_of_field(group.path) for chapter in CHAPTERS for group in together(chapter, every)}
    return tuple(sorted(named | APART))


def value_at(parameters: Parameters, path: tuple[str | int, ...]) -> Any:
    """What stands at the path; None where nothing does."""
    value: Any = parameters
    for part in path:
        try:
            value = getattr(value, str(part)) if hasattr(type(value), "model_fields") else value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def in_force(parameters: Parameters, key: str, decided: Any) -> Any:
    """What client.yaml says today at a key, several values as they are; else what was decided. A section is no value."""
    found: Any = parameters
    for part in key.split("."):
        inner = getattr(found, part, None) if hasattr(type(found), "model_fields") else _inner(found, part)
        if inner is None:
            return decided
        found = inner
    return decided if isinstance(found, BaseModel) and "." not in key else found


def _inner(found: Any, part: str) -> Any:
    if isinstance(found, Mapping):
        return next((value for key, value in found.items() if str(key) == part), None)
    return found[int(part)] if isinstance(found, tuple) and part.isdigit() and int(part) < len(found) else None


def said(key: str, value: Any, words: Words) -> str:
    """A value of a setting as a reader sees it: weights by criterion, shares in percent, states in words."""
    if value is None:
        return words.unknown()
    if isinstance(value, BaseModel):
        names = [words.text(f"part.{name}") for name, _ in value]
        told = [said(f"{key}.{name}", inner, words) for name, inner in value]
        return "; ".join(f"{name}: {text}" for name, text in zip(names, told, strict=True))
    if isinstance(value, Mapping):
        parts = [
            words.text("workshop.weight", criterion=words.text(f"criterion.{c}"), share=setting(w))
            if words.has(f"criterion.{c}")
            else f"{c}: {w}"
            for c, w in value.items()
        ]
        return "; ".join(parts)
    if isinstance(value, tuple) and any(isinstance(inner, BaseModel) for inner in value):
        return " · ".join(said(f"{key}.{place}", inner, words) for place, inner in enumerate(value))
    if isinstance(value, tuple):
        return ", ".join(said(key, v, words) if isinstance(v, int | float) else str(v) for v in value)
    if isinstance(value, bool):
        return words.text("workshop.state.true" if value else "workshop.state.false")
    if isinstance(value, int | float):
        if key in SCORES:
            return words.significant(100 * value, 6)
        percent = key.startswith(SHARES) or re.sub(r"\.\d+\.", ".0.", key) in _percent()
        return words.quantity(setting(value)) if percent else words.significant(value, 6)
    return words.text(_state(key, value)) if words.has(_state(key, value)) else str(value)


def _state(key: str, value: str) -> str:
    """The text of a choice."""
    return f"segmentation.level.{value}" if key.startswith(CATALOGUE) else f"workshop.state.{value}"


@cache
def _percent() -> frozenset[str]:
    every = Parameters(name="x")
    alone = [lever for c in CHAPTERS for lever in levers(c, every)]
    grouped = [lever for c in CHAPTERS for group in together(c, every) for row in group.rows for lever in row]
    return frozenset(lever.key for lever in (*alone, *grouped) if lever.kind == "percent")


def key_of_field(path: tuple[str | int, ...]) -> str:
    """The setting a path leads into."""
    return ".".join(str(part) for part in path[: depth(path)])


def depth(path: tuple[str | int, ...]) -> int:
    """How many parts of the path name sections; the next ones are places in one setting."""
    model: Any = Parameters
    for place, part in enumerate(path):
        field = getattr(model, "model_fields", {}).get(str(part))
        if field is None:
            return place
        model = field.annotation
    return len(path)


@cache
def _schema() -> Mapping[str, Any]:
    return Parameters.model_json_schema()


def _resolved(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], bool]:
    """The schema behind a reference or an "or nothing", and whether nothing is allowed."""
    options = schema.get("anyOf")
    if options:
        return _resolved(next(o for o in options if o.get("type") != "null"))[0], True
    name = schema.get("$ref", "").rpartition("/")[2]
    return (_schema()["$defs"][name], False) if name else (schema, False)


def _of_model(schema: Mapping[str, Any], section: Any, path: tuple[str | int, ...]) -> Iterator[Lever]:
    for name, own in schema["properties"].items():
        here = (*path, name)
        key = ".".join(map(str, here))
        if key not in TECHNICAL | APART:
            yield from _of_value(own, getattr(section, name), here)


def _of_value(schema: Mapping[str, Any], value: Any, path: tuple[str | int, ...]) -> Iterator[Lever]:
    inner, optional = _resolved(schema)
    key = ".".join(map(str, path))
    if key in CHOICES:
        yield Lever(path, "choice", choices=CHOICES[key], optional=optional)
    elif "properties" in inner:
        yield from _of_model(inner, value, path)
    elif inner.get("type") in ("number", "integer"):
        yield _number(inner, path, optional)
    elif inner.get("type") == "boolean":
        yield Lever(path, "yes_no")
    elif "enum" in inner:
        yield Lever(path, "choice", choices=tuple(inner["enum"]), optional=optional)
    elif "prefixItems" in inner and not optional:
        for place, item in enumerate(inner["prefixItems"]):
            yield from _of_value(item, value[place], (*path, place))
    elif inner.get("type") == "object" and isinstance(value, Mapping) and "$ref" not in _inside(inner):
        # In a mapping every key may have a schema of its own only by pattern; ours have one for all.
        for part, below in value.items():
            yield from _of_value(_inside(inner), below, (*path, part))


def _grouped(schema: Mapping[str, Any], value: Any, path: tuple[str | int, ...]) -> Iterator[Together]:
    """The values at a place that hold only together: an optional list of values, a list of models, models by key."""
    inner, optional = _resolved(schema)
    if "prefixItems" in inner and optional:
        row = tuple(_single(item, (*path, place)) for place, item in enumerate(inner["prefixItems"]))
        yield Together(path, (row,), named=False)
    elif "$ref" in inner.get("items", {}):
        steps = range(max(STEPS, len(value)))
        yield Together(path, tuple(_row(inner["items"], (*path, step)) for step in steps), many=True)
    elif "$ref" in _inside(inner):
        for key in inner["propertyNames"]["enum"]:
            yield Together((*path, key), (_row(_inside(inner), (*path, key)),))


def _row(schema: Mapping[str, Any], path: tuple[str | int, ...]) -> tuple[Lever, ...]:
    model = _resolved(schema)[0]
    return tuple(_single(own, (*path, name)) for name, own in model["properties"].items())


def _single(schema: Mapping[str, Any], path: tuple[str | int, ...]) -> Lever:
    """One value of a row; it may be left empty with the others."""
    inner, _ = _resolved(schema)
    return Lever(path, "text", optional=True) if inner.get("type") == "string" else _number(inner, path, True)


def _inside(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    more = schema.get("additionalProperties")
    if isinstance(more, Mapping):
        return more
    return next(iter(schema.get("patternProperties", {}).values()), {})


def _number(schema: Mapping[str, Any], path: tuple[str | int, ...], optional: bool) -> Lever:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    whole = schema["type"] == "integer"
    share = not whole and high is not None and high <= 1 and ".".join(map(str, path[:2])) not in PLAIN
    kind: Kind = "whole" if whole else "percent" if share else "number"
    return Lever(path, kind, low, high, "exclusiveMinimum" in schema, "exclusiveMaximum" in schema, (), optional)
