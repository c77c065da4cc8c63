"""What chapter 4 shows of channels, scope of service and small orders."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.scope import ServiceScope
from workbook.chapters.coverage.scope_facts import CENTRAL
from workbook.chapters.coverage.scope_findings import left_out, who, whom
from workbook.chapters.coverage.shared_exhibits import group_column
from workbook.charts import Reach, Sides, spans, two_sided
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, bound, count, hours, money, setting, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

ORDER = ("key", "core", "smart", "lean", "large", "medium", "small")
ELEMENTS = ("data_sheets", "support", "status", "shop")
LEVER = Shown("lever", "head.lever", "term", "coverage.lever.")


def scope_levers(result: Result, words: Words) -> Exhibit | None:
    """Effect of every lever and of all together, with its range; behind it what is assumed and from when it pays."""
    found = result.topics.of(ServiceScope)
    if not found.levers:
        return None
    table = pd.DataFrame([_row(found, name) for name in found.levers])
    table["assumed"] = [words.write(_assumption(found, name)) for name in found.levers]
    order = table["central"].sort_values(ascending=False, kind="stable").index
    table = table.loc[order].reset_index(drop=True)
    low, central, high = found.together
    reaches = [_reach(words, r.lever, (r.low, r.central, r.high)) for r in table.itertuples()]
    if len(found.levers) > 1:
        reaches.append(_reach(words, "joint", found.together, loud=True))
        joint = {"lever": "joint", "assumed": "", "low": low, "central": central, "high": high}
        table = pd.concat([table, pd.DataFrame([joint])], ignore_index=True)
    numbers: dict[str, Value] = {
        "money": money(central),
        "low": bound(low),
        "high": bound(high),
        "n": count(0 if found.table is None else len(found.table)),
        "who": who(found),
        "who_dat": whom(found),
        "unknown": left_out(found),
    }
    shown = [
        LEVER,
        Shown("assumed", "head.assumed"),
        Shown("accepts", "head.accepts", "share", decimals=0),
        Shown("enough", "head.break_even", "share"),
        Shown("enough_low", "head.break_even_low", "share"),
        *(Shown(c, f"head.{c}_money", "money") for c in ("low", "central", "high")),
    ]
    draw = partial(spans, reaches, words.quantity(money(0.0)))
    margin = ("read", "certainty", "limit", "source.care")
    return plate(words, "coverage.scope_levers", numbers, Behind(table, shown), draw, margin)


def _row(found: ServiceScope, name: str) -> dict[str, float | str | None]:
    low, central, high = found.single(name)
    accepts = getattr(found.set, name).acceptance[CENTRAL]
    pays = {"enough": found.break_even(name), "enough_low": found.break_even(name, 0)}
    return {"lever": name, "accepts": accepts, **pays, "low": low, "central": central, "high": high}


def _reach(words: Words, name: str, ends: tuple[float, float, float], loud: bool = False) -> Reach:
    text, reach = words.quantity(money(ends[1], True)), words.money_range(ends[0], ends[2], True)
    return Reach(words.text(f"coverage.lever.{name}"), *ends, text, reach, loud)


def _assumption(found: ServiceScope, name: str) -> Term:
    """What is assumed of one lever, in words."""
    lever, scope = getattr(found.set, name), found.set
    numbers: dict[str, Value] = {
        "low": setting(lever.acceptance[0]),
        "high": setting(lever.acceptance[2]),
        "lost": setting(lever.lost[2]),
    }
    reach: dict[str, dict[str, Value]] = {
        "channel": {"part": setting(scope.visits_moved), "time": setting(scope.contact_time)},
        "scope": {"part": setting(scope.scope_cut)},
        "minimum": {"limit": money(found.orders.minimum or 0.0)},
        "surcharge": {"limit": money(found.orders.below or 0.0), "amount": money(found.orders.amount or 0.0)},
        "online": {"part": setting(1 - scope.online_cost)},
    }
    return Term("coverage.lever_assumed", {**numbers, "reach": Term(f"coverage.lever_reach.{name}", reach[name])})


def scope_risk(result: Result, words: Words) -> Exhibit | None:
    """What each lever puts at risk against what it brings: both readings of the articles side by side."""
    found = result.topics.of(ServiceScope)
    if not found.levers or found.table is None:
        return None
    table = pd.DataFrame([_risk(found, name) for name in found.levers])
    if not table["brings"].sum() > 0:
        return None
    spent = found.hours()
    sides = [
        Sides(
            words.text(f"coverage.lever.{r.lever}"), r.risk, r.brings,
            words.money(r.risk, rough=True), words.money(r.brings, rough=True),
            words.text("coverage.response_net", change=words.money(r.brings - r.risk, sign=True, rough=True)),
        )
        for r in table.itertuples()
    ]  # fmt: skip
    numbers: dict[str, Value] = {
        "risk": money(float(table["risk"].sum())),
        "most": money(float(table["most"].sum())),
        "brings": money(float(table["brings"].sum())),
        "hours": hours(spent["free"]),
        "visits": hours(spent["visits"]),
        "result": money(float(found.table["cm3"].sum())),
        "cash": Term(
            f"coverage.scope_cash.{'gain' if found.together_cash[1] > 0 else 'loss'}",
            {"money": money(abs(found.together_cash[1]))},
        ),
    }
    shown = [
        LEVER,
        Shown("hours", "head.hours_free", "hours"),
        Shown("brings", "head.brings", "money"),
        Shown("risk", "head.at_risk", "money"),
        Shown("most", "head.at_risk_most", "money"),
    ]
    names = (words.text("coverage.scope_at_risk"), words.text("coverage.scope_brings"))
    draw = partial(two_sided, sides, names, indent=236)
    margin = ("read", "limit", "source.care")
    return plate(words, "coverage.scope_risk", numbers, Behind(table, shown), draw, margin)


def _risk(found: ServiceScope, name: str) -> dict[str, float | str | None]:
    """Profit at risk (central, most), what it brings, and hours freed net by one lever alone, central."""
    assert found.table is not None
    (_, risk, most), accepts = found.risk(name), found.answers(CENTRAL)[name][0]
    column = {"channel": "freed", "scope": "cut"}.get(name)
    free = accepts * float(found.table[column].sum()) if column else None
    return {"lever": name, "hours": free, "brings": found.brought(name), "risk": risk, "most": most}


def self_service(result: Result, words: Words) -> Exhibit | None:
    """What elements of self-service would take over, as far as the data say."""
    found = result.topics.of(ServiceScope)
    if found.table is None or not (found.care.by_element or "online" in found.levers):
        return None
    low, central, high = found.set.self_service
    made = []
    for name in ELEMENTS[:-1]:
        now = found.care.by_element.get(name) or float("nan")
        spans_of = {"low": low * now, "central": central * now, "high": high * now}
        made.append({"element": name, "now": now, **spans_of})
    shop = {"element": "shop"}
    if "online" in found.levers:
        shop |= {"orders": float(found.table["by_hand"].sum()), "money": found.single("online")[1]}  # type: ignore[dict-item]
    table = pd.DataFrame([*made, shop]).reindex(columns=["element", "now", "low", "central", "high", "orders", "money"])
    if table[["now", "orders"]].isna().all(axis=None):
        return None
    numbers: dict[str, Value] = {
        "hours": hours(float(table["central"].sum())),
        "low": setting(low),
        "central": setting(central),
        "high": setting(high),
        "n": count(len(found.table)),
        "who": who(found),
        "who_dat": whom(found),
    }
    shown = [
        Shown("element", "head.element", "term", "coverage.element."),
        Shown("now", "head.hours_year_all", "hours"),
        *(Shown(c, f"head.{c}_hours", "hours") for c in ("low", "central", "high")),
        Shown("orders", "head.by_hand", "count"),
        Shown("money", "head.effect_money", "money"),
    ]
    return plate(words, "coverage.self_service", numbers, Behind(table, shown), margin=("limit", "source.care"))


def two_levers(result: Result, words: Words) -> Exhibit | None:
    """What one percentage point of price and a tenth less process cost bring by class."""
    found = result.topics.of(ServiceScope)
    if found.classes is None or not found.classes["process"].sum() > 0:
        return None
    table = found.classes.reindex([g for g in ORDER if g in found.classes.index])
    if table.empty:
        return None
    shown = [
        group_column(result.grouping),
        Shown("customers", "head.customers", "count"),
        Shown("price", "head.price_point", "money"),
        Shown("process", "head.process_saving", "money"),
        Shown("price_part", "head.price_part", "share"),
        Shown("process_part", "head.process_part", "share"),
    ]
    numbers: dict[str, Value] = {
        "price": money(float(table["price"].sum())),
        "process": money(float(table["process"].sum())),
        "share": share(float(table["process"].sum() / table["price"].sum()) if table["price"].sum() > 0 else 0.0),
    }
    total: dict[str, float | str] = {c: float(table[c].sum()) for c in ("customers", "price", "process")}
    total["group"] = words.text("total")
    behind = Behind(table.reset_index(names="group"), shown, total)
    return plate(words, "coverage.two_levers_table", numbers, behind, margin=("limit", "source.lines"))


EXHIBITS: dict[str, Draw] = {
    "scope_levers": scope_levers,
    "scope_risk": scope_risk,
    "self_service": self_service,
    "two_levers": two_levers,
}
