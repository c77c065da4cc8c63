"""How time gathers, by hand."""

import pandas as pd
import pytest

from workbook.methods.time_concentration import time_concentration


def test_the_tenth_the_half_and_the_rest():
    table = pd.DataFrame({"hours": [50.0, 10, 10, 10, 10, 2, 2, 2, 2, 2], "value": [1.0] * 10}, list("abcdefghij"))
    found = time_concentration(table)
    assert found.tiers["customers"].tolist() == [1, 4, 5]
    assert found.tiers["hours_share"].tolist() == pytest.approx([0.5, 0.4, 0.1])
    assert found.tiers["value_share"].tolist() == pytest.approx([0.1, 0.4, 0.5])
    assert found.top_share == 0.5
    assert time_concentration(table.sample(frac=1, random_state=1)).tiers.equals(found.tiers)


def test_equal_hours_have_no_gini():
    assert time_concentration(pd.DataFrame({"hours": [3.0] * 20})).gini == pytest.approx(0)


@pytest.mark.parametrize("hours", [[], [5.0], [0.0, 0.0]])
def test_too_few_customers_or_no_hours(hours):
    assert time_concentration(pd.DataFrame({"hours": pd.Series(hours, dtype=float)})) is None
