"""Process cost per order by class and channel: order count × size × cost per order."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.client import Client
from workbook.finding import Claim, Figure, Finding, Gap, Term, Value, count, money, share
from workbook.methods.bootstrap import enough, interval
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.contribution import event_rates
from workbook.methods.process_cost import cost_by, order_costs
from workbook.topic import Topic, Topics

SMALL = {"class": ("smart", "lean"), "size": ("small",)}
CLAIM = "A0-07"
FEWEST = 10  # orders a cost per order of class and channel needs


@dataclass(frozen=True)
class OrderCost(Topic):
    """`groups` (index class, else size) and `channels` as `cost_by` makes them; `both`: cost per order by channel (rows) and
    group (columns). `burden`: one row per small customer (cost, cm1; currency over the period). None without rates or classes.
    """

    client: Client
    grouping: str
    groups: pd.DataFrame | None = None
    channels: pd.DataFrame | None = None
    both: pd.DataFrame | None = None
    burden: pd.DataFrame | None = None

    @property
    def channel_cost(self) -> pd.Series:
        """Process cost per order of the channels with enough orders to be named."""
        if self.channels is None:
            return pd.Series(dtype=float)
        return self.channels.loc[self.channels["orders"] * self.client.years >= FEWEST - 0.5, "cost"]

    def figures(self) -> tuple[Figure, ...]:
        """Process cost per order by class, else size."""
        if self.groups is None:
            return ()
        cash = self.client.parameters.currency
        return tuple(
            Figure(f"process.cost_per_order.{name}", float(value), cash) for name, value in self.groups["cost"].items()
        )

    def findings(self) -> tuple[Finding, ...]:
        """Where the process takes the largest part of what an order is worth."""
        if self.groups is None or len(self.groups) < 2 or self.groups["cost_rate"].isna().any():
            return ()
        worst, least = self.groups["cost_rate"].idxmax(), self.groups["cost_rate"].idxmin()
        w, b = self.groups.loc[worst], self.groups.loc[least]
        numbers: dict[str, Value] = {
            "group": Term(f"process.order_of.{worst}"),
            "other": Term(f"process.order_of.{least}"),
            "share": share(float(w["cost_rate"])),
            "other_share": share(float(b["cost_rate"])),
            "cost": money(w["cost"]),
            "value": money(w["value"]),
            "other_cost": money(b["cost"]),
            "other_value": money(b["value"]),
            "orders_year": count(round(float(w["orders"]))),
            "year": money(w["cost_year"]),
            "channel": self._channel(),
        }
        return (Finding("process.order_cost", numbers, 2, ("[000]", "[004]")),)

    def _channel(self) -> Term:
        """Between which channels the process cost of an order differs most."""
        cost = self.channel_cost
        if len(cost) < 2:
            return Term("process.order_cost.no_channel")
        ends: dict[str, Value] = {
            "dear": str(cost.idxmax()),
            "cheap": str(cost.idxmin()),
            "high": money(float(cost.max())),
            "low": money(float(cost.min())),
        }
        return Term("process.order_cost.channel", ends)

    def claims(self) -> tuple[Claim, ...]:
        """A0-07: the process of many small orders is not profitable, it costs more than their contribution margin I."""
        return self._tested

    @cached_property
    def _tested(self) -> tuple[Claim, ...]:
        if self.burden is None or len(self.burden) < LEAST:
            return ()
        rows = self.burden[["cost", "cm1"]].to_numpy(float)
        if not rows[:, 1].sum() > 0:
            return ()

        def part(drawn):  # type: ignore[no-untyped-def]
            return drawn[:, 0].sum() / drawn[:, 1].sum() if drawn[:, 1].sum() > 0 else float("nan")

        ends = interval(rows, part, self.client.parameters.seed, enough(len(rows)))
        whom: dict[str, Value] = {"whom": Term(f"process.small_of.{self.grouping}")}
        judged = verdict(ends, len(rows), 1.0)
        return (Claim(CLAIM, judged, part(rows), ends, len(rows), "share", "[000]", whom, 1.0),)

    def gaps(self) -> tuple[Gap, ...]:
        """What cost rates per order, or cost of goods, would show."""
        lost: tuple[str, ...] = () if self.groups is not None else ("process.cost_per_order",)
        lost += () if self.claims() else (f"claims.{CLAIM}",)
        if not lost:
            return ()
        asked = ("transactions.order_id", "cost_rates.cost_per_event", "transactions.cost_of_goods")
        needs = self.client.missing(*asked) or ("transactions",)
        return (Gap("process.cost_per_order", needs, "process.gap_order_cost", lost),)


def order_cost(base: Base, _: Topics) -> OrderCost:
    """What the process costs per order."""
    client = base.client
    per_order, per_line = event_rates(client.tables.get("cost_rates"))
    nothing = OrderCost(client, base.grouping)
    if base.lines is None or not client.has("transactions", "order_id") or per_order + per_line <= 0:
        return nothing
    known = base.known
    care = known["care_cost"] if "care_cost" in known else pd.Series(dtype=float)
    orders = order_costs(base.lines, per_order, per_line, care)
    if orders.empty:
        return nothing
    groups = orders["customer_id"].map(base.groups)
    by_group = cost_by(orders, groups, client.years).reindex([g for g in base.group_names if (groups == g).any()])
    channels = both = None
    if client.has("transactions", "order_channel"):
        channels = cost_by(orders, orders["order_channel"], client.years).sort_values(
            "orders", ascending=False, kind="stable"
        )
        cells = orders.assign(group=groups).groupby(["order_channel", "group"])["cost"].agg(["mean", "size"])
        both = cells["mean"].where(cells["size"] >= FEWEST).unstack("group").reindex(index=channels.index)
        both = both.reindex(columns=[g for g in base.group_names if g in both])
    return OrderCost(client, base.grouping, by_group if len(by_group) else None, channels, both, _burden(base, orders))


def _burden(base: Base, orders: pd.DataFrame) -> pd.DataFrame | None:
    """Process cost and contribution margin I of each small customer with orders."""
    if "cm1" not in base.known:
        return None
    small = base.known[base.groups.isin(SMALL[base.grouping]) & (base.known["orders"] > 0)]
    cost = orders.groupby("customer_id")["cost"].sum().reindex(small.index).fillna(0.0)
    table = pd.DataFrame({"cost": cost, "cm1": small["cm1"].astype(float)})
    return table[table["cm1"].map(math.isfinite)].sort_index()
