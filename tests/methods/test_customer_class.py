"""One class per customer, by the rule in four steps."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.customer_class import classify, key_limit, two_conditions

NAN = float("nan")
PLAIN = {
    "score": 0.5,
    "size": "small",
    "group": None,
    "potential": NAN,
    "cm3": NAN,
    "lean_cm3": NAN,
    "ratio": NAN,
    "error": NAN,
}


def customers(**rows):
    filled = [{**PLAIN, "group": name, **row} for name, row in rows.items()]
    frame = pd.DataFrame(filled, index=list(rows))
    numbers = ["score", "potential", "cm3", "lean_cm3", "ratio", "error"]
    return frame.astype(dict.fromkeys(numbers, float))


def classes(limit=0, **rows):
    return classify(customers(**rows), limit)["class"].to_dict()


@pytest.mark.parametrize(
    ("known", "kam", "limit"),
    [
        (100, 2.5, 20),
        (120, 1.8, 14),
        (100, None, 5),
        (120, None, 6),
        (10, None, 3),
        (5, None, 2),
        (4, None, 1),
        (1, None, 1),
    ],
)
def test_the_limit_is_what_key_account_management_can_look_after_else_an_assumption(known, kam, limit):
    assert key_limit(known, kam, 8)[0] == limit


def test_where_the_limit_comes_from_is_named():
    assert key_limit(100, 2.5, 8)[1] != key_limit(100, None, 8)[1]


def test_no_key_account_managers_is_as_good_as_unknown():
    assert key_limit(100, 0.0, 8) == key_limit(100, None, 8)


def test_the_limit_does_not_lose_an_account_to_rounding_noise():
    assert key_limit(100, 0.1 + 0.7, 10)[0] == 8


def test_key_needs_the_score_and_a_place():
    found = classes(
        limit=1,
        first={"score": 0.9, "size": "large"},
        second={"score": 0.8, "size": "large"},
        low={"score": 0.59, "size": "large"},
    )
    assert found == {"first": "key", "second": "core", "low": "core"}


def test_a_score_of_exactly_060_is_enough_and_places_stay_empty_otherwise():
    found = classes(limit=5, edge={"score": 0.6, "size": "large"}, low={"score": 0.5999, "size": "large"})
    assert found == {"edge": "key", "low": "core"}


def test_a_group_takes_one_place():
    found = classes(
        limit=2,
        mother={"score": 0.9, "group": "g", "size": "large"},
        daughter={"score": 0.8, "group": "g", "size": "large"},
        other={"score": 0.7, "size": "large"},
        late={"score": 0.65, "size": "large"},
    )
    assert found == {"mother": "key", "daughter": "key", "other": "key", "late": "core"}


def test_a_member_of_a_key_group_below_the_score_is_not_key():
    found = classes(
        limit=1,
        mother={"score": 0.9, "group": "g", "size": "large"},
        daughter={"score": 0.5, "group": "g", "size": "large"},
    )
    assert found["daughter"] == "core"


@pytest.mark.parametrize(
    ("first", "second"),
    [({"potential": 1}, {"potential": 2}), ({"potential": 1, "cm3": 5}, {"potential": 1, "cm3": 6})],
)
def test_ties_go_to_potential_then_contribution(first, second):
    found = classes(limit=1, a={"score": 0.7, "size": "large", **first}, b={"score": 0.7, "size": "large", **second})
    assert found == {"a": "core", "b": "key"}


def test_ties_go_to_the_customer_id_at_last():
    assert classes(limit=1, b={"score": 0.7}, a={"score": 0.7}) == {"b": "core", "a": "key"}


def test_a_known_potential_goes_before_an_unknown_one():
    assert classes(limit=1, a={"score": 0.7}, b={"score": 0.7, "potential": 1}) == {"a": "core", "b": "key"}


def test_a_customer_without_a_score_is_never_key():
    assert classes(limit=3, a={"score": NAN, "size": "large"}) == {"a": "core"}


@pytest.mark.parametrize(
    ("lean_cm3", "ratio", "error", "expected"),
    [
        (1.0, 1.0, 0.0, "smart"),
        (1.0, 0.95, 0.0, "smart"),
        (1.0, 0.94, 0.0, "lean"),
        (1.0, 0.80, 0.2, "smart"),  # 0.80 + 1.28 × 0.2 = 1.056
        (1.0, 0.80, 0.1, "lean"),  # 0.80 + 1.28 × 0.1 = 0.928
        (0.0, 1.0, 0.0, "lean"),
        (-1.0, 1.0, 0.0, "lean"),
        (-1.0, NAN, NAN, "lean"),
        (NAN, 0.5, 0.0, "lean"),
        (1.0, NAN, NAN, "core"),
        (NAN, 1.0, 0.0, "core"),
        (NAN, NAN, NAN, "core"),
    ],
)
def test_small_customers_are_smart_if_both_hold_lean_if_one_is_known_to_fail_else_core(
    lean_cm3, ratio, error, expected
):
    assert classes(x={"lean_cm3": lean_cm3, "ratio": ratio, "error": error}) == {"x": expected}


@pytest.mark.parametrize("size", ["large", "medium"])
def test_a_customer_that_is_not_small_is_core_whatever_it_earns(size):
    assert classes(x={"size": size, "lean_cm3": -5.0, "ratio": 0.1, "error": 0.0}) == {"x": "core"}


def test_a_customer_without_revenue_fails_the_condition_on_revenue():
    assert classes(x={"size": "none", "lean_cm3": 1.0}) == {"x": "lean"}


def test_a_small_customer_may_be_key():
    assert classes(limit=1, x={"score": 0.9, "lean_cm3": -1.0}) == {"x": "key"}


def test_every_class_has_a_reason():
    table = customers(a={"score": 0.9}, b={"lean_cm3": -1.0}, c={"lean_cm3": 1.0, "ratio": 1.0, "error": 0.0}, d={})
    assert classify(table, 1)["class_reason"].str.len().gt(0).all()


def test_nobody_has_no_class():
    assert classify(customers(x={}).iloc[:0], 3).empty


def test_the_columns_are_the_class_and_its_reason():
    assert list(classify(customers(x={}), 3)) == ["class", "class_reason"]


ROW = st.fixed_dictionaries(
    {
        "score": st.one_of(st.just(NAN), st.integers(0, 10).map(lambda n: n / 10)),
        "size": st.sampled_from(["large", "medium", "small", "none"]),
        "group": st.sampled_from(["g", "h", "i", "j"]),
        "potential": st.sampled_from([NAN, 1.0, 2.0]),
        "cm3": st.sampled_from([NAN, -1.0, 1.0]),
        "lean_cm3": st.sampled_from([NAN, -1.0, 1.0]),
        "ratio": st.sampled_from([NAN, 0.5, 1.0]),
        "error": st.sampled_from([0.0, 0.5]),
    }
)


@given(
    st.dictionaries(st.text("abc", min_size=1, max_size=3), ROW, min_size=1, max_size=12),
    st.integers(0, 5),
    st.randoms(),
)
def test_every_customer_has_exactly_one_class_and_row_order_never_matters(rows, limit, chance):
    table = customers(**rows)
    found = classify(table, limit)["class"]
    order = list(table.index)
    chance.shuffle(order)
    assert found.to_dict() == classify(table.loc[order], limit)["class"].to_dict()
    assert set(found) <= {"key", "core", "smart", "lean"} and list(found.index) == list(table.index)
    assert table.loc[found == "key", "group"].nunique() <= limit
    assert (table.loc[found == "key", "score"] >= 0.6).all()
    assert table.loc[found.isin(["smart", "lean"]), "size"].isin(["small", "none"]).all()


def test_two_conditions_are_known_to_hold_known_to_fail_or_not_known():
    table = pd.DataFrame(
        {"size": ["small", "small", "none", "small"], "lean_cm3": [1.0, -1.0, 1.0, None], "ratio": [0.9, 0.5, None, None],
         "error": [0.1, 0.1, None, None]}
    )  # fmt: skip
    found = two_conditions(table)
    assert found["profit"].to_list() == [True, False, True, None]
    assert found["trend"].to_list() == [True, False, False, None]
