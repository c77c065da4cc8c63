"""What has piled up: how many requests wait, and for how many hours of work, at given times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def offered_load(rate: float, mean_service: float, servers: int) -> float:
    """Work that comes per hour of the desk's: requests an hour × hours each ÷ servers. From 1 on the queue grows without end."""
    return rate * mean_service / servers


@dataclass(frozen=True)
class Backlog:
    """Waiting requests and their hours of work at each time; growth in hours of work per hour (slope over all times)."""

    waiting: np.ndarray
    hours: np.ndarray
    growth: float


def backlog(arrived: np.ndarray, begun: np.ndarray, effort: np.ndarray, at: np.ndarray) -> Backlog:
    """Requests that had come and were not begun, at rising times `at` (all in working hours).

    From the log or its replay: arrival, start (infinite = not begun) and effort (hours) per request. The growth is the least-
    squares slope of the waiting work over time.

    Source: METHOD.md §6.
    """
    come, left = np.argsort(arrived, kind="stable"), np.argsort(begun, kind="stable")
    there = np.searchsorted(arrived[come], at, side="right")
    gone = np.searchsorted(begun[left], at, side="right")
    hours = np.r_[0.0, np.cumsum(effort[come])][there] - np.r_[0.0, np.cumsum(effort[left])][gone]
    slope = float(np.polyfit(at, hours, 1)[0]) if len(at) > 1 and np.ptp(at) > 0 else float("nan")
    return Backlog(there - gone, hours, slope)
