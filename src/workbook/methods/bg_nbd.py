"""BG/NBD: how often customers will buy when each may leave after a repeat purchase."""

from __future__ import annotations

import pandas as pd

from workbook.methods.beta_geometric import BetaGeometric, fit


def bg_nbd(history: pd.DataFrame) -> BetaGeometric:
    """The BG/NBD model by maximum likelihood.

    From one row per customer (x purchases after the first, t_x and T in weeks) to the model with `alive`, `rate`, `expected`.
    Whoever bought once counts as never lost, so in business with one-time buyers the model expects too much.
    ValueError without customers.

    Source: Fader, Hardie and Lee 2005, "Counting your customers" the easy way, Marketing Science 24(2).
    """
    return fit(history, first=0)
