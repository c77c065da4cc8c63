"""Points and shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.language import Words
from workbook.workshop.weights import mean, points, shares
from workbook.workshop.weights_form import WeightsForm


def test_points_become_shares_of_one():
    assert shares({"a": 30, "b": 60, "c": 30}) == {"a": 0.25, "b": 0.5, "c": 0.25}
    assert shares({"a": 1, "b": 1, "c": 1}) == {"a": 0.3334, "b": 0.3333, "c": 0.3333}
    assert points({"a": 0.25, "b": 0.75}) == {"a": 25, "b": 75}


@given(st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(any))
def test_shares_sum_to_one_and_are_kept_by_another_save(given_points):
    found = shares({str(i): p for i, p in enumerate(given_points)})
    assert sum(round(v * 10_000) for v in found.values()) == 10_000
    assert abs(sum(found.values()) - 1) < 1e-9
    assert shares(points(found)) == found


def test_no_points_are_no_weights():
    with pytest.raises(ValueError, match="no points"):
        shares({"a": 0, "b": 0})


def test_the_mean_counts_what_somebody_left_out_as_nothing():
    assert mean({"A": {"a": 1.0}, "B": {"a": 0.5, "b": 0.5}}, ("a", "b")) == {"a": 0.75, "b": 0.25}


@pytest.mark.parametrize(
    ("language", "none", "share"), [("de", "zählt nicht", "Anteil 75\u00a0%"), ("en", "not counted", "share 75%")]
)
def test_a_criterion_without_data_says_so_and_its_share_is_the_others(language, none, share):
    words = Words(language, "de_DE" if language == "de" else "en_GB", "EUR")
    form = WeightsForm(
        {"potential": 0.45, "revenue": 0.15, "requirements": 0.3, "competition": 0.1}, words, lambda _: ""
    )
    form.tell({"requirements": "unknown", "competition": "constant"})
    assert form.beside["requirements"].value == form.beside["competition"].value == none
    assert form.beside["potential"].value == share and form.shares["potential"] == 0.45
    assert all(words.text(f"criterion.{name}") in form.note.value for name in form.dropped)
    assert "workbook-idle" in form.sliders["requirements"]._dom_classes
    form.sliders["requirements"].value = 90
    assert form.beside["potential"].value == share and form.beside["requirements"].value == none
    form.tell({})
    assert not form.note.value and none not in [label.value for label in form.beside.values()]
    assert "workbook-idle" not in form.sliders["requirements"]._dom_classes
