"""Chapter 6: what enters the value at stake, and what does not."""

from dataclasses import replace

import pytest

from small_client import small_client
from workbook.chapters.summary.findings import answer, findings
from workbook.chapters.summary.stake_exhibits import waterfall
from workbook.finding import Finding, Impact
from workbook.language import Words
from workbook.run import Run


def test_value_at_stake_is_cash_and_margin_and_never_capacity(muster):
    impacts = [f.impact for f in muster.findings.values() if f.impact is not None]
    counted = [i for i in impacts if i.kind in ("cash", "margin")]
    assert {i.kind for i in impacts} == {"cash", "margin", "capacity"}
    figure = muster.figures["summary.value_at_stake"]
    assert figure.value == pytest.approx(sum(i.central for i in counted))
    assert figure.interval == pytest.approx((sum(i.low for i in counted), sum(i.high for i in counted)))
    assert figure.estimated


def test_every_impact_runs_from_low_over_central_to_high(muster):
    for finding in muster.findings.values():
        if finding.impact is not None:
            assert 0 <= finding.impact.low <= finding.impact.central <= finding.impact.high, finding.id


def test_findings_are_ranked_by_their_money(muster):
    money = [f.impact.central for f in muster.run.chapter("summary").result.ranked if f.impact is not None]
    assert money == sorted(money, reverse=True)


def test_northwind_has_nothing_at_stake_its_excess_discount_may_be_chance(northwind):
    assert northwind.figures["value.excess_discount"].interval[0] == 0 < northwind["value.excess_discount"]
    assert northwind.findings["value.excess_discount"].impact is None
    assert "summary.value_at_stake" not in northwind.figures


def test_without_a_lever_there_is_no_value_at_stake_and_the_summary_says_what_it_would_take(northwind):
    client = northwind.run.client
    bare = client.tables["transactions"].drop(columns=["list_revenue", "discount"], errors="ignore")
    after = Run(replace(client, tables={**client.tables, "transactions": bare})).chapter("summary").after
    assert "summary.value_at_stake" not in after.figures
    gap = next(g for g in after.gaps if "summary.value_at_stake" in g.figures)
    assert "transactions.cost_of_goods" in gap.needs


def test_the_chapters_open_as_many_figures_as_their_gaps_name(northwind):
    readiness = northwind.run.chapter("summary").result.readiness
    before = [g for g in northwind.gaps if not g.id.startswith("summary.")]
    assert readiness["open"].sum() == sum(not f.startswith("claims.") for g in before for f in g.figures)
    made = [name for name in northwind.figures if not name.startswith("summary.")]
    assert readiness["computed"].sum() == len(made)


@pytest.mark.parametrize("client", ["northwind", "muster"])
def test_no_chapter_failed(client, request):
    assert request.getfixturevalue(client).run.failed == {}


@pytest.mark.parametrize("client", ["northwind", "muster"])
def test_every_customer_named_by_a_finding_is_one_of_the_client(client, request):
    found = request.getfixturevalue(client)
    for finding in found.findings.values():
        assert set(finding.customers) <= set(found.customers.index), finding.id


def test_levers_that_bring_next_to_nothing_are_no_headline_and_no_way_to_a_target(tmp_path):
    result = Run(small_client(tmp_path / "c")).chapter("summary").result
    lever = Finding("value.loss_makers", {}, 2, ("[001]",), Impact("cash", 0.5, 1.0, 2.0, True))
    little = replace(result, stake=replace(result.stake, levers=(lever,), today=50.0), ranked=(lever, *result.ranked))
    assert little.at_stake == (0.5, 1.0, 2.0) and little.worth_telling is None and lever not in little.asking
    assert answer(little).key == "summary.answer_little"
    assert [f.id for f in findings(little)] == ["summary.little_at_stake"]
    assert waterfall(little, Words("de", "de_DE", "EUR")) is None
