"""Levers simulated jointly: what several of them want of the same customer out of the same pool comes once."""

from __future__ import annotations

import pandas as pd


def joint_levers(claims: pd.DataFrame, room: pd.Series | None = None) -> pd.Series:
    """What every claim brings when all levers act together, one after the other.

    From one row per claim in the order in which the levers act (customer, pool, amount = what the lever alone would bring there;
    currency per year, below 0 a loss) to one amount per row (same index). Within a customer's pool the levers before are served
    first and the next takes what they leave, so with cₖ the sum of the first k amounts above 0 and R the room,
    ownₖ = min(cₖ, R) − min(cₖ₋₁, R). `room` is the most there is to be had (index customer, pool); by default the largest single
    claim, as levers on one pool ask for the same money. Losses count in full. All rows together are the joint effect: it depends
    on no order and is never more than the sum of the single effects.

    Source: METHOD.md §8 "Levers on the same customer and cost pool are simulated jointly".
    """
    place = [claims["customer"], claims["pool"]]
    asked = claims["amount"].clip(lower=0.0)
    if room is None:
        most = asked.groupby(place, sort=False).transform("max")
    else:
        where = pd.MultiIndex.from_frame(claims[["customer", "pool"]])
        most = pd.Series(room.reindex(where).fillna(0.0).clip(lower=0.0).to_numpy(float), claims.index)
    upto = asked.groupby(place, sort=False).cumsum().clip(upper=most)
    before = upto.groupby(place, sort=False).shift(fill_value=0.0)
    return upto - before + claims["amount"].clip(upper=0.0)
