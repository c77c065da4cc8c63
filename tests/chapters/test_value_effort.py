"""Effort ratio and key-account gate against a computation from the raw files."""

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.value.effort import figures, findings, gaps
from workbook.language import Words

YEARS = 3
GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("value").result.effort


@pytest.fixture(scope="module")
def served(accounts):
    """Every customer with orders or care: margin and cost to serve of three years from the raw files."""
    own = accounts[(accounts["orders"] > 0) | (accounts["hours"] > 0)]
    return own.assign(cm1=own["Nettoumsatz"] - own["Wareneinsatz"], serving=own["order_cost"] + own["care"])


@pytest.fixture(scope="module")
def key(sheets):
    return sheets["Kunden"].set_index("Kundennummer").query("Kundenklasse == 'A'").index


@pytest.fixture(scope="module")
def five(changed, muster):
    """Muster with a fifth person in the role: what it costs may be said."""
    staff = muster.run.client.tables["staff"].copy()
    staff.loc[staff["rep_id"] == "V-05", "role"] = "kam"
    return changed(staff=staff)


def test_who_takes_more_than_half_of_the_own_margin(muster, served):
    beyond = (served["serving"] - served["cm1"].clip(lower=0) / 2).clip(lower=0)
    above = beyond[beyond > 0].sort_values(ascending=False)
    assert 100 < len(above) < 300 and muster["value.effort_customers"] == len(above)
    assert muster["value.effort_beyond"] == pytest.approx(above.sum(), abs=1)
    assert muster["value.effort_of_margin"] == pytest.approx(served["serving"].sum() / served["cm1"].sum())
    finding = muster.findings["value.effort_of_margin"]
    assert set(finding.customers) == set(above.index) and finding.customers[0] == above.index[0]
    assert finding.impact is None  # effort, not money to be saved


def test_the_ratios_of_every_customer(muster, served):
    table = muster.customers
    of = {"revenue": served["Nettoumsatz"], "margin": served["cm1"], "result": served["cm1"] - served["serving"]}
    for name, amount in of.items():
        expected = (served["serving"] / amount).where(amount > 0)
        found = table[f"effort_of_{name}"].reindex(served.index)
        assert np.allclose(found, expected, rtol=1e-4, atol=1e-6, equal_nan=True), name


def test_the_chart_counts_by_the_client_s_class_and_the_table_names_the_dearest(muster, served, sheets):
    value = muster.run.chapter("value")
    shown = value.module.EXHIBITS["effort_ratio"](value.result, GERMAN)
    classes = sheets["Kunden"].set_index("Kundennummer")["Kundenklasse"].reindex(served.index)
    above = served["serving"] > served["cm1"].clip(lower=0) / 2
    part = above.groupby(classes).agg(["mean", "sum", "size"])
    most = part.loc[part["mean"].idxmax()]
    assert shown.message.endswith(f"{most['sum']:.0f} von {most['size']:.0f} liegen über 50\u00a0%")
    beyond = (served["serving"] - served["cm1"].clip(lower=0) / 2).sort_values(ascending=False) / YEARS
    assert [row[-1].value for row in shown.table.rows] == pytest.approx(beyond.head(15).tolist(), abs=0.5)


def test_no_figure_tells_what_four_persons_cost(muster, topic, sheets):
    assert topic.persons == 4 == (sheets["Mitarbeitende"]["Rolle"].eq("Key Account Manager")).sum()
    assert not {"value.kam_cost", "value.kam_break_even"} & set(muster.figures)
    hidden = [g for g in muster.gaps if g.needs == ("people",) and "value.kam_cost" in g.figures]
    assert hidden[0].figures == ("value.kam_cost", "value.kam_break_even")
    value = muster.run.chapter("value")
    rows = [
        [cell.text for cell in row] for row in value.module.EXHIBITS["kam_gate_table"](value.result, GERMAN).table.rows
    ]
    assert rows[-1] == ["Wert deckt die Kosten", "ja"]
    assert not any("Kosten des" in what or "hängen" in what for what, _ in rows)


