"""What chapter 6 says."""

from __future__ import annotations

from workbook.chapters.summary import growth
from workbook.chapters.summary.analysis import Result
from workbook.finding import Finding, Gap, Term, Value, bound, count, money, share


def findings(result: Result) -> tuple[Finding, ...]:
    """One finding: what is within reach, or that it cannot be said."""
    if result.stake.dropped and not result.stake.levers:
        return (Finding("summary.all_dropped", {"n": count(result.stake.dropped)}, 3, ("[001]",)),)
    if result.at_stake is None or result.at_stake[1] <= 0:
        n_open = sum(len(g.key_figures) for g in result.so_far.gaps)
        numbers: dict[str, Value] = {
            "n": count(len(result.so_far.gaps)),
            "n_figures": count(len(result.so_far.figures)),
            "n_open": count(n_open),
        }
        return (Finding("summary.not_assessable", numbers, 3, ("[001]",)),)
    if result.worth_telling is None:
        return (_little(result),)
    low, central, high = result.at_stake
    counted = [f for f in result.levers if f.impact and f.impact.kind != "capacity"]
    top = counted[0]
    central_top = top.impact.central if top.impact else 0.0
    at_stake: dict[str, Value] = {
        "money": money(central, True),
        "low": bound(low),
        "high": bound(high),
        "lever": Term(f"{top.id}.lever"),
        "share": share(central_top / central),
        "n": count(len(counted)),
        "hours": _freed(result),
        "overlap": _overlap(result),
    }
    return (Finding("summary.value_at_stake", at_stake, 1, ("[001]", "[002]")),)


def _little(result: Result) -> Finding:
    """That all levers valued bring too little to decide on."""
    top, total = result.stake.levers[0], result.at_stake or (0.0, 0.0, 0.0)
    numbers: dict[str, Value] = {
        "n": count(len(result.stake.levers)),
        "money": money(total[1], True),
        "lever": Term(f"{top.id}.lever"),
    }
    return Finding("summary.little_at_stake", numbers, 1, ("[001]", "[002]"))


def _freed(result: Result) -> Term:
    """Whether a named measure uses the hours set free."""
    used = result.stake.used_by
    return Term("summary.hours_used", {"lever": Term(f"{used}.lever")}) if used else Term("summary.hours_unused")


def _overlap(result: Result) -> Term:
    """What the levers would bring one by one, where they want the same money."""
    if result.stake.overlap < 0.5:
        return Term("summary.overlap_none")
    alone = sum(a[1] for a in result.stake.alone.values())
    return Term("summary.overlap", {"sum": money(alone, True), "less": money(result.stake.overlap, True)})


def gaps(result: Result) -> tuple[Gap, ...]:
    """The value at stake, where no lever could be priced; growth, where potentials are not known."""
    open_growth = growth.gaps(result.client, result.so_far, result.growth)
    if result.at_stake is not None:
        return open_growth
    lines = "transactions.cost_of_goods" if result.client.has("transactions") else "transactions"
    needs = result.client.missing(lines, "activities.hours", "customers.potential_revenue")
    return (Gap("summary.value_at_stake", needs, "summary.gap_stake", ("summary.value_at_stake",)), *open_growth)


def answer(result: Result) -> Term:
    """The sentence over the whole report."""
    freed = next((f for f in result.levers if f.id == "coverage.overserved"), None)
    stake = result.worth_telling
    if stake is not None:
        if freed is not None:
            return Term("summary.answer_both", {"money": money(stake[1], True), "hours": freed.numbers["hours"]})
        return Term("summary.answer_stake", {"money": money(stake[1], True)})
    told = next((f.numbers["leading"] for f in result.so_far.findings if f.id == "value.effective_customers"), None)
    if told is None:
        return Term("summary.answer_nothing" if result.client.has("transactions") else "summary.answer_no_lines")
    if result.at_stake is not None and result.at_stake[1] > 0:
        return Term("summary.answer_little", {"leading": told})
    if any(f.impact is not None and f.impact.high > 0 for f in result.asking):
        return Term("summary.answer_capacity", {"leading": told})
    key = "summary.answer_unvalued" if "value.cm3" in result.so_far.figures else "summary.answer_open"
    return Term(key, {"leading": told})


def basis(result: Result) -> tuple[Value, ...]:
    """What the summary rests on."""
    return (Term("basis.figures", {"n": count(len(result.so_far.figures))}),)
