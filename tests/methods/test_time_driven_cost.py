"""Time-driven costing: rates, three pools that add up, time costed once."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.time_driven_cost import care_cost, hours_of, staff_rates, three_pools

NAN = float("nan")


def staff(**columns):
    return pd.DataFrame(columns)


def kaplan():
    """Cost 560,000 for a practical capacity of 700,000 minutes (80 % of the attendance)."""
    attendance = 700_000 / 60 / 0.8
    return staff_rates(staff(rep_id=["d"], fte=[1.0], annual_cost=[560_000.0], working_hours=[attendance]), years=1)


def test_kaplan_and_anderson_a_minute_costs_80_cents():
    assert kaplan().loc["d", "rate"] / 60 == pytest.approx(0.80)


@pytest.mark.parametrize(("minutes", "rate"), [(8, 6.40), (44, 35.20), (50, 40.00)])
def test_kaplan_and_anderson_cost_driver_rates(minutes, rate):
    done = pd.DataFrame({"rep_id": ["d"], "type": ["service"], "hours": [minutes / 60]})
    assert care_cost(done, kaplan()).tolist() == pytest.approx([rate])


def test_kaplan_and_anderson_assigned_and_unused_cost():
    minutes = 49_000 * 8 + 1_400 * 44 + 2_500 * 50
    pools = three_pools(kaplan(), pd.Series({"d": minutes / 60}), pd.Series(dtype=float))
    assert (pools.assigned, pools.non_selling, pools.unused) == pytest.approx((462_880, 0, 97_120))
    assert pools.unused / 0.80 == pytest.approx(121_400)
    assert pools.total == pytest.approx(560_000)


def test_practical_hours_scale_with_fte_practical_share_and_years():
    rates = staff_rates(staff(rep_id=["a"], fte=[0.5], annual_cost=[40_000.0], working_hours=[1_600.0]), years=3)
    # 0.5 × 1,600 × 0.80 × 3 = 1,920 hours; 40,000 × 3 = 120,000; 62.50 an hour
    row = rates.loc["a"]
    assert (row["practical_hours"], row["cost"], row["rate"]) == pytest.approx((1_920, 120_000, 62.5))


def test_selling_hours_are_the_selling_share_of_the_practical_hours():
    frame = staff(rep_id=["a"], fte=[1.0], annual_cost=[1.0], working_hours=[1_000.0], selling_share=[0.6])
    assert staff_rates(frame, 1)["selling_hours"].tolist() == pytest.approx([480])


def test_without_a_selling_share_all_practical_hours_can_sell():
    frame = staff(rep_id=["a"], fte=[1.0], annual_cost=[1.0], working_hours=[1_000.0])
    assert staff_rates(frame, 1)["selling_hours"].tolist() == pytest.approx([800])


def test_a_missing_fte_counts_as_one():
    frame = staff(rep_id=["a", "b"], fte=[NAN, 1.0], annual_cost=[80_000.0] * 2, working_hours=[1_000.0] * 2)
    assert staff_rates(frame, 1)["rate"].tolist() == pytest.approx([100, 100])


def test_no_fte_column_counts_as_one_each():
    frame = staff(rep_id=["a"], annual_cost=[80_000.0], working_hours=[1_000.0])
    assert staff_rates(frame, 1)["rate"].tolist() == pytest.approx([100])


def test_fte_zero_has_no_rate_and_never_an_infinite_one():
    frame = staff(rep_id=["a"], fte=[0.0], annual_cost=[80_000.0], working_hours=[1_000.0])
    assert math.isnan(staff_rates(frame, 1).loc["a", "rate"])


def test_the_cost_of_a_person_without_a_rate_is_unused_and_not_lost():
    frame = staff(rep_id=["a"], fte=[0.0], annual_cost=[80_000.0], working_hours=[1_000.0])
    pools = three_pools(staff_rates(frame, 2), pd.Series({"a": 10.0}), pd.Series(dtype=float))
    assert (pools.assigned, pools.unused, pools.total) == pytest.approx((0, 160_000, 160_000))


def test_non_selling_is_the_rest_of_the_selling_share_and_internal_hours_do_not_add():
    frame = staff(rep_id=["a"], fte=[1.0], annual_cost=[80_000.0], working_hours=[1_000.0], selling_share=[0.6])
    pools = three_pools(staff_rates(frame, 1), pd.Series({"a": 300.0}), pd.Series({"a": 999.0}))
    # 800 practical hours at 100: 300 assigned, 0.4 × 800 = 320 non-selling, 180 left
    assert (pools.assigned, pools.non_selling, pools.unused) == pytest.approx((30_000, 32_000, 18_000))


def test_without_a_selling_share_the_internal_hours_are_non_selling():
    frame = staff(rep_id=["a"], fte=[1.0], annual_cost=[80_000.0], working_hours=[1_000.0])
    pools = three_pools(staff_rates(frame, 1), pd.Series({"a": 300.0}), pd.Series({"a": 50.0}))
    assert (pools.assigned, pools.non_selling, pools.unused) == pytest.approx((30_000, 5_000, 45_000))


def test_a_selling_share_known_for_one_person_only_is_used_for_that_person():
    frame = staff(
        rep_id=["a", "b"],
        fte=[1.0] * 2,
        annual_cost=[80_000.0] * 2,
        working_hours=[1_000.0] * 2,
        selling_share=[0.5, NAN],
    )
    pools = three_pools(staff_rates(frame, 1), pd.Series(dtype=float), pd.Series({"a": 10.0, "b": 10.0}))
    assert pools.non_selling == pytest.approx(40_000 + 1_000)


def test_overtime_makes_unused_negative():
    frame = staff(rep_id=["a"], fte=[1.0], annual_cost=[80_000.0], working_hours=[1_000.0])
    pools = three_pools(staff_rates(frame, 1), pd.Series({"a": 900.0}), pd.Series(dtype=float))
    assert pools.unused == pytest.approx(-10_000)


def test_nobody_on_the_staff_costs_nothing():
    frame = staff(rep_id=[], fte=[], annual_cost=[], working_hours=[]).astype({"annual_cost": float})
    pools = three_pools(staff_rates(frame.astype(float), 1), pd.Series(dtype=float), pd.Series(dtype=float))
    assert pools.total == 0


def test_the_time_of_an_activity_is_costed_once():
    done = pd.DataFrame(
        {
            "rep_id": ["d", "stranger", None],
            "type": ["visit", "visit", "email"],
            "hours": [1.0, 2.0, NAN],
            "travel_km": [10.0, NAN, NAN],
            "cost": [NAN, 7.0, NAN],
        }
    )
    known = pd.DataFrame(
        {
            "activity_type": ["visit", "email", "km"],
            "cost_per_hour": [90.0, NAN, NAN],
            "cost_per_event": [NAN, 4.0, 0.5],
        }
    )
    # 1 h × 48 + 10 km × 0.50; 2 h × 90 + 7 beside; one event at 4
    assert care_cost(done, kaplan(), known).tolist() == pytest.approx([53, 187, 4])


def test_an_activity_of_which_nothing_is_known_costs_nothing():
    done = pd.DataFrame({"rep_id": ["stranger"], "type": ["visit"], "hours": [2.0]})
    assert care_cost(done, kaplan()).tolist() == [0]


def test_no_activities_cost_nothing():
    none = pd.DataFrame({"rep_id": [], "type": [], "hours": []}).astype(
        {"rep_id": "str", "type": "str", "hours": float}
    )
    known = pd.DataFrame({"activity_type": ["visit"], "cost_per_hour": [90.0], "cost_per_event": [4.0]})
    assert care_cost(none, kaplan(), known).tolist() == []


def test_travel_hours_delivered_apart_are_added():
    done = pd.DataFrame({"hours": [1.0, NAN], "travel_hours": [0.5, 2.0]})
    assert hours_of(done).tolist() == [1.5, 2.0]


PERSON = st.tuples(
    st.sampled_from([0.0, 0.2, 0.5, 1.0, NAN]),
    st.floats(0, 2e5),
    st.floats(1, 2_000),
    st.sampled_from([0.0, 0.3, 1.0, NAN]),
    st.floats(0, 3_000),
    st.floats(0, 3_000),
)


@given(st.lists(PERSON, min_size=1, max_size=8), st.sampled_from([0.5, 1, 3]))
def test_assigned_non_selling_and_unused_are_the_cost_exactly(people, years):
    ids = [f"r{i}" for i in range(len(people))]
    fte, cost, hours, share, selling, internal = (list(column) for column in zip(*people, strict=True))
    frame = staff(rep_id=ids, fte=fte, annual_cost=cost, working_hours=hours, selling_share=share)
    pools = three_pools(staff_rates(frame, years), pd.Series(selling, ids), pd.Series(internal, ids))
    assert pools.total == pytest.approx(sum(cost) * years, rel=1e-9, abs=1e-3)


def test_full_cost_rates_load_the_non_selling_time_on_the_customers():
    people = staff(rep_id=["a"], fte=[1.0], annual_cost=[80_000.0], working_hours=[1_000.0], selling_share=[0.5])
    rates = staff_rates(people, years=1, full_cost=True)
    assert rates["rate"].tolist() == pytest.approx([200.0])  # 80,000 / (1,000 × 0.8 × 0.5)
    pools = three_pools(rates, pd.Series({"a": 300.0}), pd.Series({"a": 50.0}))
    assert (pools.assigned, pools.non_selling, pools.unused) == pytest.approx((60_000, 0, 20_000))
