"""What chapter 4 says."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.base import STANDS_FOR
from workbook.chapters.coverage.persons import Persons
from workbook.chapters.coverage.requests import Requests
from workbook.finding import (
    Claim,
    Finding,
    Gap,
    Impact,
    Quantity,
    Term,
    Terms,
    Value,
    count,
    hours,
    money,
    setting,
    share,
)
from workbook.methods.effort import misallocated_hours
from workbook.methods.protect import agreed


def findings(result: Result) -> tuple[Finding, ...]:
    """Effort against value, coverage by role, and how many persons share a customer."""
    made = [_over_served(result), _under_served(result), _misallocated(result), _roles(result), _hands(result)]
    made += result.topics.findings()
    return tuple(f for f in made if f is not None)


def persons(result: Result) -> tuple[Finding, ...]:
    """What is said of fewer than five persons, where that was agreed: on a page of its own, and in no summary."""
    return (*result.topics.of(Persons).apart(), *result.topics.of(Requests).apart())


def _over_served(result: Result) -> Finding | None:
    t = result.customers
    if "over" not in t or not t["hours"].sum() > 0:
        return None
    over = t[t["over"]]
    bound = float((over["hours"] - over["budget"]).sum())
    rate, guessed = result.hour_cost, result.measure == "expected"
    numbers: dict[str, Value] = {
        "n": count(len(over)),
        "hours": hours(bound),
        "hours_all": hours(float(t["hours"].sum())),
        "share": share(float(over["hours"].sum() / t["hours"].sum())),
        "threshold": Quantity(result.client.parameters.coverage.over_served, "ratio"),
        "money": money(bound * (rate or 0.0)),
        "n_total": count(len(t)),
        "worth": Term(f"coverage.worth.{result.measure}", {"money": money(over["value"].sum(), guessed)}),
        "furthest": _furthest(over),
        **_by(result),
    }
    low, central, high = (s * bound * (rate or 0.0) for s in result.client.parameters.value.acceptance)
    stake = Impact("capacity", low, central, high, estimated=True) if rate and bound > 0 else None
    return Finding("coverage.overserved", numbers, 2, ("[000]", "[001]", "[003]"), stake, tuple(over.index))


def _furthest(over: pd.DataFrame) -> Term:
    """The three customers furthest above their budget, by name."""
    if over.empty:
        return Term("coverage.furthest_none")
    far = over.assign(more=over["hours"] - over["budget"]).nlargest(3, "more")
    return Term("coverage.furthest", {"customers": Terms(tuple(far["name"]))})


def _under_served(result: Result) -> Finding | None:
    """Customers of high potential that get less than half of the hours their value justifies."""
    t = result.customers
    if "under" not in t or not t["under"].any():
        return None
    under = t[t["under"]].assign(lack=lambda f: f["budget"] - f["hours"])
    numbers: dict[str, Value] = {
        "n": count(len(under)),
        "hours": hours(float(under["hours"].sum())),
        "budget": hours(float(under["budget"].sum())),
        "lack": hours(float(under["lack"].sum())),
        "money": money(float(under["potential"].sum())),
        "customers": Terms(tuple(under.nlargest(3, "lack")["name"])),
        "threshold": setting(result.client.parameters.coverage.under_served),
        **_by(result),
    }
    return Finding("coverage.underserved", numbers, 2, ("[000]", "[001]", "[003]"), None, tuple(under.index))


def _misallocated(result: Result) -> Finding | None:
    """How many hours would have to move for time to follow value, within floor and caps."""
    t, p = result.customers, result.client.parameters.coverage
    if "budget" not in t or not t["hours"].sum() > 0:
        return None
    moved = misallocated_hours(t["hours"], t["budget"])
    numbers: dict[str, Value] = {
        "hours": hours(moved),
        "hours_all": hours(float(t["hours"].sum())),
        "share": share(moved / t["hours"].sum()),
        "cost": Term("coverage.cost_of_hours", {"money": money(moved * result.hour_cost)})
        if result.hour_cost
        else Term("coverage.cost_unknown"),
        "floor": hours(p.service_floor_hours),
        "caps": _caps(result),
        "left": _left(result.unallocated),
        "meaning": meaning(result),
        **_by(result),
    }
    return Finding("coverage.misallocated_hours", numbers, 2, ("[001]",), None, tuple(t.index[t["over"]]))


def meaning(result: Result) -> Term:
    """Which value the hours budget follows."""
    years = {"n_years": count(result.client.parameters.value.horizon_years)} if result.measure == "expected" else {}
    return Term(f"value.meaning.{result.measure}", years)


def _by(result: Result) -> dict[str, Value]:
    """The value the budget follows, as the basis names it, and how sure it is."""
    return {
        "measure": Term(f"coverage.measure.{result.measure}"),
        "known": Term(f"coverage.known.{result.measure}"),
    }


def _left(unallocated: float) -> Term:
    """Whether the caps leave room for all hours."""
    if unallocated < 0.5:
        return Term("coverage.left_none")
    return Term("coverage.left", {"hours": hours(unallocated)})


def _caps(result: Result) -> Terms:
    """The most hours one customer of a class may get, the class called by its size where no classes are known."""
    caps = result.client.parameters.coverage.service_cap_hours
    called = {str(c): str(c) for c in caps} if result.grouping == "class" else {c: s for s, c in STANDS_FOR.items()}
    said = [(called[c], most) for c, most in caps.items() if c in called]
    return Terms(tuple(Term("coverage.cap", {"group": Term(f"group.{g}"), "hours": hours(most)}) for g, most in said))


def _roles(result: Result) -> Finding | None:
    if result.roles is None or result.roles.empty:
        return None
    shown = result.roles.drop(index="others", errors="ignore").sort_values("fte", ascending=False)
    if shown.empty:
        return None
    role, row = shown.index[0], shown.iloc[0]
    if row["customers_per_fte"] != row["customers_per_fte"]:
        return None
    numbers: dict[str, Value] = {
        "role_in": Term(f"role_in.{role}"),
        "number": Quantity(float(row["customers_per_fte"]), "number"),
        "share": share(float(row["utilisation"])),
        "fte": Quantity(float(row["fte"]), "number"),
        "hours": hours(float(row["hours_per_fte"])),
    }
    if row["utilisation"] != row["utilisation"]:
        del numbers["share"]
        return Finding("coverage.customers_per_fte_only", numbers, 2, ("[000]",))
    return Finding("coverage.customers_per_fte", numbers, 2, ("[000]", "[001]"))


def _hands(result: Result) -> Finding | None:
    if result.hands is None or result.hands["persons"].mean() < 1.5:
        return None
    h = result.hands
    numbers: dict[str, Value] = {
        "number": Quantity(float(h["persons"].mean()), "score"),
        "n": count(int((h["persons"] >= 5).sum())),
        "n_total": count(len(h)),
        "share": share(float(h["share_of_first"].median())),
        "most": count(int(h["persons"].max())),
    }
    return Finding("coverage.hands", numbers, 2, ("[000]", "[002]"))


def claims(result: Result) -> tuple[Claim, ...]:
    """Every claim of this chapter that the data let us test."""
    return result.topics.claims()


def gaps(result: Result) -> tuple[Gap, ...]:
    """What chapter 4 cannot say."""
    client, made = result.client, list(result.topics.gaps())
    roles = ("kam", "field", "inside", "service", "digital")
    if result.roles is None:
        ids = [f"coverage.{k}.{r}" for k in ("fte", "customers_per_fte", "utilisation") for r in roles]
        needs = client.missing("staff.role", "staff.fte", "activities.hours", "activities.rep_id")
        made.append(Gap("coverage.fte", needs, "coverage.gap_roles", tuple(ids)))
    else:
        hidden = [r for r in roles if r not in result.roles.index]
        ids = [f"coverage.{k}.{r}" for k in ("customers_per_fte", "utilisation") for r in hidden]
        if hidden and not agreed(client.parameters.people):
            made.append(Gap("coverage.small_roles", ("people",), "coverage.gap_people", tuple(ids)))
    if "budget" not in result.customers:
        lines = "transactions.cost_of_goods" if client.has("transactions") else "transactions"
        needs = client.missing("activities.hours", lines)
        both = ("coverage.misallocated_hours", "coverage.unallocated_hours")
        made.append(Gap("coverage.misallocated_hours", needs, "coverage.gap_effort", both))
    elif "under" not in result.customers:
        needs = client.missing("customers.potential_revenue")
        made.append(Gap("coverage.underserved", needs, "coverage.gap_under"))
    return tuple(made)


def answer(result: Result) -> Term:
    """The sentence that answers the chapter's question."""
    c = result.classes
    part = result.part_of(c) if c is not None and len(c) else None
    if c is not None and part is not None:
        column, said = part
        lead = (c["hours_share"] - c[f"{column}_share"]).idxmax()
        numbers: dict[str, Value] = {
            "group": Term(f"group.{lead}"),
            "share_hours": share(float(c.loc[lead, "hours_share"])),
            "share_value": share(float(c.loc[lead, f"{column}_share"]), said == "expected"),
        }
        return Term(f"coverage.answer_effort.{said}", numbers)
    if c is not None and len(c):
        return Term("coverage.answer_loss", {"hours": hours(float(c["hours"].sum()))})
    if result.hands is not None and len(result.hands):
        return Term("coverage.answer_hands", {"number": Quantity(float(result.hands["persons"].mean()), "score")})
    return Term("coverage.answer_nothing")


def basis(result: Result) -> tuple[Value, ...]:
    """What the chapter rests on."""
    items: list[Value] = [Term("basis.customers", {"n": count(len(result.customers))})]
    if result.client.has("activities"):
        items.append(Term("basis.activities", {"n": count(len(result.client.tables["activities"]))}))
    if result.client.has("staff"):
        items.append(Term("basis.staff", {"n": count(len(result.client.tables["staff"]))}))
    return tuple(items)
