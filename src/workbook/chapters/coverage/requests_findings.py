"""What chapter 4 says about requests."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from workbook.chapters.coverage.requests_facts import Facts
from workbook.finding import (
    Finding,
    Gap,
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
from workbook.methods.exception_outcome import Review
from workbook.methods.protect import agreed
from workbook.methods.request_order import POLICIES
from workbook.section import CLASSES

FIRST = {"class": "key", "size": "large"}
FEW = 10  # decided requests below which promises are not judged


def findings(found: Facts) -> tuple[Finding, ...]:
    """Waits, what an order by potential costs whom, order kept, exceptions, tonight's offers, and more work than time."""
    made = (_waits(found), _overload(found), _bill(found), _turns(found), _exceptions(found), _triage(found))
    return tuple(f for f in made if f is not None)


def _waits(found: Facts) -> Finding | None:
    """How long requests wait: those of the first class and the others."""
    if found.log is None or found.actual is None:
        return None
    begun, first = found.log.begun, FIRST[found.base.grouping]
    wait = begun["begun"] - begun["arrived"]
    top = begun["group"] == first
    said = Term("coverage.wait_said.all", {"hours": hours(float(wait.mean()))})
    if 0 < top.sum() < len(top):
        both = {"hours_key": hours(float(wait[top].mean())), "hours_rest": hours(float(wait[~top].mean()))}
        said = Term(f"coverage.wait_said.{found.base.grouping}", both)
    numbers: dict[str, Value] = {
        "said": said,
        "n": count(len(begun)),
        "n_open": count(len(found.log.open)),
        "p90": hours(float(wait.quantile(0.9))),
        "load": _load(found),
        "late": _late(found),
        "replayed": _replayed(found, top),
    }
    return Finding("coverage.wait_hours", numbers, 3, ("[003]",))


def _replayed(found: Facts, top: pd.Series) -> Term:
    """How long the same requests would have waited in the recommended order, worked on by as many."""
    wait = found.replayed
    if wait is None or not 0 < top.sum() < len(top):
        return Term("coverage.replayed_unknown")
    first = wait.index.isin(top.index[top])
    both = {"hours_key": hours(float(wait[first].mean()), True), "hours_rest": hours(float(wait[~first].mean()), True)}
    return Term(f"coverage.replayed.{found.base.grouping}", both)


def _load(found: Facts) -> Term:
    """How much of the desk's time the requests take."""
    assert found.log is not None
    if not math.isfinite(found.log.load):
        return Term("coverage.desk_load_unknown")
    guessed = not found.log.rows["effort_known"].all()
    return Term("coverage.desk_load", {"share": share(found.log.load, guessed), "n": count(found.log.servers or 0)})


def _late(found: Facts) -> Term:
    """How many were begun only after their deadline."""
    assert found.log is not None
    due = found.log.begun.dropna(subset=["due"])
    if due.empty:
        return Term("coverage.no_deadlines")
    return Term("coverage.begun_late", {"n": count(int((due["begun"] > due["due"]).sum())), "n_total": count(len(due))})


def _overload(found: Facts) -> Finding | None:
    """More work than the desk can do: how the backlog grows."""
    own, log = found.overload, found.log
    if own is None or log is None:
        return None
    numbers: dict[str, Value] = {
        "hours": hours(own.per_week, True),
        "share": share(log.load),
        "n": count(own.waiting),
        "left": hours(own.hours, True),
        "servers": count(log.servers or 0),
        "needed": count(math.floor(log.load * (log.servers or 1)) + 1),
    }
    return Finding("coverage.backlog", numbers, 2, ("[003]",))


def _bill(found: Facts) -> Finding | None:
    """What the first class gains by an order by potential, and what the others wait for it."""
    own, log = found.simulated, found.log
    first = FIRST[found.base.grouping]
    if own is None or log is None or ("score", first) not in own.waits.index:
        return None
    table = own.bill("score")
    rest = table.drop(index=first)
    if rest.empty or not rest["requests"].sum() > 0:
        return None
    gain = -float(table.loc[first, "change"])
    loss = float(np.average(rest["change"], weights=rest["requests"]))
    inside, of = own.within
    sides = {"hours_gain": hours(abs(gain), True), "hours_loss": hours(abs(loss), True)}
    names = {"whom": Term(f"coverage.bill_whom.{found.base.grouping}")}
    numbers: dict[str, Value] = {
        "said": Term(f"coverage.bill_said.{_direction(gain, loss)}", {**sides, **names} if gain > 0 else names),
        "classes": Terms(tuple(_change(g, c) for g, c in table["change"].items())),
        "sum": share(abs(table["weighted"].sum()) / max(_carried(own.waits, table), 1e-9)),
        "n_simulated": count(log.client.parameters.coverage.desk.simulated),
        "inside": count(inside),
        "of": count(of),
        "apart": share(own.apart),
        "exact": Term("coverage.closed_exact" if log.servers == 1 else "coverage.closed_approximate"),
        "servers": count(log.servers or 0),
        "ageing": setting(log.client.parameters.coverage.desk.ageing),
    }
    return Finding("coverage.priority_bill", numbers, 2, ("[003]",))


