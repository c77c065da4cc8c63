"""What a problem concerns in revenue, where rows, columns or customers say it and the check itself did not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pandas as pd

from workbook.finding import Quantity, Term, money
from workbook.intake.notes import SHOWN, Notes
from workbook.intake.scale import HUGE
from workbook.intake.tables import Fed
from workbook.problem import Problem

# Of a column as a whole: every row with a value in it is concerned.
OF_COLUMN = frozenset({"HD-NEAR", "HD-TWOFOLD", "HD-INVERSE"})
Tables = Mapping[str, pd.DataFrame]


def fill(fed: Sequence[Fed], tables: Tables, notes: Notes) -> None:
    """Give each problem without an amount the net revenue it concerns; what cannot be computed stays without."""
    earned = _by_customer(tables)
    for number, problem in enumerate(notes.problems):
        if problem.level == "repair" or "money" in problem.values:
            continue
        amount = _of_all(problem, tables, earned)
        if amount is None:
            amount = _of_rows(problem, fed, earned)
        if amount is not None and math.isfinite(amount):
            notes.problems[number] = replace(problem, values={**problem.values, "money": money(amount)})


def _by_customer(tables: Tables) -> pd.Series:
    lines = tables.get("transactions")
    if lines is None or not {"customer_id", "net_revenue"} <= set(lines):
        return pd.Series(dtype="float64")
    return lines.groupby("customer_id")["net_revenue"].sum()


def _of_all(problem: Problem, tables: Tables, earned: pd.Series) -> float | None:
    """Problems of all order lines together, and of two customers who may be one."""
    lines, values = tables.get("transactions"), problem.values
    if lines is None or "net_revenue" not in lines:
        return None
    if problem.code == "SUM-BASE":
        return math.fsum(lines["net_revenue"].dropna())
    if problem.code == "SUM-CONTROL" and problem.key.endswith(
        ("control_totals.net_revenue", "transactions.net_revenue")
    ):
        return abs(float(values["difference"]))
    if problem.code == "DATE-FUTURE":
        after = pd.Timestamp(values["date"] + timedelta(days=1))
        return math.fsum(lines["net_revenue"][lines["date"] >= after].dropna())
    pair = values.get("candidates")
    if problem.code == "ID-SIMILAR" and problem.count == 1 and isinstance(pair, Term):
        return math.fsum(earned.reindex([pair.numbers["id_a"], pair.numbers["id_b"]]).dropna())
    return None


def _of_rows(problem: Problem, fed: Sequence[Fed], earned: pd.Series) -> float | None:
    """Problems of the rows or a column of one source: its own lines, else the lines of the customers it names."""
    for one in fed:
        if one.feed.block.place == (problem.file, problem.sheet):
            if one.bulk and problem.row is None:
                return None  # its rows are sums already
            rows = _rows(problem, one)
            if len(rows):
                return _revenue(one.frame.loc[rows], one.feed.table, earned)
    return None


def _rows(problem: Problem, one: Fed) -> list[int]:
    columns = [column for column, header in one.base.mapping.columns.items() if header == problem.header]
    column = next((c for c in columns if c in one.frame), None)
    if problem.code in OF_COLUMN or problem.code == "NUM-HUGE":
        if column is None:
            return []
        cells = one.frame[column]
        return list(one.frame.index[cells.abs() > HUGE if problem.code == "NUM-HUGE" else cells.notna()])
    if problem.row is None or problem.row not in one.bad:
        return []
    if problem.count == 1:
        return [problem.row]
    names = {problem.header, *columns}
    alike = sorted(r for r, why in one.bad.items() if why.code == problem.code and why.header in names)
    return alike[SHOWN:] if len(alike) - SHOWN == problem.count else [problem.row]


def _revenue(rows: pd.DataFrame, table: str, earned: pd.Series) -> float | None:
    if table == "transactions" and "net_revenue" in rows:
        known = rows["net_revenue"].dropna()
        return math.fsum(known) if len(known) else None
    if table == "customers" and "customer_id" in rows and len(earned):
        # Where no order line bears the number, it may be the number that is wrong: not known rather than nothing.
        known = earned.reindex(rows["customer_id"].dropna().unique()).dropna()
        return math.fsum(known) if len(known) else None
    return None


def amount(problem: Problem) -> float | None:
    """The net revenue a problem concerns, None where it cannot be computed."""
    found = problem.values.get("money")
    return found.value if isinstance(found, Quantity) else None
