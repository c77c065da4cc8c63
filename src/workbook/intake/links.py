"""What one table names and another does not have, both ways, with its money; circular groups; two reps for one customer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbook.finding import Term, count, money, share
from workbook.intake.notes import Notes, quoted
from workbook.intake.rows import line_counts

ORPHANS = 0.20
SELLING = ("kam", "field", "inside")
FEWEST = 5  # persons below which no figure is told about them
NAMED = 5  # numbers named in one message

Tables = Mapping[str, pd.DataFrame]


def check(tables: Tables, people: str, notes: Notes) -> None:
    """All links between customers, groups, staff and what refers to them."""
    customers = tables.get("customers")
    if customers is not None:
        _unlisted_customers(tables, notes)
        _without_orders(tables, notes)
        _parents(tables, notes)
        _circles(tables, notes)
    _unlisted_reps(tables, people, notes)
    _idle_reps(tables, notes)
    _two_owners(tables, notes)


def revenue(tables: Tables, rows: pd.Series | None = None) -> float:
    """Net revenue of the order lines, or of some of them."""
    lines = tables.get("transactions")
    if lines is None or "net_revenue" not in lines:
        return 0.0
    return math.fsum((lines["net_revenue"] if rows is None else lines["net_revenue"][rows]).dropna())


def _listed(ids: list[str]) -> str:
    more = " …" if len(ids) > NAMED else ""
    return ", ".join(quoted(one) for one in ids[:NAMED]) + more


def _unlisted_customers(tables: Tables, notes: Notes) -> None:
    """Customers named elsewhere but not in the list: counted with their money; above a fifth of the rows it is asked."""
    known = set(tables["customers"]["customer_id"].dropna())
    for name, frame in tables.items():
        if name == "customers" or "customer_id" not in frame:
            continue
        given = frame["customer_id"].dropna()
        unlisted = set(given.unique()) - known
        if not unlisted:
            continue
        lost = given[given.isin(unlisted)]
        rows = line_counts(frame)
        part = int(rows[lost.index].sum()) / int(rows[given.index].sum())
        level = "ask" if part > ORPHANS else "warn"
        ids = sorted(unlisted)
        values: dict[str, Any] = {"n": count(len(ids)), "value": _listed(ids), "share": share(part)}
        values |= {"table": Term("table.customers"), "in": Term(f"table.{name}")}
        if name == "transactions":
            values["money"] = money(revenue(tables, frame["customer_id"].isin(unlisted)))
        notes.add("REF-ORPHAN", level, values=values)


def _without_orders(tables: Tables, notes: Notes) -> None:
    """Customers of the list without an order line, prospects left out where the list says who is one."""
    customers, lines = tables["customers"], tables.get("transactions")
    if lines is None or "customer_id" not in lines:
        return
    buying = set(lines["customer_id"].dropna().unique())
    idle = customers[~customers["customer_id"].isin(buying)]
    if "existing" in idle:
        idle = idle[~idle["existing"].eq(False).fillna(False)]
    ids = sorted(idle["customer_id"].dropna().astype(str))
    if ids:
        notes.add(
            "REF-IDLE", "warn", values={"n": count(len(ids)), "n_total": count(len(customers)), "value": _listed(ids)}
        )


def _parents(tables: Tables, notes: Notes) -> None:
    """Groups that are no customer themselves: often right, and told, since their revenue gathers under a bare number."""
    customers = tables["customers"]
    if "parent_id" not in customers:
        return
    belonging = customers[customers["parent_id"].notna() & ~customers["parent_id"].isin(set(customers["customer_id"]))]
    ids = sorted(belonging["parent_id"].astype(str).unique())
    if ids:
        lines = tables.get("transactions")
        members = None if lines is None else lines["customer_id"].isin(set(belonging["customer_id"]))
        amount = 0.0 if members is None else revenue(tables, members)
        notes.add("REF-PARENT", "warn", values={"n": count(len(ids)), "value": _listed(ids), "money": money(amount)})


def _circles(tables: Tables, notes: Notes) -> None:
    """A group that is its own parent further up has no head: its members count as one group, and that is told."""
    customers = tables["customers"]
    if "parent_id" not in customers:
        return
    pairs = customers[["customer_id", "parent_id"]].dropna().drop_duplicates("customer_id")
    parent = dict(zip(pairs["customer_id"], pairs["parent_id"], strict=True))
    settled: set[str] = set()
    for start in parent:
        chain: dict[str, None] = {}
        at = start
        while at in parent and at not in settled and at not in chain:
            chain[at] = None
            at = parent[at]
        # Naming oneself is how many systems write "no parent".
        if at in chain and parent[at] != at:
            names = list(chain)
            circle = [*names[names.index(at) :], at]
            money_of = money(revenue(tables, _members(tables, names)))
            notes.add("REF-CYCLE", "warn", values={"chain": " → ".join(circle), "money": money_of})
        settled.update(chain)


def _members(tables: Tables, ids: list[str]) -> pd.Series | None:
    lines = tables.get("transactions")
    return None if lines is None else lines["customer_id"].isin(ids)


def _rep_columns(tables: Tables) -> dict[str, pd.Series]:
    """Where reps are named: the customers' owners, the order lines, the activities."""
    places = {"customers": "owner_rep_id", "transactions": "rep_id", "activities": "rep_id"}
    return {name: tables[name][column] for name, column in places.items() if name in tables and column in tables[name]}


