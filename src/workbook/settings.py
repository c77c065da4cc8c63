"""client.yaml as text → Parameters, or every problem with its line, key and what is allowed."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from workbook.finding import Term
from workbook.parameters import Language, Parameters
from workbook.problem import Problem, Refused
from workbook.section import composed
from workbook.texts import keys, known

FILE = "client.yaml"
LARGEST = 1_000_000  # bytes; a settings file beyond that is a mistake or an attack
MOST = 20  # problems of one kind that are told one by one
RESERVED = {"failed", "con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(1, 10))}
ALLOWED = {
    "float": "number",
    "int": "whole",
    "bool": "yes_no",
    "string": "text",
    "date": "date",
    "tuple": "list",
    "list": "list",
    "dict": "mapping",
    "model": "mapping",
}
# Sequences whose values have an order, and how it is told.
ORDERED = {
    "abc_edges": "ascending",
    "size_edges": "ascending",
    "size_bands": "ascending",
    "potential_edges": "ascending",
    "potential_levels": "ascending",
    "sow_edges": "ascending",
    "frontier_parts": "ascending",
    "acceptance": "not_falling",
    "day": "ascending",
    "elasticity": "not_falling",
    "lost": "not_falling",
    "self_service": "not_falling",
}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
BOUNDS = {"ge": ("at_least", "low"), "gt": ("above", "low"), "le": ("at_most", "high"), "lt": ("below", "high")}


def read_settings(folder: Path) -> Parameters:
    """The client's settings with its id filled in; raises Refused with every problem of client.yaml."""
    path = folder / FILE
    if not path.is_file():
        raise Refused([Problem("CFG-NOFILE", "reject", file=FILE, values={"folder": folder.name})])
    parameters = checked(read_tree(path))
    return parameters.model_copy(update={"id": client_id(parameters, folder)})


def checked(tree: Mapping[str, Any]) -> Parameters:
    """What a tree of settings says; raises Refused with every problem, with its line where the tree came from a file."""
    try:
        parameters = Parameters.model_validate_json(json.dumps(tree, default=_plain), strict=True)
    except ValidationError as error:
        found = error.errors()
        kinds = [str(e["type"]) for e in found]
        raise Refused(_first(found, kinds, lambda e: _problem(e, tree))) from None
    if wrong := [name for name in parameters.actions if not known(f"{name}.measure")]:
        raise Refused(_first(wrong, ["action"] * len(wrong), lambda name: _no_measure(name, tree)))
    return parameters


def _first(found: Sequence[Any], kinds: Sequence[str], told: Callable[[Any], Problem]) -> list[Problem]:
    """The first of each kind in words; the last of these speaks for all that follow: nobody reads thousands."""
    met: Counter[str] = Counter()
    shown: dict[tuple[str, int], Any] = {}
    for one, kind in zip(found, kinds, strict=True):
        shown.setdefault((kind, min(met[kind], MOST)), one)
        met[kind] += 1
    more = {(kind, MOST - 1): count - MOST + 1 for kind, count in met.items() if count > MOST}
    return [replace(told(one), count=more.get(at, 1)) for at, one in shown.items() if at[1] < MOST]


def _no_measure(name: str, tree: Mapping[str, Any]) -> Problem:
    """An action that names no finding with a measure, with the one that may be meant."""
    known = [key.removesuffix(".measure") for key in keys() if key.endswith(".measure") and key.count(".") == 2]
    near = difflib.get_close_matches(name, known, 1, 0.6) or known[:12]
    row = _row(tree, ("actions", name))
    return Problem("CFG-KEY", "reject", file=FILE, row=row, key=f"actions.{name}", values={"nearest": ", ".join(near)})


def language_of(folder: Path) -> Language | None:
    """The language named in client.yaml, also where the rest of it is wrong; None where that cannot be told."""
    try:
        found = read_tree(folder / FILE).get("language", "de")
    except (Refused, ValueError):
        text = (folder / FILE).read_bytes().decode("utf-8", "ignore") if (folder / FILE).is_file() else ""
        stated = re.search(r"(?m)^language:\s*[\"']?(de|en)\b", text)
        return ("en" if stated[1] == "en" else "de") if stated else None
    except OSError:
        return None
    return found if found in ("de", "en") else None


