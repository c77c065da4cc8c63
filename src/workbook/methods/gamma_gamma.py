"""Gamma-Gamma: what an order of each customer will be worth, few orders being drawn towards the mean of all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import digamma, gammaln

from workbook.methods.likelihood import maximise


@dataclass(frozen=True)
class GammaGamma:
    """A fitted model: orders are gamma with shape p, their scale is inverse gamma with shape q and scale v (currency)."""

    p: float
    q: float
    v: float
    log_likelihood: float

    @property
    def mean(self) -> float:
        """The mean order of all customers, in currency; infinite where q ≤ 1."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else float("inf")

    def expected(self, history: pd.DataFrame) -> pd.Series:
        """Expected value per order of each customer (x, value), in currency; the mean of all where x is 0 or value missing."""
        x = history["x"].where(history["value"] > 0, 0)
        spent = x * history["value"].fillna(0.0)
        below = self.p * x + self.q - 1
        return (self.p * (self.v + spent) / below).where(below > 0)


def gamma_gamma(history: pd.DataFrame) -> GammaGamma:
    """The Gamma-Gamma model by maximum likelihood.

    From one row per customer (x purchases after the first, value = mean of these in currency; others are left out) to the
    model with `expected`. It supposes that how much and how often are unrelated. ValueError without repeat buyers.

    Source: Fader and Hardie 2013, The Gamma-Gamma model of monetary value; Colombo and Jiang 1999.
    """
    repeated = history[(history["x"] > 0) & (history["value"] > 0)]
    if repeated.empty:
        raise ValueError("no repeat buyers")
    unit = float(repeated["value"].mean())
    x, z = repeated["x"].to_numpy(float), repeated["value"].to_numpy(float) / unit

    def likelihood(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        p, q, v = parameters
        px, spent = p * x, v + x * z
        value = gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(v)
        value = value + (px - 1) * np.log(z) + px * np.log(x) - (px + q) * np.log(spent)
        shape = x * (digamma(px + q) - digamma(px) + np.log(z) + np.log(x) - np.log(spent))
        tail = digamma(px + q) - digamma(q) + np.log(v) - np.log(spent)
        scale = q / v - (px + q) / spent
        return float(value.sum()), np.array([shape.sum(), tail.sum(), scale.sum()])

    (p, q, v), value = maximise(likelihood, [(2.0, 3.0, 1.0), (6.0, 4.0, 0.5)])
    return GammaGamma(float(p), float(q), float(v) * unit, value - len(x) * float(np.log(unit)))
