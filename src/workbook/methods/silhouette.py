"""How well each case lies in its own group rather than in the next one."""

from __future__ import annotations

import numpy as np


def distances(points: np.ndarray) -> np.ndarray:
    """Euclidean distance of every point (n × d, alike in scale) to every other: n × n; beyond a few thousand draw a sample."""
    squares = (points**2).sum(axis=1)
    found = np.sqrt(np.maximum(squares[:, None] + squares - 2 * points @ points.T, 0))
    np.fill_diagonal(found, 0)
    return found


def silhouette(distance: np.ndarray, labels: np.ndarray) -> float:
    """Mean silhouette of a grouping, −1 to 1: exact, by all distances between cases.

    From distances (n × n) and one label per case to one number: per case (b − a) / max(a, b), a the mean distance to its own
    group, b to the nearest other one; 0 for a case alone in its group. Missing (nan) for fewer than two groups.

    Source: Rousseeuw 1987.
    """
    member = labels[:, None] == np.unique(labels)
    count = member.sum(axis=0)
    if len(count) < 2:
        return float("nan")
    total = distance @ member.astype(float)
    own = member.argmax(axis=1)
    case = np.arange(len(labels))
    inside = total[case, own] / np.maximum(count[own] - 1, 1)
    mean = total / count
    mean[case, own] = np.inf
    outside = mean.min(axis=1)
    largest = np.maximum(inside, outside)
    held = np.where((count[own] > 1) & (largest > 0), (outside - inside) / np.where(largest > 0, largest, 1), 0)
    return float(held.mean())
