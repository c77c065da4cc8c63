"""The growth bridge reconciles exactly."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.growth_bridge import STEPS, bridge_by_class, growth_bridge, step_of

CENTS = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(-(10**6), 10**8).map(lambda c: c / 100))


def series(amounts):
    return pd.Series(amounts, dtype=float)


def test_each_customer_is_in_one_step():
    earlier, later = series({"a": 100, "b": 50, "c": 30, "e": 7}), series({"a": 120, "b": 20, "d": 10, "e": 7})
    found = growth_bridge(earlier, later)
    assert found["amount"].to_dict() == {"new": 10, "expanded": 20, "contracted": -30, "lost": -30}
    assert found["customers"].to_dict() == {"new": 1, "expanded": 1, "contracted": 1, "lost": 1}


def test_a_missing_amount_is_nothing():
    found = growth_bridge(series({"a": float("nan")}), series({"a": 5}))
    assert found.loc["new", "amount"] == 5


def test_nobody_makes_a_bridge_of_zeros():
    found = growth_bridge(series({}), series({}))
    assert list(found.index) == list(STEPS) and found["amount"].sum() == 0


@given(CENTS, CENTS)
def test_start_and_steps_are_the_end(earlier, later):
    found = growth_bridge(series(earlier), series(later))
    assert sum(earlier.values()) + found["amount"].sum() == pytest.approx(sum(later.values()), abs=0.005)


@given(CENTS, CENTS)
def test_gains_are_positive_and_losses_negative(earlier, later):
    found = growth_bridge(*(series({k: abs(v) for k, v in window.items()}) for window in (earlier, later)))["amount"]
    assert found["new"] >= 0 and found["expanded"] >= 0 and found["contracted"] <= 0 and found["lost"] <= 0


CLASSES = st.dictionaries(st.sampled_from("abcdefghij"), st.sampled_from(["key", "small"]))


def test_classes_and_margins_by_hand():
    earlier, later = series({"a": 100, "b": 50, "c": 7}), series({"a": 120, "d": 10, "c": 7})
    step = step_of(earlier, later)
    changes = pd.DataFrame(
        {"revenue": later.sub(earlier, fill_value=0), "cm": {"a": -5.0, "b": -20.0, "c": 1.0, "d": 4.0}}
    )
    found = bridge_by_class(step, pd.Series({"a": "key", "b": "small", "c": "small"}), changes)
    assert found.loc[("key", "expanded")].tolist() == [20, -5, 1]
    assert found.loc[("small", "lost")].tolist() == [-50, -20, 1]
    assert found.loc[("small", "same")].tolist() == [0, 1, 1] and found.loc[("none", "new")].tolist() == [10, 4, 1]


@given(CENTS, CENTS, CENTS, CENTS, CLASSES)
def test_each_class_reconciles_in_revenue_and_in_margin(earlier, later, margin_before, margin_after, classes):
    windows = {"revenue": (series(earlier), series(later)), "cm": (series(margin_before), series(margin_after))}
    everyone = pd.Index(sorted({*earlier, *later, *margin_before, *margin_after}))
    pairs = {n: tuple(a.reindex(everyone).fillna(0) for a in pair) for n, pair in windows.items()}
    changes = pd.DataFrame({n: after - before for n, (before, after) in pairs.items()})
    of = pd.Series(classes, dtype=object).reindex(everyone).fillna("none")
    found = bridge_by_class(step_of(*pairs["revenue"]), of, changes)
    for name, (before, after) in pairs.items():
        total = before.groupby(of).sum() + found[name].groupby("class").sum()
        pd.testing.assert_series_equal(
            total, after.groupby(of).sum(), check_names=False, atol=0.005, check_dtype=False, check_index_type=False
        )
    assert found["customers"].sum() == len(everyone)
