"""Chapter 6, value at stake: recomputed from the files, and what a dropped measure or a use of freed hours changes."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from small_client import small_client
from workbook.chapters import SoFar
from workbook.chapters.summary.analysis import analyse, figures
from workbook.chapters.summary.findings import answer, findings, gaps
from workbook.chapters.summary.stake import stake
from workbook.chapters.summary.stake_exhibits import draw_waterfall, steps, waterfall
from workbook.exhibit import as_json
from workbook.finding import Finding, Impact
from workbook.language import Words
from workbook.parameters_actions import Action
from workbook.statement import front

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
DROPPED = Action(status="dropped", reason="vertraglich gebunden bis 2027")


def again(found, actions=None, **summary):
    """Chapter 6 with other settings; what the chapters before found stays."""
    done = found.run.chapter("summary")
    p = done.result.client.parameters
    p = p.model_copy(update={"summary": p.summary.model_copy(update=summary), "actions": actions or {}})
    return analyse(replace(done.result.client, parameters=p), done.result.so_far)


@pytest.fixture(scope="module")
def asked(muster, accounts, sizes):
    """By customer and year: discount above the median of the size class at a loss, and above the corridor beyond chance."""
    bought = accounts[accounts["orders"] > 0]
    rate = (accounts["Rabatt"] / accounts["Listenumsatz"]).where(accounts["Listenumsatz"] > 0)
    usual = sizes.map(rate[bought.index].groupby(sizes[bought.index]).median())
    back = ((rate - usual).clip(lower=0) * accounts["Listenumsatz"].clip(lower=0)).fillna(0.0)
    back = back.clip(upper=(-accounts["cm3"]).clip(lower=0))
    above = muster.customers["excess_discount"].reindex(accounts.index).fillna(0.0)
    beyond = above * muster["value.excess_discount"] / above.sum()
    return pd.DataFrame({"back": back / 3, "beyond": beyond / 3})


def test_the_same_discount_of_a_customer_counts_once(muster, asked):
    once = 0.5 * asked.max(axis=1).sum()
    won = muster.findings["process.conversion"].impact.central
    assert muster["summary.value_at_stake"] == pytest.approx(once + won, rel=1e-9)
    alone = muster.run.chapter("summary").result.stake.alone
    assert alone["value.loss_makers"][1] == pytest.approx(0.5 * asked["back"].sum(), rel=1e-9)
    assert alone["value.excess_discount"][1] == pytest.approx(0.5 * asked["beyond"].sum(), rel=1e-9)
    assert once < 0.5 * asked.sum().sum() * 0.8  # the overlap is no trifle here


def test_what_a_finding_says_it_brings_is_its_share_of_the_joint_effect(muster):
    for lever in muster.run.chapter("summary").result.stake.levers:
        said = muster.findings[lever.id].impact
        own = (lever.impact.low, lever.impact.central, lever.impact.high)
        assert own == pytest.approx((said.low, said.central, said.high), abs=0.005), lever.id


def test_a_dropped_measure_leaves_its_money_to_the_next_and_stands_in_no_decision(muster, asked):
    made = again(muster, {"value.loss_makers": DROPPED})
    won = muster.findings["process.conversion"].impact.central
    assert made.at_stake[1] == pytest.approx(0.5 * asked["beyond"].sum() + won, rel=1e-9)
    assert "value.loss_makers" not in {f.id for f in (*made.asking, *made.stake.levers)}
    assert made.stake.overlap == pytest.approx(0, abs=1e-6)


def test_freed_hours_count_once_and_only_through_the_measure_that_uses_them(muster):
    gain = muster.figures["coverage.response_gain"]
    made = again(muster, hours_used_by="coverage.response")
    discounts = sum(muster.findings[f"value.{n}"].impact.central for n in ("loss_makers", "excess_discount"))
    # More customer hours and fewer lost cases win some of the same sales: together as much as the larger of both.
    assert made.at_stake[1] == pytest.approx(discounts + gain.value, rel=1e-9)
    assert made.at_stake[0] >= muster.figures["summary.value_at_stake"].interval[0]
    capacity = [f for f in made.levers if f.impact.kind == "capacity"]
    assert capacity and not {f.id for f in capacity} & set(made.stake.alone)
    (finding,) = findings(made)
    assert "Kundenstunden nach Wirkung umverteilen" in GERMAN.text_from(f"{finding.id}.evidence", finding.numbers)
    assert again(muster, {"coverage.response": DROPPED}, hours_used_by="coverage.response").stake.used_by is None


def test_a_loss_at_one_customer_counts_in_full(muster):
    done = muster.run.chapter("summary").result
    first, second = (f for f in done.so_far.findings if f.id in ("value.loss_makers", "value.excess_discount"))
    ways = [Impact("cash", 0, 5, 10, True, "orders", {"A": (-2.0, -1.0, 0.0), "B": (2.0, 6.0, 10.0)})]
    ways += [Impact("cash", 1, 7, 9, True, "orders", {"B": (1.0, 7.0, 9.0)})]
    made = [replace(f, impact=i) for f, i in zip((first, second), ways, strict=True)]
    assert stake(done.client, replace(done.so_far, findings=tuple(made))).total == (0, 6, 10)


def test_the_waterfall_leads_from_todays_margin_to_the_target(muster):
    made = muster.run.chapter("summary").result
    assert made.stake.today == pytest.approx(muster["value.cm3"] / 3)
    table = steps(made)
    counted = table[table["kind"] != "capacity"]
    for way, whole in zip(("low", "central", "high"), made.at_stake, strict=True):
        assert counted[way].sum() == pytest.approx(whole, abs=1e-6)
    for words in (GERMAN, ENGLISH):
        shown = waterfall(made, words)
        cells = [[c.value for c in row[3:]] for row in shown.table.rows][: len(counted)]
        assert pd.DataFrame(cells).sum().tolist() == pytest.approx([c.value for c in shown.table.total[3:]], abs=1e-6)
        assert words.money(made.stake.today) in shown.message and "NaN" not in str(as_json(shown))


AMOUNT = st.floats(-1e5, 1e5, allow_nan=False, width=32)
WAYS = st.tuples(AMOUNT, AMOUNT, AMOUNT).map(lambda ways: tuple(sorted(ways)))
CLAIMED = st.dictionaries(st.sampled_from("ABC"), WAYS, max_size=3)
LEVER = st.tuples(
    st.sampled_from(["cash", "margin", "capacity"]), st.sampled_from(["discount", "orders", ""]), CLAIMED, WAYS
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(levers=st.lists(LEVER, max_size=5), dropped=st.sets(st.integers(0, 4)))
def test_whatever_the_levers_ask_together_is_their_joint_effect_and_never_more_than_their_sum(klein, levers, dropped):
    found = [
        Finding(f"value.l{i}", {}, 1, ("[001]",), Impact(kind, *whole, True, pool, claims))
        for i, (kind, pool, claims, whole) in enumerate(levers)
    ]
    actions = {f"value.l{i}": DROPPED for i in dropped}
    p = klein.parameters.model_copy(update={"actions": actions})
    made = stake(replace(klein, parameters=p), SoFar(findings=tuple(found)))
    acting = [f for i, f in enumerate(found) if f.impact.kind != "capacity" and i not in dropped]
    assert {f.id for f in made.levers} == {f.id for f in acting}
    for way in range(3):
        # Independently: per customer and pool the largest gain, and every loss in full.
        most, alone, losses = {}, 0.0, 0.0
        for f in acting:
            whole = {"": (f.impact.low, f.impact.central, f.impact.high)}
            for customer, ways in (f.impact.claims or whole).items():
                place, amount = (customer, f.impact.pool or f.id), ways[way]
                most[place] = max(most.get(place, 0.0), amount)
                alone += amount
                losses += min(amount, 0.0)
        joint = sum(most.values()) + losses
        slack = 1e-6 * (1 + sum(most.values()) - losses)
        assert sum(a[way] for a in made.alone.values()) == pytest.approx(alone, abs=slack)
        if acting:
            assert made.total[way] == pytest.approx(joint, abs=slack) and joint <= alone + slack
        own = [(f.impact.low, f.impact.central, f.impact.high)[way] for f in made.levers]
        assert sum(own) == pytest.approx(joint, abs=slack)
    assert made.overlap >= -1e-6 * (1 + sum(abs(a[1]) for a in made.alone.values()))


@pytest.fixture(scope="module")
def klein(tmp_path_factory):
    return small_client(tmp_path_factory.mktemp("stake") / "klein")


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("today", [2e6, 1e5, 0.0, -5e5])
def test_the_waterfall_draws_steps_of_their_true_length_whatever_the_margin_is_today(muster, narrow, today):
    made = muster.run.chapter("summary").result
    table = steps(made)
    (axes,) = draw_waterfall(table, today, made.at_stake, GERMAN, narrow).axes
    bars = axes.patches
    assert len(bars) == len(table) + 2
    counted = (table["kind"] != "capacity").to_numpy()
    scale = [b.get_width() / a for b, a in zip(bars[1:], table.loc[counted, "central"], strict=False)]
    assert scale == pytest.approx([scale[0]] * len(scale))
    edges = [b.get_x() + b.get_width() for b in bars[1 : counted.sum() + 1]]
    assert [b.get_x() for b in bars[2 : counted.sum() + 1]] == pytest.approx(edges[:-1])
    target = bars[counted.sum() + 1]
    assert target.get_x() + target.get_width() * (today + made.at_stake[1] > 0) == pytest.approx(edges[-1])
    if today < 0:  # a loss runs from zero to the left
        assert bars[0].get_width() == pytest.approx(-today * scale[0])
    assert all(0 <= b.get_x() <= b.get_x() + b.get_width() <= (350 if narrow else 640) for b in bars)


def test_without_costs_there_is_no_way_to_draw(northwind, muster):
    assert waterfall(northwind.run.chapter("summary").result, GERMAN) is None
    done = muster.run.chapter("summary").result
    known = {name: f for name, f in done.so_far.figures.items() if name != "value.cm3"}
    bare = analyse(done.client, replace(done.so_far, figures=known))
    assert waterfall(bare, GERMAN) is None and bare.at_stake == done.at_stake


def test_everything_dropped_leaves_nothing_at_stake(muster):
    levers = [f.id for f in muster.run.chapter("summary").result.stake.levers]
    made = again(muster, dict.fromkeys(levers, DROPPED))
    own = [f.value for f in figures(made) if f.id == "summary.value_at_stake"]
    assert made.at_stake == (0, 0, 0) and own == [0] and gaps(made) == ()
    (said,) = findings(made)
    assert "Alle 3 Maßnahmen" in GERMAN.text_from(said.id, said.numbers)
    assert all(GERMAN.text_from(f"{said.id}.{part}", said.numbers) for part in ("evidence", "recommendation", "basis"))
    assert answer(made).key != "summary.answer_stake" and waterfall(made, GERMAN) is None


def test_the_first_page_names_the_owner_settled_on(muster):
    made = again(muster, {"value.loss_makers": Action(owner="Vertriebsleitung Süd", status="agreed")})
    done = replace(muster.run.chapter("summary"), result=made)
    owners = {a.finding: a.owner for a in front(done, GERMAN).asks}
    assert (
        owners["value.loss_makers"] == "Vertriebsleitung Süd" and owners["coverage.overserved"] == "Leitung Außendienst"
    )
