"""The five myths about small customers, each tested on the client's own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base, lean_contribution
from workbook.chapters.segmentation.groups import Sides, sides
from workbook.chapters.segmentation.transitions import AHEAD, Transitions
from workbook.finding import Claim, Figure, Finding, Gap, Quantity, Term, Terms, Unit, Value, Verdict, count, share
from workbook.methods.bootstrap import enough, interval
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.topic import Topic, Topics

RISE = 0.05  # the share of small customers from which the hope for tomorrow's key accounts would be founded
MORE = ("transactions",)  # everything is there, but of too few customers
# The fifth is a matter of structure, not of an effect with an interval; A4-15 itself is tested on what a broken promise does.
CLAIMS = {1: "A4-11", 2: "A4-12", 3: "A4-13", 4: "A4-14"}
NEEDS = {
    1: ("transactions.list_revenue",),
    2: ("transactions.cost_of_goods",),
    3: ("activities.hours",),
    4: ("transactions",),
    5: (),
}
# what the sentence about each names
EVIDENCE = {
    1: ("share_small", "keys", "share_key", "margin"),
    2: ("rate", "rate_low", "rate_high", "lean"),
    3: ("hours_small", "keys_with", "hours_key", "touches"),
    4: ("years", "n_small", "n_risen", "scaled", "effect", "low", "high"),
    5: ("n_clusters",),
}


@dataclass(frozen=True)
class Myth:
    """One myth: the effect (signed so that the myth says it is above the threshold), its interval, cases and verdict."""

    number: int
    effect: float
    interval: tuple[float, float]
    threshold: float
    n: int
    unit: Unit
    verdict: Verdict
    numbers: Mapping[str, Value] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """The verdict, and of a refuted myth why: the opposite is true, the difference negligible, the threshold not reached."""
        if self.verdict != "refuted":
            return self.verdict
        if self.number == 4:
            return "below"
        return "opposite" if self.interval[1] < 0 else "negligible"

    @property
    def values(self) -> dict[str, Value]:
        """Every number a sentence about it may name."""
        ends = {"low": Quantity(self.interval[0], self.unit), "high": Quantity(self.interval[1], self.unit)}
        return {"effect": Quantity(self.effect, self.unit), **ends, **self.numbers}

    @property
    def evidence(self) -> Term:
        """What was measured, in a sentence."""
        used = {name: self.values[name] for name in EVIDENCE[self.number]}
        return Term(f"segmentation.myth_evidence.{self.number}", used)


@dataclass(frozen=True)
class Myths(Topic):
    """The myths that the data let us test, in their order, and who is meant by key and small."""

    base: Base
    sides: Sides
    tested: tuple[Myth, ...]

    @property
    def open(self) -> tuple[int, ...]:
        """The numbers of those that cannot be assessed."""
        return tuple(k for k in NEEDS if k not in {m.number for m in self.tested})

    def of(self, word: str) -> tuple[Myth, ...]:
        """Those with one verdict."""
        return tuple(m for m in self.tested if m.verdict == word)

    def figures(self) -> tuple[Figure, ...]:
        """One verdict per myth: confirmed = it is true of this client."""
        return tuple(Figure(f"segmentation.myth.{m.number}", m.verdict, "code") for m in self.tested)

    def claims(self) -> tuple[Claim, ...]:
        """The myths as claims of the articles."""
        return tuple(
            Claim(
                CLAIMS[m.number],
                m.verdict,
                m.effect,
                m.interval,
                m.n,
                m.unit,
                "[004]",
                {"measured": m.evidence},
                m.threshold,
            )
            for m in self.tested
            if m.number in CLAIMS
        )

    def gaps(self) -> tuple[Gap, ...]:
        """One gap for all myths that stay open."""
        if not self.open:
            return ()
        ids = tuple(f"segmentation.myth.{k}" for k in self.open)
        ids += tuple(f"claims.{CLAIMS[k]}" for k in self.open if k in CLAIMS)
        needs = self.base.client.missing(*dict.fromkeys(need for k in self.open for need in NEEDS[k])) or MORE
        listed = Terms(tuple(Term(f"segmentation.myth_short.{k}") for k in self.open))
        numbers: dict[str, Value] = {"n": count(len(self.open)), "least": count(LEAST), "list": listed}
        return (Gap("segmentation.myth", needs, "segmentation.gap_myth", ids, numbers),)

    def findings(self) -> tuple[Finding, ...]:
        """How many of the five are refuted, and what speaks for or against each."""
        if not self.tested:
            return ()
        numbers: dict[str, Value] = {
            "n": count(len(self.of("refuted"))),
            "n_total": count(len(self.tested)),
            "confirmed": self._list("confirmed"),
            "undecided": self._list("undecided"),
            "sentences": self._sentences(),
            "meant": Term(f"segmentation.meant.{self.sides.kind}"),
            "advice": Term(f"segmentation.myth_advice.{self._advice()}"),
        }
        return (Finding("segmentation.myths", numbers, 2, ("[004]",)),)

    def _list(self, word: str) -> Term:
        found = self.of(word)
        listed = Terms(tuple(Term(f"segmentation.myth_short.{m.number}") for m in found))
        return Term(f"segmentation.myths_{word}", {"n": count(len(found)), "list": listed})

    def _sentences(self) -> Term:
        first = [m for word in ("refuted", "confirmed", "undecided") for m in self.of(word)][:2]
        written = [Term("segmentation.myth_sentence", _sentence(m)) for m in first]
        if len(written) < 2:
            return written[0]
        return Term("segmentation.two_myths", {"first": written[0], "second": written[1]})

    def _advice(self) -> str:
        words = {m.number: m.verdict for m in self.tested}
        if "confirmed" in (words.get(2), words.get(3)):
            return "leaner"
        return "grow" if words.get(2) == "refuted" else "watch"


def _sentence(myth: Myth) -> dict[str, Value]:
    return {
        "number": count(myth.number),
        "myth": Term(f"segmentation.myth_short.{myth.number}"),
        "verdict": Term(f"segmentation.myth_verdict.{myth.word}"),
        "evidence": myth.evidence,
    }


def myths(base: Base, topics: Topics) -> Myths:
    """Every myth that can be tested, with at least ten customers on each side."""
    groups = sides(base)
    known = base.known
    bought = known["orders"].fillna(0) > 0 if "orders" in known else pd.Series(False, known.index)
    who = Sides(groups.kind, groups.key & bought, groups.small & bought)
    made = [_prices(base, who), _result(base, who), _labour(base, who), _hope(topics.of(Transitions))]
    made.append(_alike(topics, int(groups.small.sum())))
    called = {name: Term(f"segmentation.{name}.{groups.kind}") for name in ("keys", "keys_with", "keys_short")}
    return Myths(base, groups, tuple(replace(m, numbers={**m.numbers, **called}) for m in made if m is not None))


def _rows(base: Base, who: Sides, *columns: str) -> np.ndarray | None:
    """Key (1) and small (0) customers with these amounts, sorted by id; None where a column or ten of a side are missing."""
    if not set(columns) <= set(base.known):
        return None
    some = base.known.loc[who.key | who.small, list(columns)].astype(float).sort_index().dropna()
    rows = np.column_stack([who.key[some.index].to_numpy(float), some.to_numpy(float)])
    n = int(rows[:, 0].sum())
    return rows if min(n, len(rows) - n) >= LEAST else None


def _ratio(rows: np.ndarray) -> float:
    """Part ÷ whole of the small over that of the key customers, − 1; rows of (is key, part, whole)."""
    key = rows[:, 0] > 0
    (own, all_own), (small, all_small) = rows[key, 1:].sum(axis=0), rows[~key, 1:].sum(axis=0)
    return float((small / all_small) / (own / all_own) - 1) if min(all_own, all_small, own) > 0 else float("nan")


def _by_side(base: Base, who: Sides, part: str, whole: str) -> tuple[float, float] | None:
    """Σ part ÷ Σ whole of key and of small customers."""
    if not {part, whole} <= set(base.known):
        return None
    sums = [base.known.loc[mark, [part, whole]].astype(float).sum() for mark in (who.key, who.small)]
    return tuple(float(s[part] / s[whole]) for s in sums) if all(s[whole] > 0 for s in sums) else None  # type: ignore[return-value]


def _decided(rows: np.ndarray, base: Base, turn: float) -> tuple[float, tuple[float, float]] | None:
    """The ratio of small to key − 1, turned so that the myth says it is above 0, with its interval."""
    seed = base.client.parameters.seed
    effect = turn * _ratio(rows)
    ends = interval(rows, lambda some: turn * _ratio(some), seed, enough(len(rows)))
    return (effect, ends) if np.isfinite([effect, *ends]).all() else None


def _prices(base: Base, who: Sides) -> Myth | None:
    """1, nothing to earn: small customers pay a smaller share of the list price than key accounts."""
    rows = _rows(base, who, "discount", "list_revenue")
    if rows is None:
        return None
    rows[:, 1] = rows[:, 2] - rows[:, 1]
    found = _decided(rows, base, -1.0)
    rates = _by_side(base, who, "discount", "list_revenue")
    if found is None or rates is None:
        return None
    numbers: dict[str, Value] = {"share_key": share(1 - rates[0]), "share_small": share(1 - rates[1])}
    numbers["margin"] = _margin(base, who)
    return _myth(1, found, base.client.parameters.value.min_effect, len(rows), "share", numbers)


def _margin(base: Base, who: Sides) -> Term:
    rates = _by_side(base, who, "cm1", "net_revenue")
    if rates is None:
        return Term("segmentation.margin_unknown")
    return Term("segmentation.margin_beside", {"share_key": share(rates[0]), "share_small": share(rates[1])})


def _result(base: Base, who: Sides) -> Myth | None:
    """2, unprofitable: the contribution margin III of small customers today is below zero."""
    known = base.known
    if not {"cm3", "net_revenue"} <= set(known):
        return None
    rows = known.loc[who.small, ["cm3", "net_revenue"]].astype(float).sort_index().dropna().to_numpy()
    if len(rows) < LEAST or not rows[:, 1].sum() > 0:
        return None

    def rate(some: np.ndarray) -> float:
        whole = some[:, 1].sum()
        return -float(some[:, 0].sum() / whole) if whole > 0 else float("nan")

    ends = interval(rows, rate, base.client.parameters.seed, enough(len(rows)))
    lean = lean_contribution(base.client, known)[who.small]
    beside = Term("segmentation.lean_unknown")
    if lean.notna().any():
        beside = Term("segmentation.lean_beside", {"share": share(float(lean.sum() / rows[:, 1].sum()), True)})
    numbers: dict[str, Value] = {"rate": share(-rate(rows)), "lean": beside}
    numbers |= {"rate_low": share(-ends[1]), "rate_high": share(-ends[0])}
    return _myth(2, (rate(rows), ends), 0.0, len(rows), "share", numbers) if np.isfinite(ends).all() else None


def _labour(base: Base, who: Sides) -> Myth | None:
    """3, laborious: an order of a small customer takes more hours than one of a key account."""
    rows = _rows(base, who, "hours", "orders")
    found = _decided(rows, base, 1.0) if rows is not None else None
    per = _by_side(base, who, "hours", "orders")
    if rows is None or found is None or per is None:
        return None
    numbers: dict[str, Value] = {"hours_key": Quantity(per[0], "hours"), "hours_small": Quantity(per[1], "hours")}
    numbers["touches"] = _touches(base, who)
    return _myth(3, found, base.client.parameters.value.min_effect, len(rows), "share", numbers)


def _touches(base: Base, who: Sides) -> Term:
    """Touch points per order and persons per customer."""
    client = base.client
    if not client.has("activities", "customer_id", "rep_id"):
        return Term("segmentation.touches_unknown")
    first, last = (pd.Timestamp(day) for day in client.period)
    done = client.tables["activities"]
    done = done[(done["date"] >= first) & (done["date"] < last + pd.Timedelta(days=1))]
    by = done.dropna(subset=["customer_id"]).groupby("customer_id")["rep_id"].agg(["size", "nunique"])
    orders = base.known["orders"].astype(float)
    numbers: dict[str, Value] = {}
    for name, mark in (("key", who.key), ("small", who.small)):
        own = by.reindex(mark.index[mark]).fillna(0)
        numbers[f"contacts_{name}"] = Quantity(float(own["size"].sum() / orders[mark].sum()), "number")
        numbers[f"persons_{name}"] = Quantity(float(own["nunique"].mean()), "number")
    return Term("segmentation.touches_beside", numbers)


def _hope(found: Transitions) -> Myth | None:
    """4, tomorrow's key accounts: more than 5 % of the small become large in three years."""
    if found.n_small < LEAST:
        return None
    numbers: dict[str, Value] = {
        "n_risen": count(len(found.risen)),
        "n_small": count(found.n_small),
        "years": Quantity(found.years, "years"),
        "scaled": Term("segmentation.scaled" if found.years != AHEAD else "segmentation.not_scaled"),
    }
    return _myth(4, found.in_three(), RISE, found.n_small, "share", numbers)


def _alike(topics: Topics, n: int) -> Myth | None:
    """5, small is small: no cluster structure, as whichever topic finds `segmentation.clusters` says (1 = no structure)."""
    found = next((f for f in topics.figures() if f.id == "segmentation.clusters"), None)
    if found is None:
        return None
    groups = float(found.value)
    effect = 1.5 - groups  # one group is above 0, two or more below
    word: Verdict = "confirmed" if effect > 0 else "refuted"
    return Myth(5, effect, (effect, effect), 0.0, n, "number", word, {"n_clusters": count(groups)})


def _myth(
    number: int,
    found: tuple[float, tuple[float, float]],
    threshold: float,
    n: int,
    unit: Unit,
    numbers: Mapping[str, Value],
) -> Myth:
    effect, ends = found
    return Myth(number, effect, ends, threshold, n, unit, verdict(ends, n, threshold), numbers)
