"""Potential and share of wallet against a computation from the raw files."""

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.segmentation.wallet import Wallet

YEARS = 3


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("segmentation").result.topics.of(Wallet)


@pytest.fixture(scope="module")
def raw(accounts, sheets):
    """Revenue a year, potential with its range and share of every existing customer whose potential is noted."""
    listed = sheets["Kunden"].set_index("Kundennummer")
    table = accounts[["Nettoumsatz", "cm1", "cm3", "care", "order_cost", "hours", "Rabatt"]].join(
        listed[["Potenzial", "Potenzial von", "Potenzial bis"]].astype(float)
    )
    table = table[table["Potenzial"] > 0].assign(revenue=lambda t: t["Nettoumsatz"] / YEARS)
    return table.assign(share=table["revenue"] / table["Potenzial"])


def level(share):
    return "high" if share >= 0.6 else "medium" if share >= 0.3 else "low"


@pytest.fixture(scope="module")
def levels(raw):
    """Level of potential by the cumulated share in which each customer begins, and level of the share of wallet."""
    found, before, whole = {}, 0.0, raw["Potenzial"].sum()
    for customer in sorted(raw.index, key=lambda c: (-raw["Potenzial"][c], c)):
        found[customer] = "high" if before < 0.7 * whole else "medium" if before < 0.9 * whole else "low"
        before += raw["Potenzial"][customer]
    return pd.DataFrame({"potential": pd.Series(found), "sow": raw["share"].map(level)})


def test_share_of_wallet_is_revenue_a_year_over_potential_with_the_range_of_the_potential(muster, raw):
    figure, revenue = muster.figures["segmentation.share_of_wallet"], raw["revenue"].sum()
    assert figure.value == pytest.approx(revenue / raw["Potenzial"].sum()) and figure.estimated
    ends = revenue / raw["Potenzial bis"].sum(), revenue / raw["Potenzial von"].sum()
    assert figure.interval == pytest.approx(ends)


def test_every_customer_has_the_levels_of_the_method(muster, levels):
    own = muster.customers.loc[levels.index]
    assert own["potential_level"].to_dict() == levels["potential"].to_dict()
    assert own["sow_level"].to_dict() == levels["sow"].to_dict()
    assert set(own["sow_source"]) == {"potential"}
    assert muster.customers.drop(index=levels.index)["potential_level"].isna().all()


def test_a_guess_decides_where_the_level_changes_inside_the_range(muster, raw):
    low, high = (raw["revenue"] / raw[c] for c in ("Potenzial bis", "Potenzial von"))
    unsure = raw.index[low.map(level) != high.map(level)]
    assert muster["segmentation.sow_guess"] == len(unsure) > 0
    assert set(muster.findings["segmentation.sow_guess"].customers) == set(unsure)
    assert muster["segmentation.potential_understated"] == (raw["share"] > 1).sum() > 0


def test_without_a_potential_the_next_source_is_taken_in_order(topic, sheets, raw):
    listed = sheets["Kunden"].set_index("Kundennummer")
    others = topic.table.drop(index=raw.index)
    rank, count = (listed[c].reindex(others.index).astype(float) for c in ("Lieferantenrang", "Anzahl Lieferanten"))
    known = (rank.notna() & count.notna() & (rank <= count)).to_numpy()
    rule = (1 - rank / (count + 1)) * 2 / count
    assert set(others[known]["sow_source"]) == {"rank"}
    assert others[known]["sow"].astype(float).to_dict() == pytest.approx(rule[known].to_dict())
    assert set(others[~known]["sow_source"].dropna()) == {"peers"}
    assert others["potential"].isna().all() and (others["sow"].dropna() <= 1 + 1e-9).all()


def test_other_sources_are_compared_with_the_potential(topic, sheets, raw):
    stated = sheets["Kunden"].set_index("Kundennummer")["Lieferanteil"].reindex(raw.index).astype(float).dropna()
    same = stated.map(level) == raw["share"][stated.index].map(level)
    assert topic.compared.loc["stated", "same"] == pytest.approx(same.mean())
    assert topic.compared.loc["stated", "n"] == len(stated)


def test_planted_need_is_found_where_the_share_is_small(muster, topic):
    """Under-served customers have a great need and a small share of it; hidden ones more potential than their share shows."""
    import json
    from pathlib import Path

    truth = json.loads((Path(__file__).parents[2] / "data/sample/muster/truth.json").read_text("utf-8"))
    noted = [c for c in truth["under_served"]["ids"] if c in topic.stated.index]
    neglected = set(muster.findings["segmentation.neglected"].customers)
    assert len(noted) >= 10 and set(noted) <= neglected
    hidden = topic.stated.reindex(truth["hidden"]["ids"])
    assert (hidden["sow_level"] == "low").all() and (hidden["potential_level"] != "low").mean() > 0.9


def test_claim_a3_10_is_the_slope_beside_log_revenue(topic, raw):
    t = raw[raw["Nettoumsatz"] > 0]
    cost = (t["order_cost"] + t["care"]) / t["Nettoumsatz"]
    design = np.column_stack([np.ones(len(t)), t["share"].clip(0, 1), np.log(t["Nettoumsatz"])])
    claim = topic.claims()[0]
    assert claim.effect == pytest.approx(np.linalg.lstsq(design, cost, rcond=None)[0][1], rel=1e-6)
    assert claim.n == len(t) and claim.interval[0] < claim.effect < claim.interval[1]
    negligible = -0.1 * cost.mean()
    low, high = claim.interval
    assert claim.verdict == ("confirmed" if high < negligible else "refuted" if low > negligible else "undecided")


def test_without_a_potential_the_share_of_wallet_is_asked_for(changed, muster, northwind):
    wanted = ["potential_revenue", "potential_low", "potential_high"]
    found = changed(customers=muster.run.client.tables["customers"].drop(columns=wanted))
    for client in (found, northwind):
        gap = next(g for g in client.gaps if g.id == "segmentation.share_of_wallet")
        assert gap.needs == ("customers.potential_revenue",)
        assert "segmentation.share_of_wallet" not in client.figures and "claims.A3-10" in client.open_figures
    assert (found.customers["sow_source"].dropna() == "stated").any()


def test_prospects_have_no_share_of_wallet(muster, accounts):
    assert muster.customers.drop(index=accounts.index)["sow_level"].isna().all()


@pytest.mark.parametrize("client", ["muster", "northwind"])
def test_every_figure_is_there_or_named_in_a_gap_and_never_both(request, client):
    found = request.getfixturevalue(client)
    topics = found.run.chapter("segmentation").result.topics
    there = {f.id for f in topics.figures()} | {f"claims.{c.id}" for c in topics.claims()}
    open_ = {name for gap in topics.gaps() for name in gap.figures}
    fixed = {f"segmentation.priority.{n}" for n in (1, 2, 3, 4)} | {f"claims.{c}" for c in ("A0-10", "A3-10", "A3-17")}
    fixed |= {"segmentation.share_of_wallet", "segmentation.acquisition_hours", "segmentation.large_firm_small_buyer"}
    assert not there & open_ and fixed <= there | open_
