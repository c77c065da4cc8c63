"""How sure the gaps of the phases are: which phase comes first had other people of the same kind been asked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import DRAWS, MANY, enough
from workbook.methods.by_content import by_content
from workbook.methods.opinion import phase_answers

OF = ("importance", "performance", "gap")


def opinion_gap(assessment: pd.DataFrame, target: float = 4.0, seed: int = 0, draws: int = DRAWS) -> pd.DataFrame:
    """Importance, performance and gap by class and phase, and by phase over its classes, with intervals over respondents.

    From one row per answer (see `phase_answers`) to one row per class and phase, and one per phase with the class `mean`
    (the mean of its classes, each weighing alike): importance, performance (points 1–5), gap = importance × (target −
    performance) in points², and `<each>_low`, `<each>_high`, the 95 % percentile interval when whole persons, with all
    they answered and left open, are drawn anew. Missing where nobody rated; no interval below two persons.

    Source: METHOD.md §7; bootstrap of whole respondents, Efron 1979.
    """
    answers = phase_answers(assessment).sort_values(["who", "class", "phase", "importance", "performance"])
    cells = list(answers.groupby(["class", "phase"]).size().index)
    if not cells:
        return pd.DataFrame(columns=["class", "phase", *(f"{o}{e}" for o in OF for e in ("", "_low", "_high"))])
    people = answers["who"].unique()
    weights = np.ones((1, len(people)))
    drawn = _draws(len(people), seed, draws if len(people) < MANY else min(draws, enough(len(people))))
    index = pd.MultiIndex.from_tuples(cells, names=["class", "phase"])
    rated = [_rated(answers, of, index, people) for of in ("importance", "performance")]
    order = by_content(*rated[0], *rated[1])
    rated = [(total[order], number[order]) for total, number in rated]
    points, tries = _gaps(rated, weights, target), _gaps(rated, drawn, target)
    table = _described(points, tries, index, len(people))
    phases = index.get_level_values("phase")
    means = pd.MultiIndex.from_product([["mean"], np.unique(phases)], names=["class", "phase"])
    over = _described(_over(points, phases), _over(tries, phases), means, len(people))
    return pd.concat([table, over]).reset_index()


def in_order(gaps: pd.DataFrame) -> pd.DataFrame:
    """Rows with a gap, the largest first (ties by class and phase), and whether each is sure to come before the next.

    From gap, gap_low, gap_high to the same and `sure`: the interval lies wholly above that of the next row; the last one's
    is missing. Rows without a gap are left out.
    """
    ranked = gaps.dropna(subset=["gap"]).sort_values(["gap", "class", "phase"], ascending=[False, True, True])
    after = ranked["gap_high"].shift(-1)
    sure = (ranked["gap_low"] > after).astype("boolean")
    return ranked.assign(sure=sure.mask(np.arange(len(ranked)) == len(ranked) - 1)).reset_index(drop=True)


def _draws(people: int, seed: int, draws: int) -> np.ndarray:
    """How often each person is drawn (draws × persons)."""
    even = np.full(people, 1 / people)
    return np.random.default_rng(seed).multinomial(people, even, draws).astype(float)


def _rated(answers: pd.DataFrame, of: str, index: pd.MultiIndex, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum and number of ratings of each person (rows) on each class and phase (columns)."""
    grouped = answers.groupby(["who", "class", "phase"])[of]
    found = []
    for table in (grouped.sum(), grouped.count()):
        wide = table.unstack(["class", "phase"])
        found.append(wide.reindex(index=people, columns=index).fillna(0).to_numpy(float))
    return found[0], found[1]


def _gaps(rated: list[tuple[np.ndarray, np.ndarray]], weights: np.ndarray, target: float) -> dict[str, np.ndarray]:
    """Importance, performance and gap of each class and phase (columns) for each weighting of the persons (rows)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        importance, performance = ((weights @ total) / (weights @ number) for total, number in rated)
    return {"importance": importance, "performance": performance, "gap": importance * (target - performance)}


def _over(found: dict[str, np.ndarray], phases: pd.Index) -> dict[str, np.ndarray]:
    """The mean over the classes of each phase; classes without a value are left out."""
    each = [np.flatnonzero(phases == phase) for phase in np.unique(phases)]
    return {of: np.column_stack([_mean(values[:, own]) for own in each]) for of, values in found.items()}


def _mean(values: np.ndarray) -> np.ndarray:
    known = np.isfinite(values)
    number = known.sum(axis=1)
    return np.where(number > 0, np.where(known, values, 0).sum(axis=1) / np.maximum(number, 1), np.nan)


def _described(
    points: dict[str, np.ndarray], tries: dict[str, np.ndarray], index: pd.MultiIndex, people: int
) -> pd.DataFrame:
    """Value and interval of each column; draws in which nobody rated are left out."""
    table = pd.DataFrame(index=index)
    for of in OF:
        table[of] = points[of][0]
        known = np.isfinite(tries[of]).any(axis=0) & (people > 1)
        ends = np.full((2, len(index)), np.nan)
        if known.any():
            ends[:, known] = np.nanquantile(tries[of][:, known], [0.025, 0.975], axis=0)
        table[f"{of}_low"], table[f"{of}_high"] = ends
    return table
