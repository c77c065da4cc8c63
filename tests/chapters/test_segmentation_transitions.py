"""Who moved between size classes, against a computation from the raw files."""

from datetime import date

import numpy as np
import pytest

from workbook.chapters.segmentation.exhibits import EXHIBITS
from workbook.chapters.segmentation.transitions import Transitions
from workbook.language import Words

GERMAN = Words("de", "de_DE", "EUR")


def topic(found):
    return found.run.chapter("segmentation").result.topics.of(Transitions)


def sizes_of(revenue):
    """Size class by the share at which a customer begins."""
    ordered = revenue[revenue > 0].sort_values(ascending=False)
    before = (ordered.cumsum() - ordered) / ordered.sum()
    named = np.select([before < 0.7, before < 0.9], ["large", "medium"], "small")
    return dict(zip(ordered.index, named, strict=True))


@pytest.fixture(scope="module")
def by_year(orders, accounts):
    own = orders[orders["Kundennummer"].isin(accounts.index)]
    return own.groupby([own["Rechnungsdatum"].dt.year, "Kundennummer"])["Nettoumsatz"].sum()


def test_small_customers_that_became_large_from_2023_to_2025(muster, by_year):
    first, last = sizes_of(by_year[2023]), sizes_of(by_year[2025])
    small = [c for c, size in first.items() if size == "small"]
    risen = {c for c in small if last.get(c) == "large"}
    found = topic(muster)
    assert set(found.risen.index) == risen and (found.n_small, found.years) == (len(small), 2)
    assert muster["segmentation.small_became_large"] == pytest.approx(len(risen) / len(small))
    n, p, z = len(small), len(risen) / len(small), 1.959964
    middle, half = (
        (p + z * z / 2 / n) / (1 + z * z / n),
        z * (p * (1 - p) / n + (z / 2 / n) ** 2) ** 0.5 / (1 + z * z / n),
    )
    assert muster.figures["segmentation.small_became_large"].interval == pytest.approx((middle - half, middle + half))
    today = sum(size == "small" for size in last.values())
    assert muster["segmentation.tomorrows_key_accounts"] == pytest.approx(today * (1 - (1 - p) ** 1.5))
    assert muster.figures["segmentation.tomorrows_key_accounts"].estimated
    assert found.matrix.to_numpy().sum() == by_year.index.get_level_values("Kundennummer").nunique()


def test_who_is_hoped_for_has_a_potential_or_open_business_of_a_large_customer(muster, by_year, sheets):
    last = sizes_of(by_year[2025])
    line = min(by_year[2025][c] for c, size in last.items() if size == "large")
    small = [c for c, size in last.items() if size == "small"]
    potential = sheets["Kunden"].set_index("Kundennummer")["Potenzial"].astype(float).reindex(small)
    chances = sheets["Chancen"]
    pending = chances[chances["Ergebnis"].eq("in Bearbeitung")].groupby("Kundennummer")["Wert"].sum().astype(float)
    reached = {c for c in small if pending.get(c, 0) > 0 and by_year[2025][c] + pending[c] >= line}
    hoped = set(potential.index[potential >= line]) | reached
    assert muster["segmentation.claimed_key_accounts"] == len(hoped) > 0
    assert set(topic(muster).hope.customers.index) == hoped
    assert muster.customers["hoped_for"].sum() == len(hoped)


def test_hope_takes_what_it_takes_beyond_other_small_customers(muster, accounts):
    found = topic(muster)
    hoped = found.hope.customers.index
    rest = found.table.index[found.table["after"] == "small"].difference(hoped)
    more = (accounts.loc[hoped, "hours"].mean() - accounts.loc[rest, "hours"].mean()) * len(hoped) / 3
    assert found.hope.hours == pytest.approx(more)


def test_most_planted_risers_are_named(muster, truth):
    planted = set(truth["tomorrows_key_accounts"]["ids"])
    first = topic(muster).table.loc[sorted(planted), "before"]
    eligible = set(first.index[first == "small"])
    # what grew from small and stayed below the line of large customers has not risen
    assert len(planted & set(topic(muster).risen.index)) >= 0.4 * len(eligible)


def test_two_years_are_one_step_and_less_is_nothing(changed):
    two = topic(changed(period=(date(2024, 1, 1), date(2025, 12, 31))))
    assert two.years == 1 and two.assessable
    short = changed(period=(date(2024, 2, 1), date(2025, 12, 31)))
    assert not topic(short).assessable and EXHIBITS["transitions"](topic_result(short), GERMAN) is None
    assert {"segmentation.small_became_large", "segmentation.myth.4", "claims.A4-14"} <= short.open_figures


def topic_result(found):
    return found.run.chapter("segmentation").result


def test_northwind_is_too_short(northwind):
    assert "segmentation.small_became_large" in northwind.open_figures


def test_risers_are_named_in_the_drawing(muster):
    shown = EXHIBITS["transitions"](topic_result(muster), GERMAN)
    assert all(str(row.name)[:20] in shown.chart.wide for row in topic(muster).risen.head(3).itertuples())
    assert str(len(topic(muster).risen)) in shown.message
