"""Incentives: whether the bonus weights of each role fit the four questions of [002], and which customers they reward."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Value, count, share
from workbook.methods.protect import LEAST, merged_groups
from workbook.methods.rewarded import rewarded
from workbook.methods.windows import within
from workbook.topic import Topic, Topics

WEIGHTS = ("revenue", "margin", "activity", "satisfaction", "team")
QUESTIONS = ("worked", "right_customers", "right_way", "in_line")
NOTABLE = 0.10  # a weight below this share of the bonus steers nobody
FIGURES = ("process.bonus_revenue", "process.bonus_margin")


@dataclass(frozen=True)
class Incentives(Topic):
    """`roles` (index shown role): persons and the mean weight of each of WEIGHTS.

    `audit`: one row per role and question with weight, evidence (a share, missing where unknown) and fit (`fits`, `gap`).
    `lossy`: per role the share of the bonus on revenue and margin that goes to customers with CM III below 0;
    `lossy_customers`: how many these are. None where no role may be shown. `all_weights`: the mean weights over all persons with
    weights (at least five), else None.
    """

    base: Base
    roles: pd.DataFrame | None
    audit: pd.DataFrame | None
    lossy: pd.Series | None
    lossy_customers: int
    all_weights: pd.Series | None
    persons: int

    def figures(self) -> tuple[Figure, ...]:
        """How much of the bonus follows revenue and margin; customers who cost more than they bring, as rewarded."""
        if self.all_weights is None:
            return ()
        made = [
            Figure(name, float(self.all_weights[key]), "share")
            for name, key in zip(FIGURES, ("revenue", "margin"), strict=True)
        ]
        if self.lossy is not None:
            made += [Figure(f"process.bonus_to_losses.{r}", float(v), "share") for r, v in self.lossy.dropna().items()]
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """What the bonus follows, and whom it rewards."""
        return () if self.all_weights is None else (_followed(self),)

    def gaps(self) -> tuple[Gap, ...]:
        """Bonus weights nobody delivered, or of too few persons."""
        if self.all_weights is not None:
            return ()
        needs = ("people",) if self.persons else ("staff.bonus_revenue", "staff.bonus_margin")
        return (Gap("process.incentives", needs, "process.gap_incentives", FIGURES),)


def incentives(base: Base, _: Topics) -> Incentives:
    """The audit of the weights by role of at least five persons, in every mode."""
    client = base.client
    columns = {f"bonus_{name}": name for name in WEIGHTS if client.has("staff", f"bonus_{name}")}
    if not columns or not client.has("staff", "role"):
        return Incentives(base, None, None, None, 0, None, 0)
    staff = client.tables["staff"].drop_duplicates("rep_id")
    staff = staff[staff["role"].notna() & staff[list(columns)].notna().any(axis=1)]
    weights = (
        staff[list(columns)].astype(float).fillna(0.0).rename(columns=columns).reindex(columns=WEIGHTS, fill_value=0.0)
    )
    if len(staff) < LEAST:
        return Incentives(base, None, None, None, 0, None, len(staff))
    shown = staff["role"].map(merged_groups(staff["role"].value_counts(), LEAST))
    roles = weights.groupby(shown).mean().assign(persons=shown.value_counts())
    lossy, losing = _to_losses(base, roles)
    audit = _audit(base, roles, lossy)
    return Incentives(base, roles, audit, lossy, losing, weights.mean(), len(staff))


def _to_losses(base: Base, roles: pd.DataFrame) -> tuple[pd.Series | None, int]:
    """Per role the share of its bonus on revenue and margin that goes to customers with CM III below 0, and how many they are."""
    known = base.known
    if "cm3" not in known or not len(known):
        return None, 0
    amounts = pd.DataFrame({"revenue": known["net_revenue"], "margin": known["cm2"]}).astype(float).fillna(0.0)
    losing = known["cm3"].astype(float) < 0
    parts = {r: rewarded(amounts, w)[losing].sum(min_count=1) for r, w in roles[["revenue", "margin"]].iterrows()}
    found = pd.Series(parts, dtype=float)
    return found.where(roles[["revenue", "margin"]].sum(axis=1) > 0), int(losing.sum())


def _audit(base: Base, roles: pd.DataFrame, lossy: pd.Series | None) -> pd.DataFrame:
    """The four questions by role: weight that answers them, and what the data say of the same thing."""
    none = pd.Series(math.nan, roles.index)
    known = base.known
    touched = (
        float((known["hours"].fillna(0.0) > 0).mean())
        if "hours" in known and known["hours"].notna().any()
        else math.nan
    )
    mood = pd.to_numeric(known["satisfaction"]).mean() / 10 if "satisfaction" in known else math.nan
    evidence = {
        "worked": none.fillna(touched),
        "right_customers": lossy if lossy is not None else none,
        "right_way": none.fillna(mood),
        "in_line": none.fillna(_single_handed(base)),
    }
    asked = {
        "worked": roles["activity"],
        "right_customers": roles["margin"],
        "right_way": roles["satisfaction"],
        "in_line": roles["team"],
    }
    rows = [
        pd.DataFrame(
            {"role": roles.index, "question": q, "weight": asked[q].to_numpy(), "evidence": evidence[q].to_numpy()}
        )
        for q in QUESTIONS
    ]
    made = pd.concat(rows, ignore_index=True)
    revenue = made["role"].map(roles["revenue"])
    fits = made["weight"] >= NOTABLE
    # Paid for revenue first, margin is an afterthought: the right customers are those that earn.
    fits &= (made["question"] != "right_customers") | (made["weight"] >= revenue)
    made["fit"] = fits.map({True: "fits", False: "gap"})
    order = {name: k for k, name in enumerate(("kam", "field", "inside", "service", "digital", "others"))}
    return made.sort_values("role", key=lambda s: s.map(order), kind="stable").reset_index(drop=True)


def _single_handed(base: Base) -> float:
    """Share of the customers with contacts whom one person alone was in touch with; missing without persons."""
    if not base.client.has("activities", "customer_id", "rep_id"):
        return math.nan
    done = base.client.tables["activities"].dropna(subset=["customer_id", "rep_id"])
    first, last = (pd.Timestamp(d) for d in base.client.period)
    done = done[within(done["date"], (first, last)) & done["customer_id"].isin(base.known.index)]
    persons = done.groupby("customer_id")["rep_id"].nunique()
    return float((persons == 1).mean()) if len(persons) else math.nan


def _followed(found: Incentives) -> Finding:
    assert found.all_weights is not None and found.audit is not None
    gaps = found.audit[found.audit["fit"] == "gap"]
    numbers: dict[str, Value] = {
        "share": share(float(found.all_weights["revenue"])),
        "share_margin": share(float(found.all_weights["margin"])),
        "n": count(len(gaps)),
        "n_total": count(len(found.audit)),
        "n_persons": count(found.persons),
        "losses": _losses(found),
    }
    return Finding("process.incentives", numbers, 2, ("[002]",))


def _losses(found: Incentives) -> Term:
    if found.lossy is None or found.lossy.dropna().empty or not found.lossy_customers:
        return Term("process.incentives.unknown")
    worst = found.lossy.idxmax()
    numbers: dict[str, Value] = {
        "n": count(found.lossy_customers),
        "role": Term(f"role.{worst}"),
        "part": share(float(found.lossy[worst])),
        "loss": Quantity(_loss(found), "money"),
    }
    return Term("process.incentives.losses", numbers)


def _loss(found: Incentives) -> float:
    cm3 = found.base.known["cm3"].astype(float)
    return -float(cm3[cm3 < 0].sum()) / found.base.client.years
