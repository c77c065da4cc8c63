"""How many persons a customer deals with."""

import pandas as pd
import pytest

from workbook.methods.hands import hands_per_customer

LINES = pd.DataFrame({"customer_id": ["a", "a", "a", "a", "b"], "rep_id": ["r1", "r1", "r1", "r2", "r1"]})


def test_persons_lines_and_the_share_of_the_first():
    found = hands_per_customer(LINES)
    assert found.loc["a", ["persons", "order_lines", "share_of_first"]].tolist() == pytest.approx([2, 4, 0.75])
    assert found.loc["b", ["persons", "order_lines", "share_of_first"]].tolist() == pytest.approx([1, 1, 1])


def test_lines_without_a_person_do_not_count():
    more = pd.DataFrame({"customer_id": ["b", "c"], "rep_id": [None, None]})
    found = hands_per_customer(pd.concat([LINES, more]))
    assert found.loc["b", "order_lines"] == 1
    assert "c" not in found.index or found.loc["c", "persons"] == 0


def test_no_lines_have_no_hands():
    assert hands_per_customer(LINES.iloc[:0]).empty


def test_row_order_never_matters():
    pd.testing.assert_frame_equal(hands_per_customer(LINES[::-1]).sort_index(), hands_per_customer(LINES).sort_index())


def test_sums_of_lines_say_what_the_lines_say():
    grouped = LINES.assign(order_lines=1).groupby(["customer_id", "rep_id"], as_index=False).sum()
    assert len(grouped) < len(LINES)
    pd.testing.assert_frame_equal(hands_per_customer(grouped), hands_per_customer(LINES))
