"""Whether customers form groups of their own kind, or only spread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.methods.adjusted_rand import adjusted_rand
from workbook.methods.by_content import by_content
from workbook.methods.copula import copula_samples
from workbook.methods.k_means import k_means, nearest
from workbook.methods.silhouette import distances, silhouette

LEAST = 30  # customers below which no structure is looked for
LEAST_MEMBERS = 5  # customers in a group
SAMPLE = 400  # customers the structure is found and tested in; the others join the nearest centre
NUMBERS = (2, 3, 4, 5, 6)
DRAWS, SAMPLES, LEVEL, STABLE = 100, 200, 0.95, 0.75
STARTS_ONCE = 20  # of k-means, for the customers themselves
REACH = 3.0  # robust standard deviations beyond which a value counts no more


@dataclass(frozen=True)
class Structure:
    """What was found: `groups` of every customer (1 … k, the largest first; 1 for all without structure).

    `k` is 1 without structure, `candidate` the number with the best silhouette; `stability` is the mean adjusted Rand index of
    bootstrap samples, `silhouette` (−1 to 1) has to pass `threshold`, that of samples without structure (missing where the groups
    are not even stable). `tested` customers were used for the test.
    """

    groups: pd.Series
    k: int
    candidate: int
    silhouette: float
    threshold: float
    stability: float
    tested: int


def standardised(behaviour: pd.DataFrame) -> pd.DataFrame:
    """Each measure less its median, in robust standard deviations (interquartile range / 1.349), at most ± 3.

    From one row per customer (any units, skewed ones as logarithms, missing values take the median) to the same without unit.
    Where half of the customers share one value the ordinary standard deviation counts; a measure without spread is left out.
    """
    filled = behaviour.fillna(behaviour.median())
    low, high = filled.quantile(0.25), filled.quantile(0.75)
    scale = ((high - low) / 1.349).where(high > low, filled.std())
    varied = scale.index[scale > 1e-12]
    return ((filled - filled.median()) / scale)[varied].clip(-REACH, REACH)


def clusters(behaviour: pd.DataFrame, seed: int) -> Structure | None:
    """Groups of customers by k-means, counted only where they are stable and clearer than customers without structure show.

    From one row per customer (index customer_id, numbers in any unit, skewed ones as logarithms) to one group per customer.
    The number of groups (2 to 6) has the best silhouette. They count where the mean adjusted Rand index of 100 bootstrap
    samples is at least 0.75 *and* the silhouette above the 95th percentile of 200 samples with the same margins and rank
    correlations, each at its own best number of groups. More than 400 customers: found and tested in a seeded sample, the
    others join the nearest centre. None for fewer than 30 customers or two measures.

    Source: METHOD.md §5 "Small is not small"; [004] myth 5; bootstrap stability: Hennig 2007.
    """
    ordered = behaviour.iloc[by_content(behaviour.to_numpy(float))]
    scaled = standardised(ordered)
    if len(scaled) < LEAST or scaled.shape[1] < 2:
        return None
    draw = np.random.default_rng(seed)
    everyone = scaled.to_numpy(float)
    chosen = np.sort(draw.permutation(len(everyone))[:SAMPLE]) if len(everyone) > SAMPLE else np.arange(len(everyone))
    points = everyone[chosen]
    found = {k: k_means(points[None], k, seed, STARTS_ONCE) for k in NUMBERS}
    apart = distances(points)
    clear = {k: silhouette(apart, f.labels[0]) for k, f in found.items() if _all_there(f.labels[0], k)}
    if not clear:
        return None
    best = max(clear, key=lambda k: clear[k])
    centres = found[best].centres[0]
    stability = _stability(points, nearest(points, centres), best, seed)
    threshold = float("nan")
    if stability >= STABLE:
        threshold = float(np.quantile(_without_structure(points, seed), LEVEL))
    k = best if stability >= STABLE and clear[best] > threshold else 1
    groups = pd.Series(nearest(everyone, centres) if k > 1 else 0, scaled.index)
    return Structure(_by_size(groups).reindex(behaviour.index), k, best, clear[best], threshold, stability, len(points))


def _all_there(labels: np.ndarray, k: int) -> bool:
    return bool((np.bincount(labels, minlength=k) >= LEAST_MEMBERS).all())


def _without_structure(points: np.ndarray, seed: int) -> np.ndarray:
    """The best silhouette of every sample that has the margins and correlations of the points, and no groups."""
    samples = copula_samples(points, SAMPLES, seed)
    labels = [k_means(samples, k, seed).labels for k in NUMBERS]
    best = np.full(len(samples), -1.0)
    for i, sample in enumerate(samples):
        apart = distances(sample)
        best[i] = max((silhouette(apart, own[i]) for own in labels if np.ptp(own[i])), default=-1.0)
    return best


def _stability(points: np.ndarray, labels: np.ndarray, k: int, seed: int) -> float:
    """Mean agreement of the groups with those that bootstrap samples would have put the same customers into."""
    drawn = np.random.default_rng(seed).integers(0, len(points), (DRAWS, len(points)))
    centres = k_means(points[drawn], k, seed).centres
    return float(np.mean([adjusted_rand(labels, other) for other in nearest(points, centres)]))


def _by_size(groups: pd.Series) -> pd.Series:
    """The groups numbered from 1, the largest first, ties by the customer that stands first."""
    first = groups.drop_duplicates()
    count = groups.value_counts()
    order = sorted(first, key=lambda g: (-count[g], list(first).index(g)))
    return groups.map({g: i + 1 for i, g in enumerate(order)})
