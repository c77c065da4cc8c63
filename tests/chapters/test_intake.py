"""Chapter 1 against the raw files: every row and every cent is accounted for."""

import math
import re

import pandas as pd
import pytest

GROUP, MODEL = "(key|core|smart|lean|large|medium|small|none)", "(recency_rate|mbg_nbd|bg_nbd|pareto_nbd)"
CLASS, ROLE = "(key|core|smart|lean)", "(kam|field|inside|service|digital|others)"
LEVER = "(channel|scope|minimum|surcharge|online)"
IDS = re.compile(
    rf"""intake\.(rows|money)_(read|used|rejected)
    |value\.(customers|net_revenue|list_revenue|discount_rate|freight|cm[123]|cost_to_serve|non_selling_cost
        |unused_capacity_cost|whale_peak|subsidy|loss_makers|kendall_tau|hhi|effective_customers|top10?_share
        |excess_discount(_by_chance)?|(revenue_at_risk|effective_customers)(\.(grown|moved))?|key_loss|hours_on_half_of_value
        |effort_(customers|of_margin|beyond)|key_set_value|kam_(cost|break_even)
        |key_discount_index|discount_unexplained|price_realisation\.{GROUP}
        |revenue_gini|revenue_p90_p10|(kept|new|lost)_customers|first_cohort_share|growth_spread(_excess)?|rank_correlation
        |parent_changes|result_after_sales_cost|(change_revenue|change_cm|volatility|drawdown)\.{GROUP}
        |purchases_actual|purchases_(forecast|right)\.{MODEL}|value_(expected|future|prospects)|definitions_tau)
    |segmentation\.((customers|revenue|value)\.{CLASS}|borderline|guard_jaccard|guard_spearman|variance_explained(_size)?
        |stability(_share)?|differentiation_index
        |myth\.[1-5]|priority\.[1-4]|clusters|small_became_large|(tomorrows|claimed)_key_accounts|catalogue_lived|special_leak
        |firm_key_accounts|first_under_most_weights|agreement|disputed|share_of_wallet|sow_guess|potential_understated
        |field(\.(high|medium|low)){{2}}|reward_(budget|given|exceeded)|priority_(unknown|contradictions)
        |acquisition_(hours|cost)|misjudged_(low|high)|large_firm_small_buyer|cluster_stability
        |small_(both|profit|trend|neither)|small_overlap\.(employees|order_value|order_quantity)
        |need\.(intrinsic|extrinsic|strategic)|need_kappa|approach_gap\.{CLASS}|first_time
        |win_rate\.(performance|range|relationship|stable_price|temporary_price|communication)
        |area_misfit|differentiation\.(assignment|cooperation|standardisation|coverage|information))
    |coverage\.((fte|customers_per_fte|utilisation|required_fte)\.{ROLE}|misallocated_hours|unallocated_hours|territory_gap
        |territory_cost_(before|after)|customers_moved|wait_hours\.(fcfs|strict|score|ageing)\.{CLASS}
        |(revenue|value|potential)_per_fte\.{ROLE}|non_selling_hours|freed_hours|small_hours_(gini|top_share)|below_floor
        |strategic_unassured|target_hours
        |open_requests|offered_load|wait_actual\.{CLASS}|backlog_per_week|out_of_turn|favoured|offers_worth
        |exceptions(_unapproved|_kept)?|territory_(moved_share|change_cost|(km|spread|outside)_(before|after))
        |response_(elasticity|hours_moved|gain)|marginal_contribution(\.({GROUP}|sow(_(high|medium|low))?))?
        |(scope_effect|profit_at_risk|break_even)\.{LEVER}|scope_(effect|cash)\.joint|hours_freed
        |(price_point|process_saving)(\.{GROUP})?|special_(orders|late|handling_cost))
    |process\.((importance|performance|lead_time_days|conversion)\.[1-8]|on_time_share|quadrant|effectiveness|efficiency
        |maturity\.(strategy|organisation|information|steering|instruments)|agreement\.(all|key|smart)|second_order|days_to_win
        |(lost_value|rework|skipped)\.[1-4]|(hours|cost)\.[1-8]|cost_per_order(\.{CLASS})?
        |(quadrant|effectiveness|efficiency)\.({CLASS}|{ROLE})|quadrant_customers\.(waste|fig_leaf|pyrrhic|qualified)
        |goal_(shortfall|attainment)|care_not_earned|months_outside|customers_worked|satisfaction|further_business
        |cost_per_(customer|visit|call)|index_(times|divided)|targets_(met|missed)|bonus_(revenue|margin)|bonus_to_losses\.{ROLE}
        |lever\.[1-5]|kam\.([1-9]|10)|points_(in_order|weak|unknown)|instruments
        |field_(hours|result)\.(complaints|retention|cross_selling|win_back|acquisition))
    |summary\.(value_at_stake|growth\.{GROUP})
    |claims\.A[0-4]-\d\d""",
    re.VERBOSE,
)
UNITS = {"share", "count", "hours", "days", "index", "score", "code"}
CLIENTS = pytest.mark.parametrize(("client", "currency"), [("northwind", "USD"), ("muster", "EUR")])


