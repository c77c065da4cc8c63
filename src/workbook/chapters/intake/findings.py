"""What chapter 1 says."""

from __future__ import annotations

from workbook.caveats import effort_caveat
from workbook.chapters.intake.analysis import Result
from workbook.finding import Finding, Gap, Quantity, Term, Terms, Value, count, money, share

INFORMATION = (
    "customers.potential_revenue",
    "customers.satisfaction",
    "customers.willingness_to_switch",
    "activities.content",
    "customers.need_type",
    "customers.decision_makers",
)


def findings(result: Result) -> tuple[Finding, ...]:
    """How much of what was delivered carries the report, and how much is known about the customers."""
    made = [_account(result), _unknown(result), _information(result)]
    return tuple(f for f in made if f is not None)


def _account(result: Result) -> Finding:
    reading = result.client.reading
    read = sum(f.rows_read for f in reading.files)
    rejected = sum(f.rows_rejected for f in reading.files)
    ignored = sum(f.rows_ignored for f in reading.files)
    outside = result.client.money_outside
    whole = share(reading.money_used / reading.money_read if reading.money_read else 1.0)
    inside = (
        Term("intake.inside_part", {"share": _inside(result)})
        if outside
        else Term("intake.inside_all", {"share": whole})
    )
    numbers: dict[str, Value] = {
        "inside": inside,
        "used": _used(result),
        "n_read": count(read),
        "n_used": count(read - rejected),
        "n": count(rejected),
        "ignored": _missing_effort(result, Term("intake.ignored", {"n": count(ignored)})),
        "advice": _advice(result, rejected),
        "files": Term("intake.read_files", {"n": count(len(reading.files))}),
        "share": whole,
        "money_rejected": Term("exact.money", {"money": money(reading.money_rejected)}),
        "first": result.client.period[0],
        "last": result.client.period[1],
    }
    told = "intake.account" if result.client.has("transactions") else "intake.account_rows"
    sure = rejected == 0 and result.client.effort_span is None
    return Finding(told, numbers, 3 if sure else 2, ("[002]",))


def _missing_effort(result: Result, before: Term) -> Term:
    """A sentence, and that activities are missing for a part of the period where they are."""
    caveat = effort_caveat(result.client)
    return before if caveat is None else Term("sentences.two", {"first": before, "second": caveat})


def _advice(result: Result, rejected: int) -> Term:
    """What to do about what was delivered: rejected rows, activities of part of the period, or nothing."""
    span = result.client.effort_span
    if span is None:
        return Term("intake.advice_none" if rejected == 0 else "intake.advice_rejects")
    effort = Term("intake.advice_effort", {"first": span[0], "last": span[1]})
    return (
        effort if rejected == 0 else Term("sentences.two", {"first": Term("intake.advice_rejects"), "second": effort})
    )


def _used(result: Result) -> Term:
    """The revenue that was used, and what of it lies outside the period."""
    outside = result.client.money_outside
    amounts = {"money": Term("exact.money", {"money": money(result.client.reading.money_used)})}
    if not outside:
        return Term("intake.used_all", amounts)
    return Term("intake.used_part", amounts | {"outside": Term("exact.money", {"money": money(outside)})})


def _inside(result: Result) -> Quantity:
    """What part of the revenue read is in the figures: used and within the period."""
    reading = result.client.reading
    inside = reading.money_used - result.client.money_outside
    return share(inside / reading.money_read if reading.money_read else 1.0)


def _unknown(result: Result) -> Finding | None:
    known = result.known
    least = known[known["known"] < 0.5]
    if least.empty:
        return None
    n_customers = count(len(result.client.tables["customers"]) if result.client.has("customers") else 0)
    names = Terms(tuple(Term(f"field.{f}") for f in least["field"].head(5)))
    numbers: dict[str, Value] = {
        "statement": Term(
            "intake.unknown_none" if not known["known"].any() else "intake.unknown_some",
            {"n": count(len(least)), "n_total": count(len(known))}
            if known["known"].any()
            else {"n_total": count(len(known))},
        ),
        "fields": names,
        "n_customers": n_customers,
    }
    return Finding("intake.unknown", numbers, 3, ("[002]",))


def _information(result: Result) -> Finding | None:
    """How little is known about the customers that matter most."""
    found = result.information
    if found is None or found.top.empty:
        return None
    items = found.items.sort_values(["by_value", "item"])
    values, dated = int(items["known"].sum()), int(items["dated"].sum())
    fresh = {"share": share(items["stale"].sum() / dated if dated else 0.0), "share_undated": share(1 - dated / values)}
    numbers: dict[str, Value] = {
        "n": count(len(found.little_known)),
        "n_total": count(len(found.top)),
        "share": share(items["by_customer"].mean()),
        "share_revenue": share(items["by_value"].mean()),
        "items": Terms(tuple(Term(f"item.{item}") for item in items["item"].head(2))),
        "fresh": Term("intake.fresh", fresh) if dated else Term("intake.undated"),
        "conflict": Term("intake.conflict", {"n": count(found.n_contradicting)}),
    }
    customers = tuple(str(one) for one in found.little_known.index)
    return Finding("intake.information", numbers, 3, ("[002]",), customers=customers)


def gaps(result: Result) -> tuple[Gap, ...]:
    """Tables not delivered, one gap each where nothing later speaks of it; the information profile without any data."""
    nothing = () if result.information else (Gap("intake.information", INFORMATION, "intake.gap_information"),)
    return nothing + tuple(
        Gap(f"intake.{t}", (t,), f"intake.gap_{t}")
        for t in result.missing_tables
        if t == "cost_rates" and result.client.has("transactions", "cost_of_goods")
    )


def answer(result: Result) -> Term:
    """The sentence that answers the chapter's question: do the data carry a report?"""
    reading = result.client.reading
    if not result.client.has("transactions"):
        return Term("intake.answer_no_lines", {"n_missing": count(len(result.missing_tables))})
    if result.client.money_outside:
        return Term("intake.answer_period", {"share": _inside(result), "n_missing": count(len(result.missing_tables))})
    part = reading.money_used / reading.money_read if reading.money_read else 1.0
    key = "intake.answer_whole" if part >= 0.99995 else "intake.answer_part"
    return Term(key, {"share": share(part), "n_missing": count(len(result.missing_tables))})


def basis(result: Result) -> tuple[Value, ...]:
    """What was delivered, for the chapter's margin."""
    return (Term("basis.files", {"n": count(len(result.client.reading.files))}),)
