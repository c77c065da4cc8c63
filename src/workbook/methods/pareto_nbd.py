"""Pareto/NBD: how often customers will buy when each may leave at any time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln

from workbook.methods.likelihood import distinct, maximise

NODES, WEIGHTS = np.polynomial.legendre.leggauss(32)


@dataclass(frozen=True)
class Pareto:
    """A fitted model. Order rates (per week) are gamma with r and alpha, rates of leaving (per week) gamma with s and beta."""

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float

    def alive(self, history: pd.DataFrame) -> pd.Series:
        """The probability (0–1) that each customer (x, t_x, T in weeks) has not left at T."""
        x, t_x, seen = (history[c].to_numpy(float) for c in ("x", "t_x", "T"))
        p = np.array([self.r, self.alpha, self.s, self.beta])
        stayed = _stayed(p, x, seen)
        gone = _gone(p, x, t_x, seen)[0]
        return pd.Series(np.exp(stayed - np.logaddexp(stayed, gone)), history.index)

    def rate(self, history: pd.DataFrame) -> pd.Series:
        """Purchases a week expected of each customer today: the chance that it has not left × its usual rate."""
        return self.alive(history) * (self.r + history["x"]) / (self.alpha + history["T"])

    def expected(self, history: pd.DataFrame, weeks: float) -> pd.Series:
        """Purchases expected of each customer (x, t_x, T in weeks) in the `weeks` after T."""
        seen = history["T"].to_numpy(float)
        span = np.log1p(weeks / (self.beta + seen))
        y = (self.s - 1) * span
        lasting = span * np.where(np.abs(y) > 1e-12, -np.expm1(-y) / np.where(y == 0, 1.0, y), 1.0)
        return self.rate(history) * (self.beta + seen) * lasting


def pareto_nbd(history: pd.DataFrame) -> Pareto:
    """The Pareto/NBD model by maximum likelihood.

    From one row per customer (x purchases after the first, t_x and T in weeks) to the model with `alive`, `rate`, `expected`.
    The integral over the day of leaving is taken by Gauss and Legendre's rule, so that its gradient is exact too.
    ValueError without customers.

    Source: Schmittlein, Morrison and Colombo 1987; Fader and Hardie 2005, A note on deriving the Pareto/NBD model.
    """
    x, t_x, seen, weight = distinct(history)
    if not len(x):
        raise ValueError("no customers")

    def likelihood(p: np.ndarray) -> tuple[float, np.ndarray]:
        return _likelihood(p, (x, t_x, seen, weight))

    scale = float(np.average(seen, weights=weight)) or 1.0
    p, value = maximise(likelihood, [(0.5, scale / 4, 0.6, scale / 4), (2.0, scale / 2, 0.5, scale)])
    r, alpha, s, beta = (float(v) for v in p)
    return Pareto(r, alpha, s, beta, value)


def _likelihood(p: np.ndarray, data: tuple[np.ndarray, ...]) -> tuple[float, np.ndarray]:
    """The log-likelihood and its gradient by r, alpha, s, beta."""
    r, alpha, s, beta = p
    x, t_x, seen, weight = data
    stayed = _stayed(p, x, seen)
    gone, by_alpha, by_beta, by_r, by_s = _gone(p, x, t_x, seen)
    whole = np.logaddexp(stayed, gone)
    value = weight @ (gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta) + whole)
    there, away = weight * np.exp(stayed - whole), weight * np.exp(gone - whole)
    slope = [
        weight @ (digamma(r + x) - digamma(r) + np.log(alpha)) - there @ np.log(alpha + seen) - away @ by_r,
        weight.sum() * r / alpha - there @ ((r + x) / (alpha + seen)) - away @ by_alpha,
        weight.sum() * np.log(beta) - there @ np.log(beta + seen) + away.sum() / s - away @ by_s,
        weight.sum() * s / beta - there @ (s / (beta + seen)) - away @ by_beta,
    ]
    return float(value), np.array(slope)


def _stayed(p: np.ndarray, x: np.ndarray, seen: np.ndarray) -> np.ndarray:
    r, alpha, s, beta = p
    return -(r + x) * np.log(alpha + seen) - s * np.log(beta + seen)


def _gone(p: np.ndarray, x: np.ndarray, t_x: np.ndarray, seen: np.ndarray) -> tuple[np.ndarray, ...]:
    """log of s ∫ (α+τ)^−(r+x) (β+τ)^−(s+1) dτ from t_x to T, and the means that make its gradient.

    The integrand falls from t_x on, at first by k a week; in v = log(1 + k (τ − t_x)) it hardly bends.
    """
    r, alpha, s, beta = p
    often = (r + x)[:, None]
    a, b = (alpha + t_x)[:, None], (beta + t_x)[:, None]
    k = often / a + (s + 1) / b
    reach = np.log1p(k[:, 0] * (seen - t_x))
    grown = np.exp(reach[:, None] * (NODES + 1) / 2)
    later = (grown - 1) / k
    far, long = np.log1p(later / a), np.log1p(later / b)
    part = WEIGHTS / 2 * np.exp(-often * far - (s + 1) * long) * grown / k
    total = part.sum(axis=1)
    with np.errstate(divide="ignore"):
        value = np.log(s) - often[:, 0] * np.log(a[:, 0]) - (s + 1) * np.log(b[:, 0]) + np.log(reach * total)
    means = [
        (part * g).sum(axis=1) / total for g in (1 / (a + later), 1 / (b + later), np.log(a) + far, np.log(b) + long)
    ]
    return value, (r + x) * means[0], (s + 1) * means[1], means[2], means[3]
