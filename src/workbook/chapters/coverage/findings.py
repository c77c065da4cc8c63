"""What chapter 4 says."""

from __future__ import annotations

from workbook.chapters.coverage.analysis import Result
from workbook.finding import Finding, Gap, Impact, Quantity, Term, Value, count, hours, money, share
from workbook.methods.effort import misallocated_hours


def findings(result: Result) -> tuple[Finding, ...]:
    """Effort against value, coverage by role, and how many persons share a customer."""
    made = [_over_served(result), _roles(result), _hands(result)]
    return tuple(f for f in made if f is not None)


def _over_served(result: Result) -> Finding | None:
    t = result.customers
    if "over" not in t or not t["hours"].sum() > 0:
        return None
    over = t[t["over"]]
    bound = float((over["hours"] - over["budget"]).sum())
    moved = misallocated_hours(t["hours"], t["budget"])
    rate = result.hour_cost
    numbers: dict[str, Value] = {
        "n": count(len(over)),
        "hours": hours(bound),
        "hours_all": hours(float(t["hours"].sum())),
        "hours_moved": hours(moved),
        "share": share(moved / t["hours"].sum()),
        "threshold": Quantity(result.client.parameters.coverage.over_served, "ratio"),
        "money": money(bound * (rate or 0.0)),
        "n_total": count(len(t)),
        "value": money(over["value"].sum()),
        "floor": hours(result.client.parameters.coverage.service_floor_hours),
    }
    low, central, high = (s * bound * (rate or 0.0) for s in result.client.parameters.value.acceptance)
    stake = Impact("capacity", low, central, high, estimated=True) if rate and bound > 0 else None
    return Finding("coverage.overserved", numbers, 2, ("[000]", "[001]", "[003]"), stake, tuple(over.index))


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


def gaps(result: Result) -> tuple[Gap, ...]:
    """What chapter 4 cannot say."""
    client, made = result.client, []
    roles = ("kam", "field", "inside", "service", "digital")
    if result.roles is None:
        ids = [f"coverage.{k}.{r}" for k in ("fte", "customers_per_fte", "utilisation") for r in roles]
        needs = client.missing("staff.role", "staff.fte", "activities.hours", "activities.rep_id")
        made.append(Gap("coverage.fte", needs, "coverage.gap_roles", tuple(ids)))
    else:
        hidden = [r for r in roles if r not in result.roles.index]
        ids = [f"coverage.{k}.{r}" for k in ("customers_per_fte", "utilisation") for r in hidden]
        if hidden:
            made.append(Gap("coverage.small_roles", ("people",), "coverage.gap_people", tuple(ids)))
    if "budget" not in result.customers:
        needs = client.missing("activities.hours", "transactions.cost_of_goods")
        made.append(Gap("coverage.misallocated_hours", needs, "coverage.gap_effort", ("coverage.misallocated_hours",)))
    return tuple(made)


def answer(result: Result) -> Term:
    """The sentence that answers the chapter's question."""
    if result.classes is not None and "value_share" in result.classes and len(result.classes):
        c = result.classes
        lead = (c["hours_share"] - c["value_share"]).idxmax()
        numbers: dict[str, Value] = {
            "group": Term(f"group.{lead}"),
            "share_hours": share(float(c.loc[lead, "hours_share"])),
            "share_value": share(float(c.loc[lead, "value_share"])),
        }
        return Term("coverage.answer_effort", numbers)
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
