"""What is asked of a worker and what it answers: job, limits, events, outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from workbook.parameters import Language
from workbook.problem import Problem

EngineName = Literal["workbook", "kernel"]


@dataclass(frozen=True)
class Job:
    """One report to be made.

    Notebooks of chapters in `skipped` (chapter → cause) are not run, chapters in `lost` not computed either: they ended earlier
    attempts. `compare` is the results.json of an earlier result; without it that of the client's settings, if they name one.
    `pseudonymise`: codes in place of names and ids; `mapping`: the file that says which is which.
    """

    folder: Path
    out: Path
    language: Language | None = None
    only: tuple[str, ...] = ()
    pdf: bool = False
    engine: EngineName = "workbook"
    skipped: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    compare: Path | None = None
    pseudonymise: bool = False
    mapping: Path | None = None


@dataclass(frozen=True)
class Limits:
    """What one client may take: seconds for all of it, seconds for one chapter, bytes of memory it uses."""

    seconds: float = 3600
    chapter_seconds: float = 900
    memory: int = 8 << 30


@dataclass(frozen=True)
class Outcome:
    """How a job ended: the exit status of CONTRACT.md, where the result is, what was wrong, what it cost.

    `failed` are pairs of chapter and cause; `problems` is filled where the data or settings are wrong (status 1), `cause`
    where no report could be made at all (status 3). `memory` is the largest size in bytes.
    """

    status: int
    folder: Path | None = None
    problems: tuple[Problem, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    cause: str = ""
    unprinted: bool = False
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory: int = 0
    attempts: int = 1


@dataclass(frozen=True)
class Event:
    """Something happened to a job: it started, it reached a chapter, it ended with an outcome."""

    job: Job
    kind: Literal["started", "chapter", "finished"]
    chapter: str = ""
    outcome: Outcome | None = None
