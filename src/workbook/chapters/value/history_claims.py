"""What the articles claim about growth, ranks and stability, tested on the client's past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from workbook.chapters.value.base import Base
from workbook.chapters.value.history import History, bought, history
from workbook.finding import Claim, Quantity, Term, Value, money, share
from workbook.methods.bootstrap import enough, interval
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.growth_quadrant import incremental_margin
from workbook.methods.rank_correlation import rank_correlation

IDS = ("A0-01", "A0-02", "A1-02", "A3-08", "A4-02")


def past(base: Base) -> History:
    """The past of the customer base with the claims tested on it."""
    found = history(base)
    return replace(found, claims=_claims(found, base.client.parameters.seed))


def _claims(found: History, seed: int) -> tuple[Claim, ...]:
    """Every claim of this topic that the data let us test."""
    made = [
        _spread(found),
        _engines(found, seed),
        _profitable(found, seed),
        _poor_predictor(found),
        stable(found),
    ]
    return tuple(c for c in made if c is not None)


def _spread(found: History) -> Claim | None:
    """A0-01: the best gain more than proportionally, the weak fall far back: P90 − P10 of growth beyond chance."""
    s = found.spread
    if s is None or s.n < LEAST:
        return None
    numbers: dict[str, Value] = {name: share(getattr(s, name)) for name in ("p10", "p90")}
    numbers |= {name: Quantity(getattr(s, name), "points") for name in ("spread", "chance")}
    return Claim("A0-01", verdict(s.interval, s.n), s.excess, s.interval, s.n, "points", "[000]", numbers)


def _engines(found: History, seed: int) -> Claim | None:
    """A0-02: key and many small customers both grow: the smaller of the two contributions to growth."""
    if found.change is None:
        return None
    change = bought(found.change)
    marks = [mark.reindex(change.index, fill_value=False) for mark in (found.groups.key, found.groups.small)]
    least, before = min(int(mark.sum()) for mark in marks), float(found.change["earlier"].sum())
    if least < LEAST or before <= 0:
        return None
    some = change[marks[0] | marks[1]]
    rows = np.column_stack([marks[0][some.index], some["revenue"] / before]).astype(float)
    effect, ends = _weaker(rows), _interval(rows, _weaker, seed)
    parts = {"share_key": float(rows[rows[:, 0] == 1, 1].sum()), "share_small": float(rows[rows[:, 0] == 0, 1].sum())}
    numbers: dict[str, Value] = {name: Quantity(part, "points") for name, part in parts.items()} | kinds(found)
    return Claim("A0-02", verdict(ends, least), effect, ends, len(rows), "points", "[000]", numbers)


def _weaker(rows: np.ndarray) -> float:
    """The smaller of the two engines' contributions; rows of (is key, change ÷ all revenue before)."""
    key = rows[:, 0] == 1
    return float(min(rows[key, 1].sum(), rows[~key, 1].sum()))


def _profitable(found: History, seed: int) -> Claim | None:
    """A1-02: growth is profitable: contribution of an additional unit of revenue at the customers who grew."""
    if found.change is None or "cm" not in found.change:
        return None
    rows = found.change[["revenue", "cm"]].to_numpy(float)
    n = int((rows[:, 0] > 0).sum())
    if n < LEAST:
        return None
    effect, ends = incremental_margin(rows), _interval(rows, incremental_margin, seed)
    grew = rows[rows[:, 0] > 0, 0].sum()
    numbers: dict[str, Value] = {"level": Term(f"value.level.{found.level}"), "money": money(grew)}
    return Claim("A1-02", verdict(ends, n), effect, ends, n, "share", "[001]", numbers)


def _poor_predictor(found: History) -> Claim | None:
    """A3-08: past revenue predicts poorly: how far it explains less than half of the next ranking."""
    if found.change is None or found.rank is None:
        return None
    rows = bought(found.change)
    known = rank_correlation(rows["earlier"], rows["later"])
    if known.n < LEAST or not np.isfinite(known.rho):
        return None
    squares = sorted((known.low**2, known.high**2))
    least = 0.0 if known.low < 0 < known.high else squares[0]
    # the ends turned: what explains most leaves least unexplained
    ends, effect = (0.5 - squares[1], 0.5 - least), 0.5 - known.rho**2
    numbers: dict[str, Value] = {
        "share": share(known.rho**2),
        "share_low": share(least),
        "share_high": share(squares[1]),
        "ratio": Quantity(known.rho, "ratio"),
    }
    return Claim("A3-08", verdict(ends, known.n), effect, ends, known.n, "points", "[003]", numbers)


def stable(found: History) -> Claim | None:
    """A4-02: many small customers are steadier: volatility of the large customers' revenue − that of the small."""
    if found.steady is None or found.calmer is None or not {"large", "small"} <= set(found.steady.index):
        return None
    n = found.steady["customers"][["large", "small"]]
    ends = (found.calmer.low, found.calmer.high)
    if n.min() < LEAST or not np.isfinite([*ends, found.calmer.value]).all():
        return None
    numbers: dict[str, Value] = {
        f"share_{name}": share(found.steady["volatility"][name]) for name in ("large", "small")
    }
    numbers["what"] = Term(f"value.steady_what.{found.step}")
    effect, cases = found.calmer.value, int(n.sum())
    return Claim("A4-02", verdict(ends, int(n.min())), effect, ends, cases, "points", "[004]", numbers)


def kinds(found: History) -> dict[str, Value]:
    """How key and small customers are called here, after a German "mit"."""
    kind, names = found.groups.kind, [name for name in found.groups.names if name in ("smart", "lean")]
    small = names[0] if len(names) == 1 else kind
    return {"key": Term(f"value.with_key.{kind}"), "small": Term(f"value.with_small.{small}")}


def _interval(rows: np.ndarray, statistic: Callable[[np.ndarray], float], seed: int) -> tuple[float, float]:
    return interval(rows, statistic, seed, enough(len(rows)))