def client_id(parameters: Parameters, folder: Path) -> str:
    """The id given, else the folder's name made ASCII; a reserved name is refused, never repaired."""
    name = parameters.id
    if name is None:
        german = composed(folder.resolve().name).translate(UMLAUTS)
        plain = unicodedata.normalize("NFKD", german).encode("ascii", "ignore").decode().lower()
        name = "".join(c if c.isalnum() or c in "_-" else "-" for c in plain).strip("-_")[:41] or "client"
    if name in RESERVED or name.endswith("-only"):
        raise Refused([Problem("CFG-CLIENTID", "reject", file=FILE, key="id", values={"value": name})])
    return name


def _text(path: Path) -> str:
    """What a settings file says; raises Refused where it is too large, locked or no UTF-8."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused([Problem("CFG-YAML", "reject", file=path.name, values={"cause": Term("cause.too_large")})])
        return path.read_bytes().decode("utf-8-sig")
    except PermissionError:
        raise Refused([Problem("IN-LOCKED", "reject", file=path.name)]) from None
    except UnicodeDecodeError:
        cause = Term("cause.not_utf8")
        raise Refused([Problem("CFG-YAML", "reject", file=path.name, values={"cause": cause})]) from None


def read_tree(path: Path) -> Mapping[str, Any]:
    """The file as YAML 1.2 with line numbers: no tags, no aliases, no duplicate keys, a mapping at the top."""
    text = _text(path)
    yaml = YAML(typ="rt")
    try:
        tree = yaml.load(text)
    except DuplicateKeyError as error:
        key = str(error.problem or "").partition('"')[2].partition('"')[0]
        raise Refused([Problem("CFG-DUPLICATE", "reject", file=path.name, row=_line(error), key=key)]) from None
    except YAMLError as error:
        values = {"cause": Term("cause.syntax")}
        raise Refused([Problem("CFG-YAML", "reject", file=path.name, row=_line(error), values=values)]) from None
    except (ValueError, RecursionError) as error:
        # A day that no calendar has, or lists nested beyond reason.
        cause = Term("cause.no_day" if "day" in str(error) or "month" in str(error) else "cause.syntax")
        raise Refused([Problem("CFG-YAML", "reject", file=path.name, values={"cause": cause})]) from None
    if tree is None:
        tree = {}
    if not isinstance(tree, Mapping):
        raise Refused(
            [Problem("CFG-YAML", "reject", file=path.name, row=1, values={"cause": Term("cause.no_mapping")})]
        )
    _no_aliases(tree, set(), path.name)
    return tree


def _no_aliases(node: Any, seen: set[int], file: str) -> None:
    """A node met twice came from an alias, which settings never need and which can explode."""
    if isinstance(node, Mapping | list):
        if id(node) in seen:
            raise Refused([Problem("CFG-YAML", "reject", file=file, values={"cause": Term("cause.alias")})])
        seen.add(id(node))
        if isinstance(node, Mapping) and not all(isinstance(key, str | int | float | bool | None) for key in node):
            raise Refused([Problem("CFG-YAML", "reject", file=file, values={"cause": Term("cause.syntax")})])
        for child in node.values() if isinstance(node, Mapping) else node:
            _no_aliases(child, seen, file)


def _line(error: YAMLError) -> int | None:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return mark.line + 1 if mark else None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value)


def _problem(error: Mapping[str, Any], tree: Mapping[str, Any]) -> Problem:
    """One validation error as a problem with line, key, value and what is allowed."""
    path = tuple(p for p in error["loc"] if not str(p).startswith("function-") and p != "[key]")
    key = ".".join(str(p) for p in path)
    row = _row(tree, path)
    kind = str(error["type"])
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(path[-1]), _known(path[:-1]), 1, 0.5)
        known = {"nearest": near[0] if near else ", ".join(_known(path[:-1])[:12])}
        return Problem("CFG-KEY", "reject", file=FILE, row=row, key=key, values=known)
    if kind == "missing":
        return Problem("CFG-MISSING", "reject", file=FILE, row=row, key=key)
    if kind == "value_error":
        return _own_rule(str(error["ctx"]["error"]), path, row, error["input"], tree)
    if path == ("id",):
        return Problem("CFG-CLIENTID", "reject", file=FILE, row=row, key=key, values={"value": error["input"]})
    values = {"value": error["input"], "allowed": _allowed(kind, error.get("ctx") or {})}
    return Problem("CFG-VALUE", "reject", file=FILE, row=row, key=key, values=values)


def _own_rule(rule: str, path: tuple[Any, ...], row: int | None, given: Any, tree: Any) -> Problem:
    """The rules that span several keys, raised by the models themselves under a short name."""
    where = ".".join(map(str, path))
    if rule == "weights" or rule.startswith("weights of "):
        code = rule.removeprefix("weights of ")
        below = (rule,) if rule == "weights" else ("participants", code)
        for part in below:
            given = (given or {}).get(part, {})
        key, sums = ".".join((where, *below)), round(sum(given.values()), 6)
        row = row if rule == "weights" else _row(tree, (*path, *below))
        return Problem("CFG-WEIGHTS", "reject", file=FILE, row=row, key=key, values={"actual": sums})
    if rule == "reason":
        return Problem("CFG-REASON", "reject", file=FILE, row=row, key=f"{where}.reason", values={"setting": where})
    key = ".".join(filter(None, [where, rule]))
    if rule in ORDERED:
        value = ", ".join(f"{edge:g}" for edge in given[rule])
        ordered = {"value": f"[{value}]", "allowed": Term(f"allowed.{ORDERED[rule]}")}
        return Problem("CFG-VALUE", "reject", file=FILE, row=_row(tree, (*path, rule)), key=key, values=ordered)
    values = {"value": rule, "allowed": Term(f"allowed.{rule}")}
    return Problem("CFG-VALUE", "reject", file=FILE, row=row, key=key, values=values)


def _allowed(kind: str, context: Mapping[str, Any]) -> Term:
    """What would have been allowed, as a text of ours."""
    if "expected" in context:
        choices = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return Term("allowed.one_of", {"candidates": choices})
    if "pattern" in context:
        return Term("allowed.pattern", {"pattern": str(context["pattern"])})
    if kind in ("too_long", "too_short"):
        most = context.get("max_length", context.get("min_length"))
        return Term("allowed.items", {"count": str(most)})
    if kind == "string_too_short":
        return Term("allowed.not_empty")
    if kind == "string_one_line":
        return Term("allowed.one_line")
    if kind == "string_too_long":
        return Term("allowed.longest", {"most": str(context["max_length"])})
    for bound, (text, place) in BOUNDS.items():
        if bound in context:
            limit = context[bound]
            shown = f"{limit:g}" if isinstance(limit, int | float) else str(limit)
            return Term(f"allowed.{text}", {place: shown})
    stem = kind.partition("_")[0]
    return Term(f"allowed.{ALLOWED.get(stem, 'text')}")


def _row(tree: Any, path: tuple[Any, ...]) -> int | None:
    """The line of the deepest part of `path` that stands in the file."""
    row = None
    for part in path:
        marks = getattr(tree, "lc", None)
        try:
            row = marks.data[part][0] + 1 if marks is not None and marks.data else row
            tree = tree[part]
        except (KeyError, IndexError, TypeError):
            break
    return row


def _known(path: tuple[Any, ...]) -> list[str]:
    """The keys allowed under `path`."""
    model: Any = Parameters
    for part in path:
        fields = getattr(model, "model_fields", {})
        inner = fields[part].annotation if part in fields else model
        models = [inner, *get_args(inner), *(a for t in get_args(inner) for a in get_args(t))]
        model = next((m for m in models if isinstance(m, type) and issubclass(m, BaseModel)), model)
    return [f.alias or name for name, f in getattr(model, "model_fields", {}).items()]
