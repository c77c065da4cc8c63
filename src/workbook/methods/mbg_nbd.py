"""MBG/NBD: how often customers will buy when each may leave after any purchase, the first included."""

from __future__ import annotations

import pandas as pd

from workbook.methods.beta_geometric import BetaGeometric, fit


def mbg_nbd(history: pd.DataFrame) -> BetaGeometric:
    """The MBG/NBD model by maximum likelihood.

    From one row per customer (x purchases after the first, t_x and T in weeks) to the model with `alive`, `rate`, `expected`.
    ValueError without customers.

    Source: Batislam, Denizel and Filiztekin 2007, International Journal of Research in Marketing 24(3); Hoppe and Wagner 2007.
    """
    return fit(history, first=1)
