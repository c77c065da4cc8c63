"""What would flip a class: the smallest change of one of the customer's own values, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from workbook.methods.customer_class import classify
from workbook.methods.score import score

COLUMNS = ("customer_id", "criterion", "own", "sign", "at", "change", "passed", "becomes")
TINY = 1e-12  # as in cumulated.py: an edge met exactly up to rounding belongs to the next class


@dataclass(frozen=True)
class Case:
    """The class rule on one set of customers.

    `criteria`: one column per criterion (raw units); `weights` of those the score uses (sum 1), `reversed_` those that count the
    other way round. `rule`: what `classify` takes, same index. `years` of the period: earned value per year × years moves cm3
    and lean_cm3. `edges` of the size classes. `bounds`: lowest and highest value a criterion can have; `steps`: criteria in
    whole steps between them. `ties`: whether the potential of the criteria is also what ties are broken by.
    """

    criteria: pd.DataFrame
    weights: Mapping[str, float]
    rule: pd.DataFrame
    limit: int
    key_score: float = 0.60
    decline_limit: float = 0.95
    reversed_: tuple[str, ...] = ()
    years: float = 1.0
    edges: tuple[float, float] = (0.70, 0.90)
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    ties: bool = True

    def classes(self, rule: pd.DataFrame) -> pd.Series:
        """The class by the rule."""
        return classify(rule, self.limit, self.key_score, self.decline_limit)["class"]

    @cached_property
    def own(self) -> pd.Series:
        """The class of every customer as things are."""
        return self.classes(self.rule)

    @cached_property
    def rest(self) -> Mapping[str, np.ndarray]:
        """The class of whoever is no key account: if small or without revenue, profitable or not, rising or not."""
        unscored = self.rule.assign(score=float("nan"))
        small = unscored.assign(size=unscored["size"].where(unscored["size"].isin(["small", "none"]), "small"))
        made = {
            "as_is": unscored,
            "small": unscored.assign(size="small"),
            "none": unscored.assign(size="none"),
            "profit": small.assign(lean_cm3=1.0, size=self.rule["size"]),
            "loss": small.assign(lean_cm3=-1.0, size=self.rule["size"]),
            "rising": unscored.assign(ratio=10.0, error=0.0),
            "falling": unscored.assign(ratio=0.0, error=0.0),
        }
        return {name: self.classes(table).to_numpy() for name, table in made.items()}

    @cached_property
    def field(self) -> Field:
        """The same as arrays."""
        return Field(self)

    @cached_property
    def revenues(self) -> Revenues:
        """Everybody's revenue in order."""
        return Revenues(self.criteria["revenue"].fillna(0.0))


class Revenues:
    """Revenue of everybody above zero in ascending order, to tell what others buy beyond a value one of them might have."""

    def __init__(self, revenue: pd.Series) -> None:
        self.own = revenue.clip(lower=0.0).to_numpy(float)
        self.order = np.argsort(self.own, kind="stable")
        self.sorted = self.own[self.order]
        self.sums = np.r_[0.0, self.sorted.cumsum()]
        self.place = np.argsort(np.argsort(revenue.index.astype(str).to_numpy(str), kind="stable"))

    def without(self, x: int) -> float:
        """What all others buy together."""
        return float(self.sums[-1] - self.own[x])

    def above(self, x: int, at: np.ndarray) -> np.ndarray:
        """What others buy who come before customer x at these revenues: more, or the same and a smaller id."""
        low, high = (np.searchsorted(self.sorted, at, side) for side in ("left", "right"))
        more = self.sums[-1] - self.sums[high] - np.where(at < self.own[x], self.own[x], 0.0)
        smaller = np.r_[0, (self.place < self.place[x])[self.order].cumsum()]
        found: np.ndarray = more + np.where(at > 0, at, 0.0) * (smaller[high] - smaller[low])
        return found


