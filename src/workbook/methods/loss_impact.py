"""What the loss of one customer costs in the first year: its margin, and the care cost that stays without it."""

from __future__ import annotations

import pandas as pd


def loss_impact(margin: pd.Series, care_cost: pd.Series, stranded: float = 1.0) -> pd.DataFrame:
    """The result that goes with each customer.

    From contribution margin III and care cost per customer (currency per year, same index) and the share of the care cost that
    stays when the customer goes (0–1: staff are not dismissed the same day) to cm3, stranded_cost and lost_result = both
    together. Goods and order cost go with the customer.

    Source: METHOD.md §4; A3-18.
    """
    stays = stranded * care_cost.reindex(margin.index).fillna(0.0)
    return pd.DataFrame({"cm3": margin, "stranded_cost": stays, "lost_result": margin + stays})
