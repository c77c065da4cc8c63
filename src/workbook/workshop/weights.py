"""Weights as points: people give 0 to 100 each, client.yaml holds shares that sum to 1."""

from __future__ import annotations

from collections.abc import Mapping

DECIMALS = 4


def shares(points: Mapping[str, float]) -> dict[str, float]:
    """From points per criterion (0 or more, not all 0) to shares with four decimals that sum to 1.

    What rounding leaves over goes to the largest remainders, the first criterion first. ValueError where there are no points.
    """
    whole = sum(points.values())
    if not whole > 0:
        raise ValueError("no points")
    steps = 10**DECIMALS
    exact = {name: steps * value / whole for name, value in points.items()}
    found = {name: int(value) for name, value in exact.items()}
    left = steps - sum(found.values())
    for name in sorted(exact, key=lambda n: found[n] - exact[n])[:left]:
        found[name] += 1
    return {name: value / steps for name, value in found.items()}


def points(weights: Mapping[str, float]) -> dict[str, float]:
    """From shares to points: 100 in all."""
    return {name: 100 * value for name, value in weights.items()}


def mean(votes: Mapping[str, Mapping[str, float]], criteria: tuple[str, ...]) -> dict[str, float]:
    """The mean weights of several participants (code → criterion → share); a criterion somebody left out counts 0 there."""
    return shares({c: sum(vote.get(c, 0.0) for vote in votes.values()) / len(votes) for c in criteria})
