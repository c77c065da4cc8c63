"""What would flip a class, with which weights a key account stays one, and whose weights agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.certainty import Certainty
from workbook.chapters.segmentation.panel import Panel, panel
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Terms, Value, count, setting, share
from workbook.methods.class_flip import Case, condition_flips, value_flips
from workbook.methods.score import score
from workbook.methods.smaa import Smaa, draws_for, smaa
from workbook.methods.weight_flip import weight_flips
from workbook.topic import Topic, Topics

MOST = 200  # customers whose flips are worked out: the key accounts, the unsure, then the nearest to an edge
LISTED = 60  # of the unsure, those with most revenue
SIGNS = {">": "flip.above", ">=": "flip.above_or", "<": "flip.below", "<=": "flip.below_or"}
RATED = ("strategic_importance", "requirements", "competition")
BOUNDS = {"potential": (0.0, np.inf), "revenue": (0.0, np.inf), **dict.fromkeys(RATED, (1.0, 5.0))}
EVERYBODY = 2_000  # up to so many customers, all are looked at before a criterion is said to decide nothing


@dataclass(frozen=True)
class Dispute(Topic):
    """What speaks for and against a class.

    `examined`: the customers looked at. `values`: see value_flips and condition_flips, the nearest first (fewest customers
    passed). `weights`: see weight_flips. `accepted`: see smaa. `idle`: criteria that decide nothing: left out, or at any weight
    up to double, every class stays (beyond EVERYBODY customers: of those examined). `panel`: the participants' weights. All None
    or empty without classes.
    """

    base: Base
    examined: pd.Index
    values: pd.DataFrame
    weights: pd.DataFrame
    accepted: Smaa | None
    idle: tuple[str, ...]
    panel: Panel | None

    @property
    def key(self) -> pd.Index:
        """The key accounts by the rule."""
        t = self.base.table
        return t.index[t["rule_class"] == "key"] if self.base.segmented else t.index[:0]

    def nearest(self, customer: str) -> pd.DataFrame:
        """The single changes of own values that give this customer another class, the nearest first."""
        return self.values[self.values["customer_id"] == customer]

    def firm(self) -> pd.Index:
        """Key accounts that no single change of an own value makes anything else."""
        return self.key[self.key.isin(self.examined) & ~self.key.isin(self.values["customer_id"])]

    def figures(self) -> tuple[Figure, ...]:
        """Key accounts that no single change flips, those first under most weights, Kendall's W."""
        return tuple(_figures(self))

    def findings(self) -> tuple[Finding, ...]:
        """How firmly the key accounts stand, and what the participants disagree about."""
        return tuple(_findings(self))

    def gaps(self) -> tuple[Gap, ...]:
        """Without the weights of several participants nothing is known of their agreement."""
        if self.panel is not None or not self.base.segmented:
            return ()
        needs = ("segmentation.participants",)
        return (Gap("segmentation.agreement", needs, "segmentation.gap_panel", ("segmentation.agreement",)),)

    def columns(self) -> pd.DataFrame:
        """`flips_at` of the customers examined: the nearest single change, or none; `first_share` of all that are scored."""
        if self.accepted is None:
            return pd.DataFrame()
        first = self.values.drop_duplicates("customer_id").set_index("customer_id")
        form = [f"{r.criterion}{r.sign}{r.at:.12g}" for r in first.itertuples()]
        flips = pd.Series(form, first.index, dtype=object).reindex(self.examined).fillna("none")
        return pd.DataFrame({"flips_at": flips, "first_share": self.accepted.first}, index=self.base.table.index)


def dispute(base: Base, topics: Topics) -> Dispute:
    """Flips, acceptability and agreement of one client."""
    if base.rule is None or base.score is None:
        nothing = pd.DataFrame({"customer_id": pd.Series(dtype=object)})
        return Dispute(base, base.table.index[:0], nothing, nothing, None, (), None)
    case = case_of(base)
    examined = _examined(base, case, topics.of(Certainty).borderline.index[:LISTED])
    found = [value_flips(case, examined), condition_flips(case, examined)]
    values = pd.concat([f for f in found if len(f)] or found[:1], ignore_index=True)
    values = values.sort_values(["passed", "customer_id", "criterion"], kind="stable", ignore_index=True)
    weights = weight_flips(case, examined)
    n = len(base.table)
    accepted = smaa(base.score.values, base.rule["group"], base.limit, base.client.parameters.seed, draws_for(n))
    return Dispute(base, examined, values, weights, accepted, _idle(base, case, weights), panel(base))


def case_of(base: Base) -> Case:
    """The rule of this client with what it looked at."""
    assert base.rule is not None and base.score is not None
    p, used = base.client.parameters, dict(base.score.used)
    s = p.segmentation
    return Case(
        base.criteria[list(used)],
        used,
        base.rule,
        base.limit,
        s.key_score,
        s.decline_limit,
        tuple(s.reversed),
        base.client.years,
        p.value.size_edges,
        BOUNDS,
        RATED,
        not base.client.potential_in_points,
    )


