"""Prices and discounts of chapter 2 against a computation from the raw files."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from workbook.chapters.value import prices
from workbook.chapters.value.base import base
from workbook.chapters.value.exhibits import EXHIBITS
from workbook.language import Words
from workbook.parameters import DiscountStep
from workbook.statement import claims_of

YEARS = 3
GERMAN = Words("de", "de_DE", "EUR")
NEW = ("price_realisation", "corridor", "discount_growth")


def recall(found: Collection[str], planted: Collection[str]) -> float:
    """Share of the customers planted that were found, 0–1."""
    return len(set(found) & set(planted)) / len(set(planted))


def prices_of(found) -> prices.Prices:
    return found.run.chapter("value").result.prices


@pytest.fixture(scope="module")
def own_line(accounts):
    """Median line of Muster's discount rates over log yearly list volume, as the primal linear program, and its width."""
    bought = accounts[accounts["Listenumsatz"] > 0]
    x, y = np.log(bought["Listenumsatz"].to_numpy() / YEARS), (bought["Rabatt"] / bought["Listenumsatz"]).to_numpy()
    n = len(x)
    design = np.column_stack([np.ones(n), x, np.eye(n), -np.eye(n)])
    bounds = [(None, None)] * 2 + [(0, None)] * (2 * n)
    level, slope = linprog(np.r_[0, 0, np.ones(2 * n)], A_eq=design, b_eq=y, bounds=bounds).x[:2]
    left = y - level - slope * x
    spread = 1.4826 * np.median(np.abs(left - np.median(left)))
    edge = level + slope * x + 1.645 * spread
    return pd.DataFrame({"rate": y, "edge": edge, "list": bought["Listenumsatz"]}, bought.index), spread


def test_the_corridor_is_the_median_line_and_the_robust_deviation_of_the_raw_lines(muster, own_line):
    table, spread = own_line
    corridor = prices_of(muster).corridor
    assert corridor.spread == pytest.approx(spread, rel=1e-6)
    pd.testing.assert_series_equal(
        corridor.table["upper"], table["edge"].reindex(corridor.table.index), check_names=False
    )
    assert (corridor.table["rate"] - table["rate"]).abs().max() < 1e-9


def test_excess_is_what_lies_above_the_edge_less_what_chance_puts_there(muster, own_line):
    table, _ = own_line
    found = prices_of(muster)
    above = ((table["rate"] - table["edge"]).clip(lower=0) * table["list"])[found.outliers.index]
    gross = above.sum()
    assert muster["value.excess_discount"] == pytest.approx(gross - found.excess.chance)
    assert muster["value.excess_discount_by_chance"] == pytest.approx(found.excess.chance)
    assert 0 < found.excess.chance < 0.25 * gross
    figure = muster.figures["value.excess_discount"]
    assert figure.estimated and figure.interval[0] < figure.value < figure.interval[1] <= gross + 1e-6
    column = muster.customers["excess_discount"]
    assert column.sum() == pytest.approx(gross) and set(column.index[column > 0]) == set(above.index)


def test_the_planted_discounts_are_found(muster, truth, own_line):
    table, _ = own_line
    found = prices_of(muster).outliers.index
    assert recall(found, truth["excess_discounts"]["ids"]) >= 0.9
    # Others than the planted may lie above the corridor too; nobody else is named.
    assert set(found) <= set(table.index[table["rate"] > table["edge"]])


def test_nobody_is_asked_for_the_same_discount_twice(muster, accounts, sizes):
    found = prices_of(muster)
    bought = accounts[accounts["orders"] > 0]
    rate = bought["Rabatt"] / bought["Listenumsatz"]
    usual = rate.groupby(sizes[bought.index]).median()
    losing = bought.index[bought["cm3"] < 0]
    given = (rate - sizes[bought.index].map(usual)).clip(lower=0) * bought["Listenumsatz"]
    given = given[losing].clip(upper=-bought["cm3"][losing]).reindex(found.asked.index).fillna(0.0)
    excess = found.excess.by_customer.reindex(found.asked.index).fillna(0.0)
    assert (found.asked <= excess + 1e-6).all() and found.asked.sum() <= found.excess.amount + 1e-6
    assert (found.asked + given <= np.maximum(excess, given) + 1e-6).all()
    assert found.asked[(given > 0) & (excess == 0)].sum() == 0
    impact = muster.findings["value.excess_discount"].impact
    expected = [found.asked.sum() / YEARS * part for part in (0.25, 0.5, 0.75)]
    assert [impact.low, impact.central, impact.high] == pytest.approx(expected) and impact.kind == "cash"


def test_price_realisation_is_what_is_left_of_the_list_price_by_class(muster, accounts, sheets):
    classes = sheets["Kunden"].set_index("Kundennummer")["Kundenklasse"].map({"A": "key", "B": "core", "C": "smart"})
    sums = accounts[accounts["orders"] > 0].groupby(classes)[["Rabatt", "Listenumsatz"]].sum()
    for group, row in sums.iterrows():
        assert muster[f"value.price_realisation.{group}"] == pytest.approx(1 - row["Rabatt"] / row["Listenumsatz"])
    rate = sums["Rabatt"] / sums["Listenumsatz"]
    assert muster["value.key_discount_index"] == pytest.approx(rate["key"] - rate["smart"])


