"""What chapter 5 shows of the process cost per order."""

from __future__ import annotations

from typing import Literal

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.order_cost import OrderCost
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, money, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

PARTS = (
    Shown("orders", "head.orders_year", "count"),
    Shown("value", "head.order_value", "money"),
    Shown("lines", "head.lines_order", "number"),
    Shown("handling", "head.handling_order", "money"),
    Shown("care", "head.care_order", "money"),
    Shown("cost", "head.process_order", "money"),
    Shown("cost_rate", "head.process_share", "share"),
    Shown("cost_year", "head.process_year", "money"),
)


def order_cost(result: Result, words: Words) -> Exhibit | None:
    """Orders × size × cost per order by class, else size class."""
    found = result.topics.of(OrderCost)
    if found.groups is None:
        return None
    table = found.groups.rename_axis("group").reset_index()
    worst = table.loc[table["cost_rate"].fillna(0.0).idxmax()]
    numbers: dict[str, Value] = {
        "group": Term(f"process.order_of.{worst['group']}"),
        "cost": money(worst["cost"]),
        "value": money(worst["value"]),
        "share": share(worst["cost_rate"]) if worst["cost_rate"] == worst["cost_rate"] else Term("process.no_share"),
        "n": count(len(table)),
    }
    kind: Literal["class", "term"] = "class" if found.grouping == "class" else "term"
    shown = [Shown("group", f"head.{found.grouping}", kind, f"{found.grouping}."), *PARTS]
    total: dict[str, float | str] = {"group": words.text("total"), "orders": table["orders"].sum()}
    total |= {"cost_year": table["cost_year"].sum()}
    return plate(words, "process.order_cost_table", numbers, Behind(table, shown, total), margin=("read", "limit"))


def order_channels(result: Result, words: Words) -> Exhibit | None:
    """Process cost per order by order channel and class, else size class."""
    found = result.topics.of(OrderCost)
    cost = found.channel_cost
    if found.both is None or found.channels is None or len(cost) < 2:
        return None
    frame = found.both.join(found.channels[["orders", "cost"]]).rename_axis("channel").reset_index()
    numbers: dict[str, Value] = {
        "dear": str(cost.idxmax()),
        "cheap": str(cost.idxmin()),
        "high": money(float(cost.max())),
        "low": money(float(cost.min())),
    }
    shown = [Shown("channel", "head.order_channel"), Shown("orders", "head.orders_year", "count")]
    shown += [Shown("cost", "head.process_order", "money")]
    shown += [Shown(str(name), f"group.{name}", "money") for name in found.both.columns]
    return plate(words, "process.order_channels", numbers, Behind(frame, shown), margin=("read",))


EXHIBITS: dict[str, Draw] = {"order_cost": order_cost, "order_channels": order_channels}
