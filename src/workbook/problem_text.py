"""What is wrong, as the client reads it: where, what, remedy, level."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from workbook.finding import Quantity, Term, Terms, Value, count
from workbook.language import Words
from workbook.problem import Problem
from workbook.texts import message, placeholders

LONGEST = 40
# What we say ourselves, and paths that must be found again, are not cut at 40 characters.
LONGEST_OF_OURS = 200
OURS = {"allowed", "candidates", "cause", "file", "folder", "key", "nearest", "other", "pattern", "setting"}
SHEETS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
SETTINGS = {".yaml", ".yml", ".toml"}


def sentence(problem: Problem, words: Words, coded: bool = False) -> str:
    """One problem with its place in front and its level behind, with its code where asked for; a repair with its count."""
    values = _values(problem, words)
    key = _message_key(problem, values, words)
    said = words.text_from(key, values)
    if problem.level == "repair":
        frame = "repair.rows" if problem.code.endswith("-ROW") else "repair.values"
        told = _where(problem, words, key) + words.text(frame, rule=said, n=count(problem.count))
        return f"{told} [{problem.code}]" if coded else told
    level = words.text(f"level.{problem.level}") + (f", {problem.code}" if coded else "")
    return _where(problem, words, key) + words.text("level.frame", message=said, level=level)


def sentences(
    problems: Iterable[Problem], words: Words, most: int = 10, rejects: bool = False, coded: bool = False
) -> list[str]:
    """All problems, those alike (code, file, sheet, header) together: `most` of them, then how many more.

    `rejects` says that the run leaves a rejects.csv the others can be found in.
    """
    groups: dict[tuple[str, str, str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.code, problem.file, problem.sheet, problem.header), []).append(problem)
    return [line for alike in groups.values() for line in _group(alike, words, most, rejects, coded)]


def _group(alike: Sequence[Problem], words: Words, most: int, rejects: bool, coded: bool) -> list[str]:
    shown = alike[:most]
    lines = [sentence(problem, words, coded) for problem in shown]
    # The sentence of a repair, or of one with a number of its own, names its count; any other speaks for one row.
    named = sum(p.count if p.level == "repair" or "n" in p.values else 1 for p in shown)
    more = sum(problem.count for problem in alike) - named
    if more > 0:
        listed = rejects and not _of_settings(alike[0]) and alike[0].level != "warn"
        frame = "more.rejects" if listed else "more.plain"
        lines.append(words.text(frame, n=count(more)))
    return lines


def _values(problem: Problem, words: Words) -> dict[str, Value]:
    """The values the message may name: the problem's own, and its place where they do not name one."""
    known = {name: value for name, value in problem.values.items() if value or name != "nearest"}
    plain = {name: _written(name, value, problem, words) for name, value in known.items()}
    place = {"file": problem.file, "sheet": problem.sheet, "header": problem.header, "key": problem.key}
    place |= {"column": problem.header or problem.column, "row": str(problem.row or "")}
    here: dict[str, Value] = {name: literal(text, name) for name, text in place.items()}
    return {name: text for name, text in here.items() if text} | plain


def _message_key(problem: Problem, values: Mapping[str, Value], words: Words) -> str:
    """The message, or its form without a proposal where there is none to make."""
    key = f"message.{problem.code}"
    plain = f"{key}.plain"
    complete = placeholders(message(key, words.language)) <= set(values)
    return plain if words.has(plain) and not complete else key


def _written(name: str, value: Any, problem: Problem, words: Words) -> Value:
    """A raw value as plainly as it came; what knows its own unit is left to the language."""
    if isinstance(value, Term):
        return Term(value.key, {name: _written(name, raw, problem, words) for name, raw in value.numbers.items()})
    if isinstance(value, Quantity | Terms):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return ", ".join(words.write(_written("", item, problem, words)) for item in items)
    if _of_settings(problem):
        return _as_yaml(value, name)
    if value is None:
        return words.text("raw.empty")
    if isinstance(value, bool):
        return words.text("raw.yes" if value else "raw.no")
    if isinstance(value, float):
        return words.significant(value, 12)
    if isinstance(value, date):
        return words.date(value)
    return literal(value, name)


def _as_yaml(value: Any, name: str) -> str:
    """A setting as it stands in client.yaml, so that it is found there."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return f"{value:.12g}"
    return value.isoformat() if isinstance(value, date) else literal(value, name)


def literal(value: Any, name: str = "") -> str:
    """A text as the client wrote it, on one line and without control characters, cut where it grows too long."""
    one_line = " ".join(str(value).splitlines()).replace("\t", " ")
    safe = "".join("\ufffd" if unicodedata.category(char).startswith("C") else char for char in one_line)
    longest = LONGEST_OF_OURS if name in OURS else LONGEST
    return safe if len(safe) <= longest else safe[: longest - 1] + "…"


def _where(problem: Problem, words: Words, key: str) -> str:
    if _of_settings(problem):
        row = [words.text("where.row", row=str(problem.row))] if problem.row is not None else []
        setting = [literal(problem.key, "key")] if problem.key else []
        return ", ".join([literal(problem.file, "file") or "client.yaml", *row, *setting]) + ": "
    parts = _file_and_sheet(problem, words, key) + _spot(problem, words)
    if not parts:
        return ""
    place = ", ".join(parts)
    return place[0].upper() + place[1:] + ": "


def _file_and_sheet(problem: Problem, words: Words, key: str) -> list[str]:
    # A message that names this very file needs no place naming it again.
    own = problem.values.get("file", problem.file) == problem.file
    named = own and "file" in placeholders(message(key, words.language))
    parts = [words.text("where.file", file=literal(problem.file, "file"))] if problem.file and not named else []
    return parts + ([words.text("where.sheet", sheet=literal(problem.sheet))] if problem.sheet else [])


def _spot(problem: Problem, words: Words) -> list[str]:
    """The cell in a sheet, the row elsewhere, with the column's name (in a transposed table: the cell, with the row's)."""
    lettered = problem.sheet or problem.turned or PurePath(problem.file).suffix.lower() in SHEETS
    letter = problem.column if lettered else ""
    named = "where.field" if problem.turned else "where.column"
    column = words.text(named, column=literal(problem.header)) if problem.header else ""
    if problem.row is None:
        return [column] if column else [words.text("where.letter", column=letter)] if letter else []
    place = (
        words.text("where.cell", cell=f"{letter}{problem.row}")
        if letter
        else words.text("where.row", row=str(problem.row))
    )
    return [f"{place} ({column})" if column else place]


def _of_settings(problem: Problem) -> bool:
    if problem.file:
        # The tables database.yaml names are data, and have rows and columns as a sheet has.
        return PurePath(problem.file).suffix.lower() in SETTINGS and not problem.sheet
    return problem.code.startswith("CFG-")
