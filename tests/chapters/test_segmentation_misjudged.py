"""Customers misjudged by past revenue, from the raw files."""

import pytest
from scipy.stats import spearmanr

from workbook.chapters.segmentation.misjudged import Misjudged


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("segmentation").result.topics.of(Misjudged)


@pytest.fixture(scope="module")
def raw(accounts, sheets):
    t = accounts.join(sheets["Kunden"].set_index("Kundennummer")["Potenzial"].astype(float))
    return t[t["Potenzial"] > 0].assign(revenue=lambda x: x["Nettoumsatz"] / 3)


def test_two_lists_of_equal_length_name_who_is_misjudged(muster, raw):
    potential = raw.assign(id=raw.index).sort_values(["Potenzial", "id"], ascending=[False, True])["Potenzial"]
    top = set(potential.index[(potential.cumsum() - potential) < 0.7 * potential.sum()])
    first = set(raw["revenue"].sort_values(ascending=False).index[: len(top)])
    assert set(muster.findings["segmentation.misjudged"].customers) == top - first
    assert muster["segmentation.misjudged_low"] == len(top - first)
    assert muster["segmentation.misjudged_high"] == len(first - top)
    own = raw.loc[sorted(top - first)]
    money = muster.findings["segmentation.misjudged"].numbers["money"].value
    assert money == pytest.approx((own["Potenzial"] - own["revenue"]).sum())


def test_large_firms_that_buy_little(muster, sheets, sizes):
    staff = sheets["Kunden"].set_index("Kundennummer")["Mitarbeiterzahl"].astype(float).reindex(sizes.index)
    edge = staff.quantile(0.8, interpolation="higher")
    own = staff.index[(staff >= edge) & sizes.isin(["small", "none"])]
    assert muster["segmentation.large_firm_small_buyer"] == len(own) > 0
    assert set(muster.customers.index[muster.customers["large_firm_small_buyer"].eq(True)]) == set(own)


def test_claim_a0_10_compares_how_closely_hours_follow(topic, raw):
    past, future = (spearmanr(raw["hours"], raw[c]).statistic for c in ("revenue", "Potenzial"))
    claim = {c.id: c for c in topic.claims()}["A0-10"]
    assert claim.effect == pytest.approx(past - future) and claim.n == len(raw)
    assert claim.verdict == "confirmed" and claim.interval[0] > 0.1 * future


def test_without_employees_large_firms_are_asked_for(changed, muster):
    found = changed(customers=muster.run.client.tables["customers"].drop(columns="employees"))
    assert "segmentation.large_firm_small_buyer" in found.open_figures
    assert "large_firm_small_buyer" not in found.customers