class Field:
    """Arrays of a case: ranks and products of every criterion, scores, groups, and the order in which ties are broken."""

    def __init__(self, case: Case) -> None:
        names = list(case.weights)
        self.names, self.weight = names, np.array([case.weights[c] for c in names])
        self.raw = case.criteria[names].to_numpy(float)
        self.known = ~np.isnan(self.raw)
        self.n = self.known.sum(axis=0)
        self.rank = case.criteria[names].rank(method="average").to_numpy(float)
        self.reversed = np.array([c in case.reversed_ for c in names])
        self.product = np.column_stack([self.part(c, self.rank[:, c]) for c in range(len(names))])
        self.share = np.zeros(len(self.raw))
        for c in range(len(names)):
            self.share = self.share + self.known[:, c] * self.weight[c]
        self.score = self.scores(0, self.product[:, 0])
        self.group = pd.factorize(case.rule["group"])[0]
        ids = np.argsort(np.argsort(case.rule.index.astype(str).to_numpy(str), kind="stable"))
        never = -np.inf
        self.tie = (
            case.rule["potential"].fillna(never).to_numpy(float),
            case.rule["cm3"].fillna(never).to_numpy(float),
            -ids.astype(float),
        )
        self.best = pd.Series(np.nan_to_num(self.score, nan=never)).groupby(self.group).max().to_numpy()
        self.order = np.argsort(-self.best, kind="stable")
        self.place = np.argsort(self.order)

    def part(self, c: int, rank: np.ndarray) -> np.ndarray:
        """What criterion c adds to the score at these ranks; nothing where it is unknown."""
        value = (rank - 0.5) / self.n[c]
        return np.nan_to_num((1 - value if self.reversed[c] else value) * self.weight[c], nan=0.0)

    def scores(self, c: int, part: np.ndarray, row: int | None = None) -> np.ndarray:
        """Scores with the part of criterion c replaced: of all customers, or of one at several values."""
        rows = slice(None) if row is None else row
        total: np.ndarray = np.zeros(np.shape(part))
        for i in range(len(self.names)):
            total = total + (part if i == c else self.product[rows, i])
        with np.errstate(invalid="ignore"):
            found: np.ndarray = total / np.where(self.share[rows] > 0, self.share[rows], np.nan)
        return found

    def last(self, x: int, limit: int) -> float:
        """The score that the group of x must beat: the best of the limit-th best other group."""
        if limit <= 0:
            return np.inf
        at = limit - 1 + int(self.place[self.group[x]] < limit)
        return float(self.best[self.order[at]]) if at < len(self.order) else -np.inf

    def among(self, x: int, scores: np.ndarray, tie: tuple[float, float], limit: int) -> bool:
        """Whether the group of x is among the first, at these scores and with these two tie-breakers of x."""
        first, second = (t.copy() for t in self.tie[:2])
        first[x], second[x] = tie
        mates = np.flatnonzero((self.group == self.group[x]) & ~np.isnan(scores))
        a = mates[np.lexsort((-self.tie[2][mates], -second[mates], -first[mates], -scores[mates]))[0]]
        same = scores == scores[a]
        ahead = scores > scores[a]
        if same.sum() > 1:
            by = (first > first[a]) | ((first == first[a]) & (second > second[a]))
            by |= (first == first[a]) & (second == second[a]) & (self.tie[2] > self.tie[2][a])
            ahead |= same & by
        ahead &= self.group != self.group[x]
        return len(np.unique(self.group[ahead])) < limit


def value_flips(case: Case, customers: pd.Index) -> pd.DataFrame:
    """The smallest change of one own value that changes the class, all others' values as they are.

    From a case to one row per customer and criterion: own (value today, the criterion's unit), sign (>, >=, <, <=) and at (the
    value from which the class is another), change (at − own, an infimum for > and <), passed (share of the customers whose
    value lies between), becomes (the class). Where no single change does it, or the own value is unknown, there is no row.
    The ranks of the others shift as they would. Moving with it: with revenue the size class; with earned value CM III and, where
    the rule uses it, CM III at the lean level; with the potential the first tie-breaker. All else stays.

    Between the values of others, and the points where size or lean margin turn, nothing changes: those positions are all.

    Source: METHOD.md §5 "What would flip it".
    """
    f, made = case.field, []
    for x in case.rule.index.get_indexer(customers):
        for c in range(len(f.names)):
            if f.known[x, c] and not np.isnan(f.score[x]):
                made.append(_of(case, x, c))
    return pd.DataFrame([row for row in made if row is not None], columns=list(COLUMNS))


