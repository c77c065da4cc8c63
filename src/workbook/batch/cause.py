"""Why a client's report could not be made, as a code: for the summary, for the log, for what is advised, for trying again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from workbook.report.order import Outcome

Kind = Literal["data", "software", "time", "memory", "died", "program", "output"]

# The first that fits. What a machine may grant at the next try is `died`; what repeats itself is not tried again.
WORDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("software", re.compile(r"other software|ModuleNotFoundError")),
    ("time", re.compile(r"time ?-?out|time limit|timed out", re.I)),
    ("memory", re.compile(r"MemoryError|memory limit|out of memory|ArrayMemoryError", re.I)),
    ("output", re.compile(r"ENOSPC|EROFS|EACCES|No space left|Read-only file system|Permission denied", re.I)),
    ("died", re.compile(r"DeadKernel|signal|\bSIG[A-Z]+|exit code|killed|died|lost", re.I)),
)
TRANSIENT = re.compile(
    r"EAGAIN|ENOMEM|EMFILE|BlockingIOError|temporarily unavailable|Cannot allocate memory|Too many open files"
)


def codes(outcome: Outcome) -> tuple[str, ...]:
    """What was wrong, without a word the client wrote: message codes, or kinds of failure with their chapters."""
    if outcome.problems:
        return tuple(sorted({p.code for p in outcome.problems}))
    chapters = tuple(f"{chapter}:{kind(cause)}" for chapter, cause in outcome.failed)
    return chapters or ((kind(outcome.cause),) if outcome.status else ())


def kind(cause: str) -> Kind:
    """What sort of failure a cause in one line tells of; what none of the words fits is a mistake of the program."""
    return next((name for name, words in WORDS if words.search(cause)), "program")


def transient(outcome: Outcome) -> bool:
    """Whether another try may succeed with the same data: nothing was delivered, and a process died or could not start."""
    if outcome.status in (0, 1, 2, 130) or outcome.failed or outcome.problems:
        return False
    return bool(TRANSIENT.search(outcome.cause)) or kind(outcome.cause) == "died"


def counted(outcome: Outcome) -> Iterator[str]:
    """One line per code for a log: how often, and the rows, which say nothing about anybody."""
    for code, n in sorted(Counter(p.code for p in outcome.problems).items()):
        rows = [str(p.row) for p in outcome.problems if p.code == code and p.row is not None]
        yield f"{code} n={n}" + (f" rows={','.join(rows[:20])}" if rows else "")
    for chapter, cause in outcome.failed:
        yield f"chapter={chapter} cause={kind(cause)} {exception(cause)}".rstrip()
    if outcome.cause and not outcome.failed:
        yield f"cause={kind(outcome.cause)} {exception(outcome.cause)}".rstrip()


def exception(cause: str) -> str:
    """The name of the exception a cause begins with; its text may quote the client."""
    found = re.match(r"[A-Za-z_.]+(?:Error|Exception|Interrupt|Warning|Exit)\b", cause)
    return found[0] if found else ""
