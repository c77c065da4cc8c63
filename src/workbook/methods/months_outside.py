"""How long the care of customers has been outside the acceptable state."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def months_outside(states: Sequence[object], months: int = 12, step: int = 3, accepted: str = "qualified") -> int:
    """Months since the state was last the accepted one, 0 where it is now.

    From the states of overlapping windows, the latest first, to months: the first window outside stands for its whole length, every
    earlier one for `step` more. A window without a state (missing) ends the count: nothing is known before it.

    Source: [002], only the qualified state is acceptable for long.
    """
    outside = 0
    for state in states:
        if pd.isna(state) or state == accepted:
            break
        outside += step if outside else months
    return outside
