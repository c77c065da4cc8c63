"""Expected customer value against a computation from the raw files."""

import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.value.expected import RULE
from workbook.language import Words

YEARS, HORIZON, INTEREST = 3, 5, 0.10


@pytest.fixture(scope="module")
def seen(muster):
    return muster.run.chapter("value").result.expected


@pytest.fixture(scope="module")
def kept(orders, sheets, sizes):
    """As stated; else by size class of 2024: (k + 0.5)/(n + 1) of the customers that bought again in 2025."""
    stated = sheets["Kunden"].set_index("Kundennummer")["Bindungswahrscheinlichkeit"].astype(float).reindex(sizes.index)
    assert stated.notna().any() and stated.isna().any()
    year = orders["Rechnungsdatum"].dt.year
    before, after = (orders[year == y].groupby("Kundennummer")["Nettoumsatz"].sum() for y in (2024, 2025))
    before = before[before > 0].sort_values(ascending=False)
    begins = (before.cumsum() - before) / before.sum()
    size = pd.Series(np.where(begins < 0.7, "large", np.where(begins < 0.9, "medium", "small")), before.index)
    again = after.reindex(before.index).fillna(0) > 0
    rates = {s: (again[size == s].sum() + 0.5) / ((size == s).sum() + 1) for s in ("large", "medium", "small")}
    rates["none"] = (again.sum() + 0.5) / (len(again) + 1)
    return stated.fillna(sizes.map(rates))


@pytest.fixture(scope="module")
def known(accounts, sheets, sizes):
    """Revenue, target, margin and care cost a year of every existing customer, from the raw files."""
    customers = sheets["Kunden"].set_index("Kundennummer").reindex(accounts.index)
    revenue = accounts["Nettoumsatz"] / YEARS
    potential = customers["Potenzial"].astype(float)
    share = revenue / potential
    target = share.groupby(customers["Branche"]).transform("median").clip(lower=share)
    own = (accounts["cm2"] / accounts["Nettoumsatz"]).where((accounts["orders"] >= 4) & (accounts["Nettoumsatz"] > 0))
    usual = own.groupby(sizes).transform("median").fillna(own.median())
    return pd.DataFrame(
        {
            "revenue": revenue,
            "share": share,
            "target": (potential * target).clip(lower=revenue),
            "margin": own.fillna(usual),
            "care": accounts["care"] / YEARS,
        }
    )


def present_value(one, r, acquisition):
    """Year by year, as the formula is written."""
    total, before = 0.0, one["revenue"]
    for t in range(1, HORIZON + 1):
        revenue = one["revenue"] + (one["target"] - one["revenue"]) * t / HORIZON
        care = one["care"] + acquisition * (revenue - before)
        total += (one["margin"] * revenue - care) * r**t / (1 + INTEREST) ** t
        before = revenue
    return total


def test_new_revenue_costs_what_customers_cost_of_whom_we_hold_little(seen, known):
    few = known["share"] < 0.30
    assert few.sum() >= 10
    assert seen.acquisition == pytest.approx(known.loc[few, "care"].sum() / known.loc[few, "revenue"].sum())


def test_customers_with_potential_are_worth_the_sum_over_five_years(seen, known, kept):
    table = seen.customers
    with_potential = [c for c in table.index if table.loc[c, "path"] == "linear"]
    assert len(with_potential) > 100
    for c in with_potential:
        own = present_value(known.loc[c], kept[c], seen.acquisition)
        assert table.loc[c, "value_expected"] == pytest.approx(own, abs=0.01)


def test_customers_without_potential_go_on_as_the_chosen_model_says(seen, known, kept):
    rest = seen.customers[seen.customers["path"] == "level"]
    assert len(rest) and set(rest.index) == set(known.index[known["target"].isna()])
    weight = sum((kept[rest.index] / (1 + INTEREST)) ** t for t in range(1, HORIZON + 1))
    yearly = known.loc[rest.index, "margin"] * rest["revenue_target"] - known.loc[rest.index, "care"]
    assert (rest["value_expected"] - yearly * weight).abs().max() < 0.01
    assert (rest["revenue_target"] >= 0).all()


def test_value_means_expected_where_every_customer_has_it(muster, seen):
    result = muster.run.chapter("value").result
    assert result.measure == "expected"
    assert (result.table["value"] == result.table["value_expected"]).all()
    assert muster["value.value_expected"] == pytest.approx(seen.customers["value_expected"].sum())
    assert muster.figures["value.value_expected"].estimated
    assert {"value_earned", "value_expected", "value"} <= set(muster.customers)


def test_purchases_of_2025_were_forecast_from_those_before(muster, orders):
    bought = orders[orders["Nettoumsatz"] >= 0].drop_duplicates(["Kundennummer", "Rechnungsdatum"])
    before = set(bought.loc[bought["Rechnungsdatum"] <= "2024-12-31", "Kundennummer"])
    later = bought[(bought["Rechnungsdatum"] > "2024-12-31") & bought["Kundennummer"].isin(before)]
    assert muster["value.purchases_actual"] == len(later)