def test_the_gate_is_met_where_the_value_exceeds_five_years_of_cost(muster, topic, key, sheets):
    staff = sheets["Mitarbeitende"]
    yearly = staff.loc[staff["Rolle"] == "Key Account Manager", "Jahreskosten"].astype(float).sum()
    cost = sum(yearly / 1.1**year for year in range(1, 6))
    value = muster.customers["value_expected"].reindex(key).sum()
    assert muster["value.key_set_value"] == pytest.approx(value) and topic.gate.cost == pytest.approx(cost)
    assert topic.gate.met == (value >= cost)
    verdict = "übersteigt die Kosten" if value >= cost else "deckt die Kosten"
    said = GERMAN.text_from("value.kam_gate", muster.findings["value.kam_gate"].numbers)
    assert verdict in said and GERMAN.number(len(key)) in said


def test_of_five_persons_cost_and_threshold_are_said(five, sheets):
    staff = sheets["Mitarbeitende"].set_index("Mitarbeiternummer")["Jahreskosten"].astype(float)
    yearly = staff[["V-01", "V-02", "V-03", "V-04", "V-05"]].sum()
    assert five["value.kam_cost"] == pytest.approx(yearly)
    cost = sum(yearly / 1.1**year for year in range(1, 6))
    assert five["value.kam_break_even"] == pytest.approx(cost / five["value.key_set_value"])
    assert "value.kam_cost" not in five.open_figures
    value = five.run.chapter("value")
    for words in (GERMAN, ENGLISH):
        shown = value.module.EXHIBITS["kam_gate_table"](value.result, words)
        assert words.money(cost) in [row[-1].text for row in shown.table.rows]


def test_a_role_dearer_than_its_customers_value_does_not_pass(changed, muster):
    staff = muster.run.client.tables["staff"]
    dear = changed(staff=staff.assign(annual_cost=staff["annual_cost"].where(staff["role"] != "kam", 2.5e5)))
    gate = dear.run.chapter("value").result.effort.gate
    said = GERMAN.text_from("value.kam_gate", dear.findings["value.kam_gate"].numbers)
    assert not gate.met and gate.break_even > 1
    assert said.endswith("deckt die Kosten des Key-Account-Managements nicht.")


def test_a_value_below_zero_carries_nothing_and_has_no_threshold(changed, five):
    staff = five.run.client.tables["staff"]
    dear = changed(staff=staff.assign(annual_cost=staff["annual_cost"].where(staff["role"] != "kam", 9e5)))
    gate = dear.run.chapter("value").result.effort.gate
    assert gate.value < 0 and not gate.met and "value.kam_cost" in dear.figures
    assert "value.kam_break_even" not in dear.figures and "value.kam_break_even" in dear.open_figures


def test_without_the_role_or_its_cost_the_gate_stays_open(changed, muster):
    staff = muster.run.client.tables["staff"]
    none = changed(staff=staff.assign(role=staff["role"].replace("kam", "field")))
    unknown = changed(staff=staff.assign(annual_cost=staff["annual_cost"].where(staff["rep_id"] != "V-01")))
    for found in (none, unknown):
        assert {"value.key_set_value", "value.kam_cost", "value.kam_break_even"} <= found.open_figures
        assert "value.kam_gate" not in found.findings


def test_northwind_has_neither_and_says_so(northwind):
    found = northwind.run.chapter("value").result.effort
    assert found.ratios is None and found.gate is None
    assert not list(figures(found)) and not list(findings(found))
    assert {name for gap in gaps(found) for name in gap.figures} <= northwind.open_figures


def test_without_activities_only_orders_are_counted_and_it_is_said(changed, muster):
    found = changed(
        activities=pd.DataFrame({"date": pd.Series(dtype="datetime64[ns]"), "type": pd.Series(dtype="str")})
    )
    effort = found.run.chapter("value").result.effort
    assert effort.ratios is not None and (effort.base.table["care_cost"] == 0).all()
    said = GERMAN.text_from("value.effort_of_margin", found.findings["value.effort_of_margin"].numbers)
    assert "Betreuung nicht erfasst" in said
