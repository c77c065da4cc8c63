"""Phase 5, fulfil and deliver: on-time share, days to shipment, orders shipped and overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import sqrt

import pandas as pd

from workbook.methods.kaplan_meier import days_until, kaplan_meier


@dataclass(frozen=True)
class Delivery:
    """Orders promised and shipped: counts, the on-time share with its 95 % interval (Wilson), days from order to shipment.

    `late_lines`: orders on time as a whole, a line of which was shipped after the day promised for it.
    """

    orders: int
    shipped: int
    judged: int
    late: int
    overdue: int
    on_time_share: float
    interval: tuple[float, float]
    median_days: float
    p90_days: float
    table: pd.DataFrame
    late_lines: int = 0

    @property
    def conversion(self) -> float:
        """Shipped ÷ (shipped + overdue at the cut-off date)."""
        return self.shipped / (self.shipped + self.overdue) if self.shipped + self.overdue else float("nan")


def delivery(lines: pd.DataFrame, as_of: date) -> Delivery:
    """How orders were delivered.

    From order lines (customer_id, order_id, shipped_at; optional promised_at, ordered_at, date; credit notes left out) to one
    judgement per order: ordered (ordered_at, else date) at its earliest line, promised at its latest, shipped when its last
    line is. On time = shipped on or before the promised day, of shipped orders with a promise only. Overdue = not shipped and
    promised before `as_of`. Days from order to shipment by Kaplan–Meier, orders not shipped by `as_of` censored.

    Source: METHOD.md §7 "Evidence"; Wilson 1927 for the interval.
    """
    bought = lines[lines["net_revenue"] >= 0]
    begun = bought["ordered_at"] if "ordered_at" in bought else bought["date"]
    if "promised_at" not in bought:
        bought = bought.assign(promised_at=pd.NaT)
    late_line = bought["shipped_at"].dt.normalize() > bought["promised_at"].dt.normalize()
    bought = bought.assign(_begun=begun, _open=bought["shipped_at"].isna(), _late=late_line)
    table = bought.groupby("order_id").agg(
        customer_id=("customer_id", "first"),
        ordered=("_begun", "min"),
        promised=("promised_at", "max"),
        shipped=("shipped_at", "max"),
        waiting=("_open", "any"),
        late_line=("_late", "any"),
    )
    table["shipped"] = table["shipped"].mask(table["waiting"])
    done = table[table["shipped"].notna()]
    judged = done[done["promised"].notna()]
    beyond = judged["shipped"].dt.normalize() > judged["promised"].dt.normalize()
    late = int(beyond.sum())
    overdue = int((table["shipped"].isna() & (table["promised"] < pd.Timestamp(as_of))).sum())
    days = (done["shipped"].dt.normalize() - done["ordered"].dt.normalize()).dt.days
    table["late"] = beyond
    table["days"] = days
    waited = (table["shipped"].fillna(pd.Timestamp(as_of)).dt.normalize() - table["ordered"].dt.normalize()).dt.days
    told = waited >= 0
    curve = kaplan_meier(waited[told].to_numpy(), table.loc[told, "shipped"].notna().to_numpy())
    n = len(judged)
    return Delivery(
        len(table),
        len(done),
        n,
        late,
        overdue,
        (n - late) / n if n else float("nan"),
        wilson(n - late, n),
        days_until(curve, 0.5),
        days_until(curve, 0.9),
        table,
        int((judged["late_line"] & ~beyond).sum()),
    )


def wilson(successes: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """95 % interval of a share by Wilson 1927, 0–1; missing (nan, nan) for n = 0."""
    if n == 0:
        return float("nan"), float("nan")
    p, centre = successes / n, 1 + z * z / n
    middle = (p + z * z / (2 * n)) / centre
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / centre
    return middle - half, middle + half
