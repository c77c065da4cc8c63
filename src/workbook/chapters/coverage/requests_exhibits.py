"""What chapter 4 shows of requests."""

from __future__ import annotations

import math
from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.requests import Requests
from workbook.chapters.coverage.requests_queue import queue
from workbook.chapters.coverage.requests_waits import ALL
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, hours, share
from workbook.language import Words
from workbook.methods.request_order import POLICIES
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

ORDER = ("key", "core", "smart", "lean", "large", "medium", "small")
NAMED = 8


def waits(result: Result, words: Words) -> Exhibit | None:
    """Waits by class: by arrival against the recommended order; the table has every order and the waits there were."""
    found = result.topics.of(Requests)
    own, log = found.simulated, found.log
    table = _waits(found)
    if own is None or log is None or table.empty:
        return None
    policy = result.client.parameters.coverage.desk.policy
    policy = "ageing" if policy == "fcfs" else policy
    bars = [_bar(str(name), row, policy, words) for name, row in table.iterrows()]
    shown = [Shown("group", f"head.{result.grouping}", "term", "group."), Shown("n", "head.requests", "count")]
    shown += [Shown("actual", "head.wait_actual", "hours", decimals=1)] if "actual" in table else []
    shown += [Shown(p, f"head.wait_{p}", "hours", decimals=1) for p in POLICIES]
    first = table.index[0]
    numbers: dict[str, Value] = {
        "first": Term(f"group.{first}"),
        "before": hours(float(table.loc[first, "fcfs"]), True),
        "after": hours(float(table.loc[first, policy]), True),
        "all": hours(float(own.waits.loc[("fcfs", ALL), "mean"]), True),
        "policy": Term(f"coverage.policy.{policy}"),
        "share": share(log.load),
        "servers": count(log.servers or 0),
        "logged": _logged(str(first), table),
    }
    behind = Behind(table.rename_axis("group").reset_index(), shown)
    draw = partial(bar_rows, bars)
    return plate(words, "coverage.waits", numbers, behind, draw, ("read", "limit"))


def _logged(first: str, table: pd.DataFrame) -> Term:
    """That the long run is not what the log measured; with the wait it holds, where it tells one."""
    actual = float(table["actual"].get(first, math.nan)) if "actual" in table else math.nan
    if math.isnan(actual):
        return Term("coverage.waits_unlogged")
    return Term("coverage.waits_logged", {"first": Term(f"group.{first}"), "hours": hours(actual)})


def _waits(found: Requests) -> pd.DataFrame:
    """One row per group, the first class first: requests, wait as it was, wait under each order."""
    if found.simulated is None or found.log is None:
        return pd.DataFrame()
    table = found.simulated.waits["mean"].unstack("policy").reindex(columns=list(POLICIES))
    if found.actual is not None:
        table["actual"] = found.actual["wait"]
    table["n"] = found.log.rows["group"].value_counts()
    return table.reindex([g for g in ORDER if g in table.index])


def _bar(name: str, row: pd.Series, policy: str, words: Words) -> Bar:
    """One class: its wait in the order recommended, and by arrival."""
    text = f"{words.number(row[policy], 1)} ({words.number(row['fcfs'], 1)})"
    return Bar(words.text(f"group.{name}"), float(row[policy]), text)


def open_requests(result: Result, words: Words) -> Exhibit | None:
    """The requests that wait, the first ones to be worked on."""
    log = result.topics.of(Requests).log
    if log is None or log.open.empty:
        return None
    table = queue(log)
    top = table.head(NAMED)
    said = top.assign(
        name=top["name"].astype(object).fillna(top["customer_id"]),
        group=top["group"].astype(object).fillna("none"),
        said=[words.write(why) for why in top["why"]],
    )
    shown = [
        Shown("rank", "head.rank", "count"),
        Shown("request_id", "head.request"),
        Shown("name", "head.customer"),
        Shown("group", f"head.{result.grouping}", "term", "group."),
        Shown("waited", "head.waited", "hours", decimals=1),
        Shown("said", "head.why"),
    ]
    numbers: dict[str, Value] = {
        "n": count(len(table)),
        "n_top": count(len(top)),
        "policy": Term(f"coverage.policy.{result.client.parameters.coverage.desk.policy}"),
        "day": result.client.as_of,
    }
    return plate(words, "coverage.open_list", numbers, Behind(said, shown), margin=("limit",))


EXHIBITS: dict[str, Draw] = {"waits": waits, "open_requests": open_requests}
