"""Mean waits by priority in closed form: exactly for one server, approximately for several."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log

import numpy as np


def priority_waits(rates: Sequence[float], mean: Sequence[float], square: Sequence[float]) -> np.ndarray:
    """Mean wait of each class in hours: one server, chance arrivals, work never interrupted, within a class by arrival.

    From the arrivals an hour, the mean service time (hours) and the mean squared service time (hours²) of each class, the first
    served first: W_k = W0 ÷ ((1 − σ_{k−1})(1 − σ_k)) with W0 = Σ λE[S²] ÷ 2 and σ the load of the classes up to k. Infinite
    for the class with which the load reaches 1 and all after it. Exact.

    Source: Cobham 1954, Priority assignment in waiting line problems.
    """
    rate, first, second = (np.asarray(a, float) for a in (rates, mean, square))
    left = 1 - np.r_[0.0, np.cumsum(rate * first)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(left[1:] > 0, (rate * second).sum() / 2 / (left[:-1] * left[1:]), np.inf)


def common_wait(rates: Sequence[float], mean: Sequence[float], square: Sequence[float]) -> float:
    """Mean wait in hours by arrival, whatever the class: W0 ÷ (1 − ρ) (Pollaczek and Khinchine). Infinite from load 1 on."""
    rate, first, second = (np.asarray(a, float) for a in (rates, mean, square))
    load = float((rate * first).sum())
    return float((rate * second).sum() / 2 / (1 - load)) if load < 1 else float("inf")


def conserved(rates: Sequence[float], mean: Sequence[float], waits: Sequence[float]) -> float:
    """Σ ρ_k W_k in hours: the same under every rule that looks at the classes only, so what one gains the others wait.

    Source: Kleinrock 1965, A conservation law for a wide class of queueing disciplines.
    """
    return float((np.asarray(rates, float) * np.asarray(mean, float) * np.asarray(waits, float)).sum())


def erlang_c(load: float, servers: int) -> float:
    """Probability that a request must wait at all: `load` in servers' worth of work, below `servers`.

    Source: Erlang 1917.
    """
    if load <= 0:
        return 0.0
    terms = [exp(k * log(load) - lgamma(k + 1)) for k in range(servers)]
    last = exp(servers * log(load) - lgamma(servers + 1)) * servers / (servers - load)
    return last / (sum(terms) + last)


def shared_wait(rates: Sequence[float], mean: Sequence[float], square: Sequence[float], servers: int) -> float:
    """Mean wait in hours by arrival at a desk of several: that of exponential service × (1 + squared variation) ÷ 2.

    An approximation for more than one server, exact for one. Infinite where the load reaches the servers.

    Source: Lee and Longton 1959, Queueing processes associated with airline passenger check-in.
    """
    rate, first, second = (np.asarray(a, float) for a in (rates, mean, square))
    load, total = float((rate * first).sum()), float(rate.sum())
    if load >= servers:
        return float("inf")
    if load <= 0:
        return 0.0
    each = load / total
    varied = float((rate * second).sum()) / total / each**2 - 1
    return erlang_c(load, servers) * each / (servers - load) * (1 + varied) / 2


def shared_priority_waits(
    rates: Sequence[float], mean: Sequence[float], square: Sequence[float], servers: int
) -> np.ndarray:
    """Mean wait of each class at a desk of several, in order of priority, hours.

    That of one server as fast as all together, scaled by what several do to the wait by arrival. Exact for one server and for
    exponential service of one mean; otherwise an approximation.

    Source: Bondi and Buzen 1984, The response times of priority classes under preemptive resume in M/G/m queues.
    """
    first, second = np.asarray(mean, float) / servers, np.asarray(square, float) / servers**2
    single = common_wait(rates, first.tolist(), second.tolist())
    if not np.isfinite(single) or single == 0:
        return np.full(len(first), single)
    return priority_waits(rates, first.tolist(), second.tolist()) * shared_wait(rates, mean, square, servers) / single
