"""What may stand on the first page: not what concerns nobody, not amounts too small to show beside revenue."""

from dataclasses import replace

import pytest

from workbook.chapters import ORDER
from workbook.chapters.summary.weight import (
    AMOUNTS,
    MATERIAL,
    NO_MEASURE,
    NONE_IS_NOTHING,
    concerns_nobody,
    material,
    weighs,
)
from workbook.finding import Finding, Impact, count, money
from workbook.texts import keys, known, message

REVENUE = 1_000_000.0
# Findings whose headline has words for none, too: nothing can be measured, nobody meets the conditions, so there is much to do.
NONE_IS_A_LOT = {
    "coverage.required",
    "coverage.responsible",
    "process.measured",
    "segmentation.transition",
    "segmentation.two_conditions",
}
LOSING = Finding("value.loss_makers", {"n": count(3)}, 3, ())


@pytest.mark.parametrize("n,nobody", [(0, True), (1, False)])
def test_a_headline_for_none_asks_for_nothing(n, nobody):
    assert concerns_nobody(replace(LOSING, numbers={"n": count(n)})) == nobody


def test_every_finding_with_words_for_none_and_a_decision_is_judged():
    asks = {key for key in keys() if known(f"{key}.ask") and "∅" in message(key, "de")}
    assert asks == NONE_IS_NOTHING | NONE_IS_A_LOT and not NONE_IS_NOTHING & NONE_IS_A_LOT
    assert not any(concerns_nobody(Finding(name, {"n": count(0)}, 3, ())) for name in NONE_IS_A_LOT)


def test_every_finding_without_a_measure_is_left_out_of_the_plan():
    stated = {key.removesuffix(".recommendation") for key in keys() if key.endswith(".recommendation")}
    before = {name for name in stated if name.partition(".")[0] in ORDER[:-1]}
    assert {name for name in before if not known(f"{name}.measure")} == NO_MEASURE
    parts = ("owner", "step", "steering")
    assert not [(name, part) for name in before - NO_MEASURE for part in parts if not known(f"{name}.{part}")]


@pytest.mark.parametrize("high,counts", [(499.0, False), (500.0, True)])
def test_money_has_to_show_beside_revenue_in_the_favourable_case(high, counts):
    priced = replace(LOSING, impact=Impact("cash", 0.0, 30.0, high))
    assert MATERIAL * REVENUE == 500
    assert material(priced, REVENUE) == weighs(priced, REVENUE) == counts
    assert material(priced, 0.0)  # without order lines there is nothing to hold it against


@pytest.mark.parametrize("name", sorted(AMOUNTS))
def test_a_headline_that_is_an_amount_counts_like_money_at_stake(name):
    assert not material(Finding(name, {"money": money(71)}, 3, ()), REVENUE) and known(f"{name}.ask")
    assert material(Finding(name, {"money": money(71_000)}, 3, ()), REVENUE)
    assert material(replace(LOSING, numbers={"n": count(1), "money": money(1)}), REVENUE)