def test_northwind_is_told_by_size_class(northwind, northwind_lines):
    lines = northwind_lines.assign(given=northwind_lines["listed"] * northwind_lines["Discount"])
    sizes = northwind.run.chapter("value").result.table["size"]
    sums = lines.groupby(lines["CustomerID"].map(sizes))[["given", "listed"]].sum()
    for group in ("large", "medium", "small"):
        rate = sums.loc[group, "given"] / sums.loc[group, "listed"]
        assert northwind[f"value.price_realisation.{group}"] == pytest.approx(1 - rate)
    assert {"value.excess_discount", "value.key_discount_index"} <= set(northwind.figures)
    assert "claims.A0-05" in northwind.open_figures and EXHIBITS["discount_growth"](_result(northwind), GERMAN) is None


def _result(found):
    return found.run.chapter("value").result


def test_growth_compares_2025_with_2024_per_key_account(muster, orders, sheets):
    growth = prices_of(muster).growth
    key = set(sheets["Kunden"].set_index("Kundennummer").query("Kundenklasse == 'A'").index)
    by = orders.groupby([orders["Kundennummer"], orders["Rechnungsdatum"].dt.year])[["Rabatt", "Listenumsatz"]].sum()
    rate = (by["Rabatt"] / by["Listenumsatz"]).unstack()
    both = (by["Listenumsatz"].unstack()[[2024, 2025]] > 0).all(axis=1)
    assert set(growth.index) == key & set(both.index[both])
    for customer, row in growth.iterrows():
        assert row["discount_change"] == pytest.approx(by["Rabatt"][customer, 2025] - by["Rabatt"][customer, 2024])
        assert row["rate_change"] == pytest.approx(rate.loc[customer, 2025] - rate.loc[customer, 2024])
        assert row["net"] == pytest.approx(row["cm3_change"] - row["discount_change"])
        assert row["low"] <= row["net"] <= row["high"]


def test_the_windows_margins_are_those_of_a_run_over_that_year(muster, changed):
    growth = prices_of(muster).growth
    year = [changed(period=(date(y, 1, 1), date(y, 12, 31))).customers["cm3"] for y in (2024, 2025)]
    expected = (year[1] - year[0])[growth.index]
    assert (growth["cm3_change"] - expected).abs().max() < 0.01


def test_care_written_down_for_one_year_only_leaves_growth_open(changed, muster):
    activities = muster.run.client.tables["activities"]
    late = changed(activities=activities[activities["date"] >= "2025-01-01"])
    assert prices_of(late).growth is None and "value.key_discount" not in late.findings
    (gap,) = [g for g in late.gaps if "claims.A0-05" in g.figures]
    assert "effort" in gap.needs and "activities" not in gap.needs


def test_the_claim_on_explained_discounts_is_one_minus_the_adjusted_share_explained(muster, accounts, sheets):
    claim = next(c for c in claims_of(muster.run.chapter("value")) if c.id == "A0-04")
    bought = accounts[(accounts["orders"] > 0) & (accounts["Listenumsatz"] > 0)]
    known = sheets["Kunden"].set_index("Kundennummer").reindex(bought.index)
    stated, potential = (known[c].astype(float) for c in ("Lieferanteil", "Potenzial"))
    stated = stated / 100 if stated.max() > 1 else stated
    wallet = stated.fillna((bought["Nettoumsatz"] / YEARS / potential.where(potential > 0)).clip(0, 1))
    serve = (bought["order_cost"] + bought["care"]) / bought["Listenumsatz"]
    data = pd.DataFrame(
        {"y": bought["Rabatt"] / bought["Listenumsatz"], "v": np.log(bought["Listenumsatz"]), "c": serve, "w": wallet}
    )
    data = data.dropna()
    x = np.column_stack([np.ones(len(data)), data[["v", "c", "w"]]])
    left = data["y"] - x @ np.linalg.lstsq(x, data["y"], rcond=None)[0]
    share = (left**2).sum() / ((data["y"] - data["y"].mean()) ** 2).sum() * (len(data) - 1) / (len(data) - 4)
    assert claim.n == len(data) and claim.effect == pytest.approx(share)
    assert claim.interval[0] < claim.effect < claim.interval[1]


def test_the_claim_on_discount_driven_growth_needs_ten_cases(muster):
    found, tested = prices_of(muster), {c.id for c in claims_of(muster.run.chapter("value"))}
    assert ("A0-05" in tested) == (len(found.grown) >= 10) != ("claims.A0-05" in muster.open_figures)
    many = found.growth.iloc[[0] * 12].assign(rate_change=0.01, revenue_change=1.0, net=[5.0] * 2 + [-5.0] * 10)
    claim = next(c for c in prices.claims(replace(found, growth=many)) if c.id == "A0-05")
    assert (claim.effect, claim.n, claim.verdict) == (pytest.approx(10 / 12), 12, "confirmed")


