"""The three traps: unclear view of the best customers, diffuse rules for time, areas alike in cost and not in potential."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.groups import current
from workbook.finding import Figure, Gap, Quantity, Term, Terms, Value, count, money, setting, share
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.delivery import wilson
from workbook.methods.protect import LEAST as FEWEST
from workbook.methods.protect import merged_groups
from workbook.methods.rank_correlation import rank_correlation
from workbook.topic import Topic, Topics

TRAPS = ("view", "rules", "areas")
HALF = 0.5
MORE = ("transactions",)  # everything is there, but of too few customers
EACH = 1_000.0  # of care cost, against which potential is named
NEEDS = {
    "view": ("customers.current_class",),
    "rules": ("activities.hours", "transactions.cost_of_goods"),
    "areas": ("customers.region", "customers.potential_revenue", "activities.rep_id", "staff.annual_cost"),
}
State = Literal["there", "absent", "open"]


@dataclass(frozen=True)
class Trap:
    """One trap: whether it is there, and the numbers of the sentence that says why."""

    name: str
    state: State
    numbers: Mapping[str, Value] = field(default_factory=dict)

    @property
    def evidence(self) -> Term:
        """Why."""
        return Term(f"segmentation.trap_evidence.{self.name}", self.numbers)


@dataclass(frozen=True)
class Traps(Topic):
    """The traps that could be judged, and of the areas: cost a year, potential (currency) and customers, one row per area."""

    base: Base
    judged: tuple[Trap, ...]
    areas: pd.DataFrame | None

    @property
    def there(self) -> tuple[Trap, ...]:
        """Those that are there."""
        return tuple(t for t in self.judged if t.state == "there")

    @property
    def open(self) -> tuple[str, ...]:
        """Those that could not be judged."""
        return tuple(name for name in TRAPS if name not in {t.name for t in self.judged})

    def figures(self) -> tuple[Figure, ...]:
        """The share of care cost that lies in the wrong area by potential."""
        if self.areas is None:
            return ()
        return (Figure("segmentation.area_misfit", misfit(self.areas), "share"),)

    def gaps(self) -> tuple[Gap, ...]:
        """What would make the others known."""
        if not self.open:
            return ()
        needs = self.base.client.missing(*dict.fromkeys(n for name in self.open for n in NEEDS[name])) or MORE
        listed = Terms(tuple(Term(f"segmentation.trap.{name}") for name in self.open))
        ids = ("segmentation.area_misfit",) if "areas" in self.open else ()
        numbers: dict[str, Value] = {"list": listed, "least": count(LEAST), "fewest": count(FEWEST)}
        return (Gap("segmentation.traps", needs, "segmentation.gap_traps", ids, numbers),)


def traps(base: Base, topics: Topics) -> Traps:
    """Each trap as far as it is known."""
    areas = _areas(base)
    made = (_view(base), _rules(base), _uneven(base, areas))
    return Traps(base, tuple(t for t in made if t is not None), areas)


def _state(word: str) -> State:
    """The trap is there where the opposite of what should be is confirmed."""
    states: dict[str, State] = {"confirmed": "absent", "refuted": "there", "undecided": "open"}
    return states[word]


def _view(base: Base) -> Trap | None:
    """1: fewer than half of the most valuable customers are called key accounts."""
    own = current(base)
    if own is None or "value" not in base.known:
        return None
    called, value = own == "key", base.known["value"].astype(float).dropna()
    n = int(called.sum())
    if not LEAST <= n < len(value):
        return None
    order = np.lexsort((value.index.astype(str), -value.to_numpy()))
    best = value.index[order[:n]]
    hit = int(called[best].sum())
    low, high = wilson(hit, n)
    numbers = {"n": count(hit), "n_total": count(n), "low": share(low), "high": share(high)}
    return Trap("view", _state(verdict((low, high), n, HALF)), numbers)


def _rules(base: Base) -> Trap | None:
    """2: hours do not follow value."""
    known = base.known
    if not {"hours", "value"} <= set(known) or not known["hours"].notna().any():
        return None
    found = rank_correlation(known["hours"].fillna(0.0), known["value"])
    if found.n < LEAST or not np.isfinite(found.rho):
        return None
    least = base.client.parameters.value.follows_from
    ends = {name: Quantity(v, "ratio") for name, v in (("ratio", found.rho), ("low", found.low), ("high", found.high))}
    numbers: dict[str, Value] = {**ends, "least": Quantity(least, "ratio"), "n": count(found.n)}
    return Trap("rules", _state(verdict((found.low, found.high), found.n, least)), numbers)


def _areas(base: Base) -> pd.DataFrame | None:
    """Care cost a year and potential of the customers whose potential is known, by region.

    Regions of fewer than ten such customers or worked by fewer than five persons are together in `others`.
    """
    known, client = base.known, base.client
    if not {"region", "potential_revenue", "care_cost"} <= set(known) or not client.has("activities", "rep_id"):
        return None
    some = known[known["region"].notna() & known["potential_revenue"].notna()]
    done = client.tables["activities"].dropna(subset=["customer_id", "rep_id"])
    place = done["customer_id"].map(some["region"])
    few = some["region"].value_counts() < LEAST
    place = place.where(~place.isin(few.index[few]), "others")
    shown = merged_groups(done.groupby(place)["rep_id"].nunique())
    areas = some["region"].where(~some["region"].isin(few.index[few]), "others").map(shown).fillna("others")
    if not shown or areas.nunique() < 2:
        return None
    table = some.assign(cost=some["care_cost"].fillna(0.0) / client.years).groupby(areas.rename("area"))
    made = table.agg(customers=("cost", "size"), cost=("cost", "sum"), potential=("potential_revenue", "sum")).astype(
        float
    )
    return made if made["cost"].sum() > 0 and (made[["cost", "potential"]] > 0).all(axis=None) else None


def misfit(areas: pd.DataFrame) -> float:
    """The share of cost (0–1) that would have to move for every area to cost in proportion to its potential."""
    parts = areas[["cost", "potential"]] / areas[["cost", "potential"]].sum()
    return float((parts["cost"] - parts["potential"]).abs().sum() / 2)


def _uneven(base: Base, areas: pd.DataFrame | None) -> Trap | None:
    """3: cost does not follow potential from area to area."""
    if areas is None:
        return None
    least, part = base.client.parameters.value.min_effect, misfit(areas)
    per = (areas["potential"] / areas["cost"]).sort_values(kind="stable")
    numbers: dict[str, Value] = {
        "share": share(part),
        "money": money(part * float(areas["cost"].sum())),
        "least": setting(least),
        "n": count(len(areas)),
        "first": _area(per.index[-1]),
        "last": _area(per.index[0]),
        "money_each": money(EACH),
        "money_high": money(EACH * float(per.iloc[-1])),
        "money_low": money(EACH * float(per.iloc[0])),
    }
    return Trap("areas", "there" if part > least else "absent", numbers)


def _area(name: object) -> Value:
    return Term("segmentation.other_areas") if name == "others" else str(name)
