"""Five levers and the checklist of key-account management against the raw files."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from workbook.chapters import process
from workbook.chapters.process.audit import POINTS, Audit
from workbook.language import Words
from workbook.parameters import INSTRUMENTS, Check

GERMAN = Words("de", "de_DE", "EUR")


def audit(found):
    return {p.id: p for p in found.run.chapter("process").result.topics.of(Audit).points}


def told(point):
    """The numbers of a point's first sentence."""
    return {name: getattr(v, "value", v) for name, v in point.evidence.seen[0].numbers.items()}


@pytest.fixture(scope="module")
def keys(sheets):
    """The customers Muster itself leads as key accounts: class A, and customers already."""
    frame = sheets["Kunden"]
    return frame[(frame["Kundenklasse"] == "A") & (frame["Bestandskunde"] == "ja")].set_index("Kundennummer")


def test_plans_needs_goals_and_importance_of_the_key_accounts(muster, keys):
    points = audit(muster)
    plans = keys["Kundenplan vorhanden"].dropna()
    expected = {
        "kam:1": (keys["Strategische Bedeutung"] >= 4).sum(),
        "kam:4": keys["Bedürfnistyp"].notna().sum(),
        "kam:5": (plans == "ja").sum(),
        "kam:8": keys[["Umsatzziel", "DB-Ziel"]].notna().any(axis=1).sum(),
    }
    assert {name: told(points[name])["n"] for name in expected} == expected
    assert told(points["kam:5"])["n_total"] == len(plans) and told(points["kam:4"])["n_total"] == len(keys)
    assert points["lever:5"].evidence.seen[0] == points["kam:5"].evidence.seen[0]


def test_a_point_is_in_order_from_the_share_that_was_set(muster):
    for name in ("kam:1", "kam:2", "kam:4", "kam:5", "kam:6", "kam:7", "kam:8"):
        point = audit(muster)[name]
        assert point.status.state == ("in_order" if told(point)["share"] >= 0.8 else "weak"), name


def test_growth_goals_above_todays_revenue(muster, keys, accounts):
    today = accounts["Nettoumsatz"].reindex(keys.index) / 3
    assert told(audit(muster)["kam:7"])["n"] == (keys["Umsatzziel"] > today).sum()


def test_contacts_without_an_opportunity_in_the_last_half_year(muster, keys, activities):
    day = pd.to_datetime(activities["Datum"], format="%d.%m.%Y")
    kinds = activities["Aktivitätsart"].isin(["Besuch", "Anruf", "Videokonferenz"])
    free = activities[(day > "2025-06-30") & kinds & activities["Chancennummer"].isna()]
    assert told(audit(muster)["kam:6"])["n"] == keys.index.isin(free["Kundennummer"]).sum()


def test_the_rule_confirms_as_many_key_accounts_as_it_classes_key(muster, keys):
    assert told(audit(muster)["kam:2"])["n"] == (muster.customers.loc[keys.index, "class"] == "key").sum()


def test_bonus_weights_are_those_of_everybody_together(muster, staff):
    weights = staff[[c for c in staff if c.startswith("Bonusgewicht")]].astype(float)
    means = weights.div(weights.sum(axis=1), axis=0).mean()
    point = audit(muster)["kam:9"]
    assert told(point)["share"] == pytest.approx(means["Bonusgewicht Umsatz"])
    assert told(point)["share_margin"] == pytest.approx(means["Bonusgewicht Deckungsbeitrag"])
    assert point.status.state == "weak"


def test_bonus_weights_of_four_are_never_shown(redone, muster):
    few = muster.run.client.tables["staff"].copy()
    few.loc[few.index[4:], [c for c in few if c.startswith("bonus_")]] = float("nan")
    answers = muster.run.client.tables["assessment"]
    point = audit(redone(staff=few))["kam:9"]
    assert point.evidence.seen == () and (point.status.source, point.opinion) == ("opinion", muster["process.kam.9"])
    unheard = redone(staff=few, assessment=answers[answers["dimension"] != "kam:9"])
    assert audit(unheard)["kam:9"].evidence.seen == () and audit(unheard)["kam:9"].status.state == "unknown"


def test_a_lever_is_in_order_above_66_points_and_says_what_earlier_chapters_found(muster):
    points = audit(muster)
    for number, name in enumerate(("assignment", "cooperation", "standardisation", "coverage", "information"), 1):
        score = muster[f"segmentation.differentiation.{name}"]
        point = points[f"lever:{number}"]
        assert point.evidence.seen[-1].numbers["points"].value == score
        assert point.status.state == ("in_order" if score > 66 else "weak")
    assert told(points["lever:1"])["n"] == muster.findings["segmentation.reclassified"].numbers["n"].value


def test_counts_add_up(muster):
    counts = [muster[f"process.points_{s}"] for s in ("in_order", "weak", "unknown")]
    assert sum(counts) == len(POINTS) == 15
    assert muster.findings["process.points"].numbers["n"].value == counts[1]


