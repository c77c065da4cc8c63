"""Evidence of chapter 5 against a computation from the raw files."""

from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from workbook.chapters.process.delivered import Delivered
from workbook.chapters.process.evidence import Evidence

LAST = pd.Timestamp("2025-12-31")


def reached(waits, horizon=183):
    """Kaplan–Meier in plain Python: share reached within the horizon and the median day of those reached."""
    left, steps = 1.0, []
    for day in sorted({d for d, done in waits if done}):
        left *= 1 - sum(d == day and done for d, done in waits) / sum(d >= day for d, _ in waits)
        steps.append((day, left))
    within = 1 - ([1.0] + [s for d, s in steps if d <= horizon])[-1]
    return within, next(d for d, s in steps if s <= 1 - within / 2 + 1e-12)


@pytest.fixture(scope="module")
def shipped(orders):
    """Customer and day of shipment of every order shipped whole."""
    sold = orders[orders["Nettoumsatz"] >= 0].groupby("Auftragsnummer")
    whole = sold["Lieferdatum"].apply(lambda d: d.notna().all())
    table = sold.agg(customer=("Kundennummer", "first"), day=("Lieferdatum", "max"))[whole]
    return table[table["day"] <= LAST]


@pytest.fixture(scope="module")
def contacts(activities):
    """The raw activities with their day."""
    return activities.assign(day=pd.to_datetime(activities["Datum"], format="%d.%m.%Y"))


def waits(shipped, log):
    days = {name: sorted(own) for name, own in log.groupby("Kundennummer")["day"]}
    made = []
    for customer, day in shipped.itertuples(index=False):
        after = [d for d in days.get(customer, []) if d >= day]
        made.append(((after[0] - day).days, True) if after else ((LAST - day).days, False))
    return made


@pytest.mark.parametrize(
    ("phase", "types", "free"),
    [(6, ("Service", "Reklamation"), False), (7, ("Besuch", "Anruf", "Videokonferenz"), True)],
)
def test_muster_contacts_after_shipment(muster, shipped, contacts, phase, types, free):
    last = contacts["day"].max()
    log = contacts[contacts["Aktivitätsart"].isin(types)]
    assert log["Aktivitätsart"].nunique() >= 2
    log = log[log["Chancennummer"].isna()] if free else log
    seen = shipped[(shipped["day"] >= contacts["day"].min()) & (shipped["day"] <= last)]
    assert last in (LAST, LAST - timedelta(days=1))
    within, half = reached([(d - (LAST - last).days if not done else d, done) for d, done in waits(seen, log)])
    assert muster[f"process.conversion.{phase}"] == pytest.approx(within)
    assert muster[f"process.lead_time_days.{phase}"] == pytest.approx(half, abs=1)
    low, high = muster.figures[f"process.conversion.{phase}"].interval
    assert low < within < high


def test_muster_first_to_second_order(muster, orders):
    sold = orders[orders["Nettoumsatz"] >= 0]
    made = []
    for _, own in sold.groupby("Kundennummer")["Rechnungsdatum"]:
        days = sorted(set(own))
        made.append(((days[1] - days[0]).days, True) if len(days) > 1 else ((LAST - days[0]).days, False))
    assert muster["process.second_order"] == pytest.approx(reached(made, 365)[0])


def test_muster_late_by_class(muster, orders):
    table = muster.run.chapter("process").result.topics.of(Delivered).late
    sold = orders[orders["Nettoumsatz"] >= 0].groupby("Auftragsnummer")
    one = sold.agg(
        customer=("Kundennummer", "first"), promised=("Zugesagter Termin", "max"), last=("Lieferdatum", "max")
    )
    one = one[sold["Lieferdatum"].apply(lambda d: d.notna().all()) & one["promised"].notna()]
    late = (one["last"] > one["promised"]).groupby(one["customer"].map(muster.customers["class"])).mean()
    assert table["share"].to_dict() == pytest.approx(late.to_dict())
    assert table["judged"].sum() == len(one)


