"""The smart-account programme: who, which package, which half of the pilot, and what success is measured by."""

import re

import numpy as np
import pandas as pd
import pytest

import hand_over
from example_page import example_page
from workbook.language import Words
from workbook.report.smart_programme import ARM, members, pilot, programme_page

PACKAGES = ["economy", "project", "all_inclusive", "fixed_price", "standard"]


def table(n):
    rng = np.random.default_rng(3)
    index = pd.Index([f"S{i:03d}" for i in range(n)], name="customer_id")
    t = pd.DataFrame({"class": "smart", "package": [PACKAGES[i % 5] for i in range(n)]}, index)
    t["package"] = t["package"].where(t["package"] != "standard", None)
    t["revenue_per_year"] = rng.lognormal(8, 1, n)
    t["net_revenue"], t["cm3"], t["orders"] = t["revenue_per_year"] * 3, t["revenue_per_year"], 9.0
    return t.assign(hours_now=4.0, retention=0.9, name="Firma", potential_level="low", visit_hours_movable=1.0)


def test_sums_become_figures_a_year_and_a_missing_package_is_the_standard_one():
    own = members(table(10))
    assert set(own["package"]) == set(PACKAGES) and np.allclose(own["orders"], 3)
    assert np.allclose(own["cm3"] * 3, own["revenue_per_year"])


@pytest.mark.parametrize("n", [0, 1, 7, 60, 300])
def test_both_halves_of_the_pilot_are_of_one_size_and_mix_and_always_the_same(n):
    own = members(table(n))
    arms = pilot(own, 5)
    size = arms.value_counts()
    assert arms.equals(pilot(own.iloc[::-1], 5).reindex(own.index)) and size.get("pilot", 0) <= ARM
    mix = pd.crosstab(own["package"], arms)
    if n >= 60:
        assert size["pilot"] == size["control"] and (mix["pilot"] - mix["control"]).abs().max() <= 1


@pytest.mark.parametrize(("words", "said"), [
    (Words("de", "de_DE", "EUR"), "Ein Pilot mit 30 Kunden"), (Words("en", "en_GB", "EUR"), "A pilot with 30 customers"),
], ids=["de", "en"])  # fmt: skip
def test_the_page_says_who_what_and_how_it_is_measured(tmp_path, words, said):
    client = hand_over.client(tmp_path / "klein")
    html = programme_page(example_page(), table(60), client, words)
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))
    assert said in shown and not re.search(r"\b(nan|None|NaT)\b", shown)
    assert html.count('<section class="chapter') == 6


def test_too_few_for_a_pilot_is_said(tmp_path):
    html = programme_page(example_page(), table(6), hand_over.client(tmp_path / "klein"), Words("de", "de_DE", "EUR"))
    assert "zu wenige Smart Accounts (6)" in html