def _direction(gain: float, loss: float) -> str:
    """Whether the first class gains and the others pay, or not."""
    return "gain" if gain > 0 and loss > 0 else "both" if gain > 0 else "none"


def _carried(waits: pd.DataFrame, table: pd.DataFrame) -> float:
    """Work × wait of all groups by arrival: what no order can take away."""
    return float((waits.loc["fcfs", "mean"].reindex(table.index) * table["work"]).sum())


def _change(group: object, change: float) -> Term:
    """The change of one group's wait."""
    key = "coverage.waits_less" if change < 0 else "coverage.waits_more"
    return Term(key, {"group": _group(group), "hours": hours(abs(change), True)})


def _group(group: object) -> Term:
    return Term(f"group.{group}")


def _turns(found: Facts) -> Finding | None:
    """Whether requests of some persons come first beyond chance: how many persons, never who."""
    own = found.turns
    if own is None or not found.persons_shown:
        return None
    numbers: dict[str, Value] = {
        "n": count(int(own.persons["favoured"].sum())),
        "n_total": count(len(own.persons)),
        "share": share(float(own.rows["out_of_turn"].mean())),
        "n_requests": count(len(own.rows)),
        "orders": Terms(tuple(Term(f"coverage.order.{name}") for name in own.orders)),
    }
    return Finding("coverage.favouritism", numbers, 2, ("[003]",))


def apart(found: Facts) -> tuple[Finding, ...]:
    """Who is favoured, where that was agreed."""
    own, log = found.turns, found.log
    if own is None or log is None or own.persons.empty or not agreed(log.client.parameters.people):
        return ()
    names = called(found)
    rows = own.persons[own.persons["favoured"]].sort_values("share", ascending=False)
    who = tuple(
        Term(
            "coverage.favoured_person",
            {"who": names[str(r)], "n": count(row["ahead"]), "n_total": count(row["requests"])},
        )
        for r, row in rows.iterrows()
    )
    numbers: dict[str, Value] = {
        "n": count(len(rows)),
        "n_total": count(len(own.persons)),
        "persons": Terms(who) if who else Term("coverage.nobody"),
        "share": share(float(own.rows["out_of_turn"].mean())),
        "orders": Terms(tuple(Term(f"coverage.order.{name}") for name in own.orders)),
    }
    return (Finding("coverage.favoured_persons", numbers, 2, ("[003]",)),)


def called(found: Facts) -> dict[str, str]:
    """What each requester is called: by name or number, or by a code of this run where only pseudonyms were agreed."""
    assert found.turns is not None and found.log is not None
    client = found.log.client
    ids = [str(r) for r in found.turns.persons.index]
    if client.parameters.people == "pseudonym":
        mixed = np.random.default_rng(client.parameters.seed).permutation(len(ids))
        return {who: f"A{place + 1:02d}" for who, place in zip(ids, mixed, strict=True)}
    if not client.has("staff", "name"):
        return {who: who for who in ids}
    staff = client.tables["staff"].dropna(subset=["name"])
    names = dict(zip(staff["rep_id"].astype(str), staff["name"].astype(str), strict=True))
    return {who: names.get(who, who) for who in ids}


def _exceptions(found: Facts) -> Finding | None:
    """How many requests were handled out of turn as exceptions, with what approval, and what came of it."""
    own = found.exceptions
    if own is None:
        return None
    numbers: dict[str, Value] = {
        "n": count(own.n),
        "n_total": count(own.total),
        "n_open": count(own.n - own.approved),
        "n_reasoned": count(own.reasoned),
        "reasons": _reasons(own.reasons),
        "outcome": _outcome(own.outcome, own.others),
        "advice": Term(f"coverage.exceptions_advice.{_judged(own.outcome)}"),
    }
    return Finding("coverage.exceptions", numbers, 2, ("[003]",))


