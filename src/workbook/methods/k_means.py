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
    return _nearest(points, centres)[0]


def _nearest(points: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The nearest centre of every point, and its squared distance less what all centres of a point have in common."""
    away = (centres**2).sum(axis=-1)[..., None] - centres @ np.swapaxes(2 * points, -1, -2)
    least, first = away[..., 0, :].copy(), np.zeros((*away.shape[:-2], away.shape[-1]), int)
    for i in range(1, away.shape[-2]):
        np.copyto(first, i, where=away[..., i, :] < least)
        np.minimum(least, away[..., i, :], out=least)
    return first, least


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
    every = np.arange(centres.shape[1])[:, None]
    labels, least = _nearest(samples, centres)
    moving, points = np.arange(len(samples)), samples
    for _ in range(STEPS):
        member = (labels[moving][:, None] == every).astype(float)
        count = member.sum(axis=-1)[..., None]
        centres[moving] = np.where(count > 0, member @ points / np.maximum(count, 1), centres[moving])
        found, least[moving] = _nearest(points, centres[moving])
        changed = (found != labels[moving]).any(axis=1)
        labels[moving] = found
        moving, points = moving[changed], points[changed]
        if not len(moving):
            break
    return Centres(labels, centres, (samples**2).sum(axis=(1, 2)) + least.sum(axis=-1))
