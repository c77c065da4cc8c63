"""The differentiation index against a computation from the raw files."""

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.segmentation.differentiation import Index
from workbook.chapters.segmentation.exhibits import EXHIBITS
from workbook.language import Words

CLASSES = {"A": "key", "B": "core", "C": "smart"}
GERMAN = Words("de", "de_DE", "EUR")


def topic(found):
    return found.run.chapter("segmentation").result.topics.of(Index)


@pytest.fixture(scope="module")
def customers(accounts, sheets, orders, staff):
    raw = sheets["Kunden"].set_index("Kundennummer").reindex(accounts.index)
    sold = orders[orders["Nettoumsatz"] >= 0]
    special = sold[next(c for c in orders if c.startswith("Sonder"))].str.lower().eq("ja")
    owner = next(c for c in raw if raw[c].astype(str).str.startswith("V-").any())
    plan = next(c for c in raw if "plan" in c.lower())
    per = raw[owner].value_counts() / staff["Vollzeitstellen"]
    return pd.DataFrame(
        {
            "said": raw["Kundenklasse"].map(CLASSES),
            "hours": accounts["hours"] / 3,
            "special": special.groupby(sold["Kundennummer"]).sum().reindex(accounts.index).fillna(0),
            "lines": sold.groupby("Kundennummer").size().reindex(accounts.index).fillna(0),
            "portfolio": raw[owner].map(per),
            "plan": raw[plan].map({"ja": 1.0, "nein": 0.0}),
        }
    )


def delta(first, second):
    return float(np.sign(np.subtract.outer(first.dropna().to_numpy(), second.dropna().to_numpy())).mean())


def test_each_lever_is_that_of_the_raw_files(muster, customers):
    key, smart = (customers[customers["said"] == side] for side in ("key", "smart"))
    share = [own["special"].sum() / own["lines"].sum() for own in (key, smart)]
    said, rule = (
        customers["said"],
        muster.run.chapter("segmentation").result.table["rule_class"].reindex(customers.index),
    )
    table = pd.crosstab(said, rule, normalize=True).reindex(index=rule.unique(), columns=rule.unique(), fill_value=0.0)
    chance = float((table.sum(axis=1) * table.sum(axis=0)).sum())
    expected = {
        "assignment": (np.trace(table) - chance) / (1 - chance),
        "cooperation": delta(key["hours"], smart["hours"]),
        "standardisation": share[0] - share[1],
        "coverage": delta(smart["portfolio"], key["portfolio"]),
        "information": key["plan"].mean() - smart["plan"].mean(),
    }
    points = {name: 100 * max(0.0, value) for name, value in expected.items()}
    for name, value in points.items():
        assert muster[f"segmentation.differentiation.{name}"] == pytest.approx(value), name
    index = muster.figures["segmentation.differentiation_index"]
    assert (
        index.value == pytest.approx(np.mean(list(points.values())))
        and index.interval[0] < index.value < index.interval[1]
    )


def test_the_claim_is_confirmed_where_the_whole_interval_is_on_paper(muster):
    claim = next(c for c in topic(muster).claims() if c.id == "A0-03")
    low, high = muster.figures["segmentation.differentiation_index"].interval
    assert claim.verdict == ("confirmed" if high < 33 else "refuted" if low > 33 else "undecided")
    assert topic(muster).verdict == "paper"


def test_levels_of_fewer_than_five_owners_are_not_shown(muster, changed):
    client = muster.run.client
    customers = client.tables["customers"].copy()
    customers.loc[customers["current_class"] == "A", "owner_rep_id"] = "V-01"
    found = topic(changed(customers=customers))
    assert np.isnan(found.levels.loc["coverage", "key"]) and np.isfinite(found.levels.loc["coverage", "smart"])


def test_without_classes_nothing_is_said(northwind):
    assert {"segmentation.differentiation_index", "claims.A0-03"} <= northwind.open_figures
    assert EXHIBITS["differentiation"](northwind.run.chapter("segmentation").result, GERMAN) is None


def test_without_own_classes_the_recommended_ones_are_compared_and_the_first_lever_is_open(muster, changed):
    found = changed(customers=muster.run.client.tables["customers"].drop(columns="current_class"))
    assert topic(found).kind == "recommended" and "segmentation.differentiation.assignment" in found.open_figures
    assert "segmentation.differentiation_index" in found.figures


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_exhibit_names_five_levers(muster, language):
    words = Words(language, "de_DE" if language == "de" else "en_GB", "EUR")
    shown = EXHIBITS["differentiation"](muster.run.chapter("segmentation").result, words)
    assert len(shown.table.rows) == 5 and len(shown.notes) == 4
