"""How much is known about the customers."""

import pandas as pd
import pytest

from workbook.methods.completeness import completeness

CUSTOMERS = pd.DataFrame(
    {"customer_id": list("abcd"), "potential": [1.0, None, 3.0, None], "note": ["x", None, None, None]}
)


def test_the_share_of_customers_for_whom_a_field_is_known():
    found = completeness(CUSTOMERS, ["potential", "note"]).set_index("field")
    assert found["known"].to_dict() == pytest.approx({"potential": 0.5, "note": 0.25})
    assert found["n"].to_dict() == {"potential": 2, "note": 1}


def test_a_field_not_delivered_is_known_of_nobody():
    found = completeness(CUSTOMERS, ["satisfaction"])
    assert found[["known", "n"]].to_numpy().tolist() == [[0, 0]]


def test_without_customers_nothing_is_known_and_nothing_breaks():
    assert completeness(CUSTOMERS.iloc[:0], ["potential"])["known"].tolist() == [0]
