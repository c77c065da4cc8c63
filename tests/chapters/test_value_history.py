"""The past of the customer base against a computation from the raw files."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from workbook.language import Words
from workbook.texts import keys

CLASSES = {"A": "key", "B": "core", "C": "smart"}
GERMAN = Words("de", "de_DE", "EUR")


@pytest.fixture(scope="module")
def past(muster):
    return muster.run.chapter("value").result.history


@pytest.fixture(scope="module")
def years(orders):
    """Revenue of each customer of Muster by calendar year."""
    return orders.groupby(["Kundennummer", orders["Rechnungsdatum"].dt.year])["Nettoumsatz"].sum().unstack().fillna(0.0)


@pytest.fixture(scope="module")
def classes(sheets):
    customers = sheets["Kunden"].set_index("Kundennummer")
    return customers[next(c for c in customers if customers[c].isin(list("ABC")).any())].map(CLASSES)


def bought(orders, year):
    kept = orders[(orders["Rechnungsdatum"].dt.year == year) & (orders["Nettoumsatz"] >= 0)]
    return set(kept["Kundennummer"])


def test_who_stayed_came_and_left(muster, orders):
    before, after = bought(orders, 2024), bought(orders, 2025)
    assert muster["value.kept_customers"] == len(before & after)
    assert muster["value.new_customers"] == len(after - before)
    assert muster["value.lost_customers"] == len(before - after)


def test_the_first_cohort_brings_most_of_last_years_revenue(muster, past, orders, years):
    old = years.index.isin(bought(orders, 2023))
    assert muster["value.first_cohort_share"] == pytest.approx(years.loc[old, 2025].sum() / years[2025].sum())
    assert past.audit.whole.sum().tolist() == pytest.approx(years.sum().tolist())
    assert past.audit.one["revenue_per_order"] == pytest.approx(years[2025].sum() / past.audit.one["orders"])


def test_the_bridge_by_class_reconciles_in_revenue(muster, past, years, classes):
    change = (years[2025] - years[2024]).groupby(classes.reindex(years.index).fillna("none")).sum()
    assert past.by_class["revenue"].groupby("class").sum().to_dict() == pytest.approx(change.to_dict(), abs=0.01)
    for name in ("key", "core", "smart"):
        assert muster[f"value.change_revenue.{name}"] == pytest.approx(change[name], abs=0.01)


def test_the_bridge_reconciles_in_margin(past, orders, activities, staff, sheets, accounts):
    rates = sheets["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"].astype(float)
    margin = {}
    for year in (2024, 2025):
        own, done = (
            f[pd.to_datetime(f[c], dayfirst=True).dt.year == year]
            for f, c in ((orders, "Rechnungsdatum"), (activities, day(activities)))
        )
        sold = own[own["Nettoumsatz"] >= 0]
        done = done[done["Kundennummer"].isin(accounts.index)]
        care = (done["Stunden"] * done["Mitarbeiternummer"].map(staff["rate"])).sum()
        care += done["Fahrstrecke"].sum() * rates["Kilometersatz"]
        order = sold.groupby("Kundennummer")["Auftragsnummer"].nunique().sum() * rates["Kosten je Auftrag"]
        order += len(sold) * rates["Kosten je Position"] + own["Fracht"].sum()
        margin[year] = own["Nettoumsatz"].sum() - own["Wareneinsatz"].sum() - order - care
    assert past.level == "cm3"
    assert past.by_class["cm"].sum() == pytest.approx(margin[2025] - margin[2024], abs=0.05)


def day(frame):
    """The column that holds days."""
    return next(c for c in frame if "atum" in c)


def test_without_activities_only_contribution_margin_i_is_followed(changed, muster, orders):
    activities = muster.run.client.tables["activities"]
    late = changed(activities=activities[activities["date"] >= "2025-01-01"]).run.chapter("value").result.history
    earned = (orders["Nettoumsatz"] - orders["Wareneinsatz"]).groupby(orders["Rechnungsdatum"].dt.year).sum()
    assert late.level == "cm1" and late.by_class["cm"].sum() == pytest.approx(earned[2025] - earned[2024], abs=0.05)


def test_the_profit_walk_ends_at_revenue_less_every_cost(muster, accounts, activities, staff, sheets):
    spent = staff["Jahreskosten"].sum()  # all of it: with customers, with prospects, inside, unused
    rates = sheets["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"].astype(float)
    travel = activities.loc[activities["Kundennummer"].notna(), "Fahrstrecke"].sum() * rates["Kilometersatz"] / 3
    left = (accounts["Nettoumsatz"] - accounts["Wareneinsatz"] - accounts["order_cost"]).sum() / 3 - spent - travel
    assert muster["value.result_after_sales_cost"] == pytest.approx(left, abs=1)


def test_the_walk_passes_every_margin(past, accounts):
    walk = past.walk.set_index("name")["after"]
    for name in ("cm1", "cm2", "cm3"):
        assert walk[name] == pytest.approx(accounts[name].sum() / 3, abs=0.01)
    assert walk["list_revenue"] == pytest.approx(accounts["Listenumsatz"].sum() / 3, abs=0.01)


def by_size(years):
    """The size class of each customer by its revenue of three years: its share begins below 70, below 90 %, beyond."""
    whole = years.sum(axis=1)
    whole = whole[whole > 0].sort_values(ascending=False)
    before = (whole.cumsum() - whole) / whole.sum()
    return pd.Series(np.select([before < 0.7, before < 0.9], ["large", "medium"], "small"), whole.index)


def test_volatility_of_twelve_months_revenue_around_its_trend(muster, orders, classes, years):
    month = orders["Rechnungsdatum"].dt.to_period("M")
    for of, names in ((by_size(years), ("large", "medium", "small")), (classes, ("key", "smart"))):
        for name in names:
            own = orders["Kundennummer"].map(of) == name
            series = orders[own].groupby(month[own])["Nettoumsatz"].sum().rolling(12).sum().dropna().to_numpy()
            assert len(series) == 25
            at = np.arange(25)
            rest = series - np.polyval(np.polyfit(at, series, 1), at)
            assert muster[f"value.volatility.{name}"] == pytest.approx(np.sqrt((rest**2).sum() / 23) / series.mean())
            fall = 1 - series / np.maximum.accumulate(series)
            assert muster[f"value.drawdown.{name}"] == pytest.approx(fall.max())


def test_the_planted_large_customers_vary_more(muster, past):
    claim = next(c for c in past.claims if c.id == "A4-02")
    assert claim.effect > 0 and claim.verdict != "refuted"
    assert muster["value.drawdown.large"] > 2 * muster["value.drawdown.small"]


def test_ranks_of_two_years(muster, years):
    pair = years[(years[[2024, 2025]] > 0).any(axis=1)]
    assert muster["value.rank_correlation"] == pytest.approx(pair[2024].corr(pair[2025], method="spearman"))


def test_the_spread_of_growth(muster, years):
    growth = (years[2025] / years[2024] - 1)[years[2024] > 0]
    assert muster["value.growth_spread"] == pytest.approx(growth.quantile(0.9) - growth.quantile(0.1))


def test_quadrants_and_steps_are_per_customer(muster, years, accounts):
    table = muster.customers
    grew = years[2025] > years[2024]
    expected = accounts.index[(accounts["cm3"] < 0) & grew.reindex(accounts.index, fill_value=False)]
    assert set(table.index[table["growth_quadrant"] == "grows_loses"]) == set(expected)
    assert set(muster.findings["value.growth_quadrant"].customers) == set(expected)
    assert (table["growth_step"] == "new").sum() == ((years[2024] <= 0) & (years[2025] > 0)).sum()


def test_size_bands_hold_every_customer_with_revenue(past, accounts):
    yearly = accounts["Nettoumsatz"] / 3
    assert (
        past.bands["customers"].tolist()
        == np.histogram(yearly[yearly > 0], [0, 500, 20_000, 500_000, np.inf])[0].tolist()
    )
    large = yearly >= 500_000
    assert past.bands.loc[3, "hours_per_customer"] == pytest.approx(accounts.loc[large, "hours"].mean() / 3)
    cost = (accounts["order_cost"] + accounts["care"])[large].sum() / accounts.loc[large, "Nettoumsatz"].sum()
    assert past.bands.loc[3, "cost_share"] == pytest.approx(cost)


def test_every_claim_has_an_interval_around_its_effect(past):
    assert [c.id for c in past.claims] == ["A0-01", "A0-02", "A1-02", "A3-08", "A4-02"]
    for claim in past.claims:
        assert claim.interval[0] <= claim.effect <= claim.interval[1]
        assert f"claim.{claim.id}.measured" in keys()


def test_claims_by_hand(past, years, classes):
    effect = {c.id: c.effect for c in past.claims}
    change = (years[2025] - years[2024]).groupby(classes.reindex(years.index)).sum() / years[2024].sum()
    assert effect["A0-02"] == pytest.approx(min(change["key"], change["smart"]))
    pair = years[(years[[2024, 2025]] > 0).any(axis=1)]
    assert effect["A3-08"] == pytest.approx(0.5 - pair[2024].corr(pair[2025], method="spearman") ** 2)
    assert effect["A4-02"] == pytest.approx(past.steady["volatility"]["large"] - past.steady["volatility"]["small"])


def test_northwind_speaks_of_sizes_and_leaves_margins_open(northwind):
    found = northwind.run.chapter("value").result.history
    assert found.groups.kind == "size" and found.step == "M" and found.matrix.shape[1] == 21
    assert found.walk is None and found.quadrant is None and found.level is None
    assert {"value.result_after_sales_cost", "claims.A1-02", "value.parent_changes"} <= northwind.open_figures


def test_half_a_year_says_nothing_of_growth_and_says_so(changed):
    found = changed(period=(date(2025, 1, 1), date(2025, 6, 30)))
    past = found.run.chapter("value").result.history
    assert past.change is None and past.audit is None and past.steady is None
    assert {"value.new_customers", "value.growth_spread", "claims.A0-01", "claims.A4-02"} <= found.open_figures
    assert "value.base_audit" not in found.findings and "value.result_after_sales_cost" in found.figures


def test_changes_of_parent_come_from_dated_facts(changed):
    rows = [("000101", "parent_id", "K1", "CRM", "2023-01-01"), ("000101", "parent_id", "K2", "CRM", "2025-01-01")]
    facts = pd.DataFrame(rows, columns=["customer_id", "field", "value", "source", "as_of"])
    found = changed(facts=facts.assign(as_of=pd.to_datetime(facts["as_of"])))
    assert found["value.parent_changes"] == 1 and "value.parent_changes" not in found.open_figures


@pytest.mark.parametrize("name", ["profit_walk", "size_bands", "audit", "bridge", "stability"])
def test_every_exhibit_is_drawn_with_its_table(muster, name):
    value = muster.run.chapter("value")
    shown = value.module.EXHIBITS[name](value.result, GERMAN)
    assert shown.message and shown.table.rows and (shown.chart is None) == (name == "size_bands")


def test_the_bridge_names_the_groups_that_gained_and_lost_most(muster, years, classes):
    value = muster.run.chapter("value")
    shown = value.module.EXHIBITS["bridge"](value.result, GERMAN)
    change = (years[2025] - years[2024]).groupby(classes).sum()
    named = {"key": "Key Accounts", "core": "Stammkunden", "smart": "Smart Accounts"}
    ends = (f"{named[group]} {GERMAN.money(change[group], sign=True)}" for group in (change.idxmax(), change.idxmin()))
    assert shown.message.endswith(", ".join(ends))
