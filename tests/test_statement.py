"""From facts to words."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from small_client import REVENUE, SETTINGS, small_client
from workbook.chapters import ORDER, SoFar
from workbook.client import Client, Reading
from workbook.exhibit import Span
from workbook.finding import Claim, Figure, Gap, Impact, money, share
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.run import Done, Run
from workbook.statement import (
    as_told,
    claims_of,
    claims_table,
    facts,
    front,
    opening,
    page_labels,
    span,
    statement,
    unknown,
)

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
NOBODY = Client(Parameters(name="Niemand"), {}, Reading(), (date.max, date.max), date.max)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return Run(small_client(tmp_path_factory.mktemp("statement") / "klein"))


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
@pytest.mark.parametrize("name", ORDER)
def test_everything_a_chapter_finds_can_be_said(run, name, words):
    done = run.chapter(name)
    said = opening(name, done, words)
    assert said.number == ORDER.index(name) + 1 and said.answer and said.lead
    for finding in done.module.findings(done.result):
        made = statement(finding, words)
        assert made.id == finding.id and all(
            [made.headline, made.evidence, made.recommendation, made.confidence_reason]
        )
        assert "{" not in made.headline + made.evidence + made.recommendation
    for gap in done.module.gaps(done.result):
        assert all([unknown(gap, words).headline, unknown(gap, words).would_show, unknown(gap, words).who])


def test_the_first_page_names_revenue_and_what_stays_open(run):
    said = front(run.chapter("summary"), GERMAN)
    assert "Klein GmbH" in said.sentences[0] and "20\u00a0T€" in said.sentences[0]
    assert 3 <= len(said.sentences) <= 5 and 1 <= said.confidence <= 3 and len(said.verdict) == 2
    assert len(said.figures) <= 4 and len(said.asks_heads) == 5


def test_a_stake_is_a_range_with_its_kind():
    made = span(Impact("margin", 1_000, 2_000, 3_000, True), ENGLISH)
    assert isinstance(made, Span) and (made.low, made.central, made.high, made.estimated) == (1000, 2000, 3000, True)
    assert made.label == ENGLISH.text("kind.margin")


def test_what_is_worth_nothing_shows_no_stake(run):
    done = run.chapter("value")
    finding = done.module.findings(done.result)[0]
    assert statement(replace(finding, impact=Impact("cash", 0, 0, 0)), GERMAN).stake is None
    assert statement(replace(finding, impact=Impact("cash", 0, 1, 2)), GERMAN).stake.high == 2


def test_figures_keep_twelve_digits_and_codes_stay_codes():
    assert as_told(Figure("a.b", 1 / 3, "share", (0.1, 2 / 3)))["value"] == 0.333333333333
    assert as_told(Figure("a.b", 1 / 3, "share", (0.1, 2 / 3)))["interval"] == [0.1, 0.666666666667]
    assert as_told(Figure("a.b", 7.0, "count")) == {"value": 7, "unit": "count", "interval": None, "estimated": False}
    assert as_told(Figure("a.b", "waste", "code"))["value"] == "waste"


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_figure_that_is_no_number_is_never_published(value):
    with pytest.raises(ValueError, match="finite"):
        as_told(Figure("a.b", value, "share"))


def test_the_facts_of_a_chapter_are_the_contracts(run):
    kept = facts("value", run.chapter("value"), ENGLISH)
    assert kept["figures"]["value.net_revenue"] == {"value": 20100, "unit": "EUR", "interval": None, "estimated": False}
    assert kept["figures"]["value.customers"]["value"] == 5
    assert kept["chapter"] == "value" and kept["language"] == "en" and kept["claims"] == []
    gaps = {g["id"]: g["needs"] for g in kept["not_assessable"]}
    assert "value.cm3" in gaps and "transactions.cost_of_goods" in gaps["value.cm3"]
    assert not set(gaps) & set(kept["figures"])


def test_a_gap_without_figures_stands_under_its_own_name():
    gap = Gap("value.freight", ("transactions.freight",), "value.gap_freight")
    module = SimpleNamespace(figures=lambda _: (), findings=lambda _: (), gaps=lambda _: (gap,))
    kept = facts("value", Done(module, None, SoFar(), NOBODY), GERMAN)
    assert [g["id"] for g in kept["not_assessable"]] == ["value.freight"]


def test_the_page_gets_its_fixed_words():
    labels = page_labels(GERMAN)
    assert labels["summary"] == "Auf einen Blick" and not any(k.startswith("page.") for k in labels)


def test_money_is_written_in_the_clients_currency():
    assert "USD" in Words("en", "en_GB", "USD").quantity(money(1_000)) and "€" in GERMAN.quantity(money(1_000))


def test_what_a_gap_misses_stands_beside_its_code(run):
    gap = next(g for name in ORDER for g in run.chapter(name).gaps if g.needs)
    shown = unknown(gap, GERMAN)
    assert len(shown.meanings) == len(shown.missing) > 0 and not set(shown.meanings) & set(shown.missing)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_revenue_outside_the_period_is_told_beside_what_is_used(tmp_path, words):
    run = Run(small_client(tmp_path / "c", SETTINGS.replace("2024-12-31", "2024-06-30")))
    assert run.client.money_outside == pytest.approx(2_100)
    done = run.chapter("intake")
    said = statement(done.findings[0], words)
    assert words.money(2_100) in said.evidence and words.percent(18_000 / REVENUE) in said.headline
    assert words.percent(18_000 / REVENUE) in opening("intake", done, words).answer
    assert (
        words.text("verdict.outside", share=share(2_100 / REVENUE))
        in front(run.chapter("summary"), words).verdict[0][1]
    )


def test_where_everything_was_delivered_the_gap_says_that_it_is_not_enough():
    shown = unknown(Gap("value.freight", (), "value.gap_freight"), GERMAN)
    assert not shown.missing and shown.would_show.startswith("Die Angaben dafür sind geliefert")


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_claims_are_told_with_their_verdict_and_kept_with_their_interval(words):
    claim = Claim("A1-06", "confirmed", 0.25, (0.1, 0.4), 30, "share", "[001]")
    module = SimpleNamespace(figures=lambda _: (), findings=lambda _: (), gaps=lambda _: (), claims=lambda _: (claim,))
    done = Done(module, None, SoFar(), NOBODY)
    shown = claims_table("value", done, words)
    row = [cell.text for cell in shown.table.rows[0]]
    assert "[001]" in row[0] and row[1] == words.text("claim_verdict.confirmed") and row[3] == "30"
    assert all(words.percent(end) in row[2] for end in (0.25, 0.1, 0.4))
    assert facts("value", done, words)["claims"] == [
        {"id": "A1-06", "verdict": "confirmed", "effect": 0.25, "interval": [0.1, 0.4], "n": 30}
    ]


def test_a_chapter_without_claims_shows_none(run):
    assert claims_table("intake", run.chapter("intake"), GERMAN) is None


def test_a_claim_that_stands_alone_falls_where_many_are_tested_at_once():
    def claim(number, effect, half):
        return Claim(f"A0-0{number}", "confirmed", effect, (effect - half, effect + half), 50, "share", "[000]")

    close, clear = claim(1, 0.5, 0.49), claim(2, 0.5, 0.05)
    open_ = [replace(claim(n, 0.0, 1.0), verdict="undecided") for n in range(3, 9)]

    def judged(*claims):
        return [
            c.verdict for c in claims_of(Done(SimpleNamespace(claims=lambda result: claims), None, SoFar(), NOBODY))
        ]

    assert judged(close) == ["confirmed"]
    assert judged(close, clear, *open_)[:2] == ["undecided", "confirmed"]
    assert judged(replace(close, threshold=0.3)) == ["undecided"]
    assert judged() == []


def test_of_few_customers_the_first_page_names_the_largest_not_all_of_them(run):
    page = front(run.chapter("summary"), GERMAN)
    assert page.answer.startswith("Ein Kunde von 5 bringt 59,7")
    assert GERMAN.text("strip.value.top1_share") in dict(page.figures)
    assert GERMAN.text("strip.value.top10_share") not in dict(page.figures)
