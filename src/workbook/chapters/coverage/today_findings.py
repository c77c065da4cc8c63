"""What chapter 4 says about coverage today."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.coverage.today_facts import SHARED, STRATEGIC, Facts
from workbook.finding import Finding, Gap, Impact, Quantity, Term, Terms, Value, count, hours, money, setting, share
from workbook.methods.protect import LEAST, agreed

NAMED = 3
MERGED = "others"  # several small roles put together to protect persons (see merged_groups): never one role
HALF = 0.5
ORDER = ("key", "core", "smart", "lean", "large", "medium", "small")
FREED = ("coverage.non_selling_hours", "coverage.freed_hours")
SMALL = ("coverage.small_hours_gini", "coverage.small_hours_top_share")


def findings(found: Facts) -> tuple[Finding, ...]:
    """Time that is not for customers, time at small ones, strategic and neglected ones, who is in charge, skills, load."""
    made = [
        _freed(found),
        _small(found),
        _strategic(found),
        _below(found),
        _charge(found),
        _skills(found),
        _load(found),
    ]
    return tuple(f for f in made if f is not None)


def _freed(found: Facts) -> Finding | None:
    own = found.freed
    if own is None or not own.hours > 0:
        return None
    parts = found.base.client.parameters.coverage.norms.freed
    freed = [own.freed(part) for part in parts]
    numbers: dict[str, Value] = {
        "share": share(own.share),
        "hours": hours(own.hours),
        "part": setting(parts[1]),
        "freed": hours(freed[1][0], True),
        "money": money(freed[1][1], True),
        "low": setting(parts[0]),
        "high": setting(parts[2]),
        "cost": money(own.cost),
        "stated": Term(
            "coverage.non_selling_stated"
            if found.base.client.has("staff", "selling_share")
            else "coverage.non_selling_logged"
        ),
    }
    low, central, high = (cost for _, cost in freed)
    stake = Impact("capacity", low, central, high, estimated=True) if central > 0 else None
    return Finding("coverage.non_selling", numbers, 2, ("[002]",), stake)


def _small(found: Facts) -> Finding | None:
    if found.small is None:
        return None
    tiers = found.small.tiers
    most = tiers.loc["most"]
    numbers: dict[str, Value] = {
        "group": Term(f"group.{found.small_group}"),
        "n": count(most["customers"]),
        "n_total": count(tiers["customers"].sum()),
        "share": share(most["hours_share"]),
        "gini": Quantity(found.small.gini, "ratio"),
        "hours": hours(float(tiers["hours"].sum())),
        "share_all": share(float(tiers["hours"].sum() / found.base.customers["hours"].sum())),
        "part": _part(found),
    }
    own = found.base.customers[found.base.customers["group"] == found.small_group]
    ids = own.sort_index().sort_values("hours", ascending=False, kind="stable").index[: int(most["customers"])]
    return Finding("coverage.small_time", numbers, 3, ("[000]",), None, tuple(ids))


def _part(found: Facts) -> Term:
    """What those with most hours bring of their class."""
    assert found.small is not None
    most = found.small.tiers.loc["most"]
    part = found.base.part_of(found.small.tiers)
    if part is None:
        return Term("coverage.small_part.unknown")
    kind, said = part
    return Term(f"coverage.small_part.{said}", {"share": share(most[f"{kind}_share"], said == "expected")})


def _strategic(found: Facts) -> Finding | None:
    if found.strategic is None:
        return None
    own = found.unassured.sort_index().sort_values("revenue", ascending=False, kind="stable")
    numbers: dict[str, Value] = {
        "n": count(len(own)),
        "n_total": count(len(found.strategic)),
        "floor": hours(found.base.client.parameters.coverage.service_floor_hours),
        "importance": count(STRATEGIC),
        "customers": Terms(tuple(own["name"].head(NAMED))) if len(own) else Term("coverage.nobody"),
        "n_below": count(int(own["below"].sum())),
        "n_alone": count(int(own["owned"].eq(False).sum())),
    }
    return Finding("coverage.strategic", numbers, 2, ("[001]",), None, tuple(own.index))


def _below(found: Facts) -> Finding | None:
    if found.below is None:
        return None
    own = found.below
    numbers: dict[str, Value] = {
        "n": count(len(own)),
        "floor": hours(found.base.client.parameters.coverage.service_floor_hours),
        "money": money(float(own["revenue"].sum())),
        "customers": Terms(tuple(own["name"].head(NAMED))) if len(own) else Term("coverage.nobody"),
        "groups": _groups(own),
        "n_none": count(int((own["hours"] <= 0).sum())),
    }
    return Finding("coverage.below_floor", numbers, 3, ("[001]", "[004]"), None, tuple(own.index))


def _groups(own: pd.DataFrame) -> Term | Terms:
    """How many of them are in each class."""
    counts = own["group"].value_counts()
    said = [(g, counts[g]) for g in ORDER if g in counts]
    parts = tuple(Term("coverage.n_of_group", {"group": Term(f"group.{g}"), "number": count(n)}) for g, n in said)
    return Terms(parts) if parts else Term("coverage.nobody")


def _charge(found: Facts) -> Finding | None:
    """Which role spends most of each class's hours, where one role can be told; how many customers two outside roles share."""
    if found.charge is None or not len(judged(found.charge)):
        return None
    table = found.charge.loc[[g for g in ORDER if g in found.charge.index]]
    told = judged(table)
    owner = found.base.client.listed("owner_rep_id", found.base.customers.index)
    numbers: dict[str, Value] = {
        "n": count(len(found.shared)),
        "leads": Terms(tuple(lead(g, table) for g in table.index)),
        "clear": Term(
            "coverage.clear_classes" if len(told) == len(table) else "coverage.clear_judged",
            {"n": count((table.loc[told].drop(columns=MERGED, errors="ignore") >= HALF).any(axis=1).sum()),
             "n_total": count(len(told))},
        ),
        "least": setting(SHARED),
        "alone": Term("coverage.owners", {"n": count(int(owner.isna().sum()))})
        if found.base.client.has("customers", "owner_rep_id")
        else Term("coverage.owners_unknown"),
    }  # fmt: skip
    return Finding("coverage.responsible", numbers, 2, ("[002]",), None, tuple(found.shared))


