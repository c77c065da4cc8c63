"""How long the care of customers has been outside the acceptable state."""

from __future__ import annotations

import pandas as pd


def months_outside(states: pd.DataFrame, months: int = 12, step: int = 3, accepted: str = "qualified") -> pd.Series:
    """Months since the state was last the accepted one, 0 where it is now.

    From one row per customer or group and one column per overlapping window of `months`, each `step` months before the next, the
    latest first, holding states, to one number of months per row: the first window outside stands for its whole length, every
    earlier one for `step` more. A window without a state (missing) ends the count; missing where the latest has none.

    Source: [002], only the qualified state is acceptable for long.
    """
    if not states.shape[1]:
        return pd.Series(float("nan"), states.index)
    outside = (states.notna() & (states != accepted)).astype(int)
    run = outside.cumprod(axis=1).sum(axis=1)
    found = (months + step * (run - 1)).where(run > 0, 0).astype(float)
    return found.where(states.iloc[:, 0].notna())
