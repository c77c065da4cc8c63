"""Workload build-up: the hours customers need, from contacts and their length, and the positions these take."""

from __future__ import annotations

import numpy as np
import pandas as pd


def workload(customers: pd.DataFrame, norms: pd.DataFrame) -> pd.DataFrame:
    """The hours each customer needs of each role.

    From one row per customer (index customer_id: group, factor of complexity, floor and cap in hours a year) and one row per
    group, role and channel (contacts a year; duration, preparation and travel in hours per contact) to one row per customer and
    one column per role, hours a year: Σ contacts × ((duration + preparation) × factor + travel), a customer's roles brought to
    its floor or cap in proportion. A customer of a group without norms needs nothing.

    Source: workload method, Talley, How to design sales territories, Journal of Marketing 25 (1961); METHOD.md §6 "Target".
    """
    own = norms["contacts"] * (norms["duration"] + norms["preparation"])
    place = [norms["group"], norms["role"]]
    flexible = own.groupby(place).sum().unstack("role").fillna(0.0)
    fixed = (norms["contacts"] * norms["travel"]).groupby(place).sum().unstack("role").fillna(0.0)
    spent = flexible.reindex(customers["group"]).mul(customers["factor"].to_numpy(), axis=0)
    needed = (spent + fixed.reindex(customers["group"])).fillna(0.0).set_axis(customers.index)
    whole = needed.sum(axis=1)
    wanted = np.maximum(np.minimum(whole, customers["cap"]), np.minimum(customers["floor"], customers["cap"]))
    return needed.mul((wanted / whole.where(whole > 0)).fillna(0.0), axis=0)


def required_fte(hours: pd.Series, capacity: pd.Series) -> pd.Series:
    """Full-time positions per role: hours a year ÷ net hours of one position a year (both index role).

    Missing where the capacity is unknown or not above 0.
    """
    can = capacity.reindex(hours.index)
    return hours / can.where(can > 0)


def least_key_fte(accounts: float, most: float) -> float:
    """The positions that `accounts` key accounts take where one key-account manager looks after at most `most` of them."""
    return accounts / most