def _merged(charge: pd.DataFrame) -> pd.Series:
    """What part of each class's hours (0–1) lies with the roles put together to protect persons."""
    return charge[MERGED] if MERGED in charge else pd.Series(0.0, charge.index)


def judged(charge: pd.DataFrame) -> pd.Index:
    """The classes of which can be said whether one role bears half: roles put together could hide one that does."""
    return charge.index[_merged(charge) < HALF]


def lead(group: str, charge: pd.DataFrame) -> Term:
    """The role with most of a class's hours; not known where the roles put together have more than any single one."""
    own, hidden = charge.loc[group].drop(MERGED, errors="ignore"), float(_merged(charge)[group])
    named = Term(f"group.{group}")
    if own.empty or hidden > own.max():
        return Term("coverage.lead_hidden", {"group": named, "share": share(hidden)})
    role = Term(f"role.{own.idxmax()}")
    return Term("coverage.lead_role", {"group": named, "role": role, "share": share(float(own.max()))})


def _skills(found: Facts) -> Finding | None:
    if found.skills is None or found.skills.empty:
        return None
    table = found.skills.assign(lack=lambda t: t["required"] - t["mean"])
    worst = table.sort_values(["lack", "role", "name"], ascending=[False, True, True]).iloc[0]
    short = table[table["lack"] > 0.5]
    numbers: dict[str, Value] = {
        "n": count(len(short)),
        "role_in": Term(f"role_in.{worst['role']}"),
        "skill": str(worst["name"]).removeprefix("skill_").replace("_", " "),
        "mean": Quantity(float(worst["mean"]), "score"),
        "required": Quantity(float(worst["required"]), "score"),
        "n_total": count(len(table)),
    }
    return Finding("coverage.skills", numbers, 1, ("[002]",))


def _load(found: Facts) -> Finding | None:
    """Roles with more time than work; of those put together none can be told."""
    roles, p = found.base.roles, found.base.client.parameters
    low = idle(roles, p.coverage.idle) if roles is not None else None
    if low is None or low.empty:
        return None
    numbers: dict[str, Value] = {
        "n": count(len(low)),
        "idle": said_idle(low),
        "persons": Term(f"coverage.load_{_told_of_persons(found)}"),
        "fte": Quantity(float(low["surplus"].sum()), "fte", True),
        "limit_low": setting(p.coverage.idle),
    }
    return Finding("coverage.load", numbers, 2, ("[001]", "[002]"))


def _told_of_persons(found: Facts) -> str:
    """What is said of single persons and of small roles: on their own page, nothing, or nothing of several put together."""
    assert found.base.roles is not None
    if agreed(found.base.client.parameters.people):
        return "apart"
    return "merged" if MERGED in found.base.roles.index else "hidden"


def idle(roles: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Single roles that use less of their time for customers than the limit, with the positions that are over."""
    roles = roles.drop(index=MERGED, errors="ignore")
    low = roles[roles["utilisation"] < limit]
    return low.assign(surplus=low["fte"] * (1 - low["utilisation"])).sort_values("surplus", ascending=False)


def said_idle(low: pd.DataFrame) -> Term | Terms:
    """These roles in words."""
    terms = tuple(
        Term("coverage.role_load", {"role": Term(f"role.{role}"), "share": share(row["utilisation"]),
                                    "fte": Quantity(row["surplus"], "fte", True)})
        for role, row in low.iterrows()
    )  # fmt: skip
    return Terms(terms) if terms else Term("coverage.no_role")


def gaps(found: Facts) -> tuple[Gap, ...]:
    """What of coverage today is not known."""
    client, made = found.base.client, []
    if found.freed is None:
        wanted = ("staff.annual_cost", "staff.working_hours", "staff.selling_share")
        few = client.has("staff", "role") and len(client.tables["staff"]) < LEAST
        needs = client.missing(*wanted) or (("people",) if few else wanted[2:])
        made.append(Gap("coverage.non_selling", needs, "coverage.gap_non_selling", FREED))
    if not found.base.has_hours:
        needs = client.missing("activities.hours", "activities.customer_id") or ("activities.hours",)
        made.append(Gap("coverage.small_time", needs, "coverage.gap_time", (*SMALL, "coverage.below_floor")))
    elif found.small is None:
        made.append(Gap("coverage.small_time", (), "coverage.gap_small", SMALL))
    if found.strategic is None:
        needs = client.missing("customers.strategic_importance", "activities.hours")
        made.append(Gap("coverage.strategic", needs, "coverage.gap_strategic", ("coverage.strategic_unassured",)))
    if found.charge is not None and len(found.charge) and not len(judged(found.charge)):
        made.append(Gap("coverage.responsible", ("people",), "coverage.gap_responsible"))
    if found.team is not None and found.skills is None:
        skilled = any(name.startswith("skill_") and client.has("staff", name) for name in client.tables["staff"])
        needs = (*client.missing("customers.requirements_complexity"), *(() if skilled else ("staff.skill_name",)))
        made.append(Gap("coverage.skills", needs, "coverage.gap_skills"))
    return tuple(made)
