"""Actual against recommended order: requests begun out of turn, whose they are, exceptions, and tonight's offers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.coverage.requests_log import Log
from workbook.finding import Claim, setting, share
from workbook.methods.bootstrap import enough, interval
from workbook.methods.claim_verdict import verdict
from workbook.methods.exception_outcome import Review, review
from workbook.methods.favouritism import favoured, out_of_turn
from workbook.methods.offer_triage import best_offers, offer_worth

LATEST = 3_000  # requests looked at one by one: the latest


@dataclass(frozen=True)
class Turns:
    """Requests begun while others waited. `rows` (index request_id): had_choice (others waited), out_of_turn (one of them comes
    first by every order), requester. `orders`: by which orders. `persons` (index requester): requests, ahead, share, p, favoured;
    empty where requesters are unknown."""

    rows: pd.DataFrame
    orders: tuple[str, ...]
    persons: pd.DataFrame

    def claim(self, log: Log) -> Claim | None:
        """A3-03: persons distort the order; measured as the share of requests begun out of turn among those with a choice."""
        chosen = self.rows.loc[self.rows["had_choice"], "out_of_turn"].to_numpy(float)
        if len(chosen) < 2:
            return None
        p = log.client.parameters
        ends = interval(chosen, lambda some: float(some.mean()), p.seed, enough(len(chosen)))
        effect, least = float(chosen.mean()), p.value.min_effect
        judged = verdict(ends, len(chosen), least)
        return Claim("A3-03", judged, effect, ends, len(chosen), "share", "[003]", {"least": setting(least)}, least)

    @property
    def said_share(self):  # type: ignore[no-untyped-def]
        """The share begun out of turn."""
        return share(float(self.rows["out_of_turn"].mean()))


def turns(log: Log) -> Turns | None:
    """The order requests were begun in against every order there is; None below two begun or without times."""
    rows = log.begun.iloc[-LATEST:]
    if not log.timed or len(rows) < 2:
        return None
    arrived, begun = rows["arrived"].to_numpy(float), rows["begun"].to_numpy(float)
    orders = {"fcfs": log.place("fcfs", rows), "rule": log.place(log.client.parameters.coverage.desk.policy, rows)}
    if rows["assigned_priority"].notna().any():
        orders["priority"] = log.priority(rows)
    made = pd.DataFrame(index=rows.index)
    made["had_choice"] = out_of_turn(arrived, begun, ())
    made["out_of_turn"] = out_of_turn(arrived, begun, tuple(orders.values()))
    made["requester"] = rows["requested_by"]
    return Turns(made, tuple(sorted(orders)), favoured(made["out_of_turn"].to_numpy(), made["requester"]))


@dataclass(frozen=True)
class Exceptions:
    """Requests moved forward as exceptions: how many of `total`, with a reason, approved, neither; what approved ones and all
    other requests promised and brought; the same by reason (index reason: n, approved, promised, brought)."""

    total: int
    n: int
    reasoned: int
    approved: int
    outcome: Review
    others: Review
    reasons: pd.DataFrame


def exceptions(log: Log) -> Exceptions | None:
    """The register of exceptions; None where the log does not mark them."""
    rows = log.rows
    if not rows["override"].notna().any():
        return None
    marked = rows["override"].astype("boolean").fillna(False).astype(bool)
    own, approved = rows[marked], marked & rows["approved_by"].notna()
    by = own.assign(
        approved=own["approved_by"].notna(),
        promised=own["expected_value"].astype(float) * own["win_probability"].astype(float),
        brought=own["value"].astype(float).where(own["outcome"] == "won"),
    ).groupby(own["override_reason"].astype(object).fillna(""))
    reasons = pd.DataFrame({"n": by.size(), "approved": by["approved"].sum()})
    seen = (_review(log, rows[approved]), _review(log, rows[~marked]))
    return Exceptions(
        len(rows), len(own), int(own["override_reason"].notna().sum()), int(approved.sum()), *seen, reasons
    )


def _review(log: Log, rows: pd.DataFrame) -> Review:
    expected, chance, value = (rows[c].astype(float) for c in ("expected_value", "win_probability", "value"))
    return review(expected, chance, value, rows["outcome"], log.client.parameters.seed)


@dataclass(frozen=True)
class Triage:
    """Open offers and the hours there are for them: `offers` (index request_id) with name, group, effort, worth, days_left,
    chosen and by_arrival (what the order of arrival would take up), the most worth per hour first."""

    hours: float
    offers: pd.DataFrame


def triage(log: Log) -> Triage | None:
    """Which of the open offers to write in the hours left; None where none is open or hours are unknown."""
    p = log.client.parameters.coverage.desk
    hours = p.offer_hours if p.offer_hours is not None else p.length * log.servers if log.servers else None
    rows = log.open.dropna(subset=["expected_value", "win_probability", "effort"])
    if hours is None or rows.empty:
        return None
    days = ((rows["due"] - log.now) / p.length).fillna(np.inf).clip(upper=250.0)
    chance, amount = rows["win_probability"].to_numpy(float), rows["expected_value"].to_numpy(float)
    worth = offer_worth(amount, chance, days.to_numpy(float))
    table = rows[["name", "group", "effort", "received_at"]].assign(worth=worth, days_left=days)
    table["chosen"] = best_offers(worth, table["effort"].to_numpy(float), hours)
    table["by_arrival"] = (table["effort"].cumsum() <= hours).to_numpy()
    table["rate"] = table["worth"] / table["effort"].clip(lower=0.25)
    return Triage(hours, table.sort_values(["chosen", "rate"], ascending=False, kind="stable"))
