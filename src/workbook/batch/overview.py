"""What a batch came to: OUT/summary.json for machines, a table for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbook import __version__
from workbook.batch.cause import codes
from workbook.batch.plan import Planned
from workbook.finding import Quantity, count
from workbook.language import Words
from workbook.report.assemble import generated_at
from workbook.report.key import software
from workbook.report.order import Outcome
from workbook.report.results import as_text
from workbook.whole import write_whole

Status = Literal["delivered", "up_to_date", "failed", "stopped"]
STATES: tuple[Status, ...] = ("delivered", "up_to_date", "failed", "stopped")
NAME = "summary.json"


@dataclass(frozen=True)
class Result:
    """What became of one client: every attempt in order, the last one counts. `stopped`: the batch ended before."""

    planned: Planned
    status: Status
    attempts: tuple[Outcome, ...] = ()

    @property
    def last(self) -> Outcome:
        """How the last attempt ended; a client without one is as it was."""
        return self.attempts[-1] if self.attempts else Outcome(0)

    @property
    def tries(self) -> int:
        """How often a process was started for it."""
        return sum(a.attempts for a in self.attempts)

    @property
    def there(self) -> bool:
        """Whether its result is complete and of today's data."""
        return self.status in ("delivered", "up_to_date")


def write(out: Path, results: Sequence[Result]) -> None:
    """summary.json, whole or not at all."""
    write_whole(out / NAME, as_text(as_json(results)))


def as_json(results: Sequence[Result]) -> dict[str, Any]:
    """Per client what became of it and what it cost; together how many of each, and the software."""
    clients = [_client(r) for r in results]
    return {
        "generated_at": generated_at().isoformat(),
        "version": __version__,
        "software": software(),
        "totals": totals(clients),
        "clients": clients,
    }


def totals(clients: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many clients of each state, how many were tried again, the processor time of all."""
    found = Counter(c["status"] for c in clients)
    return {
        "clients": len(clients),
        **{state: found[state] for state in STATES},
        "retried": sum(c["retried"] for c in clients),
        "cpu_seconds": round(sum(c["cpu_seconds"] for c in clients), 3),
    }


def _client(result: Result) -> dict[str, Any]:
    return {
        "id": result.planned.id,
        "folder": result.planned.place.name,
        "status": result.status,
        "why": result.planned.why,
        "cause": list(codes(result.last)) if result.status == "failed" else [],
        "seconds": round(sum(a.seconds for a in result.attempts), 3),
        "cpu_seconds": round(sum(a.cpu_seconds for a in result.attempts), 3),
        "memory_mb": max((a.memory >> 20 for a in result.attempts), default=0),
        "unprinted": result.last.unprinted,
        "attempts": result.tries,
        "retried": result.tries > 1,
    }


def table(results: Sequence[Result], words: Words) -> str:
    """One line per client, those that failed last with their causes, and one line of sums."""
    order = sorted(results, key=lambda r: r.status == "failed")
    wide = max((len(r.planned.id) for r in results), default=0)
    lines = [f"{r.planned.id:<{wide}}  {line(r, words)}" for r in order]
    n = Counter(r.status for r in results)
    sums = [words.text(f"batch.sum.{state}", n=count(n[state])) for state in STATES if n[state]]
    return "\n".join([*lines, words.listing(sums)])


def line(result: Result, words: Words) -> str:
    """What became of one client, in a line."""
    said = [words.text(f"batch.status.{result.status}")]
    if result.attempts and result.status != "up_to_date":
        said.append(words.text("batch.seconds", seconds=Quantity(result.last.seconds, "number")))
    if result.status == "failed":
        said.append(", ".join(codes(result.last)))
    if result.last.unprinted:
        said.append(words.text("batch.unprinted"))
    if result.tries > 1:
        said.append(words.text("batch.retried", n=count(result.tries)))
    return " · ".join(part for part in said if part)


def plan_table(planned: Sequence[Planned], words: Words) -> str:
    """What a batch would do, and why."""
    wide = max((len(p.id) for p in planned), default=0)
    lines = [f"{p.id:<{wide}}  {_intent(p, words)}" for p in planned]
    n = count(sum(p.state == "to_do" for p in planned))
    return "\n".join([*lines, words.text("batch.planned", n=n, all=count(len(planned)))])


def _intent(planned: Planned, words: Words) -> str:
    if planned.state == "to_do":
        return words.text("batch.state.to_do", why=words.text(f"batch.why.{planned.why}"))
    return words.text(f"batch.state.{planned.state}")
