"""Levers of the service scope against a computation from the raw files."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.coverage.scope import ServiceScope, scope
from workbook.chapters.coverage.scope_exhibits import EXHIBITS
from workbook.language import Words
from workbook.parameters_scope import LEVERS, Lever, Scope
from workbook.statement import statement, unknown
from workbook.topic import Topics

YEARS, FLOOR = 3, 2.0
WORDS = [Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")]
HAND = {"E-Mail", "Telefon", "Außendienst"}
ACCEPTS = {"channel": 0.7, "scope": 0.7, "minimum": 0.6, "surcharge": 0.5, "online": 0.4}
LOST = {"channel": 0.03, "scope": 0.04, "minimum": 0.2, "surcharge": 0.1, "online": 0.01}
# Acceptance and lost share of the three scenarios by lever: where few accept, most of the others are lost.
SCENARIOS = {
    "channel": [(0.50, 0.06), (0.70, 0.03), (0.85, 0.01)],
    "scope": [(0.50, 0.08), (0.70, 0.04), (0.85, 0.02)],
    "minimum": [(0.40, 0.30), (0.60, 0.20), (0.80, 0.10)],
    "surcharge": [(0.30, 0.20), (0.50, 0.10), (0.70, 0.05)],
    "online": [(0.20, 0.02), (0.40, 0.01), (0.60, 0.00)],
}
EDGES = (1_500.0, 3_000.0)  # minimum order and limit of the surcharge at which Muster has small orders


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("coverage").result.topics.of(ServiceScope)


@pytest.fixture(scope="module")
def again(topic):
    """The topic computed anew with other assumptions, tables or columns."""

    def run(tables=None, drop=(), factor=1.0, **changes):
        base = topic.base
        p, known = base.client.parameters, base.known.drop(columns=list(drop), errors="ignore")
        p = p.model_copy(update={"coverage": p.coverage.model_copy(update={"scope": Scope(**changes)})})
        money = [c for c in ("net_revenue", "cm1", "cm2", "cm3", "care_cost", "cost_to_serve", "freight") if c in known]
        known = known.assign(**{c: known[c] * factor for c in money})
        client = replace(base.client, parameters=p, tables={**base.client.tables, **(tables or {})})
        return scope(replace(base, client=client, known=known), Topics())

    return run


@pytest.fixture(scope="module")
def raw(muster, accounts, activities, orders, sheets, staff):
    """Customers concerned, per year: margins, hours, visits, orders, and what each lever works on, from the raw files."""
    return of_raw_files(muster, accounts, activities, orders, sheets, staff)


@pytest.fixture(scope="module")
def raw_small(muster, accounts, activities, orders, sheets, staff):
    """The same where the client sets limits above many orders."""
    return of_raw_files(muster, accounts, activities, orders, sheets, staff, EDGES)


def of_raw_files(muster, accounts, activities, orders, sheets, staff, edges=None):
    columns = muster.customers.reindex(accounts.index)
    own = columns["class"].isin(["smart", "lean"]) & (columns["potential_level"] == "low")
    t = accounts[own & (accounts["Nettoumsatz"] > 0)]
    t = t[["Nettoumsatz", "cm1", "cm3", "care", "hours", "Fracht", "orders"]] / YEARS
    km = float(sheets["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"]["Kilometersatz"])
    visits = activities[activities["Aktivitätsart"].isin(["Besuch"])]
    cost = visits["Stunden"] * visits["Mitarbeiternummer"].map(staff["rate"])
    by = visits["Kundennummer"]
    t["visit"] = visits.groupby(by)["Stunden"].sum().reindex(t.index).fillna(0) / YEARS
    t["visit_km"] = (visits["Fahrstrecke"] * km).groupby(by).sum().reindex(t.index).fillna(0) / YEARS
    t["visit_cost"] = cost.groupby(by).sum().reindex(t.index).fillna(0) / YEARS + t["visit_km"]
    inside = staff[staff["Rolle"].isin(["Innendienst", "Kundenservice", "E-Commerce"])]
    assert len(inside) == 8
    rate = inside["Jahreskosten"].sum() / inside["practical"].sum()
    each = t["visit_cost"] / t["visit"] - 0.5 * rate
    room = (t["hours"] - FLOOR).clip(lower=0)
    t["moved"] = np.where(each > 0, np.minimum(0.7 * t["visit"], room / 0.5), 0)
    t["saved"] = (t["moved"] * each).fillna(0)
    t["cut"], t["room"] = 0.2 * room, room
    t["cut_saved"] = t["cut"] * (t["care"] / t["hours"]).fillna(0)
    return t.join(small(orders, t, edges))


def small(orders, t, edges=None):
    """Orders by hand, and those below half of and below the value that pays for an average order, per year."""
    lines = orders[(orders["Nettoumsatz"] >= 0) & orders["Kundennummer"].isin(t.index)]
    by = lines.groupby(["Kundennummer", "Auftragsnummer"])
    o = by[["Nettoumsatz", "Wareneinsatz", "Fracht"]].sum().assign(lines=by.size(), way=by["Bestellweg"].first())
    o["cm1"], o["handling"] = o["Nettoumsatz"] - o["Wareneinsatz"], 165 + 19 * o["lines"] + o["Fracht"]
    limit = o["handling"].mean() / (o["cm1"].sum() / o["Nettoumsatz"].sum())
    made = pd.DataFrame({"by_hand": o["way"].isin(HAND).groupby(level=0).sum() / YEARS})
    for name, edge in zip(("minimum", "surcharge"), edges or (limit / 2, limit), strict=True):
        own = o[o["Nettoumsatz"] < edge]
        worth, cash = (own["cm1"] - own["handling"]).clip(lower=0), (own["cm1"] - own["Fracht"]).clip(lower=0)
        made[name] = own.groupby(level=0).size() / YEARS
        made[f"{name}_worth"] = worth.groupby(level=0).sum() / YEARS
        made[f"{name}_cash"] = cash.groupby(level=0).sum() / YEARS
        left = np.maximum(own["Nettoumsatz"].groupby(level=0).sum() / YEARS / edge, 1)
        made[f"{name}_bundled"] = (made[name] - left).clip(lower=0)
    return made.reindex(t.index).fillna(0)


def expected(t, accepts=ACCEPTS, lost=LOST):
    """Effect on CM III by lever and customer, written out: what is brought, what is at risk."""
    result = t["cm3"].clip(lower=0)
    a, gone = accepts, {n: (1 - accepts[n]) * lost[n] for n in accepts}
    return {
        "channel": (a["channel"] * t["saved"], gone["channel"] * result * (t["moved"] > 0)),
        "scope": (a["scope"] * t["cut_saved"], gone["scope"] * result * (t["cut"] > 0)),
        "minimum": (a["minimum"] * 165 * t["minimum_bundled"], gone["minimum"] * t["minimum_worth"]),
        "surcharge": (
            a["surcharge"] * 0.3 * 165 * t["surcharge"]
            + (1 - a["surcharge"] - gone["surcharge"]) * 165 * t["surcharge_bundled"],
            gone["surcharge"] * t["surcharge_worth"],
        ),
        "online": (a["online"] * 165 * 0.5 * t["by_hand"], gone["online"] * result * (t["by_hand"] > 0)),
    }


def test_each_lever_from_the_raw_files(muster, topic, raw):
    assert set(topic.table.index) == set(raw.index) and len(raw) > 50
    for name, (brings, risk) in expected(raw).items():
        assert muster[f"coverage.scope_effect.{name}"] == pytest.approx((brings - risk).sum(), rel=1e-6)
        assert muster[f"coverage.profit_at_risk.{name}"] == pytest.approx(risk.sum(), rel=1e-6)


def scenario(number):
    """Acceptance and lost share by lever in one scenario."""
    return {n: SCENARIOS[n][number][0] for n in SCENARIOS}, {n: SCENARIOS[n][number][1] for n in SCENARIOS}


def together(t, accepts, lost):
    """Effect of all levers at once: an hour, an order and a customer are saved or lost once."""
    gone = {n: (1 - accepts[n]) * lost[n] for n in accepts}
    stays = {n: 1 - sum(gone[m] for m in ("channel", "scope", "online") if m != n) for n in accepts}
    freed = accepts["channel"] * 0.5 * t["moved"]
    then = (t["care"] - accepts["channel"] * t["saved"]) / (t["hours"] - freed)
    cheaper = (then / (t["care"] / t["hours"])).clip(upper=1).fillna(1)
    rest = {n: pd.Series(stays[n], t.index) for n in stays}
    rest["scope"] *= (1 - (freed / t["room"].where(t["room"] > 0)).fillna(0)) * cheaper
    taken = accepts["minimum"] + gone["minimum"]
    rest["surcharge"] *= 1 - taken * (t["minimum"] / t["surcharge"].where(t["surcharge"] > 0)).fillna(0)
    vanish = accepts["minimum"] * t["minimum_bundled"] + gone["minimum"] * t["minimum"]
    avoid = 1 - accepts["surcharge"] - gone["surcharge"]
    vanish += avoid * t["surcharge_bundled"] + gone["surcharge"] * t["surcharge"]
    rest["online"] *= 1 - (vanish / t["orders"]).clip(upper=1)
    parts = expected(t, accepts, lost)
    return sum((rest[n] * brings - risk).sum() for n, (brings, risk) in parts.items())


def test_every_lever_in_every_scenario(muster, raw):
    for name in LEVERS:
        ends = [(brings - risk).sum() for brings, risk in (expected(raw, *scenario(s))[name] for s in range(3))]
        risks = [expected(raw, *scenario(s))[name][1].sum() for s in range(3)]
        figure = muster.figures[f"coverage.scope_effect.{name}"]
        assert figure.value == pytest.approx(ends[1], rel=1e-6, abs=1e-6)
        assert figure.interval == pytest.approx((min(ends), max(ends)), rel=1e-6, abs=1e-6)
        figure = muster.figures[f"coverage.profit_at_risk.{name}"]
        assert figure.interval == pytest.approx((min(risks), max(risks)), rel=1e-6, abs=1e-6)


def test_every_lever_in_every_scenario_where_many_orders_are_small(again, raw_small):
    """Muster's own limits lie below nearly all its orders, so that two levers would be compared at next to nothing."""
    t, found = raw_small, again(minimum_order=EDGES[0], surcharge_below=EDGES[1])
    assert t["minimum"].sum() > 20 and t["surcharge_bundled"].sum() > 1
    for name in LEVERS:
        ends = [(brings - risk).sum() for brings, risk in (expected(t, *scenario(s))[name] for s in range(3))]
        assert found.single(name) == pytest.approx((min(ends), ends[1], max(ends)), rel=1e-6, abs=1e-6)
    ends = [together(t, *scenario(s)) for s in range(3)]
    assert found.together == pytest.approx((min(ends), ends[1], max(ends)), rel=1e-6)


