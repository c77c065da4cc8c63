"""What chapter 2 shows of the effort ratio and of the gate of key-account management."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.value.analysis import Result
from workbook.chapters.value.effort import Effort, over, spread
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, money, setting, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

NAMED = 15


def effort_ratio(result: Result, words: Words) -> Exhibit | None:
    """By class, how many customers' service takes more than the limit of their own margin; who they are in the table."""
    found = result.effort
    if found.ratios is None or found.above.empty or not found.groups.names:
        return None
    parts = _parts(found)
    most = parts.loc[parts["part"].idxmax()]
    numbers: dict[str, Value] = {
        "group": Term(f"value.group_of.{most.name}"),
        "n": count(most["above"]),
        "n_group": count(most["customers"]),
        "limit": setting(result.client.parameters.value.effort_limit),
        "care": Term("value.effort_with_care" if result.client.has("activities") else "value.effort_no_care"),
        "groups": Term(f"value.effort_groups.{found.groups.why}"),
    }
    bars = [
        Bar(
            words.text(f"value.group.{row.Index}"),
            row.part,
            words.percent(row.part, 0),
            rest_text=words.text("value.effort_of", n=count(row.above), n_total=count(row.customers)),
            token="ink" if row.Index == most.name else "dot",
        )
        for row in parts.itertuples()
    ]
    draw, margin = partial(bar_rows, bars), ("read", "limit", "source.costs")
    behind, caption = _names(found.above, result.client.years), "value.effort_ratio.caption"
    return plate(words, "value.effort_ratio", numbers, behind, draw, margin, caption=caption)


def _parts(found: Effort) -> pd.DataFrame:
    """Per group, from key to small: customers, how many are above the limit, and their part (0–1)."""
    assert found.ratios is not None
    by = found.ratios["above"].groupby(found.groups.of).agg(customers="size", above="sum")
    return by.reindex(list(found.groups.names)).assign(part=lambda t: t["above"] / t["customers"])


def _names(above: pd.DataFrame, years: float) -> Behind:
    """Who takes most beyond the limit, per year."""
    amounts = ["cm1", "order_cost", "care_cost", "effort_beyond"]
    table = above.head(NAMED)
    table = table.assign(**{c: table[c] / years for c in amounts})
    shown = [
        Shown("name", "head.customer"),
        Shown("cm1", "head.effort_cm1", "money"),
        Shown("order_cost", "head.effort_orders", "money"),
        Shown("care_cost", "head.effort_care", "money"),
        Shown("effort_beyond", "head.effort_beyond", "money"),
    ]
    return Behind(table, shown, sortable=True)


def kam_gate(result: Result, words: Words) -> Exhibit | None:
    """The gate in figures: how far customers lie apart, what the key ones are worth, what the role costs if it may be said."""
    found = result.effort
    if found.gate is None:
        return None
    numbers: dict[str, Value] = {"over": over(found), **spread(found)}
    cells: dict[str, Value] = {
        "value.gate_row.reach": numbers["ratio"],
        "value.gate_row.gini": numbers["gini"],
        "value.gate_row.hhi": words.number(found.concentration, 3),
        f"value.gate_row.key.{found.groups.kind}": count(int(found.groups.key.sum())),
        "value.gate_row.part": numbers["share"],
    }
    if "share_value" in numbers:
        cells["value.gate_row.part_value"] = numbers["share_value"]
    cells[f"value.gate_row.value.{found.measure}"] = money(found.gate.value, found.measure == "expected")
    if found.open_cost:
        cells["value.gate_row.cost"] = money(found.gate.cost)
        cells["value.gate_row.break_even"] = share(found.gate.break_even, found.measure == "expected")
    cells["value.gate_row.gate"] = Term("value.gate_met" if found.gate.met else "value.gate_not_met")
    rows = {"what": [words.text(key) for key in cells], "amount": [words.write(cell) for cell in cells.values()]}
    shown = [Shown("what", "head.gate"), Shown("amount", "head.gate_amount")]
    message = "value.kam_gate_table" if "share_value" in numbers else "value.kam_gate_table_revenue"
    return plate(words, "value.kam_gate_table", numbers, Behind(pd.DataFrame(rows), shown), message=message)


EXHIBITS: dict[str, Draw] = {"effort_ratio": effort_ratio, "kam_gate_table": kam_gate}
