"""Audit: five levers of differentiated care and the checklist of key-account management, opinion beside evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from workbook.chapters.process.audit_evidence import Evidence, evidence
from workbook.chapters.process.base import Base
from workbook.chapters.process.instruments import Instruments
from workbook.chapters.process.maturity import ratings
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap, Term, Terms, Value, count
from workbook.methods.check_status import Status, check_status
from workbook.parameters import Point as PointId
from workbook.topic import Topic, Topics

# Point → its name in the texts, who usually takes it on, how much work it is: a proposal until the company says otherwise.
POINTS: dict[PointId, tuple[str, str, str]] = {
    "lever:1": ("assignment", "sales", "small"),
    "lever:2": ("cooperation", "sales", "medium"),
    "lever:3": ("standardisation", "product", "large"),
    "lever:4": ("coverage", "sales", "medium"),
    "lever:5": ("information", "crm", "medium"),
    "kam:1": ("strategy", "board", "medium"),
    "kam:2": ("selection", "sales", "small"),
    "kam:3": ("team", "sales", "large"),
    "kam:4": ("needs", "kam", "medium"),
    "kam:5": ("plan", "kam", "large"),
    "kam:6": ("relations", "kam", "medium"),
    "kam:7": ("growth", "kam", "medium"),
    "kam:8": ("goals", "controlling", "small"),
    "kam:9": ("pay", "board", "large"),
    "kam:10": ("open", "sales", "small"),
}

STATES = ("in_order", "weak", "unknown")


@dataclass(frozen=True)
class Point:
    """One point: what was seen, mean opinion (1–5) of n persons (None: not asked), status, who takes it on until when.

    `owner` and `due` are the company's own, None where it says nothing; `item` names the open point.
    """

    id: PointId
    evidence: Evidence
    opinion: float | None
    people: int
    status: Status
    owner: str | None = None
    due: date | None = None
    item: str | None = None

    @property
    def word(self) -> str:
        """The name of the point in the texts."""
        return POINTS[self.id][0]

    @property
    def name(self) -> Value:
        """What the point is called."""
        return Term(f"process.point.{self.word}") if self.item is None else self.item

    @property
    def key(self) -> str:
        """The id as it stands in ids of figures and texts."""
        return self.id.replace(":", ".")


@dataclass(frozen=True)
class Audit(Topic):
    """`points` in their order. `inventoried`: whether the instruments were rated. `dedicated`: what the differentiation index
    says (paper, partly, lived), None without it."""

    client: Client
    points: tuple[Point, ...]
    inventoried: bool
    dedicated: str | None = None

    def of(self, state: str) -> tuple[Point, ...]:
        """The points of one status."""
        return tuple(p for p in self.points if p.status.state == state)

    @property
    def known(self) -> bool:
        """Whether anything at all is known of any point."""
        return any(p.status.source != "none" or bool(p.evidence.seen) for p in self.points)

    def figures(self) -> tuple[Figure, ...]:
        """Mean opinion on every point, how many points are in order, weak and unknown."""
        made = [Figure(f"process.{p.key}", p.opinion, "score") for p in self.points if p.opinion is not None]
        if self.known:
            made += [Figure(f"process.points_{state}", len(self.of(state)), "count") for state in STATES]
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """How many points are weak, and which."""
        return (_points(self),) if self.known else ()

    def gaps(self) -> tuple[Gap, ...]:
        """The opinions nobody, or fewer than five persons, gave."""
        client = self.client
        made = {figure.id for figure in self.figures()}
        unheard = tuple(f"process.{p.key}" for p in self.points if f"process.{p.key}" not in made)
        if not self.inventoried:
            unheard = (*unheard, "process.instruments")
        if not unheard:
            return ()
        kinds = ("lever:", "kam:", "instrument:")
        asked = client.has("assessment", "dimension", "performance")
        asked = asked and bool(client.tables["assessment"]["dimension"].str.startswith(kinds, na=False).any())
        needs: tuple[str, ...] = ("people",) if asked else ("assessment",)
        numbers = {"n": count(len(unheard)), "n_total": count(len(POINTS) + 1)}
        if not self.known:
            needs += client.missing("customers.current_class", "customers.has_account_plan", "staff.bonus_revenue")
            unheard += tuple(f"process.points_{state}" for state in STATES)
        return (Gap("process.audit", needs, "process.gap_audit", unheard, numbers),)


def audit(base: Base, topics: Topics) -> Audit:
    """Every point with its evidence, opinion and status."""
    opinion = pd.concat([ratings(base, kind).assign(kind=kind) for kind in ("lever", "kam")])
    opinion.index = pd.Index(opinion["kind"] + ":" + opinion["dimension"])
    seen = evidence(base)
    points = tuple(_point(base, name, seen[name], opinion) for name in POINTS)
    return Audit(base.client, points, not topics.of(Instruments).ratings.empty, _dedicated(base))


def _point(base: Base, name: PointId, seen: Evidence, opinion: pd.DataFrame) -> Point:
    p = base.client.parameters.process
    own = p.checklist.get(name)
    heard = opinion.loc[name] if name in opinion.index else None
    mean = float(heard["performance"]) if heard is not None else None
    status = check_status(seen.met, mean, p.target, own.status if own else None)
    people = int(heard["n"]) if heard is not None else 0
    said = (own.owner, own.due, own.item) if own else (None, None, None)
    return Point(name, seen, mean, people, status, *said)


def _dedicated(base: Base) -> str | None:
    """The verdict on the differences between the classes, from chapter 3."""
    made = next((f for f in base.so_far.findings if f.id == "segmentation.differentiation_index"), None)
    said = made.numbers["verdict"] if made is not None else None
    return said.key.rpartition(".")[2] if isinstance(said, Term) else None


def _points(found: Audit) -> Finding:
    """How many points are weak, and which one to begin with."""
    weak, disputed = found.of("weak"), [p for p in found.points if p.status.disputed]
    asked = any(p.opinion is not None for p in found.points)
    numbers: dict[str, Value] = {
        "n": count(len(weak)),
        "n_total": count(len(found.points)),
        "n_order": count(len(found.of("in_order"))),
        "n_unknown": count(len(found.of("unknown"))),
        "n_levers": count(sum(p.id.startswith("lever") for p in weak)),
        "n_kam": count(sum(p.id.startswith("kam") for p in weak)),
        "disputed": _listed("process.disputed", disputed) if asked else Term("process.disputed_unknown"),
        "dedicated": Term(f"process.dedicated.{found.dedicated or 'unknown'}"),
        "advice": _advice(weak),
    }
    return Finding("process.points", numbers, 2, ("[000]", "[001]", "[004]"))


def _advice(weak: tuple[Point, ...]) -> Term:
    """What to do first: the weak point that is least work, and then the others."""
    if not weak:
        return Term("process.point_advice.none")
    first = min(weak, key=lambda p: ("small", "medium", "large").index(POINTS[p.id][2]))
    begin = Term(f"process.point_advice.{first.word}")
    return Term("process.points_first", {"first": begin, "n": count(len(weak) - 1)})


def _listed(text: str, points: list[Point]) -> Term:
    return Term(
        text, {"n": count(len(points)), "points": Terms([Term("process.quoted", {"name": p.name}) for p in points])}
    )
