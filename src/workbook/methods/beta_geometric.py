"""Purchase models in which a customer may leave after each purchase: what BG/NBD and MBG/NBD have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln, hyp2f1

from workbook.methods.likelihood import distinct, maximise

Gradient = tuple[float, np.ndarray]


@dataclass(frozen=True)
class BetaGeometric:
    """A fitted model. Order rates (per week) are gamma with shape r and rate alpha, chances to leave beta with a and b.

    `first` is 1 where a customer may leave after its first purchase already (MBG/NBD), 0 where only after a repeat (BG/NBD).
    """

    r: float
    alpha: float
    a: float
    b: float
    first: int
    log_likelihood: float

    def alive(self, history: pd.DataFrame) -> pd.Series:
        """The probability (0–1) that each customer (x, t_x, T in weeks) has not left at T."""
        x, t_x, seen = (history[c].to_numpy(float) for c in ("x", "t_x", "T"))
        with np.errstate(divide="ignore"):
            left = np.log(self.a) - np.log(np.maximum(self.b + x + self.first - 1, 0))
        left = left + (self.r + x) * (np.log(self.alpha + seen) - np.log(self.alpha + t_x))
        if not self.first:
            left = np.where(x > 0, left, -np.inf)
        return pd.Series(np.exp(-np.logaddexp(0.0, left)), history.index)

    def rate(self, history: pd.DataFrame) -> pd.Series:
        """Purchases a week expected of each customer today: the chance that it has not left × its usual rate."""
        return self.alive(history) * (self.r + history["x"]) / (self.alpha + history["T"])

    def expected(self, history: pd.DataFrame, weeks: float) -> pd.Series:
        """Purchases expected of each customer (x, t_x, T in weeks) in the `weeks` after T.

        Source: Fader, Hardie and Lee 2005, equation 10; the hypergeometric function by Euler's transformation.
        """
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        x, seen = history["x"].to_numpy(float), history["T"].to_numpy(float)
        z = weeks / (self.alpha + seen + weeks)
        whole = a + self.b + x + self.first - 1
        rest = (1 - z) ** (a - 1) * hyp2f1(a + self.b + self.first - 1 - self.r, a - 1, whole, z)
        return self.alive(history) * whole / (a - 1) * (1 - rest)


def fit(history: pd.DataFrame, first: int) -> BetaGeometric:
    """Maximum likelihood.

    From one row per customer (x purchases after the first, t_x and T in weeks) to the model. ValueError without customers.
    """
    x, t_x, seen, weight = distinct(history)
    if not len(x):
        raise ValueError("no customers")
    counts, at = np.unique(x, return_inverse=True)
    per_count = np.bincount(at, weight)

    def likelihood(p: np.ndarray) -> Gradient:
        ends, slope = _of_counts(p, counts, per_count, first)
        value, more = _of_times(p, (x, t_x, seen, weight), first)
        return ends + value, slope + more

    scale = float(np.average(seen, weights=weight)) or 1.0
    p, value = maximise(likelihood, [(0.5, scale / 4, 0.8, 2.0), (2.0, scale / 2, 0.3, 5.0)])
    r, alpha, a, b = (float(v) for v in p)
    return BetaGeometric(r, alpha, a, b, first, value)


def _of_counts(p: np.ndarray, x: np.ndarray, weight: np.ndarray, first: int) -> Gradient:
    """The part of the log-likelihood that depends on the number of purchases alone, and its gradient."""
    r, alpha, a, b = p
    s = x + first
    terms = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    terms = terms + gammaln(a + b) + gammaln(b + s) - gammaln(b) - gammaln(a + b + s)
    both = digamma(a + b) - digamma(a + b + s)
    slope = [
        digamma(r + x) - digamma(r) + np.log(alpha),
        np.full(len(x), r / alpha),
        both,
        both + digamma(b + s) - digamma(b),
    ]
    return float(weight @ terms), np.array([weight @ g for g in slope])


def _of_times(p: np.ndarray, data: tuple[np.ndarray, ...], first: int) -> Gradient:
    """The part that depends on when: still there at T, or gone after the last purchase."""
    r, alpha, a, b = p
    x, t_x, seen, weight = data
    may_leave = (x > 0) | bool(first)
    last = np.where(may_leave, b + x + first - 1, 1.0)
    log_seen, log_last = np.log(alpha + seen), np.log(alpha + t_x)
    stayed = -(r + x) * log_seen
    gone = np.where(may_leave, np.log(a) - np.log(last) - (r + x) * log_last, -np.inf)
    whole = np.logaddexp(stayed, gone)
    there, away = weight * np.exp(stayed - whole), weight * np.exp(gone - whole)
    slope = [
        -(there @ log_seen + away @ log_last),
        -(there @ ((r + x) / (alpha + seen)) + away @ ((r + x) / (alpha + t_x))),
        away.sum() / a,
        -(away @ (1 / last)),
    ]
    return float(weight @ whole), np.array(slope)
