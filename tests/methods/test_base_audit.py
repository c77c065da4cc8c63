"""The customer-base audit, by hand and as identities."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.base_audit import base_audit, purchases

EDGES = pd.DatetimeIndex(["2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"])


def lines(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "date", "net_revenue"]).astype({"net_revenue": float})
    return table.assign(
        date=pd.to_datetime(table["date"], format="mixed"), order_id=[f"O{i}" for i in range(len(table))]
    )


SOME = lines(
    ("old", "2022-12-31", 10), ("old", "2024-05-01", 40), ("a", "2023-03-01", 100), ("a", "2024-03-01", 50),
    ("a", "2025-03-01", 70), ("a", "2025-04-01", 30), ("b", "2024-02-01", 20), ("c", "2025-12-31", 60),
)  # fmt: skip


def test_a_cohort_is_who_first_bought_in_a_period_and_who_bought_before_is_in_the_first():
    found = base_audit(SOME, EDGES)
    assert found.sizes.to_dict() == {0: 2, 1: 1, 2: 1}
    assert found.whole.to_numpy().tolist() == [[100, 90, 100], [0, 20, 0], [0, 0, 60]]


def test_one_cohort_over_time_and_cohorts_compared():
    found = base_audit(SOME, EDGES)
    assert found.cohort["active"].tolist() == [0.5, 1, 0.5]
    assert found.cohort["orders_per_customer"].tolist() == [1, 1, 2]
    assert found.cohort["revenue_per_order"].tolist() == [100, 45, 50]
    assert found.compared.loc[0].tolist() == [0.5, 1, 0.5] and found.compared.loc[1, [0, 1]].tolist() == [1, 0]


def test_one_period_and_two():
    found = base_audit(SOME, EDGES)
    assert found.one[["customers", "orders", "revenue"]].tolist() == [2, 3, 160]
    assert found.one["orders_per_customer"] == 1.5 and found.one["top_tenth"] == pytest.approx(100 / 160)
    assert found.two["customers"].to_dict() == {"kept": 1, "new": 1, "lost": 2, "none": 0}
    assert found.two.loc["lost", ["earlier", "later"]].tolist() == [60, 0]


def test_a_credit_note_is_money_but_no_purchase():
    found = base_audit(lines(("a", "2023-01-01", 10), ("a", "2025-01-01", -4), ("b", "2025-02-01", 9)), EDGES)
    assert found.one["customers"] == 1 and found.one["revenue"] == 5 and found.two.loc["none", "customers"] == 1
    assert found.whole.loc[0].tolist() == [10, 0, -4]


def test_the_last_edge_is_outside():
    assert purchases(lines(("a", "2026-01-01", 10), ("a", "2025-12-31 23:00", 5)), EDGES)["revenue"].tolist() == [5]


def test_who_only_returned_goods_is_in_the_last_cohort():
    found = base_audit(lines(("a", "2023-01-01", -10), ("b", "2024-01-01", 5)), EDGES)
    assert found.whole.loc[2, 0] == -10 and found.sizes.tolist() == [0, 1, 0]


LINE = st.tuples(
    st.sampled_from("abcde"),
    st.integers(0, 1094).map(lambda d: date(2023, 1, 1) + timedelta(days=d)),
    st.integers(-9999, 99999).map(lambda c: c / 100),
)


@given(st.lists(LINE, min_size=1, max_size=40))
def test_cohorts_add_up_to_the_revenue_of_each_period(rows):
    table = lines(*rows)
    by_year = table.groupby(table["date"].dt.year)["net_revenue"].sum().reindex([2023, 2024, 2025]).fillna(0)
    found = base_audit(table, EDGES)
    assert found.whole.sum().tolist() == pytest.approx(by_year.tolist(), abs=0.005)
    assert found.two[["earlier", "later"]].sum().tolist() == pytest.approx(by_year.tolist()[1:], abs=0.005)
    assert (found.compared.stack().dropna().between(0, 1)).all()