def test_an_account_that_is_open_or_did_not_grow_proves_nothing_about_growth_by_discount(muster):
    found = prices_of(muster)
    many = found.growth.iloc[[0] * 24].assign(rate_change=0.01, verdict="neutral", net=[5.0, -5.0] * 12)
    many["revenue_change"] = [1.0] * 12 + [-1.0] * 12
    claim = next(c for c in prices.claims(replace(found, growth=many)) if c.id == "A0-05")
    assert (claim.effect, claim.n, claim.verdict) == (pytest.approx(0.5), 12, "undecided")


def test_the_revenue_of_a_key_account_changes_as_in_the_order_lines(muster, orders):
    growth = prices_of(muster).growth
    by = orders.groupby([orders["Kundennummer"], orders["Rechnungsdatum"].dt.year])["Nettoumsatz"].sum().unstack()
    change = (by[2025] - by[2024])[growth.index]
    assert (growth["revenue_change"] - change).abs().max() < 0.03


def _with_policy(muster, *steps):
    client = muster.run.client
    value = client.parameters.value.model_copy(
        update={"discount_policy": tuple(DiscountStep(volume=v, rate=r) for v, r in steps)}
    )
    own = replace(client, parameters=client.parameters.model_copy(update={"value": value}))
    return prices.prices(base(own))


def test_a_policy_is_the_edge_and_nothing_above_it_is_chance(muster, accounts):
    found = _with_policy(muster, (0, 0.10), (100_000, 0.25))
    bought = accounts[accounts["Listenumsatz"] > 0]
    edge = np.where(bought["Listenumsatz"] / YEARS >= 100_000, 0.25, 0.10)
    expected = (bought["Rabatt"] - edge * bought["Listenumsatz"]).clip(lower=0)
    assert found.excess.amount == pytest.approx(expected.sum()) and found.excess.chance == 0
    result = replace(_result(muster), prices=found)
    figure = next(f for f in prices.figures(found) if f.id == "value.excess_discount")
    assert not figure.estimated and figure.interval is None
    assert "Richtlinie" in EXHIBITS["corridor"](result, GERMAN).notes[0].text


def test_where_nothing_lies_above_the_edge_the_chapter_says_so_and_asks_for_nothing(muster):
    found = _with_policy(muster, (0, 1.0))
    (first, *_) = prices.findings(found)
    assert first.id == "value.no_excess_discount" and first.impact is None and found.asked.sum() == 0
    assert EXHIBITS["corridor"](replace(_result(muster), prices=found), GERMAN) is not None


def test_without_list_prices_everything_is_named_as_open(muster):
    lines = muster.run.client.tables["transactions"].drop(columns=["list_revenue", "discount"])
    bare = base(replace(muster.run.client, tables={**muster.run.client.tables, "transactions": lines}))
    assert (
        prices.prices(bare) is None
        and prices.figures(None) == ()
        and prices.findings(None) == ()
        and prices.claims(None) == ()
    )
    (gap,) = prices.gaps(bare, None)
    assert "transactions.list_revenue" in gap.needs and {
        "value.excess_discount",
        "claims.A0-04",
        "claims.A0-05",
    } <= set(gap.figures)
    empty = replace(_result(muster), prices=None)
    assert [EXHIBITS[name](empty, GERMAN) for name in NEW] == [None] * 3


def test_too_few_customers_have_no_corridor_and_that_is_said(muster):
    client = muster.run.client
    some = client.tables["transactions"]["customer_id"].unique()[:8]
    few = client.tables["transactions"][client.tables["transactions"]["customer_id"].isin(some)]
    small = base(replace(client, tables={**client.tables, "transactions": few}))
    found = prices.prices(small)
    named = {name for gap in prices.gaps(small, found) for name in gap.figures}
    assert found.corridor is None and {"value.excess_discount", "value.discount_unexplained", "claims.A0-04"} <= named
    assert "value.excess_discount" not in {f.id for f in prices.figures(found)} and prices.columns(found).empty


def test_the_same_client_gives_the_same_figures(muster):
    again = prices.figures(prices.prices(base(muster.run.client)))
    assert json.dumps([(f.id, f.value, f.interval) for f in again]) == json.dumps(
        [(f.id, f.value, f.interval) for f in prices.figures(prices_of(muster))]
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_exhibits_say_which_customers_are_meant_and_how_sure_they_are(muster, language):
    words = Words(language, "de_DE" if language == "de" else "en_GB", "EUR")
    for name in NEW:
        shown = EXHIBITS[name](_result(muster), words)
        assert shown.message and len(shown.notes) >= 3 and shown.table.rows
        assert "{" not in shown.message + "".join(n.text for n in shown.notes)
