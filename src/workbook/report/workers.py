"""One process per client: what is to be made, within which limits, what is told meanwhile, how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from workbook.parameters import Language
from workbook.problem import Problem


@dataclass(frozen=True)
class Job:
    """One report to be made; `failed`: chapters that are not tried again, with the cause."""

    folder: Path
    out: Path
    language: Language | None = None
    only: tuple[str, ...] = ()
    pdf: bool = False
    failed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Limits:
    """What one client may take: seconds of wall-clock time, bytes of memory."""

    seconds: float = 3600
    memory: int = 4 << 30


@dataclass(frozen=True)
class Outcome:
    """How a job ended: the exit status of CONTRACT.md, where the result is, what was wrong, what it cost.

    `failed` are pairs of chapter and cause; `problems` is filled where the data or settings are wrong (status 1).
    """

    status: int
    folder: Path | None = None
    problems: tuple[Problem, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    cause: str = ""
    unprinted: bool = False
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    attempts: int = 1


@dataclass(frozen=True)
class Event:
    """Something happened to a job: it started, it reached a chapter, it ended with an outcome."""

    job: Job
    kind: Literal["started", "chapter", "finished"]
    chapter: str = ""
    outcome: Outcome | None = None


def work(jobs: Iterable[Job], workers: int = 1, limits: Limits | None = None) -> Iterator[Event]:
    """Make the jobs, so many at once, each in a process of its own that is killed where it exceeds its limits."""
    raise NotImplementedError
