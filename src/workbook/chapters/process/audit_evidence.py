"""What the data of the chapters before say about the five levers and the ten points of key-account management."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.finding import Finding, Quantity, Term, Value, count, share
from workbook.methods.protect import LEAST

LEVERS = ("assignment", "cooperation", "standardisation", "coverage", "information")
LIVED = 66.0  # points of the differentiation index above which a lever is lived (METHOD.md §5)
HIGH = 4  # strategic importance (1–5) from which on it is high
RELATION = pd.DateOffset(months=6)
CONTACTS = ("visit", "phone_call", "online_meeting")
BONUS = ("bonus_revenue", "bonus_margin", "bonus_activity", "bonus_satisfaction", "bonus_team")


@dataclass(frozen=True)
class Evidence:
    """What was seen, as texts; whether that is enough, None where no rule decides."""

    seen: tuple[Term, ...] = ()
    met: bool | None = None


def evidence(base: Base) -> dict[str, Evidence]:
    """The evidence of every point, `lever:1` to `kam:10`."""
    keys = key_accounts(base)
    found = {f"lever:{k}": _lever(base, name, keys) for k, name in enumerate(LEVERS, 1)}
    kam = (_strategy, _selection, _team, _needs, _plan, _relations, _growth, _goals)
    found |= {f"kam:{k}": judge(base, keys) for k, judge in enumerate(kam, 1)}
    return found | {"kam:9": _pay(base), "kam:10": Evidence()}


def key_accounts(base: Base) -> pd.DataFrame:
    """The customers the company itself leads as key accounts, else those the rule recommends; empty without either."""
    named = dict(base.client.parameters.segmentation.current_classes)
    if named and "current_class" in base.known:
        return base.known[base.known["current_class"].map(named) == "key"]
    return base.known[base.known["class"] == "key"] if "class" in base.known else base.known.iloc[:0]


def _lever(base: Base, name: str, keys: pd.DataFrame) -> Evidence:
    """What was found about a lever, and its points of the differentiation index where there are some."""
    told = {
        "assignment": _numbers(base, "segmentation.reclassified", "n", "n_total"),
        "cooperation": _numbers(base, "coverage.overserved", "share"),
        "standardisation": _numbers(base, "segmentation.special_leak", "share"),
        "coverage": _numbers(base, "coverage.kam_accounts", "fte", "n", "most"),
    }.get(name)
    said: tuple[Term, ...] = (Term(f"process.seen.{name}", told),) if told else ()
    if name == "information":
        known = _numbers(base, "intake.information", "share")
        said = _plan(base, keys).seen + ((Term("process.seen.information", known),) if known else ())
    points = base.so_far.figures.get(f"segmentation.differentiation.{name}")
    if points is None:
        return Evidence(said)
    score = float(points.value)
    return Evidence((*said, Term("process.seen.points", {"points": Quantity(score, "score")})), score > LIVED)


def _numbers(base: Base, finding: str, *names: str) -> dict[str, Value] | None:
    """Some numbers of a finding of the chapters before; None where it was not made."""
    made: Finding | None = next((f for f in base.so_far.findings if f.id == finding), None)
    return {name: made.numbers[name] for name in names} if made is not None else None


def _part(base: Base, name: str, yes: pd.Series) -> Evidence:
    """How many of the key accounts known in this respect fulfil a point; met from `checklist_share` on."""
    if not len(yes):
        return Evidence()
    part = float(yes.mean())
    numbers: dict[str, Value] = {"n": count(int(yes.sum())), "n_total": count(len(yes)), "share": share(part)}
    return Evidence((Term(f"process.seen.{name}", numbers),), part >= base.client.parameters.process.checklist_share)


def _strategy(base: Base, keys: pd.DataFrame) -> Evidence:
    """Whether key accounts are those that matter to the strategy; one nobody rated does not count."""
    if not base.client.has("customers", "strategic_importance") or "strategic_importance" not in keys:
        return Evidence()
    return _part(base, "strategy", keys["strategic_importance"].fillna(0) >= HIGH)


def _selection(base: Base, keys: pd.DataFrame) -> Evidence:
    """Whether the rule confirms those the company chose; nothing where it chose none itself."""
    chosen = base.client.parameters.segmentation.current_classes and "current_class" in base.known
    if not chosen or "class" not in keys:
        return Evidence()
    return _part(base, "selection", keys["class"].dropna() == "key")


def _team(base: Base, _: pd.DataFrame) -> Evidence:
    told = _numbers(base, "coverage.kam_accounts", "fte", "needed", "n", "most")
    if told is None:
        return Evidence()
    have, needed = told["fte"], told["needed"]
    assert isinstance(have, Quantity) and isinstance(needed, Quantity)
    return Evidence((Term("process.seen.team", told),), have.value >= needed.value)


def _needs(base: Base, keys: pd.DataFrame) -> Evidence:
    return _part(base, "needs", keys["need_type"].notna()) if "need_type" in keys else Evidence()


def _plan(base: Base, keys: pd.DataFrame) -> Evidence:
    if "has_account_plan" not in keys:
        return Evidence()
    return _part(base, "plan", keys["has_account_plan"].dropna().astype(bool))


def _relations(base: Base, keys: pd.DataFrame) -> Evidence:
    """Key accounts with a visit, call or online meeting without opportunity in the half-year before `as_of`."""
    if not base.client.has("activities", "customer_id", "type"):
        return Evidence()
    done, today = base.client.tables["activities"], pd.Timestamp(base.client.as_of)
    recent = done[(done["date"] > today - RELATION) & (done["date"] <= today) & done["type"].isin(CONTACTS)]
    if "opportunity_id" in recent:
        recent = recent[recent["opportunity_id"].isna()]
    return _part(base, "relations", pd.Series(keys.index.isin(recent["customer_id"])))


def _growth(base: Base, keys: pd.DataFrame) -> Evidence:
    if "goal_revenue" not in keys or not keys["goal_revenue"].notna().any():
        return Evidence()
    return _part(base, "growth", keys["goal_revenue"].fillna(0.0) > keys["revenue_per_year"])


def _goals(base: Base, keys: pd.DataFrame) -> Evidence:
    goals = [c for c in ("goal_revenue", "goal_margin") if base.client.has("customers", c) and c in keys]
    return _part(base, "goals", keys[goals].notna().any(axis=1)) if goals else Evidence()


def _pay(base: Base) -> Evidence:
    """What the bonus weights of all staff reward: pay is never shown of fewer than five persons."""
    if not base.client.has("staff", "bonus_revenue"):
        return Evidence()
    staff = base.client.tables["staff"]
    weights = staff[[c for c in BONUS if c in staff]].dropna(how="all").fillna(0.0)
    weights = weights[weights.sum(axis=1) > 0]
    if len(weights) < LEAST:
        return Evidence()
    means = weights.div(weights.sum(axis=1), axis=0).mean()
    revenue, margin = float(means["bonus_revenue"]), float(means.get("bonus_margin", 0.0))
    told: dict[str, Value] = {"share": share(revenue), "share_margin": share(margin), "n_people": count(len(weights))}
    return Evidence((Term("process.seen.pay", told),), margin >= revenue)