def _unlisted_reps(tables: Tables, people: str, notes: Notes) -> None:
    """Persons named elsewhere but not in the staff list; about fewer than five there is no figure."""
    staff = tables.get("staff")
    if staff is None:
        return
    known = set(staff["rep_id"].dropna())
    for name, reps in _rep_columns(tables).items():
        given = reps.dropna()
        ids = sorted(set(given[~given.isin(known)]))
        if ids:
            values: dict[str, Any] = {"n": count(len(ids)), "value": _listed(ids)}
            values |= {"table": Term("table.staff"), "in": Term(f"table.{name}")}
            if name == "transactions" and (len(ids) >= FEWEST or people != "group"):
                values["money"] = money(revenue(tables, reps.isin(set(ids))))
            notes.add("REF-REP", "warn", values=values)


def _idle_reps(tables: Tables, notes: Notes) -> None:
    """Sellers of the staff list who are named nowhere."""
    staff, named = tables.get("staff"), _rep_columns(tables)
    if staff is None or not named:
        return
    busy = set().union(*(set(reps.dropna().unique()) for reps in named.values()))
    selling = staff[staff["role"].isin(SELLING)] if "role" in staff else staff
    ids = sorted(selling["rep_id"][~selling["rep_id"].isin(busy)].dropna().astype(str))
    if ids:
        notes.add("REF-UNUSED", "warn", values={"n": count(len(ids)), "value": _listed(ids)})


def _two_owners(tables: Tables, notes: Notes) -> None:
    """Customers most of whose revenue is booked on somebody else than their owner; the owner of the list counts."""
    customers, lines = tables.get("customers"), tables.get("transactions")
    if customers is None or lines is None or "owner_rep_id" not in customers or "rep_id" not in lines:
        return
    owner = customers.drop_duplicates("customer_id").set_index("customer_id")["owner_rep_id"].dropna()
    of_list = lines["customer_id"].map(owner)
    both = of_list.notna() & lines["rep_id"].notna()
    amount = lines["net_revenue"].where(lines["net_revenue"] > 0, 0.0)[both]
    other = amount.where(of_list[both] != lines["rep_id"][both], 0.0)
    by = pd.DataFrame({"all": amount, "other": other}).groupby(lines["customer_id"][both]).sum()
    found = by[by["other"] > by["all"] / 2]
    if len(found):
        ids = sorted(found.index.astype(str))
        values = {"n": count(len(ids)), "value": _listed(ids), "money": money(math.fsum(found["other"]))}
        notes.add("REF-OWNER", "warn", values=values)
