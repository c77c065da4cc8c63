"""How far several rankings of the same customers agree: Kendall's coefficient of concordance."""

from __future__ import annotations

import pandas as pd


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
