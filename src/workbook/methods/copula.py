"""Samples without structure: every measure as it is, all of them related as they are, and nothing else."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

LEAST_VARIANCE = 1e-8  # of a direction: measures that determine each other stay computable


def copula_samples(points: np.ndarray, samples: int, seed: int) -> np.ndarray:
    """Samples with the same margins and rank correlations as the points, drawn from a Gaussian copula.

    From points (n × d, any units) to samples (samples × n × d): each column of a sample holds exactly the values of its column in
    the points, in another order; Spearman's correlations are those of the points on average. What groups there are in the
    points beyond that, the samples do not have.

    Source: METHOD.md §5 "Small is not small"; r = 2 sin(π ρ / 6), Pearson 1907.
    """
    n, measures = points.shape
    spread = np.linalg.eigh(2 * np.sin(np.pi * _spearman(points) / 6))
    roots = spread.eigenvectors * np.sqrt(np.maximum(spread.eigenvalues, LEAST_VARIANCE))
    roots /= np.sqrt((roots**2).sum(axis=1))[:, None]
    normal = np.random.default_rng(seed).standard_normal((samples, n, measures)) @ roots.T
    ranks = normal.argsort(axis=1).argsort(axis=1)
    return np.take_along_axis(np.sort(points, axis=0)[None], ranks, axis=1)


def _spearman(points: np.ndarray) -> np.ndarray:
    """Rank correlations of all columns, ties at their mean rank; a column that is the same for all correlates with none."""
    ranks = rankdata(points, axis=0)
    ranks = ranks - ranks.mean(axis=0)
    scale = np.sqrt((ranks**2).sum(axis=0))
    held = ranks / np.where(scale > 0, scale, 1)
    found = held.T @ held
    np.fill_diagonal(found, 1)
    return found