def condition_flips(case: Case, customers: pd.Index) -> pd.DataFrame:
    """For small customers: the CM III at the lean level and the growth ratio from which the class is another.

    Rows as `value_flips`, criterion lean_cm3 (currency over the period) or growth (ratio of the two windows, its error kept).
    """
    made, rule = [], case.rule
    upper = 1.28 * rule["error"]
    for name, own, limit, signs, turns in (
        ("lean_cm3", rule["lean_cm3"], pd.Series(0.0, rule.index), (">", "<="), ("profit", "loss")),
        ("growth", rule["ratio"], case.decline_limit - upper, (">=", "<"), ("rising", "falling")),
    ):
        holds = own > limit if signs[0] == ">" else own + upper >= case.decline_limit
        becomes = np.where(holds, case.rest[turns[1]], case.rest[turns[0]])
        moved = pd.DataFrame(
            {"customer_id": rule.index, "criterion": name, "own": own, "sign": np.where(holds, signs[1], signs[0])}
        ).assign(at=limit, change=limit - own, becomes=becomes)
        ordered = np.sort(own.dropna().to_numpy())
        ends = (np.searchsorted(ordered, np.nan_to_num(v.to_numpy(float))) for v in (own, limit))
        moved["passed"] = np.abs(np.subtract(*ends)) / max(len(ordered), 1)
        differs = (moved["becomes"] != case.own) & own.notna() & limit.notna() & (case.own != "key")
        made.append(moved[differs & rule.index.isin(customers)])
    return pd.concat(made, ignore_index=True)[list(COLUMNS)]


@dataclass(frozen=True)
class Line:
    """All positions one value can take: odd ones on a point, even ones between; `at` a value there, `rank` its rank there."""

    points: np.ndarray
    at: np.ndarray
    rank: np.ndarray
    own: int


