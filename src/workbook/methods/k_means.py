"""k-means for many samples at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

STARTS = 5
STEPS = 60


class Centres(NamedTuple):
    """One grouping per sample: labels (samples × n, 0 … k − 1), centres (samples × k × d), sum of squared distances."""

    labels: np.ndarray
    centres: np.ndarray
    spread: np.ndarray


def k_means(samples: np.ndarray, k: int, seed: int, starts: int = STARTS) -> Centres:
    """The best of several k-means groupings of every sample, each begun far apart (k-means++).

    From samples (samples × n × d, alike in scale) to k groups in each: those of the start with the least sum of squared
    distances to the centres.

    Source: Lloyd 1982; Arthur and Vassilvitskii 2007.
    """
    draw = np.random.default_rng(seed)
    best = _settle(samples, _begin(samples, k, draw))
    for _ in range(starts - 1):
        other = _settle(samples, _begin(samples, k, draw))
        better = other.spread < best.spread - 1e-9
        for kept, found in zip(best, other, strict=True):
            kept[better] = found[better]
    return best


def nearest(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The nearest centre (0 … k − 1) of every point: from … × n × d and … × k × d to … × n."""
    return _from_centres(points, centres).argmin(axis=-1)


def _from_centres(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Squared distance of every point to every centre, less what all centres of a point have in common."""
    return (centres**2).sum(axis=-1)[..., None, :] - 2 * points @ np.swapaxes(centres, -1, -2)


def _begin(samples: np.ndarray, k: int, draw: np.random.Generator) -> np.ndarray:
    """k points of every sample, each drawn with a chance that grows with its squared distance to those before."""
    many, n, measures = samples.shape
    every = np.arange(many)
    centres = np.empty((many, k, measures))
    centres[:, 0] = samples[every, draw.integers(0, n, many)]
    away = ((samples - centres[:, :1]) ** 2).sum(axis=-1)
    for i in range(1, k):
        cumulated = away.cumsum(axis=1)
        reach = draw.random((many, 1)) * cumulated[:, -1:]
        centres[:, i] = samples[every, np.minimum((cumulated <= reach).sum(axis=1), n - 1)]
        away = np.minimum(away, ((samples - centres[:, i : i + 1]) ** 2).sum(axis=-1))
    return centres


def _settle(samples: np.ndarray, centres: np.ndarray) -> Centres:
    """Centres moved to the middle of their points until no point changes; a centre without points stays where it is."""
    k = centres.shape[1]
    labels = nearest(samples, centres)
    moving = np.arange(len(samples))
    for _ in range(STEPS):
        points = samples[moving]
        member = (labels[moving][..., None] == np.arange(k)).astype(float)
        count = member.sum(axis=1)[..., None]
        middle = np.swapaxes(member, 1, 2) @ points / np.maximum(count, 1)
        centres[moving] = np.where(count > 0, middle, centres[moving])
        found = nearest(points, centres[moving])
        changed = (found != labels[moving]).any(axis=1)
        labels[moving] = found
        moving = moving[changed]
        if not len(moving):
            break
    spread = (samples**2).sum(axis=(1, 2)) + _from_centres(samples, centres).min(axis=-1).sum(axis=-1)
    return Centres(labels, centres, spread)
