import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.need_type import TYPES, need_types

TABLE = pd.DataFrame(
    {
        "digital_share": [0.9, 0.1, 0.3],
        "discount_rate": [0.2, 0.05, 0.1],
        "special_share": [0.0, 0.6, 0.2],
        "hours_order": [0.1, 9.0, 2.0],
        "categories": [1, 2, 6],
    },
    ["price", "advice", "partner"],
)


def test_three_clear_customers():
    assert need_types(TABLE).to_dict() == {"price": "intrinsic", "advice": "extrinsic", "partner": "strategic"}


def test_units_and_order_do_not_matter():
    scaled = need_types((TABLE * [100, 100, 100, 60, 1]).iloc[::-1])
    assert scaled.to_dict() == need_types(TABLE).to_dict()


@pytest.mark.parametrize("missing", [["categories"], ["digital_share", "special_share", "hours_order"]])
def test_a_type_without_a_sign_makes_no_rule(missing):
    assert need_types(TABLE.drop(columns=missing)) is None


def test_what_is_the_same_for_all_says_nothing():
    assert need_types(TABLE.assign(categories=3)) is None


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 5), min_size=2, max_size=20))
def test_every_customer_gets_one_of_three_types(rows):
    found = need_types(pd.DataFrame(rows, columns=list(TABLE), dtype=float))
    assert found is None or set(found) <= set(TYPES)