def test_muster_conversion_by_class(muster, sheets):
    table = muster.run.chapter("process").result.topics.of(Evidence).by_group.set_index(["group", "phase"])
    chances = sheets["Chancen"].set_index("Chancennummer")
    classes = chances["Kundennummer"].map(muster.customers["class"])
    history = sheets["Phasenverlauf"]
    for name in ("key", "smart"):
        own = chances[(classes == name) & chances["Ergebnis"].isin(["gewonnen", "verloren"])]
        inside = history[history["Chancennummer"].isin(own.index)]
        second, third = (set(inside.loc[inside["Phase"] == p, "Chancennummer"]) for p in (2, 3))
        assert table.loc[(name, 2), "conversion"] == pytest.approx(len(second & third) / len(second))


def test_the_weakest_phase_of_muster_is_sure(muster):
    assert muster.findings["process.conversion"].numbers["sure"].value > 0.95
    assert muster.findings["process.conversion"].confidence == 3


def test_without_a_history_the_phases_of_the_activities_are_the_entries(redone, muster):
    log = muster.run.client.tables["activities"]
    named = log.dropna(subset=["opportunity_id", "phase"])
    found = redone(stage_history=muster.run.client.tables["stage_history"].iloc[:0])
    outcome = muster.run.client.tables["opportunities"].set_index("opportunity_id")["outcome"]
    closed = named[named["opportunity_id"].map(outcome).isin(["won", "lost"])]
    entered = set(closed.loc[closed["phase"] == 3, "opportunity_id"])
    on = {o for o in entered if outcome[o] == "won"} | set(closed.loc[closed["phase"] > 3, "opportunity_id"]) & entered
    assert found["process.conversion.3"] == pytest.approx(len(on) / len(entered))


def test_with_neither_there_are_the_win_rate_and_the_days_to_it_only(redone, muster, sheets):
    tables = muster.run.client.tables
    found = redone(
        stage_history=tables["stage_history"].iloc[:0], activities=tables["activities"].drop(columns="phase")
    )
    chances = sheets["Chancen"]
    won, lost = (int((chances["Ergebnis"] == word).sum()) for word in ("gewonnen", "verloren"))
    assert found["process.conversion.4"] == pytest.approx(won / (won + lost))
    assert {
        f"process.conversion.{k}" for k in (1, 2, 3)
    } <= found.open_figures and "process.days_to_win" in found.figures
    assert "process.conversion" not in found.findings and "process.wins" in found.findings


def test_without_a_log_of_contacts_care_is_open(redone, muster):
    found = redone(activities=muster.run.client.tables["activities"].iloc[:0])
    lost = {f"process.{k}.{p}" for k in ("conversion", "lead_time_days") for p in (6, 7)}
    assert lost <= found.open_figures and not lost & set(found.figures)


def test_northwind_has_no_log_of_contacts_and_says_so(northwind):
    gap = next(g for g in northwind.gaps if g.text == "process.gap_contacts")
    assert gap.needs == ("activities.customer_id",) and len(gap.figures) == 4


def test_row_order_never_matters(redone, muster):
    tables = muster.run.client.tables
    found = redone(**{t: tables[t][::-1] for t in ("transactions", "activities", "opportunities", "stage_history")})
    mine = {k for k in muster.figures if k.startswith("process.")}
    assert {k: found[k] for k in mine} == pytest.approx({k: muster[k] for k in mine})


def test_own_stages_are_read_as_phases(tmp_path):
    from workbook import intake
    from workbook.settings import read_settings

    (tmp_path / "data").mkdir()
    (tmp_path / "client.yaml").write_text("name: X\nprocess: {stages: {Anfrage: 1, Angebot: 3}}\n", encoding="utf-8")
    history = "Opportunity ID,Phase,Entered\nC1,Anfrage,2024-01-02\nC1,Angebot,2024-01-09\n"
    (tmp_path / "data" / "stage_history.csv").write_text(history, encoding="utf-8")
    read = intake.read(tmp_path, read_settings(tmp_path))
    assert read.tables["stage_history"]["phase"].tolist() == [1, 3]
    assert replace(read).parameters.process.stages == {"Anfrage": 1, "Angebot": 3}