def test_all_together_save_no_hour_and_no_order_twice(muster, raw):
    ends = [together(raw, *scenario(s)) for s in range(3)]
    figure = muster.figures["coverage.scope_effect.joint"]
    assert figure.value == pytest.approx(ends[1], rel=1e-6)
    assert figure.interval == pytest.approx((min(ends), max(ends)), rel=1e-6)
    assert ends[1] < sum((brings - risk).sum() for brings, risk in expected(raw).values())


def test_break_even_acceptance_from_the_raw_files(muster, again, raw, raw_small):
    """The effect is a straight line in the acceptance: what nobody's accepting costs, over what everybody's adds to it."""
    found = again(minimum_order=EDGES[0], surcharge_below=EDGES[1])
    for t, said in ((raw, lambda n: muster.figures.get(f"coverage.break_even.{n}")), (raw_small, found.break_even)):
        for name in LEVERS:
            ends = []
            for accepts in (0.0, 1.0):
                brings, risk = expected(t, {**ACCEPTS, name: accepts})[name]
                ends.append((brings - risk).sum())
            nobody, everybody = ends
            least = 0.0 if nobody >= 0 else -nobody / (everybody - nobody) if everybody > 0 else None
            told = said(name)
            told = getattr(told, "value", told)
            assert told == (least if least is None else pytest.approx(least, rel=1e-6)), name


