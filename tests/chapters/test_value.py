"""Chapter 2 against a computation from the raw files."""

import math
from datetime import date

import pandas as pd
import pytest

from workbook.chapters.value.exhibits import EXHIBITS
from workbook.language import Words
from workbook.methods.cost_range import order_cost_range
from workbook.statement import claims_of

YEARS = 3


def test_northwind_revenue_to_the_cent(northwind, northwind_lines):
    assert round(northwind["value.net_revenue"], 2) == 1_265_793.04
    assert northwind["value.net_revenue"] == pytest.approx(northwind_lines["net"].sum(), abs=0.005)
    assert northwind["value.list_revenue"] == pytest.approx(1_354_458.59, abs=0.005)


def test_northwind_discount_is_weighted_by_list_revenue(northwind, northwind_lines):
    money = (northwind_lines["listed"] * northwind_lines["Discount"]).sum()
    assert money == pytest.approx(88_665.55, abs=0.005)
    assert northwind["value.discount_rate"] == pytest.approx(money / northwind_lines["listed"].sum())
    assert round(northwind["value.discount_rate"], 4) == 0.0655


def test_northwind_freight_is_counted_once_per_order(northwind, northwind_orders):
    assert northwind["value.freight"] == pytest.approx(northwind_orders["Freight"].sum())
    assert round(northwind["value.freight"], 2) == 64_942.69


def test_northwind_has_89_customers_with_orders(northwind, northwind_orders):
    assert northwind["value.customers"] == northwind_orders["CustomerID"].nunique() == 89


def test_northwind_dependence(northwind, northwind_lines):
    revenue = northwind_lines.groupby("CustomerID")["net"].sum().sort_values(ascending=False)
    shares = revenue / revenue.sum()
    assert northwind["value.hhi"] == pytest.approx((shares**2).sum())
    assert northwind["value.effective_customers"] == pytest.approx(1 / (shares**2).sum())
    assert northwind["value.top1_share"] == pytest.approx(shares.iloc[0])
    assert northwind["value.top10_share"] == pytest.approx(shares.iloc[:10].sum())


def test_northwind_without_costs_has_no_margin_and_says_so(northwind):
    open_ = {"value.cm1", "value.cm2", "value.cm3", "value.cost_to_serve", "value.whale_peak", "value.loss_makers"}
    assert open_ <= northwind.open_figures


def test_northwind_bridge_reconciles(northwind, northwind_lines):
    month = northwind_lines["OrderDate"].dt.strftime("%Y-%m")
    before = northwind_lines.loc[month.between("1996-09", "1997-06"), "net"].sum()
    after = northwind_lines.loc[month.between("1997-07", "1998-04"), "net"].sum()
    bridge = northwind.run.chapter("value").result.bridge
    assert before + bridge["amount"].sum() == pytest.approx(after, abs=0.005)


def test_muster_revenue_list_revenue_discount_and_freight(muster, accounts):
    assert muster["value.net_revenue"] == pytest.approx(accounts["Nettoumsatz"].sum(), abs=0.005)
    assert muster["value.list_revenue"] == pytest.approx(accounts["Listenumsatz"].sum(), abs=0.005)
    assert muster["value.freight"] == pytest.approx(accounts["Fracht"].sum(), abs=0.005)
    rate = accounts["Rabatt"].sum() / accounts["Listenumsatz"].sum()
    assert muster["value.discount_rate"] == pytest.approx(rate)


def test_muster_customers_with_orders_are_existing_customers_only(muster, accounts, sheets):
    prospects = set(sheets["Kunden"].set_index("Kundennummer").query("Bestandskunde == 'nein'").index)
    assert muster["value.customers"] == (accounts["orders"] > 0).sum()
    assert not prospects & set(muster.run.chapter("value").result.table.index)


def test_a_shorter_period_counts_its_own_lines_only(changed, orders):
    year = changed(period=(date(2024, 1, 1), date(2024, 12, 31)))
    own = orders[orders["Rechnungsdatum"].dt.year == 2024]
    assert year["value.net_revenue"] == pytest.approx(own["Nettoumsatz"].sum(), abs=0.005)
    assert year["value.customers"] == own.loc[own["Nettoumsatz"] >= 0, "Kundennummer"].nunique()