@CLIENTS
def test_every_figure_has_an_id_and_a_unit_of_the_contract(client, currency, request):
    found = request.getfixturevalue(client).figures
    assert [name for name in found if not IDS.fullmatch(name)] == []
    assert {figure.unit for figure in found.values()} <= UNITS | {currency}
    assert all(name == figure.id for name, figure in found.items())


@CLIENTS
def test_every_figure_is_a_finite_number_within_its_interval(client, currency, request):
    for figure in request.getfixturevalue(client).figures.values():
        if figure.unit == "code":
            assert isinstance(figure.value, str), figure.id
            continue
        assert math.isfinite(figure.value), figure.id
        if figure.unit == "share" and not figure.id.endswith(("cost", "peak", "subsidy")):
            assert 0 <= figure.value <= 1, figure.id
        if figure.interval is not None:
            assert figure.interval[0] <= figure.value <= figure.interval[1], figure.id


@CLIENTS
def test_no_figure_is_both_computed_and_open(client, currency, request):
    found = request.getfixturevalue(client)
    assert not set(found.figures) & found.open_figures


@CLIENTS
def test_open_figures_have_ids_of_the_contract_and_say_what_they_need(client, currency, request):
    found = request.getfixturevalue(client)
    assert [name for name in found.open_figures if not IDS.fullmatch(name)] == []
    asked = {need for gap in found.gaps for need in gap.needs}
    assert asked == set(found.run.client.missing(*asked)), "nobody is asked for what was delivered"


def test_northwind_counts_the_rows_of_all_five_files(northwind):
    assert northwind["intake.rows_read"] == 2_155 + 830 + 91 + 77 + 8
    assert northwind["intake.rows_used"] == northwind["intake.rows_read"]


def test_northwind_reads_its_money_to_the_cent(northwind, northwind_lines):
    assert round(northwind_lines["net"].sum(), 2) == 1_265_793.04
    assert northwind["intake.money_read"] == northwind["intake.money_used"] == 1_265_793.04


def test_muster_counts_the_rows_of_all_files_and_sheets(muster, orders, activities, sheets):
    assert muster["intake.rows_read"] == len(orders) + len(activities) + sum(map(len, sheets.values()))
    assert muster["intake.rows_rejected"] == 0


def test_muster_reads_its_money_to_the_cent(muster, orders):
    assert muster["intake.money_used"] == round(orders["Nettoumsatz"].sum(), 2)


@CLIENTS
def test_read_is_used_and_rejected(client, currency, request):
    found = request.getfixturevalue(client)
    for what in ("rows", "money"):
        parts = found[f"intake.{what}_used"] + found[f"intake.{what}_rejected"]
        assert found[f"intake.{what}_read"] == pytest.approx(parts, abs=1e-9)


