"""The smart-account programme: who is in it, with which package and scope, through which channel, and how it is tried out."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.grid import channels_of
from workbook.client import Client
from workbook.exhibit import Chapter, Exhibit, Page
from workbook.finding import Quantity, Terms, count, hours, money, setting
from workbook.language import Words
from workbook.report.account_plan_page import INDEX, listed, section, sheet
from workbook.tabulate import Shown, tabulate

ARM, FEWEST, MONTHS = 40, 10, 6  # customers per half of the pilot at most and at least, and how long it runs
LEVELS = ("high", "medium", "low")
MEASURES = {"revenue_per_year": "money", "cm3": "money", "hours_now": "hours", "orders": "number", "retention": "share"}


def programme_page(frame: Page, customers: pd.DataFrame, client: Client, words: Words) -> str:
    """The page in the frame of the report; where there are no smart accounts it says what would make them known."""
    own = members(customers)
    title = words.text("plans.programme_title", client=client.parameters.name)
    if own.empty:
        answer, lead = words.text("plans.answer.programme_none"), words.text("plans.lead.programme_none")
        return sheet(frame, title, (section("members", 1, answer, lead, [], words),), client, words, (INDEX,))
    builders = (_members, _packages, _channels, _limits, _pilot, _exceptions)
    chapters = tuple(build(own, client, words, number) for number, build in enumerate(builders, 1))
    return sheet(frame, title, chapters, client, words, (INDEX,))


def members(customers: pd.DataFrame) -> pd.DataFrame:
    """The smart accounts with a package, a level of potential and sums a year; index customer_id."""
    if "class" not in customers:
        return pd.DataFrame()
    own = customers[customers["class"].eq("smart")].copy()
    for name, otherwise in (("package", "standard"), ("potential_level", "unknown")):
        given = own[name].astype(object) if name in own else pd.Series(None, own.index, dtype=object)
        own[name] = given.where(given.notna(), otherwise)
    for name in ("revenue_per_year", "net_revenue", "cm3", "hours_now", "orders", "retention"):
        own[name] = pd.to_numeric(own[name]).astype(float) if name in own else np.nan
    span = own["net_revenue"] / own["revenue_per_year"].where(own["revenue_per_year"] > 0)
    return own.assign(cm3=own["cm3"] / span, orders=own["orders"] / span)


def pilot(own: pd.DataFrame, seed: int) -> pd.Series:
    """Half of the programme's customers tries it, half goes on as before: by customer_id `pilot` or `control`, others missing.

    Drawn by a hash of seed and id inside each package, so that both halves hold the same mix; at most ARM in each half.
    """
    drawn = [hashlib.sha256(f"{seed}|{i}".encode()).hexdigest() for i in own.index]
    order = pd.Series(drawn, own.index).sort_values()
    place = own.loc[order.index].groupby("package").cumcount()
    queue = place.sort_values(kind="stable").index  # the packages in turn
    each = min(ARM, len(queue) // 2)
    arms = place.loc[queue].mod(2).map({0: "pilot", 1: "control"})
    kept = pd.concat([arms[arms == name][:each] for name in ("pilot", "control")])
    return kept.reindex(own.index)


def _members(own: pd.DataFrame, client: Client, words: Words, number: int) -> Chapter:
    revenue = float(own["revenue_per_year"].sum())
    answer = words.text("plans.answer.members", n=count(len(own)), money=money(revenue))
    rows = [
        (
            words.text(f"segmentation.package.{name}"),
            words.number(len(part)),
            words.money(float(part["revenue_per_year"].sum())),
            words.money(float(part["cm3"].sum())) if part["cm3"].notna().any() else words.text("plans.mark"),
            _levels(part, words),
        )
        for name, part in own.groupby("package")
    ]  # fmt: skip
    table = listed("members", ("package", "customers", "revenue", "cm3", "potential"), rows, words)
    return section("members", number, answer, words.text("plans.lead.members"), [table, _names(own, words)], words)


def _levels(part: pd.DataFrame, words: Words) -> str:
    """How many customers have which level of potential."""
    counted = part["potential_level"].value_counts()
    return "; ".join(f"{words.text(f'plans.level.{k}')}: {counted[k]}" for k in (*LEVELS, "unknown") if k in counted)


def _names(own: pd.DataFrame, words: Words) -> Exhibit:
    """Everybody in the programme, folded."""
    t = own.assign(id=own.index.astype(str)).sort_values("revenue_per_year", ascending=False, kind="stable")
    t["name"] = t["name"].fillna(t["id"]) if "name" in t else t["id"]
    shown = [
        Shown("name", "plans.head.customer"),
        Shown("id", "plans.head.id"),
        Shown("package", "plans.head.package", "term", "segmentation.package."),
        Shown("revenue_per_year", "plans.head.revenue", "money"),
    ]
    message = words.text("plans.table.names")
    return Exhibit("plans.names", message, "", tabulate(words, t, shown, message, sortable=len(t) > 8), folded=True)


def _packages(own: pd.DataFrame, client: Client, words: Words, number: int) -> Chapter:
    names = sorted(own["package"].unique())
    packages = [
        (
            words.text(f"segmentation.package.{n}"),
            words.text(f"plans.package_for.{n}"),
            words.text(f"plans.package_is.{n}"),
            words.text(f"plans.package_approach.{n}"),
        )
        for n in names
    ]
    catalogue = client.parameters.segmentation.service_catalogue
    scope = [
        (words.text(f"plans.element.{e}"), *(words.text(f"segmentation.level.{by[c]}") for c in ("key", "smart")))
        for e, by in catalogue.items()
        if {"key", "smart"} <= set(by)
    ]
    answer = words.text("plans.answer.packages", n=count(len(names)))
    blocks = [
        listed("packages", ("package", "for_whom", "content", "approach"), packages, words),
        listed("scope", ("element", "key", "smart"), scope, words),
    ]
    return section("packages", number, answer, words.text("plans.lead.packages"), blocks, words)


def _channels(own: pd.DataFrame, client: Client, words: Words, number: int) -> Chapter:
    counted = own["potential_level"].value_counts()
    rows = [
        (
            words.text(f"plans.level.{level}"),
            words.number(int(counted.get(level, 0))),
            words.listing([words.text(f"role.{r}") for r in channels_of(client.parameters, level)]),
        )
        for level in LEVELS
    ]
    if counted.get("unknown", 0):
        low = words.listing([words.text(f"role.{r}") for r in channels_of(client.parameters, "low")])
        asked = words.text("plans.channel_unknown", channel=low)
        rows.append((words.text("plans.level.unknown"), words.number(int(counted["unknown"])), asked))
    movable = own["visit_hours_movable"].sum() if "visit_hours_movable" in own else math.nan
    lead = words.text("plans.lead.channels", moved=setting(client.parameters.coverage.scope.visits_moved))
    if movable > 0:
        lead += "\n" + words.text("plans.movable", hours=hours(round(float(movable))))
    table = listed("channels", ("potential", "customers", "channel"), rows, words)
    return section("channels", number, words.text("plans.answer.channels"), lead, [table], words)


def _limits(own: pd.DataFrame, client: Client, words: Words, number: int) -> Chapter:
    """From where on something holds, and where it is set."""
    p = client.parameters
    scope, cap = p.coverage.scope, p.coverage.service_cap_hours.get("smart")
    pays = words.text("plans.limit.pays")
    half = words.text("plans.limit.half")
    rows = [
        ("floor", words.quantity(hours(p.coverage.service_floor_hours)), "coverage.service_floor_hours"),
        ("cap", words.quantity(hours(cap)) if cap else words.text("plans.mark"), "coverage.service_cap_hours"),
        ("minimum", words.money_full(scope.minimum_order) if scope.minimum_order else half, "coverage.scope.minimum_order"),
        ("surcharge", words.money_full(scope.surcharge_below) if scope.surcharge_below else pays,
         "coverage.scope.surcharge_below"),
        ("rise", words.text("plans.limit.score", score=setting(p.segmentation.key_score)), "segmentation.key_score"),
        ("fall", words.text("plans.limit.trend", share=setting(p.segmentation.decline_limit)), "segmentation.decline_limit"),
    ]  # fmt: skip
    told = [(words.text(f"plans.limit.{name}"), value, place) for name, value, place in rows]
    table = listed("limits", ("limit", "state", "place"), told, words)
    return section("limits", number, words.text("plans.answer.limits"), words.text("plans.lead.limits"), [table], words)


def _pilot(own: pd.DataFrame, client: Client, words: Words, number: int) -> Chapter:
    arms = pilot(own, client.parameters.seed)
    each = int((arms == "pilot").sum())
    if each < FEWEST:
        answer = words.text("plans.answer.pilot_small", n=count(len(own)))
    else:
        answer = words.text("plans.answer.pilot", n=count(each), months=count(MONTHS))
    names = {
        i: str(own["name"].get(i)) if "name" in own and not pd.isna(own["name"].get(i)) else str(i) for i in own.index
    }
    rows = [
        (names[i], words.text(f"segmentation.package.{own.at[i, 'package']}"), words.text(f"plans.arm.{arm}"))
        for i, arm in arms.dropna().sort_values(ascending=False, kind="stable").items()
    ]
    drawn = listed("pilot", ("customer", "package", "arm"), rows, words)
    folded = None if drawn is None else Exhibit(drawn.id, drawn.message, "", drawn.table, folded=True)
    lead = words.text("plans.lead.pilot", limit=setting(client.parameters.value.min_effect))
    return section("pilot", number, answer, lead, [_measures(own, arms, words), folded], words)


def _measures(own: pd.DataFrame, arms: pd.Series, words: Words) -> Exhibit | None:
    """What success is measured by, with today's mean in both halves."""
    rows = []
    for name, unit in MEASURES.items():
        if own[name].notna().any():
            means = [float(own.loc[arms == arm, name].mean()) for arm in ("pilot", "control")]
            said = [words.quantity(Quantity(m, unit)) if math.isfinite(m) else "?" for m in means]  # type: ignore[arg-type]
            rows.append((words.text(f"plans.measure.{name}"), *said, words.text(f"plans.success.{name}")))
    return listed("measures", ("measure", "pilot", "control", "success"), rows, words)


def _exceptions(own: pd.DataFrame, client: Client, words: Words, number: int) -> Chapter:
    """Changes by hand need an approval and stand in a register: who, why, until when."""
    set_ = client.parameters.overrides
    rows = [(o.customer_id, words.text(f"class.{o.to}"), o.reason, o.owner, words.date(o.expires)) for o in set_]
    answer = words.text("plans.answer.exceptions", n=count(len(rows)))
    table = listed("exceptions", ("id", "class", "reason", "approved", "due"), rows, words)
    steps = Terms(tuple(words.text(f"plans.register.{part}") for part in ("who", "why", "when", "approved", "result")))
    lead = words.text("plans.lead.exceptions", list=steps)
    return section("exceptions", number, answer, lead, [table], words)