def test_the_cash_part_from_the_raw_files(muster, raw):
    """Cash are surcharges, travel and lost margins: hours and handling of orders stay, whoever does them."""
    cash = (raw["cm1"] - raw["Fracht"]).clip(lower=0)
    travel = (raw["moved"] / raw["visit"].where(raw["visit"] > 0) * raw["visit_km"]).fillna(0)
    ends = []
    for number in range(3):
        a, lost = scenario(number)
        gone = {n: (1 - a[n]) * lost[n] for n in a}
        stays = {n: 1 - sum(gone[m] for m in ("channel", "scope", "online") if m != n) for n in a}
        taken = a["minimum"] + gone["minimum"]
        pays = 1 - taken * (raw["minimum"] / raw["surcharge"].where(raw["surcharge"] > 0)).fillna(0)
        brings = stays["channel"] * a["channel"] * travel
        brings += stays["surcharge"] * pays * a["surcharge"] * 0.3 * 165 * raw["surcharge"]
        risk = gone["channel"] * cash * (raw["moved"] > 0) + gone["scope"] * cash * (raw["cut"] > 0)
        risk += gone["online"] * cash * (raw["by_hand"] > 0)
        risk += gone["minimum"] * raw["minimum_cash"] + gone["surcharge"] * raw["surcharge_cash"]
        ends.append((brings - risk).sum())
    figure = muster.figures["coverage.scope_cash.joint"]
    assert figure.value == pytest.approx(ends[1], rel=1e-6)
    assert figure.interval == pytest.approx((min(ends), max(ends)), rel=1e-6)


