"""A desk of several persons that works on requests one by one, in the order of a rule: simulated, never interrupting work."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush, heapreplace
from itertools import pairwise

import numpy as np
from scipy.stats import t as student

WARM_UP, BATCHES = 0.10, 20


def starts(arrived: np.ndarray, service: np.ndarray, place: np.ndarray, servers: int) -> np.ndarray:
    """When each request is begun, in hours.

    From arrivals (hours, rising), service times (hours) and the place of each request in the order of the rule (0 first, no two
    alike) to one start per request: whenever one of the `servers` is free, it takes the waiting request of the lowest place and
    finishes it. Places are whole numbers, so one heap of numbers holds who waits: about a microsecond per request.
    """
    times, lasts, order = arrived.tolist(), service.tolist(), place.tolist()
    who = np.argsort(place, kind="stable").tolist()
    begun, waiting, free = [0.0] * len(times), list[int](), [float("-inf")] * servers
    come, total = 0, len(times)
    times.append(float("inf"))
    while come < total or waiting:
        now = free[0]
        if not waiting and times[come] > now:
            now = times[come]
        while times[come] <= now:
            heappush(waiting, order[come])
            come += 1
        request = who[heappop(waiting)]
        begun[request] = now
        heapreplace(free, now + lasts[request])
    return np.array(begun)


@dataclass(frozen=True)
class MeanWait:
    """Mean wait in hours and its 95 % interval (missing below two batches that hold such a request)."""

    mean: float
    low: float
    high: float
    n: int


def mean_wait(wait: np.ndarray, of: np.ndarray, warm_up: float = WARM_UP, batches: int = BATCHES) -> MeanWait:
    """Mean wait of some requests of a simulation by batch means.

    From waits (hours) in order of arrival and a mask of the requests meant: the first tenth is left out, the rest cut into
    batches of equal length; the interval is Student's over the batches' means, each weighted by its requests (ratio estimate).

    Source: Law and Kelton 1984, Confidence intervals for steady-state simulations.
    """
    first = int(len(wait) * warm_up)
    wait, of = wait[first:], of[first:]
    edges = np.linspace(0, len(wait), batches + 1).astype(int)
    counts = np.array([of[a:b].sum() for a, b in pairwise(edges)], float)
    sums = np.array([(wait[a:b] * of[a:b]).sum() for a, b in pairwise(edges)])
    n = counts.sum()
    if not n:
        return MeanWait(float("nan"), float("nan"), float("nan"), 0)
    mean, used = sums.sum() / n, int((counts > 0).sum())
    if used < 2:
        return MeanWait(float(mean), float("nan"), float("nan"), int(n))
    left = sums - mean * counts
    error = np.sqrt(used / (used - 1) * (left**2).sum()) / n
    reach = float(student.ppf(0.975, used - 1)) * error
    return MeanWait(float(mean), float(max(0.0, mean - reach)), float(mean + reach), int(n))


def poisson_arrivals(rate: float, n: int, seed: int) -> np.ndarray:
    """Arrival times in hours of `n` requests that come by chance, `rate` an hour."""
    return np.cumsum(np.random.default_rng(seed).exponential(1 / rate, n))
