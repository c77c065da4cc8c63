"""The three traps against a computation from the raw files."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from workbook.chapters.segmentation.exhibits import EXHIBITS
from workbook.chapters.segmentation.traps import Traps, misfit
from workbook.language import Words

GERMAN = Words("de", "de_DE", "EUR")


def topic(found):
    return found.run.chapter("segmentation").result.topics.of(Traps)


def trap(found, name):
    return next(t for t in topic(found).judged if t.name == name)


def test_misfit_by_hand():
    areas = pd.DataFrame({"cost": [50.0, 50.0], "potential": [80.0, 20.0]})
    assert misfit(areas) == pytest.approx(0.3) and misfit(areas.assign(potential=[7.0, 7.0])) == 0


def test_the_most_valuable_customers_and_who_is_called_key(muster, sheets):
    called = sheets["Kunden"].set_index("Kundennummer")["Kundenklasse"].eq("A")
    value = muster.customers["value"].astype(float).dropna().sort_values(ascending=False)
    value = value[value.index.isin(muster.run.chapter("segmentation").result.known.index)]
    n = int(called[value.index].sum())
    hit = int(called[value.index[:n]].sum())
    numbers = trap(muster, "view").numbers
    assert (numbers["n"].value, numbers["n_total"].value) == (hit, n)


def test_whether_hours_follow_value(muster, accounts):
    value = muster.customers["value"].astype(float).reindex(accounts.index).dropna()
    expected = spearmanr(accounts["hours"][value.index], value).statistic
    assert trap(muster, "rules").numbers["ratio"].value == pytest.approx(expected)
    assert trap(muster, "rules").state == "there"


def test_regions_cost_what_their_customers_cost_and_none_is_small(muster, accounts, sheets):
    areas = topic(muster).areas
    raw = sheets["Kunden"].set_index("Kundennummer").reindex(accounts.index)
    known = raw[raw["Potenzial"].notna()]
    region = known[next(c for c in raw if raw[c].astype(str).eq("Bayern").any())]
    assert areas["cost"].sum() == pytest.approx(accounts.loc[known.index, "care"].sum() / 3)
    for name in areas.index.difference(["others"]):
        own = region.index[region == name]
        assert len(own) >= 10 and areas.loc[name, "potential"] == pytest.approx(
            known.loc[own, "Potenzial"].astype(float).sum()
        )
        assert areas.loc[name, "cost"] == pytest.approx(accounts.loc[own, "care"].sum() / 3)
    assert muster["segmentation.area_misfit"] == pytest.approx(misfit(areas))


def test_regions_worked_by_few_persons_are_merged_or_nothing_is_said(muster, changed):
    done = muster.run.client.tables["activities"]
    few = changed(activities=done[done["rep_id"].isin(["V-01", "V-02", "V-05", "V-06"])])
    assert topic(few).areas is None and "segmentation.area_misfit" in few.open_figures


def test_without_classes_and_costs_no_trap_is_judged(northwind):
    assert not topic(northwind).judged and "segmentation.area_misfit" in northwind.open_figures


def test_three_rows(muster):
    shown = EXHIBITS["traps"](muster.run.chapter("segmentation").result, GERMAN)
    assert len(shown.table.rows) == 3 and not np.any(["{" in cell.text for row in shown.table.rows for cell in row])
