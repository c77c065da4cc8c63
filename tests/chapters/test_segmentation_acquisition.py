"""Acquisition against retention from the raw files."""

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.segmentation.acquisition import Acquisition


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("segmentation").result.topics.of(Acquisition)


@pytest.fixture(scope="module")
def kinds(orders, sheets):
    """Of each customer whether it is a prospect, new in 2025, or retained."""
    listed = sheets["Kunden"].set_index("Kundennummer")
    first = orders.groupby("Kundennummer")["Rechnungsdatum"].min()
    since = pd.to_datetime(listed["Kunde seit"])
    new = first.index[(first >= "2025-01-01") & ~(since.reindex(first.index) < "2025-01-01")]
    kind = pd.Series(np.where(listed["Bestandskunde"] == "ja", "retained", "prospect"), listed.index)
    return kind.mask(kind.index.isin(new) & (kind == "retained"), "new")


@pytest.fixture(scope="module")
def hours(activities):
    day = pd.to_datetime(activities["Datum"], format="%d.%m.%Y")
    return activities[day.dt.year == 2025].groupby("Kundennummer")["Stunden"].sum()


def test_hours_of_the_last_year_by_what_they_were_for(muster, topic, kinds, hours):
    by = hours.groupby(kinds.reindex(hours.index)).sum()
    assert topic.groups["hours"].to_dict() == pytest.approx(by.reindex(topic.groups.index).fillna(0).to_dict())
    assert muster["segmentation.acquisition_hours"] == pytest.approx(1 - by["retained"] / by.sum())


def test_claim_a3_17_compares_at_like_potential(topic, kinds, hours, sheets, accounts):
    listed = sheets["Kunden"].set_index("Kundennummer")
    t = pd.DataFrame({"potential": listed["Potenzial"].astype(float), "kind": kinds})
    t["share"] = accounts["Nettoumsatz"] / 3 / t["potential"]
    t["hours"] = hours.reindex(t.index).fillna(0.0)
    t = t[(t["potential"] > 0) & ((t["kind"] != "retained") | (t["share"] >= 0.6))]
    t["stratum"] = np.floor(t["potential"].rank() - 1) * 5 // len(t)  # equal potentials in one
    new = t["kind"] != "retained"
    gaps = [
        (g[new[g.index]]["hours"].mean() - g[~new[g.index]]["hours"].mean(), new[g.index].sum())
        for _, g in t.groupby("stratum")
    ]
    whole = sum(n for gap, n in gaps if np.isfinite(gap))
    claim = topic.claims()[0]
    assert claim.effect == pytest.approx(sum(gap * n for gap, n in gaps if np.isfinite(gap)) / whole)
    assert claim.n == min(new.sum(), (~new).sum()) and claim.verdict == "refuted"


def test_new_customers_showered_with_time_confirm_the_trap(changed, muster, topic):
    new = topic.matched.index[topic.matched["new"] == 1]
    done = muster.run.client.tables["activities"]
    one = done[done["customer_id"].notna()].head(1).assign(hours=400.0, date=pd.Timestamp("2025-05-05"))
    more = pd.concat([done, *(one.assign(customer_id=c) for c in new)], ignore_index=True)
    found = changed(activities=more).run.chapter("segmentation").result.topics.of(Acquisition)
    assert found.claims()[0].verdict == "confirmed" and found.won > topic.won


def test_without_activities_the_split_is_asked_for(northwind):
    gap = next(g for g in northwind.gaps if g.id == "segmentation.acquisition_hours")
    assert "activities.hours" in gap.needs