def test_the_plain_rule_is_recomputed(muster, orders):
    bought = orders[(orders["Nettoumsatz"] >= 0) & (orders["Rechnungsdatum"] <= "2024-12-31")]
    days = bought.drop_duplicates(["Kundennummer", "Rechnungsdatum"]).groupby("Kundennummer")["Rechnungsdatum"]
    first, last, n = days.min(), days.max(), days.size() - 1
    end = pd.Timestamp("2024-12-31")
    active = (end - last).dt.days <= 26 * 7
    rate = n.clip(lower=0.5) / ((end - first).dt.days / 7).clip(lower=26)
    assert muster[f"value.purchases_forecast.{RULE}"] == pytest.approx((rate[active] * 365 / 7).sum())


def test_the_way_with_the_smallest_error_is_used(seen):
    assert seen.used == seen.purchases.scores["error"].idxmin()
    assert set(seen.purchases.scores.index) == {RULE, "mbg_nbd", "bg_nbd", "pareto_nbd"}


def test_northwind_without_costs_has_no_expected_value_and_says_so(northwind):
    result = northwind.run.chapter("value").result
    assert result.measure == "earned" and result.expected.customers is None
    assert {"value.value_expected", "value.definitions_tau", "claims.A3-07"} <= northwind.open_figures
    assert "value.purchases_actual" in northwind.figures
    assert "value.value_expected" not in northwind.figures


def test_a_customer_without_retention_leaves_the_ranking_with_earned_value(changed):
    # less than a year: no two windows, nothing stated
    found = changed(period=(date(2025, 1, 1), date(2025, 8, 31)))
    result = found.run.chapter("value").result
    assert result.measure == "earned"
    assert (result.table["value"] == result.table["value_earned"]).all()
    assert "value.value_expected" in found.open_figures
    assert "value.expected" not in found.findings


def test_prospects_are_worth_something_only_beside_the_customers(muster, seen, sheets):
    customers = sheets["Kunden"].set_index("Kundennummer")
    new = set(customers.index[(customers["Bestandskunde"] == "nein") & customers["Potenzial"].notna()])
    assert set(seen.prospects.index) == new
    assert not new & set(seen.customers.index)


def test_both_readings_of_value_are_ranked(muster, seen):
    assert muster["value.definitions_tau"] == pytest.approx(seen.agreement)
    ranks = seen.definitions["rank_profit"].corr(seen.definitions["rank_whole"], method="kendall")
    assert seen.agreement == pytest.approx(ranks, abs=1e-6)


def test_discount_and_effort_pull_customers_down(muster, accounts):
    result = muster.run.chapter("value").result
    claim = next(c for c in muster.run.chapter("value").module.claims(result) if c.id == "A3-07")
    bought = accounts[(accounts["orders"] > 0) & (accounts["Nettoumsatz"] > 0)]
    fall = bought["cm3"].rank(ascending=False) - bought["Nettoumsatz"].rank(ascending=False)
    burden = (bought["order_cost"] + bought["care"] + bought["Rabatt"]) / bought["Nettoumsatz"]
    assert claim.effect == pytest.approx(fall.corr(burden, method="spearman"))
    assert claim.n == len(bought) and claim.interval[0] < claim.effect < claim.interval[1]


def test_planted_deep_discounts_have_discount_as_their_main_cause(seen, truth):
    planted = truth["loss_makers"]["ids_deep_discount"]
    assert (seen.drivers.loc[planted, "driver"] == "discount").mean() >= 0.6


@pytest.mark.parametrize("language, locale", [("de", "de_DE"), ("en", "en_GB")])
def test_the_exhibits_say_what_was_found(muster, language, locale):
    done = muster.run.chapter("value")
    words = Words(language, locale, "EUR")
    for name in ("purchases", "today_future", "drivers"):
        shown = done.module.EXHIBITS[name](done.result, words)
        assert shown.message and shown.chart and shown.notes
        assert "{" not in shown.message + shown.unit + shown.alt + "".join(n.text for n in shown.notes)


def test_what_cannot_be_shown_is_not(northwind):
    done = northwind.run.chapter("value")
    words = Words("de", "de_DE", "USD")
    assert done.module.EXHIBITS["purchases"](done.result, words) is not None
    assert done.module.EXHIBITS["today_future"](done.result, words) is None
    assert done.module.EXHIBITS["drivers"](done.result, words) is None


def test_the_finding_names_who_grows_most(muster, seen):
    finding = muster.findings["value.expected"]
    most = seen.customers["value_future"].idxmax()
    assert finding.customers[0] == most
    assert finding.confidence == 1 and math.isfinite(finding.numbers["money"].value)
