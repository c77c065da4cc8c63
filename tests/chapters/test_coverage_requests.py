"""The request desk against the raw log: waits, order, favoured requesters, exceptions, offers; and what it lacks without one."""

import heapq
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.coverage.requests import Requests, requests
from workbook.chapters.coverage.requests_exhibits import EXHIBITS
from workbook.chapters.coverage.requests_queue import queue
from workbook.chapters.coverage.requests_waits import ALL
from workbook.language import Words
from workbook.parameters import Agreement
from workbook.parameters_desk import Desk
from workbook.statement import statement, unknown
from workbook.topic import Topics

WORDS = [Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")]
CLASSES, POLICIES = ("key", "core", "smart", "lean"), ("fcfs", "strict", "score", "ageing")
CLOSED_DAYS = ["2025-10-03", "2025-12-24", "2025-12-25", "2025-12-26"]
END = pd.Timestamp(2025, 12, 31, 17)
AGREED = {"with": "Betriebsrat", "date": "2025-01-01", "scope": "Anfragen"}


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("coverage").result.topics.of(Requests)


@pytest.fixture(scope="module")
def again(topic):
    """The topic anew with other requests, staff, settings of the desk or rules about persons."""

    def run(change=lambda rows: rows, staff=None, people="group", known=lambda k: k, **desk):
        base = topic.base
        p, tables = base.client.parameters, dict(base.client.tables)
        agreement = Agreement.model_validate(AGREED, strict=False) if people != "group" else None
        chosen = Desk(**{"servers": 5, "holidays": p.coverage.desk.holidays, "simulated": 20_000, **desk})
        p = p.model_copy(update={"coverage": p.coverage.model_copy(update={"desk": chosen})})
        p = p.model_copy(update={"people": people, "agreement": agreement})
        tables["requests"] = change(tables["requests"])
        if staff is not None:
            tables["staff"] = staff(tables["staff"])
        customers = known(base.customers)
        client = replace(base.client, parameters=p, tables=tables)
        return requests(replace(base, client=client, customers=customers, known=known(base.known)), Topics())

    return run


@pytest.fixture(scope="module")
def raw(sheets, muster):
    """The log with working hours counted minute by minute, and the class of each customer."""
    rows = sheets["Anfragen"].copy()
    minutes = pd.date_range("2025-08-31", "2026-01-20", freq="min")
    at_work = (minutes.day_of_week < 5) & (minutes.hour >= 8) & (minutes.hour < 17)
    at_work &= ~minutes.normalize().isin(pd.to_datetime(CLOSED_DAYS))
    clock = pd.Series(np.r_[0, np.cumsum(at_work)[:-1]] / 60, minutes)
    for name, column in {"arrived": "Eingangsdatum", "begun": "Bearbeitungsbeginn"}.items():
        stamps = pd.to_datetime(rows[column])
        rows[name] = np.where(stamps.notna(), clock.reindex(stamps.dt.round("min")).to_numpy(), np.nan)
    rows["class"] = rows["Kundennummer"].map(muster.customers["class"])
    return rows.set_index("Anfragenummer")


def test_the_waits_there_were(topic, raw):
    wait = (raw["begun"] - raw["arrived"]).dropna()
    assert topic.actual.loc[ALL, "wait"] == pytest.approx(wait.mean(), abs=1e-6)
    for name, own in wait.groupby(raw["class"]):
        assert topic.actual.loc[name, "wait"] == pytest.approx(own.mean(), abs=1e-6)
        assert topic.actual.loc[name, "n"] == len(own)


def test_load_and_open_requests(muster, topic, raw):
    hours = raw["arrived"].max() - raw["arrived"].min()
    load = (len(raw) - 1) / hours * raw["Bearbeitungszeit"].astype(float).mean() / 5
    assert muster["coverage.offered_load"] == pytest.approx(load)
    assert muster["coverage.open_requests"] == raw["begun"].isna().sum() == len(queue(topic.log))


def test_the_queue_is_in_order_of_score_and_waiting(topic, raw):
    table, known = queue(topic.log), topic.base.known
    margin = (known["cm2"] / known["net_revenue"].where(known["net_revenue"] > 0)).clip(lower=0)
    margin = margin.fillna(known["cm2"].sum() / known["net_revenue"].sum())
    one = (known["potential_revenue"] * margin).rank(pct=True)
    two = known["sow"].astype(float).rank(pct=True)
    score = pd.concat([one, two.where(one.notna())], axis=1).mean(axis=1)
    score = score.fillna(known["value"].astype(float).rank(pct=True))
    points = 100 * table["customer_id"].map(score)
    assert table["score"].tolist() == pytest.approx(points.tolist(), nan_ok=True)
    worth = points.fillna(0) / 100 + 0.1 * table["waited"] / 9
    assert worth.is_monotonic_decreasing and table["rank"].tolist() == list(range(1, len(table) + 1))
    arrived = raw["arrived"].reindex(table["request_id"]).to_numpy()
    assert (arrived + table["waited"]).round(6).nunique() == 1


def desk(arrived, service, first, servers):
    """When each request is begun, told event by event: a place that falls free goes to who is first in line."""
    begun, line, ends = np.empty(len(arrived)), [], []
    for who, now in enumerate([*arrived, np.inf]):
        while ends and ends[0] <= now:
            at = heapq.heappop(ends)
            if line:
                _, called = heapq.heappop(line)
                begun[called] = at
                heapq.heappush(ends, at + service[called])
        if who < len(arrived) and len(ends) < servers:
            begun[who] = now
            heapq.heappush(ends, now + service[who])
        elif who < len(arrived):
            heapq.heappush(line, (first[who], who))
    return begun


@pytest.mark.parametrize(("policy", "ranks"), [("fcfs", (0, 0, 0, 0)), ("strict", (0, 1, 2, 3))])
def test_the_waits_of_a_desk_told_event_by_event_lie_in_the_intervals_stated(topic, raw, policy, ranks):
    draw, n = np.random.default_rng(62), 300_000
    rate = (len(raw) - 1) / (raw["arrived"].max() - raw["arrived"].min())
    like = draw.integers(0, len(raw), n)
    service, of = raw["Bearbeitungszeit"].to_numpy(float)[like], raw["class"].to_numpy(object)[like]
    arrived = draw.exponential(1 / rate, n).cumsum()
    first = pd.Series(of).map(dict(zip(CLASSES, ranks, strict=True)))
    assert first.notna().all()
    wait = desk(arrived, service, first.tolist(), 5) - arrived
    stated = topic.simulated.waits.loc[policy]
    late = np.arange(n) >= n // 10
    for name in (*CLASSES, ALL):
        own = wait[late & ((of == name) | (name == ALL))].mean()
        assert stated.loc[name, "low"] <= own <= stated.loc[name, "high"], (name, own)


def test_what_one_class_gains_the_others_wait(topic):
    own = topic.simulated
    carried = (own.waits.loc["fcfs", "mean"].reindex(own.rates.index) * own.rates["work"]).sum()
    for policy in POLICIES[1:]:
        bill = own.bill(policy)
        assert abs(bill["weighted"].sum()) < 0.10 * carried
        assert bill.loc["key", "change"] < 0 < bill.loc["lean", "change"]
    waits = own.waits["mean"].unstack("policy")
    assert waits.loc["lean", "ageing"] < waits.loc["lean", "score"] < waits.loc["lean", "strict"]
    assert own.apart < 0.15 and own.within[0] >= own.within[1] - 1


def test_one_server_of_constant_work_waits_as_the_closed_form_says(again):
    found = again(lambda r: r.assign(effort_hours=0.8), servers=1, simulated=200_000)
    assert found.log.load == pytest.approx(found.log.rate * 0.8)
    inside, of = found.simulated.within
    assert inside >= of - 1 and found.simulated.apart < 0.10


def test_the_favoured_requester_is_found_and_named_only_where_agreed(topic, again, truth):
    pusher = truth["request_favouritism"]["persons"]
    own = topic.turns.persons
    assert own.index[own["favoured"]].tolist() == pusher
    assert topic.apart() == ()
    assert not any(pusher[0] in str(statement(f, w)) for f in topic.findings() for w in WORDS)
    for people, shown in (("named", True), ("pseudonym", False)):
        (said,) = again(people=people).apart()
        for words in WORDS:
            assert (pusher[0] in str(statement(said, words))) == shown
    without = again(lambda r: r.assign(requested_by=r["requested_by"].where(r["requested_by"].isin(["V-05", "V-06"]))))
    assert "coverage.favoured" not in {f.id for f in without.figures()}
    assert "coverage.favoured" in {i for g in without.gaps() for i in g.figures}


def test_out_of_turn_against_pairs_counted_one_by_one(topic, raw):
    rows = raw[raw["begun"].notna()]
    rule = pd.Series(topic.log.place("ageing", topic.log.begun), topic.log.begun.index)[rows.index].to_numpy()
    came, begun, grade = (rows[c].to_numpy(float) for c in ("arrived", "begun", "Priorität"))
    found = []
    for i in range(len(rows)):
        ahead = (came <= begun[i]) & (begun > begun[i]) & (rule < rule[i]) & (came < came[i])
        found.append((ahead & (grade <= grade[i])).any())
    assert topic.turns.rows["out_of_turn"].reindex(rows.index).tolist() == found
    (claim,) = topic.claims()
    waited = [((came <= b) & (begun > b)).any() for b in begun]
    assert claim.n == sum(waited) and claim.effect == pytest.approx(sum(found) / sum(waited))


def test_exceptions_and_what_they_brought(muster, topic, raw):
    marked, approved = raw["Ausnahme"] == "ja", raw["Freigegeben von"].notna()
    assert muster["coverage.exceptions"] == marked.sum()
    assert muster["coverage.exceptions_unapproved"] == (marked & ~approved).sum()
    done = raw[marked & approved & raw["Ergebnis"].isin(["gewonnen", "verloren"]) & raw["Erwarteter Wert"].notna()]
    won = done["Ergebnis"] == "gewonnen"
    assert muster["coverage.exceptions_kept"] == pytest.approx(
        won.sum() / done["Erfolgswahrscheinlichkeit"].astype(float).sum()
    )
    assert topic.exceptions.outcome.brought == pytest.approx(done.loc[won, "Wert"].astype(float).sum())


def test_the_offers_chosen_are_worth_at_least_what_any_order_takes_up(topic):
    own = topic.triage
    effort, worth = own.offers["effort"], own.offers["worth"]
    assert own.hours == 45.0 and effort[own.offers["chosen"]].sum() <= 45.0
    best = worth[own.offers["chosen"]].sum()
    for column in ("worth", "rate", "received_at"):
        taken, left = 0.0, 45.0
        for _, row in own.offers.sort_values(column, ascending=column == "received_at").iterrows():
            if row["effort"] <= left:
                taken, left = taken + row["worth"], left - row["effort"]
        assert taken <= best + 1e-9


def test_more_work_than_time_replays_the_log(again):
    found = again(servers=4)
    ids = {f.id for f in found.figures()}
    assert found.log.load > 1 and "coverage.backlog_per_week" in ids and not any("wait_hours" in i for i in ids)
    assert found.overload.per_week == pytest.approx((found.log.load - 1) * 4 * 45, rel=0.5)
    said = {f.id for f in found.findings()}
    assert "coverage.backlog" in said and "coverage.priority_bill" not in said
    assert {i for g in found.gaps() for i in g.figures} >= {f"coverage.wait_hours.fcfs.{c}" for c in CLASSES}


def shuffled(rows):
    return rows.sample(frac=1.0, random_state=3)


def test_the_order_of_the_rows_changes_nothing(again):
    one, two = again(), again(shuffled)
    assert one.figures() == two.figures() and queue(one.log).equals(queue(two.log))


CASES = {
    "nothing": lambda r: r.iloc[:0],
    "one": lambda r: r.head(1),
    "two": lambda r: r.head(2),
    "only days": lambda r: r.assign(received_at=r["received_at"].dt.normalize()),
    "no effort": lambda r: r.drop(columns="effort_hours"),
    "no work": lambda r: r.assign(effort_hours=0.0),
    "all at once": lambda r: r.assign(received_at=r["received_at"].min(), started_at=r["received_at"].min()),
    "nothing begun": lambda r: r.assign(started_at=pd.NaT, finished_at=pd.NaT),
    "neither start nor end": lambda r: r.drop(columns=["started_at", "finished_at"]),
    "no start": lambda r: r.drop(columns="started_at"),
    "only keys": lambda r: r[["request_id", "customer_id", "received_at", "started_at"]],
    "of strangers": lambda r: r.assign(customer_id="X"),
    "no exception": lambda r: r.assign(override=False),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("people", ["group", "named"])
def test_whatever_is_missing_is_said_and_nothing_breaks(again, case, people):
    found = again(CASES[case], people=people)
    ids = [f.id for f in found.figures()]
    assert len(ids) == len(set(ids)) and all(f.value == f.value for f in found.figures())
    open_ = {i for g in found.gaps() for i in g.figures}
    assert not open_ & set(ids)
    waits = {f"coverage.wait_hours.{p}.{c}" for p in POLICIES for c in CLASSES}
    assert waits <= open_ | set(ids) and all(g.needs for g in found.gaps())
    assert {c.id for c in found.claims()} | {i for i in open_ if i.startswith("claims")}
    for words in WORDS:
        for one in (*found.findings(), *found.apart()):
            assert statement(one, words).headline
        for gap in found.gaps():
            assert unknown(gap, words)


def test_without_classes_sizes_stand_for_them(topic, muster):
    base = topic.base
    sized = base.customers.assign(group=base.known["size"])
    found = requests(replace(base, customers=sized, grouping="size"), Topics())
    assert not any("wait_" in f.id for f in found.figures())
    for words in WORDS:
        assert [statement(f, words).headline for f in found.findings()]
        result = replace(muster.run.chapter("coverage").result, grouping="size", topics=Topics((found,)))
        assert all(draw(result, words) is not None for draw in EXHIBITS.values())


def test_servers_are_the_positions_of_inside_sales_and_service(again):
    assert again(servers=None).log.servers == 6  # 6.4 positions
    assert again(servers=None, staff=lambda s: s[s["role"] == "field"]).log.servers == 1
    nobody = again(servers=None, staff=lambda s: s.iloc[:0])
    assert nobody.log.servers is None and nobody.simulated is None
    assert ("staff.role",) in [g.needs for g in nobody.gaps()]


@pytest.mark.parametrize("policy", POLICIES)
def test_each_policy_says_why(again, policy):
    found = again(policy=policy)
    for words in WORDS:
        assert queue(found.log)["why"].map(words.write).str.len().min() > 3


def test_northwind_says_what_it_needs(northwind):
    topic = northwind.run.chapter("coverage").result.topics.of(Requests)
    assert topic.log is None and topic.figures() == () and topic.findings() == ()
    (gap,) = topic.gaps()
    assert gap.needs == ("requests",) and "claims.A3-03" in gap.figures
