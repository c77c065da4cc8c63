"""Chapter 5 against a computation from the raw files."""

import itertools
from dataclasses import replace
from datetime import date
from statistics import median

import pandas as pd
import pytest

from workbook.chapters import process
from workbook.chapters.process.opinion import Opinion


def chain(days_by_customer, as_of, horizon=365):
    """Kaplan–Meier in plain Python: share of orders followed within the horizon, and the median number of days."""
    waits = []
    for days in days_by_customer:
        ordered = sorted(set(days))
        waits += [((b - a).days, True) for a, b in itertools.pairwise(ordered)]
        waits.append(((as_of - ordered[-1]).days, False))
    left, within, half = 1.0, 1.0, None
    for day in sorted({d for d, followed in waits if followed}):
        left *= 1 - sum(d == day and followed for d, followed in waits) / sum(d >= day for d, _ in waits)
        within = left if day <= horizon else within
        half = day if half is None and left <= 0.5 else half
    return 1 - within, half


def test_northwind_ships_772_of_809_orders_in_time(northwind, northwind_orders):
    shipped = northwind_orders.dropna(subset=["ShippedDate"])
    punctual = shipped["ShippedDate"] <= shipped["RequiredDate"]
    assert (punctual.sum(), len(shipped)) == (772, 809)
    assert northwind["process.on_time_share"] == pytest.approx(772 / 809)
    low, high = northwind.figures["process.on_time_share"].interval
    assert (low, high) == pytest.approx((0.9376, 0.9666), abs=1e-4)


def test_northwind_days_from_order_to_shipment(northwind, northwind_orders):
    days = (northwind_orders["ShippedDate"] - northwind_orders["OrderDate"]).dt.days.dropna()
    assert northwind["process.lead_time_days.5"] == median(days)


def test_northwind_conversion_of_delivery_counts_overdue_orders(northwind, northwind_orders):
    open_ = northwind_orders[northwind_orders["ShippedDate"].isna()]
    overdue = (open_["RequiredDate"] < pd.Timestamp("1998-05-06")).sum()
    assert len(open_) == 21
    assert northwind["process.conversion.5"] == pytest.approx(809 / (809 + overdue))


def test_northwind_repurchase(northwind, northwind_orders):
    days = [list(d) for _, d in northwind_orders.groupby("CustomerID")["OrderDate"]]
    within, half = chain(days, pd.Timestamp("1998-05-06"))
    assert northwind["process.conversion.8"] == pytest.approx(within)
    assert northwind["process.lead_time_days.8"] == half


def test_northwind_without_opportunities_and_answers_says_so(northwind):
    expected = {f"process.conversion.{k}" for k in range(1, 5)} | {f"process.importance.{k}" for k in range(1, 9)}
    assert expected <= northwind.open_figures


@pytest.fixture(scope="module")
def shipments(orders):
    """One row per order of Muster: ordered, promised, shipped with the last line."""
    sold = orders[orders["Nettoumsatz"] >= 0].groupby("Auftragsnummer")
    table = sold.agg(
        ordered=("Auftragsdatum", "min"), promised=("Zugesagter Termin", "max"), last=("Lieferdatum", "max")
    )
    return table.assign(shipped=sold["Lieferdatum"].apply(lambda d: d.notna().all()))


def test_muster_on_time_share(muster, shipments):
    judged = shipments[shipments["shipped"] & shipments["promised"].notna()]
    assert muster["process.on_time_share"] == pytest.approx((judged["last"] <= judged["promised"]).mean())


def test_muster_days_and_conversion_of_delivery(muster, shipments):
    done = shipments[shipments["shipped"]]
    assert muster["process.lead_time_days.5"] == median((done["last"] - done["ordered"]).dt.days)
    overdue = (~shipments["shipped"] & (shipments["promised"] < pd.Timestamp("2025-12-31"))).sum()
    assert muster["process.conversion.5"] == pytest.approx(len(done) / (len(done) + overdue))


def test_muster_repurchase(muster, orders):
    sold = orders[orders["Nettoumsatz"] >= 0]
    within, half = chain(
        [list(d) for _, d in sold.groupby("Kundennummer")["Rechnungsdatum"]], pd.Timestamp("2025-12-31")
    )
    assert muster["process.conversion.8"] == pytest.approx(within)
    assert muster["process.lead_time_days.8"] == half


@pytest.fixture(scope="module")
def closed(sheets):
    """The stage history of the cases won or lost, with their outcome."""
    outcome = sheets["Chancen"].set_index("Chancennummer")["Ergebnis"]
    history = sheets["Phasenverlauf"]
    history = history.assign(outcome=history["Chancennummer"].map(outcome))
    return history[history["outcome"].isin(["gewonnen", "verloren"])]


@pytest.mark.parametrize("phase", [1, 2, 3, 4])
def test_muster_conversion_and_days_of_a_phase(muster, closed, phase):
    inside = closed[closed["Phase"] == phase]
    entered = set(inside["Chancennummer"])
    if phase == 4:
        on = set(inside.loc[inside["outcome"] == "gewonnen", "Chancennummer"])
    else:
        on = set(closed.loc[closed["Phase"] == phase + 1, "Chancennummer"])
    assert muster[f"process.conversion.{phase}"] == pytest.approx(len(on) / len(entered))
    stayed = (inside["Austritt"] - inside["Eintritt"]).dt.days
    assert muster[f"process.lead_time_days.{phase}"] == median(stayed)


