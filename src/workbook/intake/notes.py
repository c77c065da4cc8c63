"""What is noticed while reading, gathered so that every problem is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbook.client import Decision
from workbook.problem import Problem, Refused

SHOWN = 10


@dataclass(frozen=True)
class Reason:
    """Why one row cannot be used: a message code, the header it is about, the values the message names."""

    code: str
    header: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Notes:
    """Problems and decisions in the order they were met; `rows` of the problems are those of the file."""

    problems: list[Problem] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def add(self, code: str, level: str, **place: Any) -> None:
        """One problem; `place` are the fields of Problem."""
        self.problems.append(Problem(code, level, **place))  # type: ignore[arg-type]

    def decide(self, place: tuple[str, str], header: str, column: str, reading: str, counted: tuple[int, int]) -> None:
        """One decision on how a column was understood; `place` is (file, sheet), `counted` is (agreeing, total)."""
        self.decisions.append(Decision(*place, header, column, reading, *counted))


class Unusable(Refused):
    """One file or sheet cannot be used; the others are still read, so that all problems are told together."""

    def __init__(self, code: str, file: str, level: str = "reject", **place: Any) -> None:
        super().__init__([Problem(code, level, file, **place)])  # type: ignore[arg-type]


def letter(position: int) -> str:
    """The Excel letter of a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def quoted(value: Any) -> str:
    """A cell as a message shows it: literal, cut at 40 characters."""
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
