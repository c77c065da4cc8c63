"""What chapter 1 says."""

from __future__ import annotations

from workbook.chapters.intake.analysis import Result
from workbook.finding import Finding, Gap, Term, Terms, Value, count, money, share


def findings(result: Result) -> tuple[Finding, ...]:
    """One finding: how much of what was delivered carries the report."""
    made = [_account(result), _unknown(result)]
    return tuple(f for f in made if f is not None)


def _account(result: Result) -> Finding:
    reading = result.client.reading
    read = sum(f.rows_read for f in reading.files)
    rejected = sum(f.rows_rejected for f in reading.files)
    ignored = sum(f.rows_ignored for f in reading.files)
    numbers: dict[str, Value] = {
        "n_read": count(read),
        "n_used": count(read - rejected),
        "n": count(rejected),
        "ignored": Term("intake.ignored", {"n": count(ignored)}),
        "n_files": count(len(reading.files)),
        "share": share(reading.money_used / reading.money_read if reading.money_read else 1.0),
        "money_used": Term("exact.money", {"money": money(reading.money_used)}),
        "money_rejected": Term("exact.money", {"money": money(reading.money_rejected)}),
        "first": result.client.period[0],
        "last": result.client.period[1],
    }
    told = "intake.account" if result.client.has("transactions") else "intake.account_rows"
    return Finding(told, numbers, 3 if rejected == 0 else 2, ("[002]",))


def _unknown(result: Result) -> Finding | None:
    known = result.known
    least = known[known["known"] < 0.5]
    if least.empty:
        return None
    n_customers = count(len(result.client.tables["customers"]) if result.client.has("customers") else 0)
    names = Terms(tuple(Term(f"field.{f}") for f in least["field"].head(5)))
    numbers: dict[str, Value] = {
        "n": count(len(least)),
        "n_total": count(len(known)),
        "fields": names,
        "n_customers": n_customers,
    }
    return Finding("intake.unknown", numbers, 3, ("[002]",))


def gaps(result: Result) -> tuple[Gap, ...]:
    """Tables not delivered, one gap each where nothing later speaks of it."""
    return tuple(
        Gap(f"intake.{t}", (t,), f"intake.gap_{t}")
        for t in result.missing_tables
        if t in ("requests", "cost_rates", "assessment")
    )


def answer(result: Result) -> Term:
    """The sentence that answers the chapter's question: do the data carry a report?"""
    reading = result.client.reading
    if not result.client.has("transactions"):
        return Term("intake.answer_no_lines", {"n_missing": count(len(result.missing_tables))})
    part = reading.money_used / reading.money_read if reading.money_read else 1.0
    key = "intake.answer_whole" if part >= 0.99995 else "intake.answer_part"
    return Term(key, {"share": share(part), "n_missing": count(len(result.missing_tables))})


def basis(result: Result) -> tuple[Value, ...]:
    """What was delivered, for the chapter's margin."""
    return (Term("basis.files", {"n": count(len(result.client.reading.files))}),)
