"""Verdict on a claim: on which side of a threshold the interval of its effect lies."""

from __future__ import annotations

from typing import Literal

LEAST = 10


def verdict(
    interval: tuple[float, float], n: int, threshold: float = 0.0, least: int = LEAST
) -> Literal["confirmed", "refuted", "undecided"]:
    """Confirmed where the whole interval lies above the threshold, refuted where it lies below, else undecided.

    The effect is signed so that the claim says it is above the threshold. Fewer than `least` cases decide nothing.
    """
    low, high = interval
    if n < least or not low <= high:
        return "undecided"
    if low > threshold:
        return "confirmed"
    return "refuted" if high < threshold else "undecided"