def test_hours_freed_are_those_of_both_levers(muster, raw):
    t, there = raw, 1 - 0.3 * 0.04 - 0.6 * 0.01
    shifted = 0.7 * there * t["moved"] * 0.5
    left = 1 - (0.7 * 0.5 * t["moved"] / t["room"].where(t["room"] > 0)).fillna(0)
    cut = 0.7 * (1 - 0.3 * 0.03 - 0.6 * 0.01) * left * t["cut"]
    assert muster["coverage.hours_freed"] == pytest.approx((shifted + cut).sum(), rel=1e-6)


def test_break_even_gives_exactly_nothing(topic, again):
    for name in LEVERS:
        least = topic.break_even(name)
        if least:
            lost = topic.answers(1)[name][1]
            there = again(**{name: Lever(acceptance=(least,) * 3, lost=(lost,) * 3)})
            assert there.single(name)[1] == pytest.approx(0, abs=1e-6)


def test_where_nobody_accepts_and_nobody_is_lost_nothing_happens(again):
    nothing = Lever(acceptance=(0.0,) * 3, lost=(0.0,) * 3)
    found = again(**dict.fromkeys(LEVERS, nothing), surcharge_amount=0.0)
    assert [found.single(n) for n in ("channel", "scope", "minimum", "online")] == [(0.0, 0.0, 0.0)] * 4
    assert again(visits_moved=0.0, scope_cut=0.0).hours()["free"] == 0


@pytest.mark.parametrize("acceptance", [(0.0, 0.0, 0.0), (0.1, 0.5, 0.9), (1.0, 1.0, 1.0)])
@pytest.mark.parametrize("lost", [0.0, 0.33])
def test_together_is_never_more_than_the_sum(again, acceptance, lost):
    found = again(**dict.fromkeys(LEVERS, Lever(acceptance=acceptance, lost=(lost,) * 3)))
    assert found.together[1] <= sum(found.single(n)[1] for n in LEVERS) + 1e-6
    assert found.together_cash[1] <= found.together[1] + 1e-6 or lost > 0


def test_money_scales(topic, again):
    tables = topic.base.client.tables
    scaled = {
        "transactions": tables["transactions"].assign(
            **{c: tables["transactions"][c] * 7 for c in ("net_revenue", "cost_of_goods", "freight")}
        ),
        "staff": tables["staff"].assign(annual_cost=tables["staff"]["annual_cost"] * 7),
        "cost_rates": tables["cost_rates"].assign(
            **{c: tables["cost_rates"][c] * 7 for c in ("cost_per_hour", "cost_per_event")}
        ),
    }
    seven = again(scaled, factor=7.0)
    assert seven.together == pytest.approx([7 * x for x in topic.together]) and seven.hours() == topic.hours()
    assert [seven.break_even(n) for n in LEVERS] == pytest.approx([topic.break_even(n) for n in LEVERS])


