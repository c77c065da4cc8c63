"""What is wrong with what a client sent, as facts, and the one exception that carries it to the command line."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from workbook.finding import Term

Level = Literal["reject", "ask", "warn", "repair"]
# What the system refuses, by its number: the same on every system, in words of ours.
REFUSALS = {
    "full": (errno.ENOSPC, errno.EDQUOT),
    "large": (errno.EFBIG,),
    "right": (errno.EACCES, errno.EPERM, errno.EROFS),
    "open": (errno.EBUSY, errno.ETXTBSY),
    "taken": (errno.EEXIST, errno.ENOTDIR, errno.EISDIR),
    "handles": (errno.EMFILE, errno.ENFILE),
}


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file or setting: a message code (texts/messages.toml), where it stands, the values it names.

    `row` is counted as Excel or an editor counts it (the header of a plain table is row 1); `column` is the Excel letter,
    `header` the column's name as the client wrote it; `key` is a setting's path in client.yaml.
    `count` says how many alike one message speaks for, `turned` that the header names a row: the table is transposed.
    """

    code: str
    level: Level
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    header: str = ""
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    count: int = 1
    turned: bool = False

    @property
    def stops(self) -> bool:
        """Whether the run cannot go on as it is."""
        return self.level in ("reject", "ask")


class Refused(Exception):  # noqa: N818 - it is no error of the program
    """The client's data or settings cannot be used as they are: every problem, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s): " + ", ".join(sorted({p.code for p in problems})))
        self.problems = tuple(problems)


class Misuse(Exception):  # noqa: N818 - it is no error of the program
    """The command was called wrongly: a text key and its values, exit status 2."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def outside_data(out: Path, *clients: Path) -> None:
    """Misuse where results would lie in a client's data/: the next run would read them as the client's files."""
    for client in clients:
        if out.resolve().is_relative_to((client / "data").resolve()):
            raise Misuse("cli.out_in_data", folder=str(out))


def output_problem(error: OSError) -> Problem:
    """What the operating system refused, as a problem of ours."""
    cause = refusal(error)
    if isinstance(error.filename, str):
        cause = Term("cause.refused_at", {"cause": cause, "file": Path(error.filename).name})
    return Problem("OUT-WRITE", "reject", values={"cause": cause})


def refusal(error: OSError) -> Term | str:
    """Why the operating system refused, in words of ours where we have some, else in its own."""
    name = next((name for name, numbers in REFUSALS.items() if error.errno in numbers), None)
    return Term(f"cause.refused_{name}") if name else error.strerror or type(error).__name__
