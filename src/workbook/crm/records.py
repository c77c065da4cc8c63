"""One record per customer for a CRM, from what the chapters found: in neutral columns, not yet any vendor's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.grid import channels_of
from workbook.client import Client
from workbook.finding import hours
from workbook.language import Words
from workbook.report.plan_file import plan_file

PRIORITIES = {"1": "priority_1", "2": "priority_2", "3": "priority_3", "4": "priority_4"}
COLUMNS = ("customer_id", "name", "class", "priority", "channel", "owner", "hours", "next_action", "plan_link")


def records(customers: pd.DataFrame, client: Client, words: Words, plans: str = "") -> pd.DataFrame:
    """What the CRM is to know.

    From the table of all customers (index customer_id, columns as in tables/customers.parquet) to one row per customer with a
    class or a priority, columns COLUMNS: codes of class, priority (1–4) and channel (a role), the owner's code as delivered,
    planned hours a year (the budget over- and under-service are judged by), the next action as a sentence, the link to the
    account plan of whoever has one (key accounts, `account_plans`) below `plans`. Measured hours are not among them: beside an
    owner they would be figures about a person. Text missing = "", hours missing = NaN.
    """
    told = _text(customers, "class").ne("") | _text(customers, "priority").ne("")
    t = customers[told]
    planned = _number(t, "hours_budget").fillna(_number(t, "hours_target"))
    made = {
        "customer_id": [str(i) for i in t.index],
        "name": _text(t, "name").where(_text(t, "name").ne(""), [str(i) for i in t.index]),
        "class": _text(t, "class"),
        "priority": _text(t, "priority").str.removesuffix(".0"),
        "channel": _channel(t, client),
        "owner": _text(t, "owner_target").where(_text(t, "owner_target").ne(""), _text(t, "owner_rep_id")),
        "hours": planned.round(1),
        "next_action": _action(t, planned, words),
        "plan_link": _link(t, client, plans),
    }
    return pd.DataFrame(made, index=t.index)[list(COLUMNS)]


def _text(t: pd.DataFrame, name: str) -> pd.Series:
    if name not in t:
        return pd.Series("", t.index, dtype=object)
    return t[name].astype(object).where(t[name].notna(), "").map(str)


def _number(t: pd.DataFrame, name: str) -> pd.Series:
    if name not in t:
        return pd.Series(np.nan, t.index)
    return pd.to_numeric(t[name]).astype("Float64").astype(float)


def _true(t: pd.DataFrame, name: str) -> np.ndarray:
    return _text(t, name).eq("True").to_numpy()


def _channel(t: pd.DataFrame, client: Client) -> pd.Series:
    """The first role that looks after the level of potential; key accounts of unknown potential have their manager."""
    levels = _text(t, "potential_level")
    first = {level: channels_of(client.parameters, level)[0] for level in ("high", "medium", "low")}
    by_level = levels.map(first).fillna("")
    return by_level.where(by_level.ne("") | _text(t, "class").ne("key"), "kam")


def _action(t: pd.DataFrame, planned: pd.Series, words: Words) -> list[str]:
    """The one thing to do next: the first that applies, from the account plan to the priority."""
    priority = _text(t, "priority").str.removesuffix(".0").to_numpy()
    applies = [
        (_text(t, "class").eq("key").to_numpy() & ~_true(t, "has_account_plan"), "plan"),
        ((_number(t, "cm3") < 0).to_numpy(), "loss"),
        ((_number(t, "excess_discount") > 0).to_numpy(), "discount"),
        (_true(t, "under_served") & planned.notna().to_numpy(), "more"),
        (_true(t, "over_served") & planned.notna().to_numpy(), "fewer"),
        *((priority == number, name) for number, name in PRIORITIES.items()),
    ]
    chosen = np.select([mask for mask, _ in applies], [name for _, name in applies], "")
    plain = {name: words.text(f"crm.action.{name}") for name in set(chosen) - {"", "more", "fewer"}}
    return [
        words.text(f"crm.action.{name}", hours=hours(round(h, 1))) if name in ("more", "fewer") else plain.get(name, "")
        for name, h in zip(chosen, planned, strict=True)
    ]


def _link(t: pd.DataFrame, client: Client, plans: str) -> list[str]:
    if not plans:
        return [""] * len(t)
    keys = _text(t, "class").eq("key") | t.index.isin(list(client.parameters.account_plans))
    return [f"{plans.rstrip('/')}/{plan_file(str(i))}" if key else "" for i, key in keys.items()]