def _of(case: Case, x: int, c: int) -> tuple | None:
    """The nearest flip of one customer by one criterion, None where there is none."""
    f, name = case.field, case.field.names[c]
    others = np.delete(f.raw[:, c], x)
    others = np.sort(others[~np.isnan(others)])
    own = f.raw[x, c]
    low, high = case.bounds.get(name, (-np.inf, np.inf))
    low, high = min(low, own), max(high, own)
    line = _line(case, x, name, others, (low, high))
    allowed = (line.at >= low) & (line.at <= high)
    if name in case.steps:
        allowed &= np.arange(len(line.at)) % 2 == 1
    turns = _Turns(case, x, c, line, _rest(case, x, name, line))
    found = []
    for way, step in ((">", 1), ("<", -1)):
        end = len(line.at) if step > 0 else -1
        seen = np.arange(line.own + step, end, step)
        hit = turns.first(seen[allowed[seen]])
        if hit is not None:
            point = line.points[(hit - 1) // 2 if hit % 2 else hit // 2 - (step > 0)]
            passed = float(((others > min(own, point)) & (others < max(own, point))).sum() / max(len(others), 1))
            sign = way + "=" * (hit % 2)
            found.append((case.rule.index[x], name, own, sign, point, point - own, passed, turns.at(hit)))
    return min(found, key=lambda row: abs(row[5]), default=None)


def _line(case: Case, x: int, name: str, others: np.ndarray, bounds: tuple[float, float]) -> Line:
    """The points where anything can turn: others' values, the ends of the scale, size edges, the lean margin's zero."""
    own = float(case.criteria[name].iloc[x])
    more = [b for b in bounds if np.isfinite(b)]
    if name in case.steps:
        more = list(np.arange(np.ceil(bounds[0]), bounds[1] + TINY))
    if name == "revenue":
        more = [*more, 0.0, *_size_points(case, others, own)]
    lean = float(case.rule["lean_cm3"].iloc[x])
    if name == "earned_value" and np.isfinite(lean):
        more.append(own - lean / case.years)
    points = np.unique(np.r_[others, np.asarray(more, float)])
    at = np.empty(2 * len(points) + 1)
    at[1::2], at[2:-1:2] = points, (points[1:] + points[:-1]) / 2
    at[0], at[-1] = (points[0] - 1, points[-1] + 1) if len(points) else (own, own)
    below, upto = (np.searchsorted(others, at, side) for side in ("left", "right"))
    place = int(np.searchsorted(points, own))
    exact = place < len(points) and points[place] == own
    return Line(points, at, below + (upto - below + 2) / 2, 2 * place + int(exact))


def _size_points(case: Case, others: np.ndarray, own: float) -> list[float]:
    """The revenue above which a customer is medium, and large, among these others."""
    positive = others[others > 0][::-1]
    above = np.r_[0.0, positive.cumsum()]
    whole = above[-1]
    ends = np.r_[np.inf, positive, 0.0]
    found = []
    for edge in case.edges:
        at = above / (edge - TINY) - whole
        found += list(at[(at < ends[:-1]) & (at > ends[1:])])
    return found


def _rest(case: Case, x: int, name: str, line: Line) -> np.ndarray:
    """The class at every position if the customer is no key account there."""
    same = np.full(len(line.at), case.rest["as_is"][x], object)
    lean = float(case.rule["lean_cm3"].iloc[x])
    if name == "earned_value" and np.isfinite(lean):
        zero = float(case.criteria[name].iloc[x]) - lean / case.years
        return np.where(line.at > zero, case.rest["profit"][x], case.rest["loss"][x])
    if name != "revenue":
        return same
    small = ~(line.at > case.revenues.above(x, line.at) / (case.edges[1] - TINY) - case.revenues.without(x))
    names = np.where(small, case.rest["small"][x], "core")
    return np.where(line.at > 0, names, case.rest["none"][x])


class _Turns:
    """The class of one customer at the positions of one of its values, worked out where it is asked for."""

    def __init__(self, case: Case, x: int, c: int, line: Line, rest: np.ndarray) -> None:
        self.case, self.x, self.c, self.line, self.rest = case, x, c, line, rest
        f = case.field
        self.score = f.scores(c, f.part(c, line.rank), x)
        reach = np.nanmax(np.where(f.known[:, c], f.weight[c] / f.n[c] / f.share, 0.0)) * (1 + 1e-9) + 1e-12
        mates = (f.group == f.group[x]) & ~np.isnan(f.score)
        mates[x] = False
        top = f.score[mates].max() if mates.any() else -np.inf
        last = f.last(x, case.limit)
        self.sure = np.maximum(self.score, top - reach) > last + reach
        self.open = ~self.sure & (np.maximum(self.score, top + reach) >= last - reach)
        others = np.delete(f.raw[:, c], x)
        # where all others are alike, being like them would make the criterion say nothing and drop it
        self.alone = len(np.unique(others[~np.isnan(others)])) <= 1
        self.others = np.where(np.arange(len(f.raw)) == x, np.nan, f.raw[:, c])
        self.base = f.rank[:, c] - np.where(f.raw[:, c] > f.raw[x, c], 1.0, 0.0) - 0.5 * (f.raw[:, c] == f.raw[x, c])

    def first(self, seen: np.ndarray) -> int | None:
        """The first of these positions where the class is not the one of today."""
        own = self.case.own.iloc[self.x]
        if self.alone:
            return next((int(i) for i in seen if self.at(i) != own), None)
        passes = self.score[seen] >= self.case.key_score
        certain = np.where(passes & self.sure[seen], "key", self.rest[seen])
        unsure = passes & self.open[seen]
        for i in np.flatnonzero(unsure | (certain != own)):
            if not unsure[i] or self.at(seen[i]) != own:
                return int(seen[i])
        return None

    def at(self, i: int) -> str:
        """The class at one position."""
        if self.alone:
            return self._anew(self.line.at[i])
        if not self.score[i] >= self.case.key_score:
            return str(self.rest[i])
        if not self.sure[i] and not (self.open[i] and self._among(i)):
            return str(self.rest[i])
        return "key"

    def _among(self, i: int) -> bool:
        f, value = self.case.field, self.line.at[i]
        rank = self.base + np.where(self.others > value, 1.0, 0.0) + 0.5 * (self.others == value)
        scores = f.scores(self.c, np.where(self.others == self.others, f.part(self.c, rank), 0.0))
        scores[self.x] = self.score[i]
        return f.among(self.x, scores, self._tie(value), self.case.limit)

    def _tie(self, value: float) -> tuple[float, float]:
        f, name = self.case.field, self.case.field.names[self.c]
        potential, cm3 = f.tie[0][self.x], f.tie[1][self.x]
        if name == "potential" and self.case.ties:
            potential = value
        if name == "earned_value":
            cm3 += (value - f.raw[self.x, self.c]) * self.case.years
        return potential, cm3

    def _anew(self, value: float) -> str:
        """The class with the score taken anew from all criteria."""
        case, name = self.case, self.case.field.names[self.c]
        customer = case.rule.index[self.x]
        changed = case.criteria.copy()
        changed[name] = changed[name].astype(float)
        changed.loc[customer, name] = value
        rule = case.rule.assign(score=score(changed, case.weights, 0.0, case.reversed_).score)
        rule.loc[customer, ["potential", "cm3"]] = [t if np.isfinite(t) else np.nan for t in self._tie(value)]
        found = case.classes(rule).loc[customer]
        position = int(np.searchsorted(self.line.at, value))
        return "key" if found == "key" else str(self.rest[position])