def test_months_of_muster_add_up_to_its_revenue(muster, orders):
    months = muster.run.chapter("intake").result.months
    assert len(months) == 36 and not months["partial"].any()
    assert months["revenue"].sum() == pytest.approx(orders["Nettoumsatz"].sum())
    march = orders["Rechnungsdatum"].dt.strftime("%Y-%m") == "2024-03"
    assert months["revenue"].iloc[14] == pytest.approx(orders.loc[march, "Nettoumsatz"].sum())


def test_the_first_and_last_month_of_northwind_are_partial(northwind):
    partial = northwind.run.chapter("intake").result.months["partial"].tolist()
    assert partial == [True] + [False] * 21 + [True]


def test_what_is_known_about_the_customers_of_muster(muster, sheets):
    known = muster.run.chapter("intake").result.known.set_index("field")["known"]
    customers = sheets["Kunden"]
    for field, header in {"potential_revenue": "Potenzial", "satisfaction": "Zufriedenheit"}.items():
        assert known[field] == pytest.approx(customers[header].notna().mean())


def information(found):
    return found.run.chapter("intake").result.information


def test_the_information_profile_of_muster_agrees_with_its_sheet(muster, sheets, orders):
    listed = sheets["Kunden"].set_index("Kundennummer")
    listed = listed[listed["Bestandskunde"] == "ja"]
    items = information(muster).items.set_index("item")
    assert items.at["satisfaction", "by_customer"] == pytest.approx(listed["Zufriedenheit"].notna().mean())
    revenue = orders.groupby("Kundennummer")["Nettoumsatz"].sum().reindex(listed.index).fillna(0)
    weighted = revenue[listed["Zufriedenheit"].notna()].sum() / revenue.sum()
    assert items.at["satisfaction", "by_value"] == pytest.approx(weighted)
    assert items.at["contents", "known"] == 0


def test_the_contradictions_of_muster_are_those_of_its_facts(muster, sheets):
    told = sheets["Fakten"].groupby("Kundennummer")["Wert"].agg(lambda v: v.astype(float).max() / v.astype(float).min())
    found = information(muster)
    assert found.n_contradicting >= (told > 1 / 0.9).sum() > 0
    assert found.items.set_index("item").at["value", "contradictions"] == found.n_contradicting


def test_the_ten_most_valuable_of_muster_are_those_with_the_most_revenue(muster, orders):
    most = orders.groupby("Kundennummer")["Nettoumsatz"].sum().nlargest(10).index.tolist()
    assert information(muster).top.index.tolist() == most
    finding = muster.findings["intake.information"]
    assert finding.numbers["n"].value == len(finding.customers) == (information(muster).top["all"] < 0.5).sum()


def test_northwind_says_nothing_about_its_customers_and_so_does_the_report(northwind):
    assert information(northwind) is None and "intake.information" not in northwind.findings
    assert "customers.satisfaction" in {g.id: g for g in northwind.gaps}["intake.information"].needs


def test_a_fact_fills_what_the_list_leaves_open_and_contents_count_with_their_day(muster, changed):
    client = muster.run.client
    activities = client.tables["activities"]
    noted = activities.assign(content=["Anfrage"] + [None] * (len(activities) - 1))
    customers = client.tables["customers"].assign(satisfaction=None)
    buyer = client.tables["transactions"]["customer_id"].iloc[0]
    facts = client.tables["facts"]
    fact = facts.iloc[:1].assign(customer_id=buyer, field="Zufriedenheit", value="7")
    facts = pd.concat([facts, fact], ignore_index=True)
    items = information(changed(activities=noted, customers=customers, facts=facts)).items.set_index("item")
    assert items.at["satisfaction", "known"] == 1 and items.at["contents", "known"] == 1
    assert items.at["contents", "dated"] == 1
