"""Hours and costs of chapter 4 are those of the files: to the hour and to the cent, whoever is shown and whoever is not."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbook import intake
from workbook.chapters.coverage.analysis import figures
from workbook.chapters.coverage.base import base
from workbook.chapters.coverage.today import Today, today
from workbook.methods.time_driven_cost import three_pools
from workbook.parameters import Parameters
from workbook.run import Run
from workbook.topic import Topics

ROLES = ("kam", "field", "inside", "service", "digital")
LINES = "Customer ID,Date,Net revenue,Cost of goods,Order ID\n" + "".join(
    f"C{n % 9},2023-{1 + n % 12:02d}-{1 + n % 28:02d},{100 + 37 * n % 900},{60 + 20 * n % 500},O{n}\n"
    for n in range(72)
)


def staff_text(draw, n):
    rows = [
        f"V{i},{draw.choice(ROLES)},{draw.choice([0, 0.5, 0.8, 1])},{draw.integers(0, 90) * 1_000},"
        f"{draw.choice([0, 1_400, 1_600])},{draw.choice([0, 0.5, 0.7, 1])},{draw.choice(['North', 'South'])}"
        for i in range(n)
    ]
    return "\n".join(["Rep ID,Role,FTE,Annual cost,Working hours,Selling share,Territory", *rows]) + "\n"


def activities_text(draw, n, team):
    """Contacts with customers and work inside, by the team and by persons nobody listed, some before the period."""
    who = [*[f"V{i}" for i in range(team)], "X1", ""]
    rows = [
        f"{draw.choice(['2022-12-31', '2023-01-01', '2023-07-15', '2023-12-31'], p=[0.1, 0.3, 0.3, 0.3])},"
        f"{draw.choice(['visit', 'phone_call', 'internal'])},{draw.choice([f'C{i}' for i in range(9)] + [''])},"
        f"{draw.choice(who)},{draw.integers(0, 17) / 4}"
        for _ in range(n)
    ]
    return "\n".join(["Date,Type,Customer ID,Rep ID,Hours", *rows]) + "\n"


def run_of(folder, people, staff, activities):
    (folder / "data").mkdir(parents=True)
    for name, text in (("transactions", LINES), ("staff", staff), ("activities", activities)):
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    given = {"name": "K", "language": "en", "period": ["2023-01-01", "2023-12-31"], "people": people}
    given |= {"agreement": {"with": "council", "date": "2023-01-01", "scope": "all"}} if people != "group" else {}
    given["intake"] = {"accept_rejects": True, "reason": "test"}
    return Run(intake.read(folder, Parameters.model_validate_json(json.dumps(given))))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    team=st.integers(1, 14),
    contacts=st.integers(1, 120),
    people=st.sampled_from(["group", "named"]),
)
def test_of_random_clients_nothing_is_lost_and_nothing_is_invented(tmp_path_factory, seed, team, contacts, people):
    draw = np.random.default_rng(seed)
    folder = tmp_path_factory.mktemp("random") / "client"
    run = run_of(folder, people, staff_text(draw, team), activities_text(draw, contacts, team))
    client = run.client
    assert client.reading.rejects.empty
    done = client.tables["activities"]
    done = done[done["date"] >= "2023-01-01"]
    found = base(client, run.chapter("value").after)
    topic = today(found, Topics())
    reconcile(found, topic, done, client.tables["staff"])


def reconcile(found, topic: Today, done, staff):
    """Hours by role + hours not shown = hours of the intake; costs likewise; tables by class and place add up."""
    years, at = found.client.years, done["customer_id"].notna()
    time = topic.team.time if topic.team is not None else pd.DataFrame()
    if len(time):
        assert time["customer_hours"].sum() == pytest.approx(done.loc[at, "hours"].sum())
        assert time["internal_hours"].sum() == pytest.approx(done.loc[~at, "hours"].sum())
    if topic.team is not None and topic.team.rates is not None:
        costs_reconcile(topic.team, staff)
    ours = done[at & done["customer_id"].isin(found.customers.index)]
    if "hours" in found.customers:
        assert found.customers["hours"].sum() * years == pytest.approx(ours["hours"].sum())
    if found.classes is not None:
        rest = found.customers.loc[found.customers["group"].isna(), "hours"].sum()
        assert found.classes["hours"].sum() + rest == pytest.approx(found.customers["hours"].sum())
    of_team = done[at & done["rep_id"].isin(staff["rep_id"])]
    if found.roles is not None and len(found.roles):
        assert found.roles["hours"].sum() * years == pytest.approx(of_team["hours"].sum())
    if found.each_role is not None:
        assert found.each_role["hours"].sum() * years == pytest.approx(of_team["hours"].sum())
    if topic.ratios is not None:
        levels = topic.ratios.groupby("level")["hours"].sum() * years
        if len(found.roles):
            assert levels["role"] == pytest.approx(of_team["hours"].sum())
        assert (levels <= of_team["hours"].sum() + 1e-6).all()


def costs_reconcile(team, staff):
    """Assigned + non-selling + unused = annual cost × years, of all persons with a role."""
    listed = staff[staff["role"].notna()]
    assert team.rates["cost"].sum() == pytest.approx(listed["annual_cost"].sum() * team.client.years)
    pools = three_pools(team.rates, team.by_person(True), team.by_person(False))
    parts = pools.assigned + pools.non_selling + pools.unused
    assert parts == pytest.approx(team.rates["cost"].sum())
    own = team.work.assign(rate=lambda w: w["rep_id"].map(team.rates["rate"]).astype(float).fillna(0.0))
    assert pools.assigned == pytest.approx((own["hours"] * own["rate"]).sum() * team.client.years)


def test_of_muster_too(muster):
    result, client = muster.run.chapter("coverage").result, muster.run.client
    reconcile(result, result.topics.of(Today), client.tables["activities"], client.tables["staff"])
    positions = {f.id: f.value for f in figures(result) if f.id.startswith("coverage.fte.")}
    whole = sum(positions[f"coverage.fte.{role}"] for role in ROLES)
    assert whole == pytest.approx(client.tables["staff"]["fte"].sum())


def test_places_and_classes_of_muster_add_up_to_all_hours_of_the_team(muster, activities, staff, sheets):
    result = muster.run.chapter("coverage").result
    ratios = result.topics.of(Today).ratios
    served = activities["Kundennummer"].isin(result.customers.index) & activities["Mitarbeiternummer"].isin(staff.index)
    whole = activities.loc[served, "Stunden"].sum() / 3
    (level,) = set(ratios["level"]) - {"role", "class"}
    for name in ("class", level):
        assert ratios.loc[ratios["level"] == name, "hours"].sum() == pytest.approx(whole), name


def test_the_three_pools_of_muster_are_all_cost(muster, staff, activities):
    rates = muster.run.chapter("coverage").result.topics.of(Today).team.rates
    own = activities[activities["Kundennummer"].notna()]
    assigned = (own["Stunden"] * own["Mitarbeiternummer"].map(rates["rate"])).sum()
    others = muster["value.non_selling_cost"] + muster["value.unused_capacity_cost"]
    assert assigned + others == pytest.approx(staff["Jahreskosten"].sum() * 3)
