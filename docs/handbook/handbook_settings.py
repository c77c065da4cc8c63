"""Settings for the handbook: keys, defaults and limits from the models, meanings from the comments of the template."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from workbook.parameters import Parameters

Row = tuple[str, str, str, str]
LINE = re.compile(r"^# ?( *)([\w<>]+):(.*?)(?:  ?# (.*))?$")


def settings_rows(language: str, own: Mapping[str, Mapping[str, str]]) -> dict[str, list[Row]]:
    """By section (`general` first): key, default, what is allowed, meaning."""
    said = comments(language)
    sections: dict[str, list[Row]] = {}
    for path, field, holds in leaves(Parameters):
        meaning = said.get(path) or own.get(f"settings.{path}", {}).get(language) or _shared(path, said, own, language)
        section = path.partition(".")[0] if "." in path and path.partition(".")[0] in holds else "general"
        row = (f"`{path}`", _default(path, own, language), allowed(field, own, language), meaning)
        sections.setdefault(section, []).append(row)
    return sections


def _shared(path: str, said: Mapping[str, str], own: Mapping[str, Mapping[str, str]], language: str) -> str:
    """The meaning of a key that several sections have alike: that of its section, and its own."""
    above, _, last = path.rpartition(".")
    alike = own.get(f"settings.*.{last}", {}).get(language, "")
    return f"{said[above]}: {alike}" if alike and above in said else ""


def leaves(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, Any, frozenset[str]]]:
    """Every key that holds no section of its own (a list or mapping of sections is one key): path, field, sections of the top."""
    top = frozenset(n for n, f in Parameters.model_fields.items() if _model(f.annotation) is f.annotation)
    for name, field in model.model_fields.items():
        path, inner = f"{before}{field.alias or name}", _model(field.annotation)
        one = get_origin(field.annotation) in (None, typing.Union, types.UnionType)
        if inner is not None and one:
            yield from leaves(inner, f"{path}.")
        else:
            yield path, field, top


def _model(annotation: Any) -> Any:
    """The section an annotation is made of, bare, optional, or in a list or a mapping; None where there is none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model, get_args(annotation))), None)


def comments(language: str) -> dict[str, str]:
    """From key to the comment beside it in the template of client.yaml."""
    text = files("workbook").joinpath(f"assets/client/client.{language}.yaml").read_text("utf-8")
    found, above = {}, []
    for line in text.splitlines():
        if part := LINE.match(line):
            depth = len(part[1]) // 2
            above = [*above[:depth], part[2]]
            if part[4]:
                found[".".join(above)] = part[4].strip()
    return found


def _default(path: str, own: Mapping[str, Mapping[str, str]], language: str) -> str:
    """What holds where the file says nothing, as a client of that name alone has it."""
    value: Any = Parameters(name="-")
    for key in path.split("."):
        value = getattr(value, key, PydanticUndefined) if value is not None else PydanticUndefined
    if path == "name":
        return own["setting.needed"][language]
    return own["setting.needed_within"][language] if value is PydanticUndefined else f"`{_yaml(value)}`"


def _yaml(value: Any) -> str:
    """A default as it would stand in client.yaml."""
    if isinstance(value, bool) or value is None:
        return "null" if value is None else str(value).lower()
    if isinstance(value, BaseModel):
        value = value.model_dump(by_alias=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_yaml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return value.isoformat() if isinstance(value, date) else str(value) or '""'


def allowed(field: Any, own: Mapping[str, Mapping[str, str]], language: str) -> str:
    """What a key may hold, in a few words."""
    return _allowed(field.annotation, field.metadata, lambda name: own[f"allowed.{name}"][language])


def _allowed(kind: Any, limits: Any, say: Any) -> str:
    origin, inner = get_origin(kind), get_args(kind)
    if _model(kind) is kind:
        return f"{say('group')} " + ", ".join(f"`{f.alias or n}`" for n, f in kind.model_fields.items())
    if origin is typing.Annotated:
        return _allowed(inner[0], (*limits, *kind.__metadata__), say)
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in inner)
    if origin in (typing.Union, types.UnionType):
        return f" {say('or')} ".join(_allowed(one, limits, say) for one in inner)
    if origin is tuple:
        if inner[-1] is Ellipsis:
            return f"{say('list')}{': ' if _model(inner[0]) is None else ' '}{_allowed(inner[0], (), say)}"
        each = [_allowed(one, (), say) for one in inner]
        return f"{len(each)} × {each[0]}" if len(set(each)) == 1 else "[" + ", ".join(each) + "]"
    if origin is dict:
        return f"{{{_allowed(inner[0], (), say)}: {_allowed(inner[1], (), say)}}}"
    return f"{_kind(kind, say)} {_bounds(limits)}".strip()


def _kind(kind: Any, say: Any) -> str:
    names = {bool: "flag", int: "whole", float: "number", str: "text", date: "date", type(None): "null"}
    return say(names[kind])


def _bounds(limits: Any) -> str:
    signs = {Ge: ("≥", "ge"), Gt: (">", "gt"), Le: ("≤", "le"), Lt: ("<", "lt")}
    flat = [one for limit in limits for one in getattr(limit, "metadata", [limit])]
    low, high = (next((getattr(o, n) for o in flat if isinstance(o, of)), None) for of, n in ((Ge, "ge"), (Le, "le")))
    if low is not None and high is not None:
        return f"{low}–{high}"
    told = [f"{sign} {getattr(one, name)}" for one in flat for of, (sign, name) in signs.items() if isinstance(one, of)]
    return ", ".join(told) if not any(isinstance(one, MinLen | MaxLen) for one in flat) else ""
