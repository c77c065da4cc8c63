"""What we say, before language and layout: quantities, figures, findings, gaps.

Nothing in this file knows German or English, and no number is text here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Unit = Literal[
    "money",
    "share",
    "setting",
    "count",
    "hours",
    "days",
    "index",
    "score",
    "ratio",
    "points",
    "fte",
    "years",
    "number",
]
Effect = Literal["cash", "margin", "capacity"]
Verdict = Literal["confirmed", "refuted", "undecided"]


@dataclass(frozen=True)
class Quantity:
    """A number with its unit; `estimated` marks what was not measured. Shares are 0–1.

    `rough`: written no more exactly than an estimate, without its mark, as the ends of an estimate's range are.
    """

    value: float
    unit: Unit
    estimated: bool = False
    rough: bool = False


@dataclass(frozen=True)
class Term:
    """A text of ours by its key, written by the language layer where it is used."""

    key: str
    numbers: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """Several values written one after the other, as a list in running text."""

    items: Sequence[Value]


# What may stand in a placeholder: a quantity, a day, a text of ours, a list, or a text of the client's (printed as it is).
Value = Quantity | date | Term | Terms | str


def money(value: float, estimated: bool = False) -> Quantity:
    """An amount in the client's currency."""
    return Quantity(float(value), "money", estimated)


def bound(value: float) -> Quantity:
    """An end of the range of an estimated amount in the client's currency."""
    return Quantity(float(value), "money", rough=True)


def share(value: float, estimated: bool = False) -> Quantity:
    """A share of a whole, 0–1."""
    return Quantity(float(value), "share", estimated)


def setting(value: float) -> Quantity:
    """A share that was set, not measured (0–1): 80 %, not 80.0 %."""
    return Quantity(float(value), "setting")


def count(value: float) -> Quantity:
    """A number of things."""
    return Quantity(float(value), "count")


def hours(value: float, estimated: bool = False) -> Quantity:
    """Working hours."""
    return Quantity(float(value), "hours", estimated)


@dataclass(frozen=True)
class Figure:
    """One figure of results.json: id `<chapter>.<figure>[.<key>…]`, value or code, unit, interval, whether estimated."""

    id: str
    value: float | str
    unit: str
    interval: tuple[float, float] | None = None
    estimated: bool = False


@dataclass(frozen=True)
class Impact:
    """Money at stake per year: low, central, high, and its kind (cash, margin on more sales, capacity).

    `claims`: by customer what the lever alone would bring there (low, central, high per year) out of its `pool` (discount,
    orders, sales); more than `low`, `central`, `high` add up to where a lever before asks for the same money. Without claims
    the effect belongs to no single customer.
    """

    kind: Effect
    low: float
    central: float
    high: float
    estimated: bool = False
    pool: str = ""
    claims: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)

    @classmethod
    def asked(cls, pool: str, amounts: Mapping[str, float], shares: tuple[float, float, float]) -> Impact:
        """Cash asked of customers (currency per year by customer), as far as it is accepted."""
        claims = {i: (a * shares[0], a * shares[1], a * shares[2]) for i, a in amounts.items() if a > 0}
        low, central, high = (sum(c[k] for c in claims.values()) for k in range(3))
        return cls("cash", low, central, high, True, pool, claims)


@dataclass(frozen=True)
class Finding:
    """One statement about the client.

    `id` names the sentences in the text files: `<id>` headline, `<id>.evidence`, `<id>.recommendation`, `<id>.basis`,
    `<id>.confidence`. `numbers` fills their placeholders. `confidence` is 1 (low) to 3 (high).
    `customers` are the ids concerned, `source` the articles it rests on. `caveat` is what makes it doubtful for this client:
    `<caveat>` what it is, `<caveat>.recommendation` what to do before, `<caveat>.confidence` why it is not sure.
    """

    id: str
    numbers: Mapping[str, Value]
    confidence: Literal[1, 2, 3]
    source: tuple[str, ...]
    impact: Impact | None = None
    customers: tuple[str, ...] = ()
    caveat: Term | None = None

    @property
    def chapter(self) -> str:
        """The chapter that states it."""
        return self.id.partition(".")[0]


@dataclass(frozen=True)
class Gap:
    """What could not be assessed: the figures concerned, the missing `table.column`s and a text key for what they would show.

    `text` names the sentences: `<text>` headline, `<text>.would_show`, `<text>.who`, `<text>.effort`.
    """

    id: str
    needs: tuple[str, ...]
    text: str
    figures: tuple[str, ...] = ()
    numbers: Mapping[str, Value] = field(default_factory=dict)

    @property
    def key_figures(self) -> tuple[str, ...]:
        """The figures without the claims of the articles that cannot be tested: what is counted as not assessable."""
        return tuple(name for name in self.figures if not name.startswith("claims."))


@dataclass(frozen=True)
class Claim:
    """One claim of the articles, tested on the client's data.

    `id` is the inventory's (A3-10) and names the sentences `claim.<id>` (what is claimed) and `claim.<id>.measured` (what was
    found), filled by `numbers` and by `effect`, `low`, `high` in `unit` and `n`, the cases it rests on. What the data do not
    let us test is a Gap with the figure `claims.<id>`. `threshold` is what the effect had to pass, in its unit.
    """

    id: str
    verdict: Verdict
    effect: float
    interval: tuple[float, float]
    n: int
    unit: Unit
    source: str
    numbers: Mapping[str, Value] = field(default_factory=dict)
    threshold: float = 0.0