@pytest.fixture(scope="module")
def answers(sheets):
    """The raw answers on phases, per segment."""
    frame = sheets["Befragung"]
    return frame[frame["Dimension"].str.startswith("phase:")]


@pytest.mark.parametrize("phase", range(1, 9))
@pytest.mark.parametrize(("name", "header"), [("importance", "Wichtigkeit"), ("performance", "Leistung")])
def test_muster_opinion_of_a_phase_weighs_key_and_smart_alike(muster, answers, phase, name, header):
    own = answers[answers["Dimension"] == f"phase:{phase}"]
    means = [own.loc[own["Segment"] == segment, header].mean() for segment in ("Key", "Smart")]
    assert muster[f"process.{name}.{phase}"] == pytest.approx(sum(means) / 2)
    table = muster.run.chapter("process").result.topics.of(Opinion).opinion.set_index(["class", "phase"])[name]
    assert [table["key", phase], table["smart", phase]] == pytest.approx(means)


def test_muster_maturity(muster, sheets):
    frame = sheets["Befragung"]
    for dimension in ("strategy", "organisation", "information", "steering", "instruments"):
        own = frame.loc[frame["Dimension"] == f"maturity:{dimension}", "Leistung"]
        assert muster[f"process.maturity.{dimension}"] == pytest.approx(own.mean())


def test_orders_outside_the_period_are_not_judged(changed, orders, shipments):
    first = orders.groupby("Auftragsnummer")["Rechnungsdatum"].min()
    inside = shipments[(first.reindex(shipments.index).dt.year == 2024)]
    judged = inside[inside["shipped"] & inside["promised"].notna()]
    year = changed(period=(date(2024, 1, 1), date(2024, 12, 31)))
    assert year["process.on_time_share"] == pytest.approx((judged["last"] <= judged["promised"]).mean())


def test_what_fewer_than_five_persons_answered_is_not_shown(changed, muster):
    answers = muster.run.client.tables["assessment"]
    four = answers["respondent"].isin(sorted(answers["respondent"].unique())[:4])
    found = changed(assessment=answers[four | (answers["dimension"] != "phase:3")])
    hidden = {"process.importance.3", "process.performance.3"}
    assert not hidden & set(found.figures)
    gap = next(g for g in found.gaps if hidden <= set(g.figures))
    assert gap.needs == ("people",) and set(gap.figures) == hidden
    assert found["process.performance.2"] == muster["process.performance.2"]


def test_northwind_maturity_is_open(northwind):
    assert {"process.maturity.strategy", "process.maturity.steering"} <= northwind.open_figures


def test_the_planted_weak_phase_is_named_by_opinion(muster, truth):
    numbers = muster.findings["process.gap"].numbers
    assert numbers["phase"].key == f"phase.{truth['weak_phase']['phase']}"
    assert numbers["group"].key == "opinion_class.key"


def test_the_planted_weak_phase_is_named_by_evidence_which_agrees(muster, truth):
    numbers = muster.findings["process.conversion"].numbers
    assert numbers["phase"].key == f"phase.{truth['weak_phase']['phase']}"
    assert numbers["agreement"].key == "process.agrees"


def test_the_leak_of_muster_in_money(muster, closed, sheets, accounts):
    chances = sheets["Chancen"].set_index("Chancennummer")
    last = closed.groupby("Chancennummer")["Phase"].max()
    lost_in_2 = chances[(chances["Ergebnis"] == "verloren") & (last.reindex(chances.index) == 2)]["Wert"].sum() / 3
    rate = {k: muster[f"process.conversion.{k}"] for k in (1, 2, 3, 4)}
    others = (rate[1] + rate[3] + rate[4]) / 3
    margin = accounts["cm2"].sum() / accounts["Nettoumsatz"].sum()
    gain = lost_in_2 * (others - rate[2]) / (1 - rate[2]) * rate[3] * rate[4] * margin
    impact = muster.findings["process.conversion"].impact
    assert [impact.low, impact.central, impact.high] == pytest.approx([gain * a for a in (0.25, 0.5, 0.75)])
    assert impact.kind == "margin"


@pytest.mark.parametrize("mode", ["pseudonym", "named"])
def test_groups_of_five_in_every_mode(redone, muster, mode):
    """The page lists customers: an agreement on persons changes nothing here. Four persons are left in the tables."""
    tables = muster.run.client.tables
    people, staff = tables["assessment"]["respondent"], tables["staff"].head(4)
    few = {
        "assessment": tables["assessment"][people.isin(sorted(people.unique())[:4])],
        "activities": tables["activities"][tables["activities"]["rep_id"].isin(staff["rep_id"])],
        "staff": staff,
    }
    grouped = redone(**few)
    agreed = grouped.run.client.parameters.model_copy(update={"people": mode})
    client = replace(grouped.run.client, parameters=agreed)
    result = process.analyse(client, muster.run.chapter("process").result.so_far)
    assert {f.id: f.value for f in process.figures(result)} == {f.id: f.value for f in grouped.figures.values()}
    assert not any(f.startswith(("process.performance", "process.hours.", "process.bonus")) for f in grouped.figures)
    assert process.gaps(result) == grouped.gaps
