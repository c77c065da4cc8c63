"""What would flip a class: the smallest change of one criterion's weight, exactly."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from workbook.methods.class_flip import Case

COLUMNS = ("customer_id", "criterion", "own", "at", "change", "becomes")
NEAR = 1e-11  # crossings closer together than this happen at once


def weight_flips(case: Case, customers: pd.Index, criteria: Collection[str] | None = None) -> pd.DataFrame:
    """The smallest change of one criterion's weight that changes a customer's class, the others rescaled in proportion.

    From a case (see class_flip) to one row per customer and criterion: own (weight today, of the criteria used, sum 1), at (the
    weight at which the class turns, 0–1), change (at − own), becomes (the class). No row where no weight does it. `criteria`: of
    which weights, default all.

    As a function of the weight a score is a ratio of two straight lines, so two scores cross at most twice and a score meets the
    threshold once: the class turns at one of these points only. A touch in a single point is no change.

    Source: METHOD.md §5 "What would flip it".
    """
    f = case.field
    made = []
    if len(f.names) < 2:
        return pd.DataFrame(columns=list(COLUMNS))
    for c in (i for i, name in enumerate(f.names) if criteria is None or name in criteria):
        lines = _Lines(case, c)
        # whoever never reaches the threshold is a key account at no weight
        able = set(lines.rivals)
        for x in case.rule.index.get_indexer(customers):
            if x in able:
                row = _nearest(case, lines, x)
                made += [row] if row is not None else []
    return pd.DataFrame(made, columns=list(COLUMNS))


class _Lines:
    """Points earned and weights known of every customer as straight lines a + b·t of one criterion's weight t."""

    def __init__(self, case: Case, c: int) -> None:
        f = self.field = case.field
        self.c, self.now = c, float(f.weight[c])
        others = [i for i in range(len(f.names)) if i != c]
        rest = 1 - self.now
        points = f.product[:, others].sum(axis=1) / rest
        known = (f.known[:, others] * f.weight[others]).sum(axis=1) / rest
        self.points = np.column_stack([points, f.product[:, c] / self.now - points])
        self.known = np.column_stack([known, f.known[:, c] - known])
        scored = ~np.isnan(f.score)
        with np.errstate(invalid="ignore", divide="ignore"):
            ends = [self.points[:, 0] / self.known[:, 0], self.points.sum(axis=1) / self.known.sum(axis=1)]
        highest = np.fmax(*ends)
        # whoever never reaches the threshold is never ahead of one who does
        self.rivals = np.flatnonzero(scored & (highest >= case.key_score - 1e-9))

    def versus(self, x: int, rivals: np.ndarray) -> np.ndarray:
        """Coefficients a + b·t + c·t² that are positive where a rival is ahead of x."""
        (p, q), (k, m) = self.points[x], self.known[x]
        rp, rq = self.points[rivals].T
        rk, rm = self.known[rivals].T
        return np.column_stack([rp * k - p * rk, rp * m + rq * k - p * rm - q * rk, rq * m - q * rm])


def _nearest(case: Case, lines: _Lines, x: int) -> tuple | None:
    """The nearest weight at which the class of x turns."""
    f = lines.field
    mates = np.flatnonzero((f.group == f.group[x]) & ~np.isnan(f.score))
    passes = _threshold(lines, x, case.key_score)
    starts = [_ahead(lines, int(m)) for m in mates]
    points = np.unique(np.concatenate([[0.0, lines.now, 1.0], passes, *(t for t, _ in starts)]))
    points = points[np.r_[True, np.diff(points) > NEAR]]
    points = np.unique(np.r_[points[np.abs(points - lines.now) > NEAR], lines.now])
    middle = (points[1:] + points[:-1]) / 2
    first = np.zeros(len(middle), bool)
    for t, count in starts:
        first |= count[np.searchsorted(t, middle, "right") - 1] < case.limit
    p, k = lines.points[x], lines.known[x]
    key = first & (p[0] + p[1] * middle >= case.key_score * (k[0] + k[1] * middle))
    was = case.own.iloc[x] == "key"
    turned = key != was
    if was and case.rest["as_is"][x] == "key":
        return None
    here = int(np.searchsorted(points, lines.now))
    up, down = np.flatnonzero(turned[here:]), np.flatnonzero(turned[:here])
    found = [points[here + up[0]]] if len(up) else []
    found += [points[down[-1] + 1]] if len(down) else []
    if not found:
        return None
    at = float(min(found, key=lambda t: abs(t - lines.now)))
    becomes = str(case.rest["as_is"][x]) if was else "key"
    return case.rule.index[x], f.names[lines.c], lines.now, at, at - lines.now, becomes


def _threshold(lines: _Lines, x: int, key_score: float) -> np.ndarray:
    """The weight at which the score of x meets the threshold, if any."""
    a, b = lines.points[x] - key_score * lines.known[x]
    root = -a / b if abs(b) > 1e-15 else -1.0
    return np.array([root]) if 0 < root < 1 else np.empty(0)


def _ahead(lines: _Lines, x: int) -> tuple[np.ndarray, np.ndarray]:
    """From which weight on how many other groups are ahead of x: weights in order, the first 0, and counts."""
    f = lines.field
    rivals = lines.rivals[f.group[lines.rivals] != f.group[x]]
    low, high = _roots(lines.versus(x, rivals))
    cuts = np.column_stack([np.zeros(len(rivals)), low, high, np.ones(len(rivals))])
    middle = (cuts[:, 1:] + cuts[:, :-1]) / 2
    a, b, c = lines.versus(x, rivals).T[:, :, None]
    worth = a + b * middle + c * middle**2
    first, second, third = (t[rivals] for t in f.tie)
    mine = [t[x] for t in f.tie]
    tie = (first > mine[0]) | ((first == mine[0]) & (second > mine[1]))
    tie |= (first == mine[0]) & (second == mine[1]) & (third > mine[2])
    ahead = np.where(np.abs(worth) > 1e-13, worth > 0, tie[:, None])
    step = np.diff(ahead.astype(int), axis=1, prepend=0)
    group, at, step = np.repeat(f.group[rivals], 3), cuts[:, :3].ravel(), step.ravel()
    some = step != 0
    return _groups(group[some], at[some], step[some])


def _groups(group: np.ndarray, at: np.ndarray, step: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Groups with at least one member ahead, from the steps of their members."""
    order = np.lexsort((-step, at, group))
    group, at, step = group[order], at[order], step[order]
    whole = step.cumsum()
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if len(group) else np.empty(0, int)
    before = np.repeat(np.r_[0, whole][starts], np.diff(np.r_[starts, len(group)]))
    there = (whole - before) > 0
    prior = np.r_[False, there[:-1]] if len(there) else there
    prior[starts] = False
    change = there.astype(int) - prior.astype(int)
    order = np.argsort(at, kind="stable")
    times, place = np.unique(np.r_[0.0, at[order]], return_inverse=True)
    return times, np.bincount(place, np.r_[0, change[order]], len(times)).cumsum()


def _roots(line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Up to two roots between 0 and 1 of a + b·t + c·t², in order; 1 where there is none."""
    a, b, c = line.T
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(b * b - 4 * a * c)
        q = -(b + np.where(b < 0, -1.0, 1.0) * root) / 2
        found = np.column_stack([np.where(np.abs(c) > 1e-14, q / c, np.nan), a / q])
    found = np.where((found > 0) & (found < 1), found, 1.0)
    return found.min(axis=1), found.max(axis=1)