@pytest.mark.parametrize("margin", ["cm1", "cm2", "cm3"])
def test_muster_contribution_margins(muster, accounts, margin):
    assert muster[f"value.{margin}"] == pytest.approx(accounts[margin].sum(), abs=0.01)
    table = muster.run.chapter("value").result.table
    own = accounts[margin].reindex(table.index)
    assert (table[margin] - own).abs().max() < 0.01


def test_muster_cost_to_serve_is_order_cost_and_care_cost(muster, accounts):
    assert muster["value.cost_to_serve"] == pytest.approx((accounts["order_cost"] + accounts["care"]).sum(), abs=0.01)


def test_muster_loss_makers_are_existing_customers_below_zero(muster, accounts):
    losing = set(accounts.index[accounts["cm3"] < 0])
    assert muster["value.loss_makers"] == len(losing)
    assert set(muster.findings["value.loss_makers"].customers) == losing


def test_all_planted_loss_makers_are_among_the_loss_makers_found(muster, truth):
    planted, found = set(truth["loss_makers"]["ids"]), set(muster.findings["value.loss_makers"].customers)
    assert len(planted & found) >= 0.9 * len(planted)


def test_muster_whale_peak_is_the_sum_of_the_positive_over_the_total(muster, accounts):
    positive, total = accounts["cm3"].clip(lower=0).sum(), accounts["cm3"].sum()
    assert muster["value.whale_peak"] == pytest.approx(positive / total)
    assert muster["value.subsidy"] == pytest.approx(positive / total - 1)


def test_muster_pools_are_the_cost_of_the_staff(muster, activities, staff):
    cost, rate = staff["Jahreskosten"] * YEARS, staff["rate"]
    own = activities[activities["Kundennummer"].notna()].groupby("Mitarbeiternummer")["Stunden"].sum()
    assigned = (own * rate).sum()
    non_selling = ((1 - staff["Kundenzeitanteil"]) * cost).sum()
    assert muster["value.non_selling_cost"] == pytest.approx(non_selling, abs=0.01)
    assert muster["value.unused_capacity_cost"] == pytest.approx(cost.sum() - assigned - non_selling, abs=0.01)
    assert muster.run.chapter("value").result.pools.total == pytest.approx(cost.sum(), abs=0.01)


def test_muster_ranks_by_revenue_and_by_value_agree_by_tau_b(muster, accounts):
    served = accounts[(accounts["orders"] > 0) | (accounts["hours"] > 0)]
    worth = muster.run.chapter("value").result.table["value_expected"]  # tested in test_value_expected.py
    revenue, value = served["Nettoumsatz"].tolist(), worth.reindex(served.index).tolist()
    agree = against = only_x = only_y = 0
    for i in range(len(revenue)):
        for j in range(i):
            x, y = revenue[i] - revenue[j], value[i] - value[j]
            agree, against = agree + (x * y > 0), against + (x * y < 0)
            only_x, only_y = only_x + (x != 0), only_y + (y != 0)
    assert muster["value.kendall_tau"] == pytest.approx((agree - against) / math.sqrt(only_x * only_y))


def test_muster_dependence_is_by_group(muster, accounts, sheets):
    parent = sheets["Kunden"].set_index("Kundennummer")["Konzernnummer"]
    group = pd.Series(parent.reindex(accounts.index).fillna(pd.Series(accounts.index, accounts.index)))
    revenue = accounts["Nettoumsatz"].groupby(group).sum()
    shares = revenue[revenue > 0].sort_values(ascending=False) / revenue[revenue > 0].sum()
    assert muster["value.hhi"] == pytest.approx((shares**2).sum())
    assert muster["value.effective_customers"] == pytest.approx(1 / (shares**2).sum())
    assert muster["value.top1_share"] == pytest.approx(shares.iloc[0])
    assert muster["value.top10_share"] == pytest.approx(shares.iloc[:10].sum())


