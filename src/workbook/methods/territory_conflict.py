"""Why no plan of territories fits: which rule stands in the way, and by how much it would have to give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from workbook.methods.territory import assign
from workbook.methods.territory_model import Territories
from workbook.methods.territory_score import score

LIFTED = 1e-6


def conflict(t: Territories, lifted: Mapping[str, np.ndarray] | None = None) -> pd.DataFrame:
    """How far each kind of rule alone would have to give so that there is a plan.

    From a problem to one row per rule: band (least work that lies outside the bands; `below` and `above` in the plan found),
    budget (least weight that has to change its owner beyond the budget) and every name in `lifted` (customers × reps, bool:
    who is allowed without that rule; least number of customers it does not hold for). `by` is NaN where giving way on this
    rule alone is not enough, 0 where it is not in the way. Elastic models, each to gap 0 in its nodes.

    Source: elastic programming, Chinneck 2008.
    """
    rows = {"band": _band(t), "budget": _budget(t)}
    rows |= {name: {"by": _rule(t, allowed)} for name, allowed in (lifted or {}).items()}
    return pd.DataFrame.from_dict(rows, orient="index").reindex(columns=["by", "below", "above"]).astype(float)


def _band(t: Territories) -> dict[str, float]:
    nothing = np.zeros_like(t.cost)
    soft = replace(t, cost=nothing, keeping=np.zeros_like(t.keeping), outside=1.0)
    plan = _solved(soft)
    if plan is None:
        return {"by": np.nan}
    outside = score(soft, plan).outside
    return {
        "by": float(np.abs(outside).sum()),
        "below": float(-outside[outside < 0].sum()),
        "above": float(outside[outside > 0].sum()),
    }


def _budget(t: Territories) -> dict[str, float]:
    moved = t.weight[:, None] * (t.owner[:, None] != np.arange(t.cost.shape[1])) * t.owned[:, None]
    free = replace(t, cost=moved, keeping=np.zeros_like(t.keeping), budget=None, outside=_price(t))
    plan = _solved(free)
    if plan is None:
        return {"by": np.nan}
    most = np.inf if t.budget is None else t.budget
    return {"by": max(score(free, plan).moved - most, 0.0)}


def _rule(t: Territories, allowed: np.ndarray) -> float:
    breach = (allowed & ~t.allowed).astype(float)
    free = replace(t, cost=breach, allowed=t.allowed | allowed, keeping=np.zeros_like(t.keeping), outside=_price(t))
    plan = _solved(free)
    return np.nan if plan is None else float(score(free, plan).cost)


def _price(t: Territories) -> float | None:
    """Bands that may be left stand in nobody's way."""
    return None if t.outside is None else 0.0


def _solved(t: Territories) -> np.ndarray | None:
    if not t.allowed.any(axis=1).all():
        return None
    plan = assign(t, gap=LIFTED)
    return None if plan is None else plan.rep
