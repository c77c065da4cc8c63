"""What is known of an account, line by line: the value in words, how sure it is, and who finds out what is not known."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from workbook import schema
from workbook.chapters.segmentation.grid import channels_of
from workbook.client import Client
from workbook.finding import Quantity, money, share
from workbook.language import Words
from workbook.report.account_facts import Account
from workbook.report.customer_columns import COLUMNS, spoken

# Per section its lines, each with the way to find out what is missing: decide, talk, research, books.
LINES: Mapping[str, Mapping[str, str]] = {
    "profile": {
        "class": "decide", "class_probability": "books", "current_class": "decide", "priority": "decide",
        "strategic_importance": "decide", "industry": "research", "country": "research", "region": "research",
        "employees": "research", "customer_since": "books", "need": "talk", "requirements_complexity": "talk",
        "digital_readiness": "talk", "satisfaction": "talk",
    },
    "value": {
        "revenue_per_year": "books", "cm1": "books", "cm2": "books", "cm3": "books", "value_expected": "books",
        "retention": "talk",
    },
    "discounts": {
        "discount_rate": "books", "discount_edge": "books", "excess_discount": "books", "discount_verdict": "books",
    },
    "wallet": {"potential_revenue": "talk", "sow": "talk", "win_probability": "talk"},
    "people": {"decision_makers": "talk", "decision_process": "talk", "decision_criteria": "talk"},
    "competition": {
        "supplier_count": "talk", "supplier_rank": "talk", "competitive_intensity": "talk",
        "willingness_to_switch": "talk",
    },
    "goals": {"goal_revenue": "decide", "goal_margin": "decide"},
    "care": {"hours": "decide", "channel": "decide", "owner": "decide"},
}  # fmt: skip
WAYS = ("decide", "talk", "research", "books")
OVER_PERIOD = ("cm1", "cm2", "cm3", "excess_discount")
MEASURED = ("revenue_per_year", "cm1", "discount_rate")
AGREED = ("hours", "channel", "owner")
BY_RULE = ("class", "priority", "need")
STATED_IN = {"retention": "retention_probability", "owner": "owner_rep_id", "need": "need_type"}
RANGES = {"potential_revenue": ("potential_low", "potential_high"), "sow": ("sow_from", "sow_to")}
SCALES = {"rating5": 5.0, "rating10": 10.0}


@dataclass(frozen=True)
class Known:
    """One line of a plan: its column, its label, its value in words (None: not known), how sure, and the way to find out."""

    name: str
    label: str
    text: str | None
    sure: str
    way: str


def known(account: Account, client: Client, words: Words) -> dict[str, list[Known]]:
    """All lines of an account by section."""
    return {
        section: [_line(name, way, account, client, words) for name, way in lines.items()]
        for section, lines in LINES.items()
    }


def _line(name: str, way: str, account: Account, client: Client, words: Words) -> Known:
    text = _value(name, account, client, words)
    return Known(name, label(name, words), text, "" if text is None else _sure(name, account, words), way)


def label(name: str, words: Words) -> str:
    """What a line is called."""
    for family in ("plans.line.", "customer_column."):
        if words.has(family + name):
            return words.text(family + name)
    column = schema.column("customers", name)
    assert column is not None
    return words.own({language: heads[0] for language, heads in column.headers.items()})


def unknown(lines: Iterable[Known]) -> dict[str, list[str]]:
    """The labels of what is not known, by the way to find out."""
    missing = [line for line in lines if line.text is None]
    return {way: found for way in WAYS if (found := [m.label for m in missing if m.way == way])}


def _sure(name: str, account: Account, words: Words) -> str:
    """How sure a value is: measured, estimated, by rule, stated (by whom, when), agreed or proposed."""
    if name in AGREED and getattr(account.plan, name) is not None:
        kind = "agreed"
    elif name in ("hours", "channel"):
        kind = "proposed"
    elif name in BY_RULE and account.row.get("need_source" if name == "need" else "") != "stated":
        kind = "rule"
    elif name in MEASURED:
        kind = "measured"
    else:
        given = schema.column("customers", STATED_IN.get(name, name))
        kind = "stated" if given is not None and given.name in account.row else "estimated"
    said = words.text(f"plans.sure.{kind}")
    source, day = account.row.get(f"{name}_source"), account.row.get(f"{name}_as_of")
    if kind != "stated" or schema.column("customers", name) is None or (source is None and day is None):
        return said
    when = words.date(pd.Timestamp(day).date()) if day is not None else ""
    return words.text("plans.sure.by", sure=said, source=", ".join(x for x in (str(source or ""), when) if x))


def _value(name: str, account: Account, client: Client, words: Words) -> str | None:
    """One value in words; None where it is not known."""
    if name in AGREED:
        return _care(name, account, client, words)
    if name not in account.row:
        return None
    number = account.number(name)
    if name in RANGES and math.isfinite(number):
        return _ranged(name, number, account, words)
    if name == "value_expected":
        today = account.number("value_today")
        return words.text(
            "plans.expected" if math.isfinite(today) else "plans.alone",
            value=money(number, True),
            **({"today": money(today)} if math.isfinite(today) else {}),
        )
    if name in OVER_PERIOD:
        yearly = number / account.span
        return words.quantity(money(yearly)) if math.isfinite(yearly) else None
    return _plain(name, account, words)


def _ranged(name: str, number: float, account: Account, words: Words) -> str:
    """A value with its range where that was given."""
    low, high = (account.number(end) for end in RANGES[name])
    central = words.quantity(money(number, True) if name == "potential_revenue" else share(number, True))
    if not (math.isfinite(low) and math.isfinite(high)):
        return central
    span = words.money_range(low, high) if name == "potential_revenue" else _shares(low, high, words)
    return words.text("plans.ranged", value=central, range=span)


def _shares(low: float, high: float, words: Words) -> str:
    first, last = words.percent(low, 0), words.percent(high, 0)
    return last if first == last else f"{words.number(low * 100)}–{last}"


def _plain(name: str, account: Account, words: Words) -> str | None:
    """A value by what its column holds."""
    value, number = account.row[name], account.number(name)
    column = schema.column("customers", name)
    kind = COLUMNS.get(name) or (column.type if column else "text")
    if kind.endswith((".", "_")) or kind == "flag":
        one = str(value).removesuffix(".0") if kind.startswith("priority") else value
        return spoken(name, one, words) or None
    if kind in SCALES:
        return words.text("plans.rating", value=Quantity(number, "count"), of=Quantity(SCALES[kind], "count"))
    if kind in ("money", "share", "count"):
        return _quantity(name, Quantity(number, kind), account, words) if math.isfinite(number) else None  # type: ignore[arg-type]
    if kind == "date":
        return words.date(pd.Timestamp(value).date())
    return str(value)


def _quantity(name: str, value: Quantity, account: Account, words: Words) -> str:
    """A number; a goal for revenue beside what the last year brought."""
    bought = [year for year in account.years if not math.isnan(year["revenue"])]
    if name != "goal_revenue" or not bought:
        return words.quantity(value)
    return words.text("plans.goal", value=value, year=str(bought[-1]["year"]), last=money(bought[-1]["revenue"]))


def _care(name: str, account: Account, client: Client, words: Words) -> str | None:
    """Hours, channel and owner: as agreed, else as planned. Never measured hours: beside an owner they are about a person."""
    agreed = getattr(account.plan, name)
    if name == "hours":
        planned = [agreed, account.number("hours_budget"), account.number("hours_target")]
        given = next((h for h in planned if h is not None and math.isfinite(h)), None)
        return None if given is None else words.quantity(Quantity(round(float(given), 1), "hours"))
    if agreed:
        return str(agreed)
    if name == "channel":
        level = str(account.row.get("potential_level", ""))
        roles = channels_of(client.parameters, level) if level else ()
        return words.listing([words.text(f"role.{role}") for role in roles]) or None
    return str(account.row["owner_rep_id"]) if "owner_rep_id" in account.row else None
