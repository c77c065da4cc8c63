"""What chapter 2 shows of the expected value."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.value.analysis import Result
from workbook.chapters.value.expected import Expected
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, money, setting, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import shorten

TOP = 10


def purchases(result: Result, words: Words) -> Exhibit | None:
    """Purchases made in the months held out beside what each way of forecasting had expected."""
    tried = result.expected.purchases
    if tried is None:
        return None
    table = tried.scores.rename_axis("model").reset_index()
    best = table.iloc[0]
    rule = table.set_index("model").loc["recency_rate"]
    numbers: dict[str, Value] = {
        "model": Term(f"value.model.{best['model']}"),
        "model_of": Term(f"value.model_of.{best['model']}"),
        "n": count(tried.actual),
        "n_forecast": Quantity(round(best["forecast"]), "count", True),
        "n_customers": count(len(tried.customers)),
        "n_months": count(round(tried.weeks * 12 / 52.18)),
        "first": tried.cut,
        "share": share(best["right"]),
        "share_rule": share(rule["right"]),
        "n_weeks": count(result.client.parameters.value.hiatus_weeks),
    }
    shown = [
        Shown("model", "head.model", "term", "value.model."),
        Shown("forecast", "head.forecast", "count"),
        Shown("error", "head.error", "number", decimals=2),
        Shown("right", "head.right", "share"),
    ]
    bars = [Bar(words.text("value.purchases_made"), tried.actual, words.number(tried.actual), token="dot")]
    bars += [
        Bar(
            words.text(f"value.model.{r.model}"),
            r.forecast,
            words.number(round(r.forecast)),
            rest_text=words.text("value.off", n=Quantity(r.error, "number")),
        )
        for r in table.itertuples()
    ]
    key = "value.purchases" if best["model"] != "recency_rate" else "value.purchases_rule"
    draw = partial(bar_rows, bars)
    return plate(
        words, "value.purchases", numbers, Behind(table, shown), draw, ("read", "limit", "source.lines"), message=key
    )


def today_future(result: Result, words: Words) -> Exhibit | None:
    """Expected value of the customers with the largest growth (else value): from today's revenue, and from growth."""
    seen = result.expected
    if seen.customers is None or seen.measure != "expected" or not (seen.customers["value_expected"] > 0).any():
        return None
    t, years = result.table, result.client.parameters.value.horizon_years
    t = t.assign(by_earned=t["value_earned"].rank(ascending=False), by_expected=t["value"].rank(ascending=False))
    growing = t[(t["value_future"] > 0) & (t["value_expected"] > 0)]
    by = "value_future" if len(growing) else "value_expected"
    top = (growing if len(growing) else t).sort_values(by, ascending=False).head(TOP)
    rising = int((top["by_earned"] > TOP).sum())
    numbers: dict[str, Value] = {
        "n": count(rising),
        "n_top": count(len(top)),
        "n_years": count(years),
        "money": money(top["value_expected"].sum(), True),
        "money_future": money(top["value_future"].sum(), True),
        "interest": setting(result.client.parameters.value.interest_rate),
        "growing": _growing(seen, len(t)),
        "n_retention": count(int(seen.customers["retention_estimated"].sum())),
        "prospects": _prospects(result),
    }
    shown = [
        Shown("name", "head.customer"),
        Shown("value_earned", "head.value_year", "money"),
        Shown("value_today", "head.value_today", "money"),
        Shown("value_future", "head.value_future", "money"),
        Shown("value_expected", "head.value_expected", "money"),
        Shown("retention", "head.retention", "share"),
        Shown("by_earned", "head.rank_earned", "count"),
        Shown("by_expected", "head.rank_expected", "count"),
    ]
    bars = [_split(words, row) for row in top.itertuples()]
    margin = ("read", "certainty", "limit")
    draw = partial(bar_rows, bars, names=232)
    behind = Behind(top, shown, sortable=True)
    key = "value.today_future" if len(growing) else "value.today_future_level"
    return plate(words, "value.today_future", numbers, behind, draw, margin, message=key)


def _split(words: Words, row) -> Bar:  # type: ignore[no-untyped-def]
    """One customer's value: filled from today's revenue, hollow from growth; a loss on either side shortens the other."""
    whole = max(row.value_expected, 0.0)
    today = min(max(row.value_today, 0.0), whole)
    return Bar(shorten(row.name, 34), today, words.money(row.value_expected, rough=True), rest=whole - today)


def _growing(seen: Expected, customers: int) -> Term:
    """Of how many customers revenue grows to a target, and what that of the others follows."""
    assert seen.customers is not None
    n = int((seen.customers["path"] == "linear").sum())
    numbers: dict[str, Value] = {
        "n": count(n),
        "n_total": count(customers),
        "model_of": Term(f"value.model_of.{seen.used}"),
    }
    return Term("value.growing", numbers)


def _prospects(result: Result) -> Term:
    """What the customers still to be won would add."""
    won = result.expected.prospects
    if won is None:
        return Term("value.prospects_open")
    return Term("value.prospects_worth", {"n": count(len(won)), "money": money(won["value_expected"].sum(), True)})


def drivers(result: Result, words: Words) -> Exhibit | None:
    """Why customers earn less than their revenue suggests, by cause."""
    found = result.expected.drivers
    if found is None or not (found["gap"] < 0).any():
        return None
    years = result.client.years
    below = found[found["gap"] < 0]
    table = pd.DataFrame(
        {
            "customers": below["driver"].value_counts(),
            "money": pd.Series({d: -rows[d].sum() for d, rows in below.groupby("driver")}) / years,
        }
    ).sort_values("money", ascending=False)
    table = table.rename_axis("driver").reset_index()
    most = table.iloc[0]
    numbers: dict[str, Value] = {
        "cause": Term(f"value.driver.{most['driver']}"),
        "n": count(most["customers"]),
        "n_total": count(len(below)),
        "money": money(most["money"]),
        "first": result.client.period[0],
        "last": result.client.period[1],
    }
    shown = [
        Shown("driver", "head.driver", "term", "value.driver."),
        Shown("customers", "head.customers", "count"),
        Shown("money", "head.below_mean", "money"),
    ]
    bars = [
        Bar(
            words.text("value.driver_customers", cause=Term(f"value.driver.{r.driver}"), n=count(r.customers)),
            r.money,
            words.money(r.money),
            token="ink" if r.driver == most["driver"] else "dot",
        )
        for r in table.itertuples()
    ]
    draw = partial(bar_rows, bars)
    return plate(words, "value.drivers", numbers, Behind(table, shown), draw, ("read", "limit", "source.costs"))


EXHIBITS: dict[str, Draw] = {"purchases": purchases, "today_future": today_future, "drivers": drivers}
