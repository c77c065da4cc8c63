"""Coverage today: by role and by class."""

import pandas as pd
import pytest

from workbook.methods.coverage_ratio import by_class, by_role, work_by_person
from workbook.methods.time_driven_cost import staff_rates

STAFF = pd.DataFrame(
    {
        "rep_id": ["a", "b", "k"],
        "role": ["field", "field", "kam"],
        "fte": [1.0, 0.5, 1.0],
        "annual_cost": [80_000.0, 40_000.0, 100_000.0],
        "working_hours": [1_600.0] * 3,
        "selling_share": [0.5, 0.5, 0.75],
    }
)
WORK = pd.DataFrame(
    [("a", "x", 400.0), ("a", "y", 200.0), ("b", "y", 300.0), ("k", "x", 960.0)],
    columns=["rep_id", "customer_id", "hours"],
)


def roles(years=2):
    return by_role(STAFF, staff_rates(STAFF, years), WORK, years)


def test_customers_per_position_count_each_customer_once_per_role():
    field = roles().loc["field"]
    assert (field["persons"], field["fte"], field["customers"]) == (2, 1.5, 2)
    assert field["customers_per_fte"] == pytest.approx(2 / 1.5)


def test_hours_are_per_year():
    field = roles().loc["field"]
    assert (field["hours"], field["hours_per_fte"]) == pytest.approx((450, 300))


def test_utilisation_is_customer_hours_over_selling_hours():
    # field: 900 of 1.5 × 1,600 × 0.8 × 2 × 0.5 = 1,920; kam: 960 of 2,560 × 0.75 = 1,920
    assert roles()["utilisation"].to_dict() == pytest.approx({"field": 900 / 1_920, "kam": 0.5})


def test_without_a_selling_share_utilisation_is_of_the_practical_hours():
    staff = STAFF.drop(columns="selling_share")
    found = by_role(staff, staff_rates(staff, 2), WORK, 2)
    assert found["utilisation"].to_dict() == pytest.approx({"field": 900 / 3_840, "kam": 960 / 2_560})


def test_a_missing_fte_is_one_position():
    staff = STAFF.assign(fte=[1.0, float("nan"), 1.0])
    assert by_role(staff, staff_rates(staff, 2), WORK, 2).loc["field", "fte"] == 2


def test_a_role_without_positions_has_no_ratio_and_never_an_infinite_one():
    staff = STAFF.assign(fte=[1.0, 1.0, 0.0])
    kam = by_role(staff, staff_rates(staff, 2), WORK, 2).loc["kam"]
    assert pd.isna(kam["customers_per_fte"]) and pd.isna(kam["utilisation"]) and pd.isna(kam["hours_per_fte"])


def test_a_role_nobody_recorded_work_for_has_no_customers():
    kam = by_role(STAFF, staff_rates(STAFF, 2), WORK[WORK["rep_id"] != "k"], 2).loc["kam"]
    assert (kam["customers"], kam["hours"], kam["utilisation"]) == (0, 0, 0)


def test_row_order_never_matters():
    again = by_role(STAFF[::-1], staff_rates(STAFF[::-1], 2), WORK[::-1], 2)
    pd.testing.assert_frame_equal(again.sort_index(), roles().sort_index())


def test_a_class_shows_its_share_of_hours_beside_its_share_of_revenue():
    customers = pd.DataFrame(
        {"hours": [10.0, 20.0, 70.0], "revenue": [600.0, 200.0, 200.0], "value": [50.0, -10.0, 10.0]},
        index=["a", "b", "c"],
    )
    found = by_class(customers, pd.Series({"a": "key", "b": "smart", "c": "smart"})).loc["smart"]
    assert (found["customers"], found["hours"], found["hours_per_customer"], found["revenue"]) == (2, 90, 45, 400)
    assert (found["hours_share"], found["revenue_share"]) == pytest.approx((0.9, 0.4))
    assert (found["value"], found["value_share"]) == pytest.approx((0, 0))


def test_without_value_the_classes_show_hours_and_revenue():
    customers = pd.DataFrame({"hours": [10.0], "revenue": [600.0]}, index=["a"])
    found = by_class(customers, pd.Series({"a": "key"}))
    assert "value" not in found and found.loc["key", "hours_share"] == 1


def test_work_is_summed_by_person_and_customer_without_internal_time():
    done = pd.DataFrame(
        {
            "rep_id": ["a", "a", "a", "b", "a"],
            "customer_id": ["x", "x", "y", "x", None],
            "hours": [1.0, 2.0, 4.0, 8.0, 100.0],
            "travel_hours": [0.5, float("nan"), 0.0, 0.0, 0.0],
        }
    )
    found = work_by_person(done).set_index(["rep_id", "customer_id"])["hours"].to_dict()
    assert found == {("a", "x"): 3.5, ("a", "y"): 4, ("b", "x"): 8}
