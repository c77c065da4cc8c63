"""The two findings on growth: one decision between what went and what came, told by both."""

from types import SimpleNamespace

import pandas as pd
import pytest

from workbook.chapters.value.growth_advice import Balance, balance
from workbook.language import Words
from workbook.methods.base_audit import base_audit

WORDS = {"de": Words("de", "de_DE", "EUR"), "en": Words("en", "en_GB", "EUR")}
CASES = {
    "few come, much goes": (Balance(1000.0, 288.0, 129.0, 7, 24.0, 2), "value.advice_follow_up", "value.audit_decline_first"),
    "nobody comes, much goes": (Balance(1000.0, 288.0, 0.0, 0, 0.0, 0), "value.advice_follow_up", "value.audit_decline_first"),
    "those who come make up for it": (Balance(1000.0, 288.0, 129.0, 7, 300.0, 9), "value.advice_both", "value.audit_replaced"),
    "little goes, more comes": (Balance(1000.0, 60.0, 20.0, 1, 30.0, 1), "value.advice_watch", "value.audit_replaced"),
    "little goes, less comes": (Balance(1000.0, 60.0, 20.0, 1, 10.0, 1), "value.advice_watch", "value.audit_shrinks"),
    "the same customers": (Balance(1000.0, 60.0, 0.0, 0, 0.0, 0), "value.advice_watch", "value.audit_same"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_both_findings_follow_one_decision(case):
    sides, bridge, audit = CASES[case]
    assert (sides.of_bridge().key, sides.of_audit().key) == (bridge, audit)
    for words in WORDS.values():
        assert all(words.write(term) for term in (sides.of_bridge(), sides.of_audit()))


def test_no_finding_asks_for_new_customers_first_where_the_other_says_decline_first():
    sides = CASES["few come, much goes"][0]
    said = "2 Erstkunden brachten zusammen 24 €, durch Rückgang und Abwanderung fehlen 288 €."
    for term in (sides.of_bridge(), sides.of_audit()):
        assert WORDS["de"].write(term).replace("\u00a0", " ").endswith(said)
    assert "fortführen" not in WORDS["de"].write(sides.of_audit())


def test_who_comes_back_after_a_pause_is_not_won():
    rows = [("old", "2022-05-01", 50), ("old", "2024-05-01", 40), ("new", "2024-06-01", 10), ("left", "2023-06-01", 70)]
    lines = pd.DataFrame(rows, columns=["customer_id", "date", "net_revenue"])
    lines["date"] = pd.to_datetime(lines["date"])
    audit = base_audit(lines, pd.DatetimeIndex(["2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01"]))
    change = pd.DataFrame({"earlier": [0.0, 0.0, 70.0], "revenue": [40.0, 10.0, -70.0], "step": ["new", "new", "lost"]})
    found = balance(change, audit)
    assert vars(found) == vars(SimpleNamespace(before=70.0, gone=70.0, left=70.0, n_left=1, won=10.0, n_won=1))