def test_the_surcharge_counts_only_customers_nobody_else_asks_for_money(again, raw, muster):
    t = raw[(raw["cm3"] >= 0) & ~(muster.customers["excess_discount"].reindex(raw.index).fillna(0) > 0)]
    found = next(f for f in again(surcharge_below=1_500.0).findings() if f.id == "coverage.surcharge")
    assert found.customers and set(found.customers) <= set(t.index)
    assert found.impact is None or found.impact.low > 0
    assert muster.findings["coverage.channel_shift"].impact.kind == "capacity"
    assert muster.findings["coverage.service_scope"].impact is None


def test_a_surcharge_that_pays_is_cash(again):
    found = again(surcharge_amount=400.0, surcharge_below=1_500.0)
    own = found.free_of_others
    orders = found.table.loc[own, "surcharge"].sum()
    lost = found.table.loc[own, "surcharge_cash"].sum()
    assert found.surcharge.kind == "cash"
    assert found.surcharge.central == pytest.approx(0.5 * 400 * orders - 0.5 * 0.1 * lost)
    assert 0 < found.surcharge.low < found.surcharge.central < found.surcharge.high


def test_two_levers_by_class(muster, accounts):
    group = muster.customers["class"].reindex(accounts.index)
    for name, own in accounts.groupby(group):
        assert muster[f"coverage.price_point.{name}"] == pytest.approx(0.01 * own["Nettoumsatz"].sum() / YEARS)
        cost = (own["order_cost"] + own["care"]).sum()
        assert muster[f"coverage.process_saving.{name}"] == pytest.approx(0.1 * cost / YEARS)


def test_what_lacks_is_told(again, northwind):
    tables = again().base.client.tables
    no_rates = again({"cost_rates": tables["cost_rates"].iloc[:0]})
    assert set(no_rates.missing) == {"minimum", "surcharge", "online"}
    no_way = again({"transactions": tables["transactions"].drop(columns="order_channel")})
    assert dict(no_way.missing) == {"online": ("transactions.order_channel",)}
    few = tables["activities"].assign(rep_id=lambda a: a["rep_id"].map({"V-05": "V-05"}))
    assert again({"activities": few}).missing.get("channel") in (("people",), ("cost_rates.cost_per_hour",))
    bare = again(drop=("cm3",))
    assert not bare.levers and bare.gaps()[0].figures and not bare.columns().size
    for found in (no_rates, no_way, bare):
        shown = {f.id for f in found.figures()}
        assert not shown & {i for gap in found.gaps() for i in gap.figures}
        for words in WORDS:
            assert all(unknown(gap, words).headline for gap in found.gaps())
            assert all(statement(f, words).headline for f in found.findings())
    assert "coverage.scope_effect.joint" in northwind.open_figures


def test_without_potentials_all_small_customers_are_concerned(again, muster):
    found = again(drop=("potential_level",))
    assert not found.by_potential and len(found.table) > 101
    assert "kleine Kunden" in statement(found.findings()[0], WORDS[0]).headline


def test_the_order_of_rows_does_not_matter(topic, again):
    tables = topic.base.client.tables
    turned = again({n: tables[n].iloc[::-1] for n in ("transactions", "activities", "staff")})
    assert turned.together == pytest.approx(topic.together) and turned.hours() == pytest.approx(topic.hours())


def test_exhibits_in_both_languages(muster, northwind):
    for words in WORDS:
        shown = {n: draw(muster.run.chapter("coverage").result, words) for n, draw in EXHIBITS.items()}
        assert all(shown.values()) and len(shown["scope_levers"].table.rows) == 6
        assert shown["scope_risk"].chart and shown["two_levers"].table.total
        assert all(draw(northwind.run.chapter("coverage").result, words) is None for draw in EXHIBITS.values())