def _reasons(reasons: pd.DataFrame) -> Term:
    """The reasons given most often."""
    given = reasons.drop(index="", errors="ignore").sort_values("n", ascending=False, kind="stable").head(3)
    if given.empty:
        return Term("coverage.exceptions_unreasoned")
    said = tuple(Term("coverage.exceptions_reason", {"reason": str(r), "n": count(n)}) for r, n in given["n"].items())
    return Term("coverage.exceptions_reasons", {"reasons": Terms(said)})


def _judged(own: Review) -> str:
    """Whether approved exceptions brought what they promised: kept, broken, or not to be told."""
    if own.n < FEW or not math.isfinite(own.ratio):
        return "open"
    return "broken" if own.interval[1] < 1 else "kept" if own.interval[0] > 1 else "undecided"


def _outcome(own: Review, others: Review) -> Term:
    """What approved exceptions promised and brought, beside all other requests."""
    judged = _judged(own)
    if judged == "open":
        return Term("coverage.outcome_open", {"n": count(own.n), "least": count(FEW)})
    beside: Value = Term("coverage.outcome_alone")
    if others.n >= FEW and math.isfinite(others.ratio):
        beside = Term("coverage.outcome_others", {"share": share(others.ratio)})
    numbers: dict[str, Value] = {
        "n": count(own.won),
        "n_total": count(own.n),
        "expected": Quantity(own.expected, "score"),
        "promised": money(own.promised),
        "brought": money(own.brought),
        "share": share(own.ratio),
        "low": share(own.interval[0]),
        "high": share(own.interval[1]),
        "beside": beside,
    }
    return Term(f"coverage.outcome_{judged}", numbers)


def _triage(found: Facts) -> Finding | None:
    """Which open offers to write in the hours left, and what that is worth more than by arrival."""
    own = found.triage
    if own is None or found.log is None or not own.offers["chosen"].any():
        return None
    table = own.offers
    chosen = table[table["chosen"]]
    best, plain = float(chosen["worth"].sum()), float(table.loc[table["by_arrival"], "worth"].sum())
    numbers: dict[str, Value] = {
        "n": count(len(chosen)),
        "n_total": count(len(table)),
        "hours": hours(own.hours),
        "used": hours(float(chosen["effort"].sum())),
        "needed": hours(float(table["effort"].sum())),
        "money": money(best, True),
        "plain": money(plain, True),
        "more": Term("coverage.triage_more", {"money": money(best - plain, True)})
        if best > plain + 1e-9
        else Term("coverage.triage_same"),
        "customers": Terms(tuple(Term("coverage.no_customer") if n != n else n for n in chosen["name"].head(3))),
        "day": found.log.client.as_of,
        "n_past": count(int((table["days_left"] < 0).sum())),
    }
    return Finding("coverage.triage", numbers, 2, ("[003]",))


def gaps(found: Facts, there: set[str]) -> tuple[Gap, ...]:
    """What requests cannot say, and what would make it so."""
    client, log = found.base.client, found.log
    waits = tuple(f"coverage.wait_hours.{p}.{c}" for p in POLICIES for c in CLASSES)
    if log is None:
        needs = (
            client.missing("requests") or client.missing("requests.received_at", "requests.started_at") or ("requests",)
        )
        return (Gap("coverage.requests", needs, "coverage.gap_requests", (*waits, "claims.A3-03")),)
    made, lost = [], tuple(i for i in waits if i not in there)
    if lost:
        text = "coverage.gap_overload" if found.overload is not None else "coverage.gap_waits"
        needs = client.missing("requests.effort_hours", "staff.role") or ("requests",)
        made.append(Gap("coverage.wait_hours", needs, text, lost))
    if found.turns is not None and not found.persons_shown:
        needs = client.missing("requests.requested_by") or ("people",)
        made.append(Gap("coverage.favouritism", needs, "coverage.gap_favouritism", ("coverage.favoured",)))
    if found.turns is None or found.turns.claim(log) is None:
        made.append(Gap("coverage.turns", ("requests.received_at",), "coverage.gap_turns", ("claims.A3-03",)))
    if found.exceptions is None:
        needs = client.missing("requests.override") or ("requests.override",)
        made.append(Gap("coverage.exceptions", needs, "coverage.gap_exceptions", ("coverage.exceptions",)))
    if not client.has("requests", "expected_value", "win_probability"):
        needs = client.missing("requests.expected_value", "requests.win_probability")
        made.append(Gap("coverage.triage", needs, "coverage.gap_triage", ("coverage.offers_worth",)))
    return tuple(made)
