"""Non-selling time by hand."""

import pandas as pd
import pytest

from workbook.methods.freed_time import non_selling
from workbook.methods.time_driven_cost import staff_rates, three_pools


def test_non_selling_time_is_what_is_left_of_practical_time():
    staff = pd.DataFrame({"rep_id": ["a", "b"], "fte": [1.0, 0.0], "annual_cost": [80_000.0, 0.0],
                          "working_hours": [1000.0, 1000.0], "selling_share": [0.6, 0.6]})  # fmt: skip
    rates, inside = staff_rates(staff, 2.0), pd.Series(dtype=float)
    found = non_selling(rates, inside, three_pools(rates, inside, inside), 2.0)
    assert (found.practical, found.hours, found.cost) == pytest.approx((800, 320, 32_000))
    assert found.share == pytest.approx(0.4)
    assert found.freed(0.1) == pytest.approx((32, 3_200))


def test_nobody_with_time_has_none():
    staff = pd.DataFrame({"rep_id": ["a"], "fte": [0.0], "annual_cost": [1.0], "working_hours": [1000.0]})
    rates, inside = staff_rates(staff, 1.0), pd.Series(dtype=float)
    assert non_selling(rates, inside, three_pools(rates, inside, inside), 1.0) is None