def rated(client, *rows):
    """The survey with six persons' answers to levers, checklist and instruments alone: dimension, performance, importance."""
    more = pd.DataFrame(
        [
            {
                "respondent": f"B-{k:02d}",
                "group": "Vertrieb",
                "dimension": d,
                "item": d,
                "performance": p,
                "importance": i,
            }
            for d, p, i in rows
            for k in range(1, 7)
        ]
    )
    asked = client.tables["assessment"]
    others = asked[~asked["dimension"].str.startswith(("lever:", "kam:", "instrument:"))]
    return pd.concat([others, more], ignore_index=True)


def test_opinion_stands_beside_the_evidence_and_a_contradiction_is_named(redone, muster):
    answers = rated(muster.run.client, ("lever:1", 5.0, 4.0), ("kam:10", 4.5, 4.0), ("kam:3", 2.0, 4.0))
    found = redone(assessment=answers)
    points = audit(found)
    assert (points["lever:1"].status.state, points["lever:1"].status.disputed) == ("weak", True)
    assert (points["kam:10"].status.state, points["kam:10"].status.source) == ("in_order", "opinion")
    assert found["process.lever.1"] == 5.0 and found["process.kam.10"] == 4.5
    assert found.findings["process.points"].numbers["disputed"].numbers["n"].value == 2
    gap = next(g for g in found.gaps if g.id == "process.audit")
    assert "process.lever.1" not in gap.figures and "process.lever.2" in gap.figures
    assert "Einschätzung" in [h.title for h in table(found, "audit").heads]


def test_without_opinion_the_evidence_stands_alone(redone, muster):
    found = redone(assessment=rated(muster.run.client))
    assert len(table(found, "audit").rows) == 15
    assert "Einschätzung" not in [h.title for h in table(found, "audit").heads]


def test_opinion_is_the_mean_of_all_who_answered(muster, sheets):
    answers = sheets["Befragung"]
    means = answers["Leistung"].groupby(answers["Dimension"]).mean()
    opinions = {name: p.opinion for name, p in audit(muster).items()}
    assert opinions == pytest.approx(means[list(opinions)].to_dict())


def table(found, exhibit):
    """The table behind an exhibit of chapter 5."""
    return process.EXHIBITS[exhibit](found.run.chapter("process").result, GERMAN).table


def test_what_the_company_says_goes_first_with_owner_and_day(muster):
    parameters = muster.run.client.parameters
    said = {
        "kam:5": Check(status="in_order", owner="Leitung KAM", due=date(2026, 6, 30)),
        "kam:10": Check(item="Vertretung bei Ausfall", due=date(2026, 3, 31)),
    }
    own = parameters.model_copy(update={"process": parameters.process.model_copy(update={"checklist": said})})
    before = muster.run.chapter("process").result.so_far
    result = process.analyse(replace(muster.run.client, parameters=own), before)
    rows = {r[0].text: [c.text for c in r] for r in process.EXHIBITS["audit"](result, GERMAN).table.rows}
    plan = rows["KAM 5: Individuelle Betreuungsstrategie"]
    assert "in\u00a0Ordnung (eigene Angabe)" in plan and "Leitung KAM, bis 30.06.2026" in plan
    assert any("Key-Account-Plan" in cell for cell in plan), "the evidence stays in sight"
    assert "Vertriebsleitung, bis 31.03.2026" in rows["KAM 10: Vertretung bei Ausfall"]


def test_neither_evidence_nor_opinion_says_what_to_collect(northwind):
    gap = next(g for g in northwind.gaps if g.id == "process.audit")
    assert {"assessment", "customers.current_class", "staff.bonus_revenue"} <= set(gap.needs)
    assert "process.points_weak" in gap.figures and "process.points" not in northwind.findings
    chapter = northwind.run.chapter("process")
    assert chapter.module.EXHIBITS["audit"](chapter.result, GERMAN) is None


def test_instruments_by_both_readings(redone, muster):
    answers = rated(
        muster.run.client,
        ("instrument:crm", 2.0, 4.5),
        ("instrument:campaigns", 4.0, 2.0),
        ("instrument:drones", 3.0, 3.0),
    )
    found = redone(assessment=answers)
    numbers = found.findings["process.instruments"].numbers
    assert numbers["instrument"].key == "process.instrument.crm" and numbers["points"].value == 2.5
    assert numbers["over"].numbers["instrument"].key == "process.instrument.campaigns"
    rows = table(found, "instruments").rows
    assert [r[0].text for r in rows] == ["CRM-System", "instrument:drones", "Mailings und Kampagnen"]
    assert [r[1].text for r in rows] == ["nach innen", "nicht angegeben", "nach außen"]
    assert [r[4].value for r in rows] == [2.5, 0.0, -2.0] and found["process.instruments"] == 3


def test_every_instrument_of_the_questionnaire_has_a_name_and_a_side(muster):
    rows = table(muster, "instruments").rows
    assert len(rows) == len(INSTRUMENTS) == muster["process.instruments"]
    assert {r[0].text for r in rows} == {GERMAN.text(f"process.instrument.{name}") for name in INSTRUMENTS}
    assert {r[1].text for r in rows} == {"nach innen", "nach außen"}
