"""A plan of territories scored as it stands: what an edit by hand changes is seen at once, without solving anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.methods.territory_model import Territories


@dataclass(frozen=True)
class Score:
    """`cost` of the plan, without what lies outside the bands; `load` and `outside` (work above the band, below it negative)
    by rep; `moved`: weight that changes its owner; `movers` (bool by customer); `refused`: customers (positions) at a rep not
    allowed."""

    cost: float
    load: np.ndarray
    outside: np.ndarray
    moved: float
    movers: np.ndarray
    refused: np.ndarray


def score(t: Territories, rep: np.ndarray) -> Score:
    """What a plan comes to: from one rep per customer (position, −1: nobody) to its Score.

    Customers nobody looks after cost nothing and are no work. A closable territory without customers lies inside its band and
    costs no keeping.
    """
    rep = np.asarray(rep)
    at = np.flatnonzero(rep >= 0)
    load = np.bincount(rep[at], t.load[at, rep[at]], t.cost.shape[1])
    outside = np.maximum(load - t.high, 0.0) - np.maximum(t.low - load, 0.0)
    used = np.bincount(rep[at], minlength=t.cost.shape[1]) > 0
    outside = np.where(t.closable & ~used, 0.0, outside)
    movers = t.owned & (rep >= 0) & (rep != t.owner)
    cost = float(t.cost[at, rep[at]].sum() + t.keeping[t.closable & used].sum())
    return Score(cost, load, outside, float(t.weight[movers].sum()), movers, at[~t.allowed[at, rep[at]]])


def rescore(t: Territories, rep: np.ndarray, edits: dict[int, int]) -> Score:
    """The score of a plan after edits: customer (position) to rep (position, −1: nobody)."""
    changed = np.array(rep)
    changed[list(edits)] = list(edits.values())
    return score(t, changed)
