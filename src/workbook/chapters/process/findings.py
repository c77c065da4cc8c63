"""What chapter 5 says."""

from __future__ import annotations

from workbook.chapters.process.analysis import Result, figures, weakest
from workbook.finding import Finding, Gap, Impact, Quantity, Term, Value, count, share
from workbook.parameters import PHASES


def findings(result: Result) -> tuple[Finding, ...]:
    """The weakest phase in opinion, the leak in the evidence, deliveries, repurchase."""
    made = [_gap(result), _leak(result), _on_time(result), _again(result)]
    return tuple(f for f in made if f is not None)


def _gap(result: Result) -> Finding | None:
    weak = weakest(result)
    if weak is None or result.opinion is None:
        return None
    target = result.client.parameters.process.target
    numbers: dict[str, Value] = {
        "points": Quantity(target - float(weak["performance"]), "score"),
        "phase": Term(f"phase.{int(weak['phase'])}"),
        "group": Term(f"opinion_class.{weak['class']}"),
        "importance": Quantity(float(weak["importance"]), "score"),
        "performance": Quantity(float(weak["performance"]), "score"),
        "n_people": count(int(weak["n"])),
        "target": Quantity(target, "score"),
    }
    return Finding("process.gap", numbers, 1 if weak["n"] < 10 else 2, ("[002]",))


def _leak(result: Result) -> Finding | None:
    """The phase 1–4 in which the largest share of the cases ends without result."""
    if result.evidence is None or result.evidence.empty:
        return None
    e = result.evidence.set_index("phase")
    phase = int(e["conversion"].idxmin())
    row = e.loc[phase]
    weak = weakest(result)
    lost = result.lost_value.get(phase, 0.0) if result.lost_value is not None else 0.0
    numbers: dict[str, Value] = {
        "n": count(int(row["entered"] - row["went_on"])),
        "n_total": count(int(row["entered"])),
        "phase": Term(f"phase.{phase}"),
        "share": share(1 - float(row["conversion"])),
        "money": Quantity(float(lost), "money"),
        "days": Quantity(float(row["median_days"]), "days"),
        "days_p90": Quantity(float(row["p90_days"]), "days"),
        "agreement": Term("process.agrees" if weak is not None and int(weak["phase"]) == phase else "process.differs"),
    }
    if row["median_days"] != row["median_days"]:
        return None
    return Finding("process.conversion", numbers, 3 if row["entered"] >= 30 else 2, ("[002]",), _closing(result, phase))


def _closing(result: Result, phase: int) -> Impact | None:
    """Margin if the leak's conversion came up to the mean of the other phases, as far as that is accepted to succeed."""
    if result.evidence is None or result.lost_value is None or result.margin_rate is None:
        return None
    e = result.evidence.set_index("phase")["conversion"]
    others = e.drop(phase).mean()
    if not others > e[phase] or e[phase] >= 1:
        return None
    saved = (others - e[phase]) / (1 - e[phase])
    later = float(e[[p for p in e.index if p > phase]].prod())
    gain = float(result.lost_value.get(phase, 0.0)) * saved * later * max(result.margin_rate, 0.0)
    low, central, high = result.client.parameters.value.acceptance
    return Impact("margin", gain * low, gain * central, gain * high, estimated=True) if gain > 0 else None


def _on_time(result: Result) -> Finding | None:
    d = result.delivered
    if d is None or not d.judged:
        return None
    numbers: dict[str, Value] = {
        "n": count(d.late),
        "n_total": count(d.judged),
        "share": share(d.on_time_share),
        "low": share(d.interval[0]),
        "high": share(d.interval[1]),
        "days": Quantity(d.median_days, "days"),
        "days_p90": Quantity(d.p90_days, "days"),
        "n_open": count(d.orders - d.shipped),
    }
    return Finding("process.on_time_share", numbers, 3, ("[002]", "[004]"))


def _again(result: Result) -> Finding | None:
    a = result.again
    if a is None or a.orders < 10 or a.median_days != a.median_days:
        return None
    numbers: dict[str, Value] = {
        "days_dat": Quantity(a.median_days, "days"),
        "share": share(a.within),
        "low": share(a.interval[0]),
        "high": share(a.interval[1]),
        "n_orders": count(a.orders),
        "horizon_dat": Quantity(result.client.parameters.process.repurchase_days, "days"),
    }
    return Finding("process.repurchase", numbers, 3, ("[002]",))


def gaps(result: Result) -> tuple[Gap, ...]:
    """What chapter 5 cannot say."""
    client, made = result.client, []
    unheard = _without_opinion(result)
    if unheard and not client.has("assessment", "dimension", "performance"):
        made.append(Gap("process.importance", ("assessment",), "process.gap_opinion", unheard))
    elif unheard:
        made.append(Gap("process.few_answers", ("people",), "process.gap_few", unheard))
    if result.evidence is None:
        needs = client.missing("opportunities.outcome", "stage_history.entered_at")
        ids = tuple(f"process.{k}.{p}" for k in ("lead_time_days", "conversion") for p in (1, 2, 3, 4))
        if result.wins is not None and result.wins[1]:
            ids = tuple(i for i in ids if i != "process.conversion.4")
        made.append(Gap("process.conversion", needs, "process.gap_evidence", ids))
    if result.delivered is None or not result.delivered.judged:
        needs = client.missing("transactions.shipped_at", "transactions.promised_at", "transactions.order_id")
        made.append(Gap("process.on_time_share", needs, "process.gap_delivery", ("process.on_time_share",)))
    return tuple(made)


def _without_opinion(result: Result) -> tuple[str, ...]:
    """The figures of opinion nobody, or fewer than five (people are protected), gave an answer for."""
    ids = [f"process.{k}.{p}" for k in ("importance", "performance") for p in PHASES]
    ids += [f"process.maturity.{d}" for d in ("strategy", "organisation", "information", "steering", "instruments")]
    made = {figure.id for figure in figures(result)}
    return tuple(i for i in ids if i not in made)


def answer(result: Result) -> Term:
    """The sentence that answers the chapter's question."""
    weak = weakest(result)
    if weak is not None:
        points = Quantity(result.client.parameters.process.target - float(weak["performance"]), "score")
        names: dict[str, Value] = {"phase": Term(f"phase.{int(weak['phase'])}"), "points": points}
        return Term("process.answer_gap", names)
    if result.delivered is not None and result.delivered.judged:
        return Term("process.answer_delivery", {"share": share(result.delivered.on_time_share)})
    if result.again is not None and result.again.orders >= 10 and result.again.median_days == result.again.median_days:
        return Term("process.answer_repurchase", {"days_dat": Quantity(result.again.median_days, "days")})
    return Term("process.answer_nothing")


def basis(result: Result) -> tuple[Value, ...]:
    """What the chapter rests on."""
    items: list[Value] = []
    if result.client.has("assessment"):
        answers = result.client.tables["assessment"]
        people = answers["respondent"].nunique() if "respondent" in answers else len(answers)
        items.append(Term("basis.respondents", {"n": count(people)}))
    if result.client.has("opportunities"):
        items.append(Term("basis.opportunities", {"n": count(len(result.client.tables["opportunities"]))}))
    if result.delivered is not None:
        items.append(Term("basis.orders", {"n": count(result.delivered.orders)}))
    return tuple(items)
