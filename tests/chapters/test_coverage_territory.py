"""Territories of Muster against the raw files, under other settings, and with next to nothing."""

from dataclasses import fields, replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.coverage import territory_exhibits as drawn
from workbook.chapters.coverage import territory_facts
from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.team import team
from workbook.chapters.coverage.territory import TerritoryPlan
from workbook.chapters.coverage.territory_facts import account, facts
from workbook.chapters.coverage.territory_places import areas, places
from workbook.language import Words
from workbook.parameters import Agreement, Parameters
from workbook.parameters_territory import Territory
from workbook.statement import statement, unknown

WORDS = [Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")]
EARTH = 6371.0088


@pytest.fixture(scope="module")
def plan(muster):
    return muster.run.chapter("coverage").result.topics.of(TerritoryPlan)


@pytest.fixture(scope="module")
def other(muster):
    """Territories of Muster with other settings, staff, customers or activities."""
    result = muster.run.chapter("coverage").result
    own = {f.name: getattr(result, f.name) for f in fields(Base)}

    def made(people="group", tables=None, **territory):
        client = muster.run.client
        coverage = client.parameters.coverage.model_copy(update={"territory": Territory(**territory)})
        agreement = Agreement.model_validate({"with": "BR", "date": "2025-01-01", "scope": "x"}, strict=False)
        p = client.parameters.model_copy(update={"coverage": coverage, "people": people, "agreement": agreement})
        client = replace(client, parameters=p, tables={**client.tables, **(tables or {})})
        base = Base(**{**own, "client": client})
        known = base.known
        if tables and "customers" in tables:
            listed = tables["customers"].set_index("customer_id")
            same = [c for c in known if c in listed]
            gone = [c for c in ("latitude", "longitude", "postcode", "remote_ok") if c not in listed]
            known = known.drop(columns=[*gone, *same]).join(listed[same])
        return TerritoryPlan(**vars(facts(replace(base, known=known), team(client))))

    return made


def speaks(found):
    """Everything the topic says and shows, in both languages."""
    said = []
    for words in WORDS:
        said += [str(statement(f, words)) for f in found.findings()] + [str(unknown(g, words)) for g in found.gaps()]
        base = found.base
        result = SimpleNamespace(
            topics=SimpleNamespace(of=lambda _: found),
            client=base.client,
            grouping=base.grouping,
            customers=base.customers,
        )
        for draw in (*drawn.EXHIBITS.values(), *drawn.PERSONS.values()):
            said.append(str(draw(result, words)))
    assert all(np.isfinite(f.value) for f in found.figures())
    return "\n".join(said)


@pytest.fixture(scope="module")
def ground(plan, sheets, activities):
    """From the raw files alone: kilometres (customers × persons) and work a year, cost of an hour, fair share and owner."""
    customers = sheets["Kunden"].set_index("Kundennummer").loc[plan.table.index]
    staff = sheets["Mitarbeitende"].set_index("Mitarbeiternummer")
    at = customers["Betreuer"].map(staff["Rolle"])
    at = at.fillna(at.mode()[0])
    staff = staff[staff["Rolle"].isin(at)].sort_index()
    role, ids = staff["Rolle"], customers.index
    same = activities[activities["Mitarbeiternummer"].map(role) == activities["Kundennummer"].map(at)]
    by = same.assign(care=same["Stunden"] - (same["Fahrstrecke"] / 60).clip(upper=same["Stunden"]))
    by = by.groupby("Kundennummer")[["care", "Fahrstrecke"]].sum().reindex(ids).fillna(0.0) / 3
    trips = same.loc[same["Aktivitätsart"] == "Besuch", "Kundennummer"].value_counts().reindex(ids).fillna(0.0) / 3
    here, home = (np.radians(t[["Breitengrad", "Längengrad"]].to_numpy(float)) for t in (customers, staff))
    cosine = np.cos(here[:, :1]) * np.cos(home[:, 0]) * np.cos(here[:, 1:] - home[:, 1])
    far = EARTH * np.arccos((np.sin(here[:, :1]) * np.sin(home[:, 0]) + cosine).clip(-1, 1))
    roams = role.isin(["Außendienst", "Key Account Manager", "Service"]).to_numpy()
    roams = roams & (customers["Fernbetreuung möglich"] == "nein").to_numpy()[:, None]
    km, owner = 2.6 * far * trips.to_numpy()[:, None] * roams, staff.index.get_indexer(customers["Betreuer"])
    known = np.flatnonzero(owner >= 0)
    known = known[roams[known, owner[known]]]
    km *= by["Fahrstrecke"].to_numpy()[known].sum() / km[known, owner[known]].sum()
    hours = staff["Vollzeitstellen"] * staff["Jahresarbeitszeit"] * 0.8
    rate = role.map(staff["Jahreskosten"].groupby(role).sum() / hours.groupby(role).sum()).to_numpy()
    able = hours * staff["Kundenzeitanteil"] if "Kundenzeitanteil" in staff else hours
    fair = (able * role.map(by["care"].groupby(at).sum() / able.groupby(role).sum())).to_numpy()
    return SimpleNamespace(people=staff.index, km=km, load=by["care"].to_numpy(), rate=rate, fair=fair, owner=owner)


def told(ground, rep):
    """Balance, travel, cost and moves of one assignment, over customers that have an owner."""
    at = np.flatnonzero(ground.owner >= 0)
    km, rate = ground.km[at, rep[at]], ground.rate[rep[at]]
    everyone = np.flatnonzero(rep >= 0)
    load = np.bincount(rep[everyone], ground.load[everyone], len(ground.fair))
    outside = np.maximum(load - 1.2 * ground.fair, 0) + np.maximum(0.8 * ground.fair - load, 0)
    per = load / ground.fair
    moved = at[rep[at] != ground.owner[at]]
    return {
        "km": km.sum(),
        "travel": (km * 0.5 + km / 60 * rate).sum(),
        "care": (ground.load[at] * rate).sum(),
        "outside": outside.sum(),
        "spread": per.std() / per.mean(),
        "moved": len(moved),
    }


@pytest.mark.parametrize("budget", ["today", 0.0, 0.10, 0.20, 1.0])
def test_before_and_after_at_every_budget_from_the_raw_assignment(muster, plan, ground, budget):
    assert ground.people.tolist() == plan.people.index.tolist()
    rep = plan.today if budget == "today" else plan.plans[budget].rep
    own = told(ground, rep)
    assert account(plan, rep)[list(own)].to_dict() == pytest.approx(own, rel=1e-6, abs=1e-6)
    at = {"today": "before", 0.20: "after"}.get(budget)
    if at:
        cost = muster[f"coverage.territory_cost_{at}"], muster[f"coverage.territory_km_{at}"]
        assert cost == pytest.approx((own["travel"] + own["care"], own["km"]))
        assert muster[f"coverage.territory_outside_{at}"] == pytest.approx(own["outside"], abs=1e-6)
        assert muster[f"coverage.territory_spread_{at}"] == pytest.approx(own["spread"])
    else:
        assert (own["moved"] == 0) == (budget == 0.0)


def test_today_from_the_raw_files(muster, plan, sheets, activities):
    customers, staff = (
        sheets["Kunden"].set_index("Kundennummer"),
        sheets["Mitarbeitende"].set_index("Mitarbeiternummer"),
    )
    role = staff["Rolle"]
    at = pd.Series(role).reindex(customers["Betreuer"]).set_axis(customers.index)
    same = activities[activities["Mitarbeiternummer"].map(role) == activities["Kundennummer"].map(at)]
    travels = same[same["Kundennummer"].map(at).isin(["Außendienst", "Key Account Manager"])]
    ours = [c for c in plan.table.index if customers.loc[c, "Fernbetreuung möglich"] == "nein"]
    visits = travels[travels["Aktivitätsart"] == "Besuch"]
    trips = visits["Kundennummer"].value_counts()
    alone = {}
    for c in ours:
        here = np.radians(customers.loc[c, ["Breitengrad", "Längengrad"]].astype(float))
        home = np.radians(staff.loc[customers.loc[c, "Betreuer"], ["Breitengrad", "Längengrad"]].astype(float))
        cosine = np.sin(here.iloc[0]) * np.sin(home.iloc[0])
        cosine += np.cos(here.iloc[0]) * np.cos(home.iloc[0]) * np.cos(here.iloc[1] - home.iloc[1])
        alone[c] = 2.6 * EARTH * np.arccos(min(cosine, 1.0)) * trips.get(c, 0) / 3
    driven = travels[travels["Kundennummer"].isin(ours)]["Fahrstrecke"].sum() / 3
    assert sum(alone.values()) > driven  # tours join visits
    assert muster["coverage.territory_km_before"] == pytest.approx(driven)
    load = same.assign(h=same["Stunden"] - (same["Fahrstrecke"].fillna(0.0) / 60).clip(upper=same["Stunden"]))
    load = load.groupby("Kundennummer")["h"].sum().reindex(plan.table.index).fillna(0.0) / 3
    assert plan.table["load"].to_dict() == pytest.approx(load.to_dict())


def test_the_proposal(muster, plan):
    rep, t = plan.chosen.rep, plan.problem
    moved = t.owned & (rep != plan.today)
    assert muster["coverage.customers_moved"] == moved.sum() > 0
    assert t.weight[moved].sum() <= 0.20 * t.weight[t.owned].sum() * (1 + 1e-9)
    load = np.bincount(rep, t.load[np.arange(len(rep)), rep], len(plan.people))
    outside = np.maximum(load - t.high, 0).sum() + np.maximum(t.low - load, 0).sum()
    assert muster["coverage.territory_outside_after"] == pytest.approx(outside, abs=1e-6)
    assert muster["coverage.territory_gap"] <= 0.01
    assert muster["coverage.territory_cost_after"] < muster["coverage.territory_cost_before"]
    roles = plan.people["role"].to_numpy()
    assert (roles[rep] == plan.table["role"]).all()
    told = muster.customers.loc[plan.table.index]
    assert (told["owner_target"] == plan.people.index[rep]).all()
    assert ((told["owner_now"].to_numpy() != told["owner_target"].to_numpy()) == moved).all()
    assert set(told["owner_reason"]) <= {"kept", "nearer", "balance", "only"}
    last = told.groupby("owner_target")["worklist_rank"].max()
    assert last.to_dict() == told["owner_target"].value_counts().to_dict()
    assert (told["owner_flip_cost"].dropna() >= 0).all()


def test_the_front_never_gets_dearer_with_more_budget(plan):
    costs = [p.value for _, p in sorted(plan.plans.items())]
    assert all(after <= before * (1 + 0.006) for before, after in pairwise(costs))
    still = account(plan, plan.plans[0.0].rep)
    assert still["moved"] == 0 and still["km"] == pytest.approx(plan.now["km"])


def test_claims_are_tested(muster):
    claims = {c.id: c for c in muster.run.chapter("coverage").claims}
    saved = 1 - muster["coverage.territory_cost_after"] / muster["coverage.territory_cost_before"]
    assert claims["A3-30"].effect == pytest.approx(saved)
    low, high = claims["A3-24"].interval
    assert low < claims["A3-24"].effect < high and claims["A3-24"].n >= 10


def test_pins_prohibitions_and_remote_customers(other, plan):
    one, two, three = plan.table.index[plan.table["role"] == "field"][:3]
    field = plan.people.index[plan.people["role"] == "field"]
    goes = next(r for r in field if r != plan.table.loc[one, "owner"])
    found = other(
        pinned={one: goes, "X": goes}, forbidden={two: (plan.table.loc[two, "owner"],)}, remote=(three,), dissolvable=("V-07",),
        budget_by="value", objective="profit", eligible={"lean": ("digital",)},
    )  # fmt: skip
    told = found.columns()
    assert told.loc[one, ["owner_target", "owner_reason"]].tolist() == [goes, "pinned"]
    assert told.loc[two, "owner_target"] != plan.table.loc[two, "owner"]
    assert not found.costs.km[found.table.index.get_loc(three)].any() and found.strange == ("X",)
    said = speaks(found)
    assert "Nicht beachtet" in said and "aufgelöst" in said


def test_of_very_many_customers_those_with_least_work_stay(monkeypatch, other):
    monkeypatch.setattr(territory_facts, "MOST_FREE", 100)
    found = other()
    moved = found.table["load"][found.problem.owned & (found.chosen.rep != found.today)]
    assert len(moved) and moved.min() >= found.table["load"].nlargest(100).min()


def test_an_edit_is_scored_without_solving(plan):
    one = plan.table.index[plan.table["owner"] == "V-07"][0]
    told = plan.rescore({one: "V-01"})
    assert told.loc["after", "refused"] == told.loc["before", "refused"] + 1
    assert plan.rescore({}).loc["before"].equals(plan.rescore({}).loc["after"])
    with pytest.raises(KeyError):
        plan.rescore({one: "nobody"})


def test_rules_that_leave_no_plan_are_told(other, plan):
    rows = plan.table[plan.table["role"] == "field"].nlargest(2, "load")
    goes = {c: next(r for r in plan.people.index[4:16] if r != plan.table.loc[c, "owner"]) for c in rows.index}
    found = other(pinned=goes, disruption_budget=0.01)
    assert found.chosen is None and found.columns().empty
    need = rows["load"].sum() - 0.01 * found.problem.weight[found.problem.owned].sum()
    assert found.conflict.loc["budget", "by"] == pytest.approx(need)
    assert "coverage.territory_gap" in found.gaps()[0].figures
    assert found.conflict.loc["pinned", "by"] >= 1 and "müsste nachgeben" in speaks(found)


def test_without_places_only_balance(other, muster):
    where = ["latitude", "longitude", "postcode"]
    tables = {n: muster.run.client.tables[n].drop(columns=where) for n in ("customers", "staff")}
    found = other(tables=tables)
    assert not found.distances and found.chosen is not None
    assert "coverage.territory_cost_before" in found.gaps()[0].figures
    assert "Ohne Entfernungen" in speaks(found)


def test_postcodes_stand_for_places(other, muster):
    tables = {n: muster.run.client.tables[n].drop(columns=["latitude", "longitude"]) for n in ("customers", "staff")}
    found = other(tables=tables)
    assert found.distances and found.table["by_postcode"].mean() > 0.9 and "GeoNames" in speaks(found)


NOTHING = {
    "no staff": {"staff": lambda t: t.iloc[:0]},
    "one person": {"staff": lambda t: t.iloc[4:5]},
    "no owners": {"customers": lambda t: t.drop(columns="owner_rep_id")},
    "owners left": {"customers": lambda t: t.assign(owner_rep_id="gone")},
    "one owner of all": {"customers": lambda t: t.assign(owner_rep_id="V-05")},
    "no capacity": {"staff": lambda t: t.assign(fte=0.0)},
    "four persons": {"staff": lambda t: t.head(4)},
    "no working hours": {"staff": lambda t: t.drop(columns=["working_hours", "annual_cost"])},
    "nothing done": {"activities": lambda t: t.iloc[:0]},
}


@pytest.mark.parametrize("case", NOTHING.values(), ids=NOTHING)
def test_with_next_to_nothing_it_says_what_it_needs(other, muster, case):
    found = other(tables={n: change(muster.run.client.tables[n]) for n, change in case.items()})
    said = speaks(found)
    assert found.findings() or found.gaps()
    if found.people is not None and len(found.people) < 5:
        assert not found.figures() and "Personen" in said and not found.findings()


def test_persons_only_by_agreement_and_apart(other, plan):
    assert "each_territory" not in speaks(plan)
    found = other(people="pseudonym")
    assert found.columns()["owner_target"].str.startswith("P").all()
    result = SimpleNamespace(topics=SimpleNamespace(of=lambda _: found), client=found.base.client)
    said = str(drawn.each_territory(result, WORDS[0]))
    assert not any(name in said for name in found.base.customers["name"]) and "V-05" not in said


def test_places_by_postcode():
    rows = pd.DataFrame(
        {
            "postcode": ["01067", "D-80331", "8001", "8001", "1010", "99", None, "12345"],
            "country": ["DE", None, "CH", None, "Österreich", "DE", "DE", "AT"],
        }
    )
    found = places(rows, "de_DE")
    assert found["by_postcode"].tolist() == [True, True, True, False, True, False, False, False]
    expected = [(51.05, 13.74), (48.14, 11.58), (47.38, 8.54), None, (48.21, 16.37)]
    for (_, row), place in zip(found.iterrows(), expected, strict=False):
        if place:
            assert (row["latitude"], row["longitude"]) == pytest.approx(place, abs=0.15)
    assert places(rows, "de_CH")["by_postcode"].tolist()[3]
    assert set(areas().index.get_level_values(0)) == {"DE", "AT", "CH", "LI"}


def test_a_band_holds_the_fair_share():
    with pytest.raises(ValueError, match="band"):
        Parameters.model_validate({"name": "x", "coverage": {"territory": {"band": [1.1, 1.2]}}}, strict=False)
