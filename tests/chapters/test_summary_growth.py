"""Chapter 6, growth by class: recomputed from the files, honest where potentials are missing."""

from dataclasses import replace

import pandas as pd
import pytest

from workbook.chapters.summary.analysis import analyse, figures
from workbook.chapters.summary.findings import gaps
from workbook.chapters.summary.growth_exhibits import growth
from workbook.language import Words

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


@pytest.fixture(scope="module")
def open_by_customer(sheets, accounts):
    """Revenue a year and what is open up to the median share of wallet of the industry, from the raw sheets."""
    listed = sheets["Kunden"].set_index("Kundennummer").loc[accounts.index]
    revenue = accounts["Nettoumsatz"] / 3
    potential = pd.to_numeric(listed["Potenzial"])
    share = revenue / potential
    usual = pd.Series({c: share[listed["Branche"] == listed["Branche"][c]].median() for c in accounts.index})
    target = usual.fillna(share.median()).where(~(share > usual), share)
    return pd.DataFrame({"revenue": revenue, "open": (potential * target - revenue).clip(lower=0).fillna(0.0)})


def test_growth_by_class_is_that_of_the_raw_sheets(muster, open_by_customer):
    sums = open_by_customer.groupby(muster.customers["class"].reindex(open_by_customer.index)).sum()
    for name, row in sums.iterrows():
        figure = muster.figures[f"summary.growth.{name}"]
        assert figure.value == pytest.approx(0.5 * row["open"] / row["revenue"], rel=1e-9)
        assert figure.interval == pytest.approx((figure.value / 2, figure.value * 1.5)) and figure.estimated


def test_it_is_in_no_total(muster):
    made = muster.run.chapter("summary").result
    assert not any("growth" in f.id for f in made.stake.levers)
    levers = sum(muster.findings[f.id].impact.central for f in made.stake.levers)
    assert muster["summary.value_at_stake"] == pytest.approx(levers, abs=0.01)


def test_both_groups_stand_in_the_headline_in_both_languages(muster):
    made = muster.run.chapter("summary").result
    for words, classes in ((GERMAN, ("Key Accounts", "Smart Accounts")), (ENGLISH, ("Key accounts", "smart accounts"))):
        shown = growth(made, words)
        assert all(name in shown.message for name in classes)
        assert len(shown.table.rows) == len(made.growth) and len(shown.notes) == 3


def test_a_class_with_too_few_potentials_is_named_as_open(muster):
    done = muster.run.chapter("summary")
    known = done.result.so_far.customers
    without = known.assign(potential_revenue=known["potential_revenue"].where(known["class"] != "key"))
    made = analyse(done.result.client, replace(done.result.so_far, customers=without))
    assert "summary.growth.key" not in {f.id for f in figures(made)}
    (gap,) = (g for g in gaps(made) if g.id == "summary.growth")
    assert gap.figures == ("summary.growth.key",) and gap.needs == ("customers.potential_revenue",)
    shown = growth(made, GERMAN)
    assert "nur zum Teil" in shown.message and "NaN" not in str(shown.table)


def test_the_target_the_company_set_is_the_target(muster):
    done = muster.run.chapter("summary").result
    p = done.client.parameters
    p = p.model_copy(update={"value": p.value.model_copy(update={"share_of_wallet_target": 0.0})})
    made = analyse(replace(done.client, parameters=p), done.so_far)
    assert made.growth["open"].sum() == pytest.approx(0, abs=1e-6)
    assert "festgelegte" in " ".join(n.text for n in growth(made, GERMAN).notes)


def test_without_potentials_nothing_is_promised(northwind):
    assert not any(name.startswith("summary.growth") for name in northwind.figures)
    assert "customers.potential_revenue" in next(g for g in northwind.gaps if g.id == "summary.growth").needs
    assert {f"summary.growth.{name}" for name in ("large", "medium", "small")} <= northwind.open_figures
    assert growth(northwind.run.chapter("summary").result, GERMAN) is None
