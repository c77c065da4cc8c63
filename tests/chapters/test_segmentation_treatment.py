"""What each class gets against a computation from the raw files."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.segmentation.exhibits import EXHIBITS
from workbook.chapters.segmentation.treatment import Treatment
from workbook.language import Words
from workbook.run import Run

CLASSES = {"A": "key", "B": "core", "C": "smart"}
GERMAN = Words("de", "de_DE", "EUR")


def topic(found):
    return found.run.chapter("segmentation").result.topics.of(Treatment)


@pytest.fixture(scope="module")
def said(sheets, accounts):
    return sheets["Kunden"].set_index("Kundennummer").reindex(accounts.index)["Kundenklasse"].map(CLASSES)


def test_visits_discounts_and_repurchase_by_class(muster, said, activities, accounts, orders):
    actual = topic(muster).actual
    own = activities[activities["Aktivitätsart"] == "Besuch"]["Kundennummer"].map(said).value_counts()
    sums = accounts.groupby(said)[["Rabatt", "Listenumsatz"]].sum()
    years = [
        set(orders[(orders["Rechnungsdatum"].dt.year == y) & (orders["Nettoumsatz"] > 0)]["Kundennummer"])
        for y in (2024, 2025)
    ]
    for name in ("key", "core", "smart"):
        members = set(said.index[said == name])
        assert actual.loc["visits", name] == pytest.approx(own[name] / len(members) / 3)
        assert actual.loc["terms", name] == pytest.approx(sums.loc[name, "Rabatt"] / sums.loc[name, "Listenumsatz"])
        again = len(members & years[0] & years[1]) / len(members & years[0])
        assert actual.loc["repurchase", name] == pytest.approx(again)


def test_special_lines_that_reach_smart_accounts(muster, said, orders):
    sold = orders[(orders["Nettoumsatz"] >= 0) & orders["Kundennummer"].isin(said.index)]
    special = sold[sold[next(c for c in orders if c.startswith("Sonder"))].str.lower().eq("ja")]
    smart = special["Kundennummer"].map(said) == "smart"
    assert muster["segmentation.special_leak"] == pytest.approx(smart.mean())
    assert topic(muster).leak.lines == smart.sum() and topic(muster).leak.cost > 0


def test_the_catalogue_is_a_proposal_until_it_is_declared(muster):
    assert topic(muster).proposal
    client = muster.run.client
    alike = {e: dict.fromkeys(("key", "core", "smart", "lean"), "standard") for e in ("visits", "terms")}
    own = client.parameters.segmentation.model_copy(update={"service_catalogue": alike})
    run = Run(replace(client, parameters=client.parameters.model_copy(update={"segmentation": own})))
    found = run.chapter("segmentation").result.topics.of(Treatment)
    # what is declared alike and done differently is not lived; what is not declared is not judged
    assert found.lived.dropna().to_dict() == {"visits": False, "terms": False} and not found.proposal


def test_what_is_ruled_out_and_done_all_the_same_is_not_lived(muster):
    assert topic(muster).lived["special"] is False and topic(muster).lived["visits"] is True


def test_care_and_repurchase_are_compared_within_classes(muster):
    claim = next(c for c in topic(muster).claims() if c.id == "A1-14")
    assert claim.interval[0] < claim.effect < claim.interval[1] and claim.n >= 10


def test_without_classes_one_gap_names_all(northwind):
    ids = {"segmentation.catalogue_lived", "segmentation.special_leak", "claims.A1-14"}
    (gap,) = [g for g in northwind.gaps if g.id == "segmentation.treatment"]
    assert set(gap.figures) == ids
    assert EXHIBITS["catalogue"](northwind.run.chapter("segmentation").result, GERMAN) is None


def test_a_class_of_its_own_is_shown_in_a_column(muster):
    shown = EXHIBITS["catalogue"](muster.run.chapter("segmentation").result, GERMAN)
    assert len(shown.table.heads) == 5 and len(shown.table.rows) == 7
    assert np.isfinite(topic(muster).actual.to_numpy(float)).all() and isinstance(topic(muster).actual, pd.DataFrame)