def test_muster_bridge_goes_from_2024_to_2025(muster, orders):
    year = orders["Rechnungsdatum"].dt.year
    before, after = (orders[year == y].groupby("Kundennummer")["Nettoumsatz"].sum() for y in (2024, 2025))
    bridge = muster.run.chapter("value").result.bridge["amount"]
    assert before.sum() + bridge.sum() == pytest.approx(after.sum(), abs=0.005)
    new, lost = after.index.difference(before.index), before.index.difference(after.index)
    assert bridge["new"] == pytest.approx(after[new].sum(), abs=0.005)
    assert bridge["lost"] == pytest.approx(-before[lost].sum(), abs=0.005)


def test_muster_money_in_the_loss_makers_is_their_excess_discount_up_to_their_loss(muster, accounts, sizes):
    bought = accounts[accounts["orders"] > 0]
    rate = bought["Rabatt"] / bought["Listenumsatz"]
    usual = rate.groupby(sizes[bought.index]).median()
    gain = sum(
        min(max(rate[c] - usual[sizes[c]], 0) * bought["Listenumsatz"][c], -bought["cm3"][c])
        for c in bought.index[
            (bought["cm3"] < 0) & (bought["Listenumsatz"] > 0)
        ]  # credited in full: no rate to speak of
    )
    impact = muster.findings["value.loss_makers"].impact
    expected = [gain / YEARS * part for part in (0.25, 0.5, 0.75)]
    assert [impact.low, impact.central, impact.high] == pytest.approx(expected, abs=0.01)
    assert impact.kind == "cash"


def test_muster_subsidy_is_uncertain_as_each_draw_has_its_own_total(muster):
    chapter = muster.run.chapter("value")
    table, claim = chapter.result.table, next(c for c in claims_of(chapter) if c.id == "A1-06")

    def consumed(care, orders):
        cm3 = table["cm2"] - (orders - 1) * table["order_cost"] - care * table["care_cost"]
        return -cm3[cm3 < 0].sum() / cm3.sum()

    cheap, dear = order_cost_range(muster.run.client.tables["cost_rates"], table)
    assert consumed(0.8, cheap) < claim.interval[0] < consumed(0.8, 1)
    assert consumed(1.2, 1) < claim.interval[1] < consumed(1.2, dear)


def test_the_three_largest_are_groups_as_the_shares_beside_them(muster, accounts, sheets):
    parent = sheets["Kunden"].set_index("Kundennummer")["Konzernnummer"]
    group = pd.Series(parent.reindex(accounts.index).fillna(pd.Series(accounts.index, accounts.index)))
    revenue = accounts["Nettoumsatz"].groupby(group).sum().nlargest(3)
    numbers = muster.findings["value.effective_customers"].numbers["three"].numbers
    assert numbers["money"].value == pytest.approx(revenue.sum() / YEARS)
    assert len(numbers["customers"].items) == 3


def test_key_and_small_receive_what_the_companys_own_classes_say(muster, accounts, sheets):
    classes = sheets["Kunden"].set_index("Kundennummer")["Kundenklasse"].reindex(accounts.index)
    sums = accounts.groupby(classes)[["Rabatt", "Listenumsatz"]].sum()
    rate, sides = sums["Rabatt"] / sums["Listenumsatz"], muster.findings["value.discount"].numbers["sides"].numbers
    assert sides["share_key"].value == pytest.approx(rate["A"]) and sides["share_small"].value == pytest.approx(
        rate["C"]
    )


def test_what_is_to_come_is_the_part_of_the_expected_value_it_is_said_to_be_part_of(muster):
    change = muster.findings["value.expected"].numbers["change"]
    assert change.key == "value.future_more"
    assert change.numbers["money"].value == pytest.approx(muster["value.value_future"])


def test_both_corners_stand_behind_the_ranks_the_dearest_first(muster):
    result = muster.run.chapter("value").result
    rows = [[c.text for c in row] for row in EXHIBITS["ranks"](result, Words("de", "de_DE", "EUR")).table.rows]
    corners = [row[1] for row in rows]
    assert len(rows) == 15 and corners == ["überschätzt"] * 8 + ["übersehen"] * 7
    assert [int(row[5]) for row in rows[:8]] == sorted(int(row[5]) for row in rows[:8])
