"""Delivery, care and repurchase: what the dates of the orders say about the phases 5 to 8."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base, duration
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Value, count, share
from workbook.methods.contact_after import Contacted, contact_after
from workbook.methods.delivery import Delivery, delivery
from workbook.methods.repurchase import Repurchase, repurchase
from workbook.topic import Topic, Topics

CARE = ("service", "complaint")
RELATIONSHIP = ("visit", "phone_call", "online_meeting")


@dataclass(frozen=True)
class Delivered(Topic):
    """`late`: one row per class, else size class: orders judged, late, share, median_days. `cared`, `related`: contacts after
    shipment (phases 6 and 7). `by_group` (index class, else size): on_time, cared, related, again (shares). None where the
    dates were not delivered.
    """

    client: Client
    grouping: str
    delivered: Delivery | None = None
    late: pd.DataFrame | None = None
    again: Repurchase | None = None
    cared: Contacted | None = None
    related: Contacted | None = None
    by_group: pd.DataFrame | None = None

    def figures(self) -> tuple[Figure, ...]:
        """Lead time and conversion of the phases 5 to 8, on-time share of delivery."""
        made: list[Figure] = []
        d, again = self.delivered, self.again
        if d is not None and d.shipped:
            made += _days(5, d.median_days)
            made.append(Figure("process.conversion.5", d.conversion, "share"))
            if d.judged:
                made.append(Figure("process.on_time_share", d.on_time_share, "share", d.interval))
        for phase, contact in ((6, self.cared), (7, self.related)):
            if contact is not None and contact.orders:
                made.append(Figure(f"process.conversion.{phase}", contact.within, "share", contact.interval))
                made += _days(phase, contact.median_days)
        if again is not None and again.orders:
            made.append(Figure("process.conversion.8", again.within, "share", again.interval))
            made += _days(8, again.median_days)
            if again.first_within == again.first_within:
                made.append(Figure("process.second_order", again.first_within, "share"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """Deliveries after the promised day, and repurchase."""
        return tuple(f for f in (_on_time(self), _again(self)) if f is not None)

    def gaps(self) -> tuple[Gap, ...]:
        """What promised and shipped days, and a log of contacts, would show."""
        there, client = {figure.id for figure in self.figures()}, self.client
        made = []
        asked = ["transactions.shipped_at", "transactions.promised_at", "transactions.order_id"]
        for text, phases, needs in (
            ("gap_delivery", (5,), asked),
            ("gap_contacts", (6, 7), [*asked[:1], "activities.customer_id"]),
            ("gap_repurchase", (8,), ["transactions.date"]),
        ):
            ids = [f"process.{k}.{p}" for p in phases for k in ("lead_time_days", "conversion")]
            ids += ["process.on_time_share"] if 5 in phases else []
            lost = tuple(i for i in ids if i not in there)
            if lost:
                lacking = client.missing(*needs) if client.has("transactions") else ("transactions",)
                name = "process.on_time_share" if 5 in phases else f"process.conversion.{phases[0]}"
                made.append(Gap(name, lacking or (needs[0],), f"process.{text}", lost))
        return tuple(made)

    def columns(self) -> pd.DataFrame:
        """Orders judged and delivered late per customer."""
        if self.delivered is None:
            return pd.DataFrame()
        table = self.delivered.table
        judged = table[table["late"].notna()]
        late = judged["late"].astype(bool).groupby(judged["customer_id"])
        return pd.DataFrame({"orders_judged": late.size(), "orders_late": late.sum()})


def _days(phase: int, value: float) -> list[Figure]:
    return [Figure(f"process.lead_time_days.{phase}", value, "days")] if value == value else []


def delivered(base: Base, _: Topics) -> Delivered:
    """What the dates of the orders say."""
    client, p = base.client, base.client.parameters
    done = late = again = cared = related = None
    if client.has("transactions", "shipped_at", "order_id") and base.lines is not None:
        done = delivery(base.lines, client.as_of)
        late = _late(done, base)
        cared, related = (_contacted(base, done.table, types, p.seed) for types in (CARE, RELATIONSHIP))
    if client.dated and client.has("transactions"):
        again = repurchase(client.tables["transactions"], client.as_of, p.process.repurchase_days, p.seed)
    groups = _by_group(base, done, again is not None)
    return Delivered(client, base.grouping, done, late, again, cared, related, groups)


def _contacted(base: Base, orders: pd.DataFrame, types: tuple[str, ...], seed: int | None) -> Contacted | None:
    """Contacts of these types after shipment, as far as the log of activities reaches; without an opportunity in phase 7."""
    client = base.client
    if not client.has("activities", "customer_id", "date", "type"):
        return None
    log = client.tables["activities"]
    named = log[log["type"].isin(types)]
    if types == RELATIONSHIP and "opportunity_id" in named:
        named = named[named["opportunity_id"].isna()]
    last = min(client.as_of, log["date"].max().date())
    # What was shipped before the log begins may have been followed by contacts nobody wrote down.
    seen = orders[orders["shipped"] >= log["date"].min()]
    found = contact_after(seen, named, last, client.parameters.process.contact_days, seed)
    return found if found.orders else None


def _late(done: Delivery, base: Base) -> pd.DataFrame:
    """Late deliveries by class, else size, of the customer: judged, late, share, median_days."""
    table = done.table[done.table["late"].notna()]
    table = table.assign(group=table["customer_id"].map(base.groups), late=table["late"].astype(bool))
    result = table.groupby("group").agg(judged=("late", "size"), late=("late", "sum"), median_days=("days", "median"))
    result["share"] = result["late"] / result["judged"]
    return result.reindex([g for g in base.group_names if g in result.index])


def _by_group(base: Base, done: Delivery | None, dated: bool) -> pd.DataFrame | None:
    """Shares of the phases 5 to 8 by class, else size."""
    client, rows = base.client, {}
    horizon = client.parameters.process.repurchase_days
    for name in base.group_names:
        own = base.groups.index[base.groups == name]
        row: dict[str, float] = {}
        if done is not None:
            orders = done.table[done.table["customer_id"].isin(own)]
            row["on_time"] = 1 - float(orders["late"].dropna().astype(float).mean())
            for column, types in (("cared", CARE), ("related", RELATIONSHIP)):
                contact = _contacted(base, orders, types, None)
                row[column] = contact.within if contact is not None else float("nan")
        if dated:
            lines = client.tables["transactions"]
            row["again"] = repurchase(lines[lines["customer_id"].isin(own)], client.as_of, horizon, None).within
        rows[name] = row
    return pd.DataFrame.from_dict(rows, orient="index") if rows else None


def _on_time(found: Delivered) -> Finding | None:
    d = found.delivered
    if d is None or not d.judged:
        return None
    numbers: dict[str, Value] = {
        "n": count(d.late),
        "n_total": count(d.judged),
        "share": share(d.on_time_share),
        "low": share(d.interval[0]),
        "high": share(d.interval[1]),
        "duration": duration(d.median_days, d.p90_days, "delivery"),
        "judged": Term("process.judged_by_last", {"n": count(d.late_lines)}),
        "open": Term("process.open_orders", {"n": count(d.orders - d.shipped)}),
    }
    return Finding("process.on_time_share", numbers, 3, ("[002]", "[004]"))


def _again(found: Delivered) -> Finding | None:
    a = found.again
    if a is None or a.orders < 10 or a.median_days != a.median_days:
        return None
    first = Term("process.repurchase.first_open", {"share": share(a.first_within)})
    if a.first_days == a.first_days:
        first = Term("process.repurchase.first", {"days_dat": Quantity(a.first_days, "days")})
    numbers: dict[str, Value] = {
        "days_dat": Quantity(a.median_days, "days"),
        "share": share(a.within),
        "low": share(a.interval[0]),
        "high": share(a.interval[1]),
        "n_orders": count(a.orders),
        "horizon_dat": Quantity(found.client.parameters.process.repurchase_days, "days"),
        "first": first,
    }
    return Finding("process.repurchase", numbers, 3, ("[002]",))
