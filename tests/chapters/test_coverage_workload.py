"""Required positions against a computation from the raw files."""

from collections import Counter

import pandas as pd
import pytest

from workbook.chapters.coverage.workload import Workload
from workbook.parameters_norms import COMPLEXITY, CONTACTS, HOURS, PREPARATION, TRAVEL

CAPS = {"smart": 24.0, "lean": 12.0}
WORDS = {"Besuch": "visit", "Anruf": "phone_call", "E-Mail": "email", "Angebot": "quote",
         "Videokonferenz": "online_meeting", "Service": "service", "Schulung": "training"}  # fmt: skip
ROLES = {"Key Account Manager": "kam", "Kundenservice": "service", "E-Commerce": "digital"}


@pytest.fixture(scope="module")
def needed(muster, activities, sheets):
    """Hours per customer and role, one customer and one contact at a time."""
    done = activities[activities["Kundennummer"].notna() & (activities["Stunden"] > 0)]
    length = {c: (HOURS[c], TRAVEL.get(c, 0.0)) for c in HOURS}
    for word, rows in done.groupby("Aktivitätsart"):
        if word in WORDS and rows["Mitarbeiternummer"].nunique() >= 5:
            length[WORDS[word]] = rows["Stunden"].median(), 0.0
    told = sheets["Kunden"].set_index("Kundennummer")["Anforderungen"]
    rows = {}
    for customer, group in muster.run.chapter("coverage").result.customers["group"].items():
        factor = COMPLEXITY[int(told[customer]) - 1] if pd.notna(told[customer]) else 1.0
        own = Counter()
        for role, channels in CONTACTS[group].items():
            for channel, n in channels.items():
                duration, travel = length[channel]
                own[role] += n * ((duration + PREPARATION.get(channel, 0.0)) * factor + travel)
        whole = sum(own.values())
        wanted = max(min(whole, CAPS.get(group, whole)), 2.0)
        rows[customer] = {role: hours * wanted / whole for role, hours in own.items()}
    return pd.DataFrame(rows).T.fillna(0.0)


def test_the_hours_of_the_norms(muster, needed):
    assert muster.customers["hours_target"].dropna().to_dict() == pytest.approx(needed.sum(axis=1).to_dict())
    assert muster["coverage.target_hours"] == pytest.approx(needed.to_numpy().sum())


def test_required_positions(muster, needed, staff):
    net = staff["practical"] * staff["Kundenzeitanteil"]
    for role, names in (("field", ["Außendienst"]), ("inside", ["Innendienst"]), ("service", list(ROLES))):
        team = staff["Rolle"].isin(names)
        one = net[team].sum() / staff.loc[team, "Vollzeitstellen"].sum()
        assert muster[f"coverage.required_fte.{role}"] == pytest.approx(needed[role].sum() / one, rel=0.01)
    assert muster.figures["coverage.required_fte.kam"].estimated


def test_the_idle_role_has_positions_to_spare(muster, truth):
    found = muster.run.chapter("coverage").result.topics.of(Workload)
    assert found.roles["gap"].idxmax() == truth["idle_role"]["roles"][0]


def test_one_person_of_a_team_below_five_is_not_told_of(muster, changed):
    staff = muster.run.client.tables["staff"].head(4)
    found = changed(staff=staff)
    gap = next(g for g in found.gaps if g.id == "coverage.required")
    assert gap.needs == ("people",)


def test_no_time_and_no_staff(changed, muster, northwind):
    staff = muster.run.client.tables["staff"].assign(working_hours=0.0)
    assert "coverage.required_fte.field" in changed(staff=staff).open_figures
    assert "coverage.required_fte.field" in northwind.open_figures