def _examined(base: Base, case: Case, unsure: pd.Index) -> pd.Index:
    """Up to 200 customers: key accounts, the unsure, candidates from the line down, small ones by their trend."""
    assert base.rule is not None
    t = base.rule.assign(id=base.rule.index.astype(str), own=case.own)
    key = t[t["own"] == "key"].sort_values(["score", "id"]).index[:MOST]
    others = t[(t["own"] != "key") & t["score"].notna()].sort_values(["score", "id"], ascending=[False, True])
    unsure = unsure[~unsure.isin(key)][: MOST - len(key)]
    key, others = key.append(unsure), others.drop(index=unsure, errors="ignore")
    candidates = others.index[: (MOST - len(key)) * 2 // 3]
    small = others.drop(index=candidates)
    small = small[small["size"].isin(["small", "none"])]
    distance = (small["ratio"] + 1.28 * small["error"] - case.decline_limit).abs()
    near = small.assign(distance=distance).sort_values(["distance", "id"]).index
    return key.append(candidates).append(near[: MOST - len(key) - len(candidates)])


def _idle(base: Base, case: Case, weights: pd.DataFrame) -> tuple[str, ...]:
    """Criteria without which nobody has another class, and of which no weight up to double gives anybody another."""
    assert base.score is not None and base.rule is not None
    p, idle = base.client.parameters.segmentation, []
    for name, weight in base.score.used.items():
        rest = {c: w for c, w in base.score.used.items() if c != name}
        if not rest:
            continue
        without = score(base.criteria, rest, p.least_known, p.reversed).score
        same = bool((case.classes(base.rule.assign(score=without)) == case.own).all())
        if not same or _turned(weights, name, 2 * weight):
            continue
        if len(base.table) > EVERYBODY or not _turned(weight_flips(case, base.table.index, (name,)), name, 2 * weight):
            idle.append(name)
    return tuple(idle)


def _turned(weights: pd.DataFrame, name: str, most: float) -> bool:
    """Whether a weight of this criterion up to `most` gives somebody another class."""
    return bool(len(weights) and (weights.loc[weights["criterion"] == name, "at"] <= most).any())


def _figures(found: Dispute) -> Iterator[Figure]:
    if found.accepted is None:
        return
    yield Figure("segmentation.firm_key_accounts", len(found.firm()), "count")
    if len(found.key):
        often = int((found.accepted.first[found.key] > 0.5).sum())
        yield Figure("segmentation.first_under_most_weights", often, "count")
    if found.panel is not None and np.isfinite(found.panel.agreement):
        yield Figure("segmentation.agreement", found.panel.agreement, "index")
        yield Figure("segmentation.disputed", len(found.panel.disputed), "count")


def _findings(found: Dispute) -> Iterator[Finding]:
    if found.accepted is not None and len(found.key):
        yield _weights(found)
    if found.panel is not None and np.isfinite(found.panel.agreement):
        yield _panel(found)


def _weights(found: Dispute) -> Finding:
    """For how many key accounts the choice of weights decides."""
    assert found.accepted is not None
    first = found.accepted.first[found.key].sort_index().sort_values(kind="stable")
    chosen = first[first <= 0.5]
    numbers: dict[str, Value] = {
        "n": count(len(chosen)),
        "n_total": count(len(first)),
        "n_sure": count(int((first >= 0.95).sum())),
        "n_firm": count(len(found.firm())),
        "limit": count(found.base.limit),
        "draws": count(found.accepted.draws),
        "idle": _idle_part(found),
    }
    return Finding("segmentation.depends_on_weights", numbers, 3, ("[000]", "[001]"), None, tuple(chosen.index))


def _idle_part(found: Dispute) -> Term:
    """Which criteria decide nothing, and of how many customers that was looked at."""
    if not found.idle:
        return Term("segmentation.all_criteria_decide")
    names = Terms(tuple(Term(f"criterion.{c}") for c in found.idle))
    n = len(found.base.table)
    numbers: dict[str, Value] = {
        "n": count(len(found.idle)),
        "list": names,
        "n_seen": count(n if n <= EVERYBODY else len(found.examined)),
    }
    return Term("segmentation.idle_criteria", numbers)


def _panel(found: Dispute) -> Finding:
    assert found.panel is not None
    p = found.panel
    numbers: dict[str, Value] = {
        "n_persons": count(p.n),
        "ratio": Quantity(p.agreement, "ratio"),
        "n": count(len(p.disputed)),
        "n_agreed": count(p.agreed),
        "n_group": count(int((p.group == "key").sum())),
        "n_moved": count(int(((p.group == "key") != (found.base.table["rule_class"] == "key")).sum())),
    }
    named = tuple(p.disputed.index) if p.shown else ()
    return Finding("segmentation.agreement", numbers, 2, ("[001]",), None, named)


def change(criterion: str, sign: str, at: float, points: bool) -> Term:
    """A flip in words: potential below 310 T€; what would have to buy nothing any more says so."""
    if criterion == "revenue" and sign in ("<", "<=") and at <= 0:
        return Term("flip.no_revenue")
    value: Value = Quantity(at, "number")
    if criterion in ("earned_value", "revenue", "lean_cm3") or (criterion == "potential" and not points):
        value = Quantity(at, "money")
    if criterion == "growth":
        value = share(at - 1)
    name = f"flip.{criterion}" if criterion in ("lean_cm3", "growth") else f"criterion.{criterion}"
    return Term(SIGNS[sign], {"criterion": Term(name), "value": value})


def weight_change(found: Dispute, customer: str) -> Term | None:
    """The nearest weight at which the class turns: weight of potential above 35 %."""
    own = found.weights[found.weights["customer_id"] == customer]
    if own.empty:
        return None
    row = own.iloc[int(own["change"].abs().to_numpy().argmin())]
    key = "flip.weight_above" if row["change"] > 0 else "flip.weight_below"
    return Term(key, {"criterion": Term(f"criterion.{row['criterion']}"), "value": setting(round(row["at"], 3))})
