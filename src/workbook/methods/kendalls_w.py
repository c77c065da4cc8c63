"""How far several rankings of the same customers agree: Kendall's coefficient of concordance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import DRAWS
from workbook.methods.by_content import by_content


def kendalls_w(scores: pd.DataFrame) -> float:
    """Kendall's W, 0 (no agreement) to 1 (the same ranking), corrected for ties.

    From one row per customer and one column per participant (scores of any scale, higher = earlier; rows with an unknown are
    left out) to W; missing (nan) for fewer than two participants or customers, or where nobody ranks anything.

    Source: Kendall and Babington Smith 1939; ties by Siegel and Castellan 1988.
    """
    known = scores.dropna()
    n, m = known.shape
    if n < 2 or m < 2:
        return float("nan")
    sums = known.rank(method="average").sum(axis=1)
    tied = sum(float((size**3 - size).sum()) for size in (known[c].value_counts().astype(float) for c in known))
    whole = m**2 * (n**3 - n) - m * tied
    spread = float(((sums - sums.mean()) ** 2).sum())
    return 12 * spread / whole if whole > 0 else float("nan")


def agreement(scores: pd.DataFrame, seed: int, draws: int = DRAWS) -> tuple[float, float, float, int]:
    """Kendall's W of raters who left things open, with an interval over the raters.

    From one row per thing rated and one column per rater (scores of any scale, missing where not rated) to (W, low, high,
    raters): raters count who rated everything anybody rated. The 95 % interval draws raters anew; as a rater drawn twice
    agrees with himself, only pairs of different raters enter it: W = (1 + (m − 1) c ÷ v) ÷ m with c the mean covariance of the
    ranks of two raters, v their mean variance and m raters. Missing (nan) where `kendalls_w` is.

    Source: Kendall and Babington Smith 1939, W as the mean rank correlation of all pairs; bootstrap, Efron 1979.
    """
    known = scores.dropna(how="all").dropna(axis=1)
    raters = known.shape[1]
    point = kendalls_w(known)
    if not np.isfinite(point):
        return point, float("nan"), float("nan"), raters
    ranks = known.sort_index().rank(method="average").to_numpy()
    ranks = ranks[:, by_content(ranks.T)]
    both = np.cov(ranks, rowvar=False, bias=True)
    drawn = np.random.default_rng(seed).multinomial(raters, np.full(raters, 1 / raters), draws).astype(float)
    own = np.diag(both)
    pairs = raters**2 - (drawn**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shared = (((drawn @ both) * drawn).sum(axis=1) - (drawn**2) @ own) / pairs
        tries = (1 + (raters - 1) * shared / (drawn @ own / raters)) / raters
    tries = tries[np.isfinite(tries)]
    low, high = np.quantile(tries, [0.025, 0.975]) if len(tries) else (float("nan"), float("nan"))
    return point, float(np.clip(low, 0, 1)), float(np.clip(high, 0, 1)), raters
