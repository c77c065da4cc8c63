import pandas as pd
import pytest

from workbook.methods.field_budget import field_budget


def _fields(*rows):
    return pd.DataFrame(rows, columns=["potential", "weight", "hours", "keep"])


def test_hours_follow_potential_times_weight():
    found = field_budget(_fields((100, 1.5, 30, False), (100, 1.0, 70, False)))
    assert found.tolist() == pytest.approx([60, 40])


def test_a_field_to_keep_never_gets_less_and_the_others_share_the_rest():
    found = field_budget(_fields((100, 1.0, 60, True), (100, 1.0, 20, False), (200, 1.0, 20, False)))
    assert found.tolist() == pytest.approx([60, 40 / 3, 80 / 3])


def test_a_second_field_falls_short_when_the_first_is_kept():
    found = field_budget(_fields((10, 1.0, 50, True), (45, 1.0, 40, True), (45, 1.0, 10, False)))
    assert found.tolist() == pytest.approx([50, 40, 10])


def test_the_sum_is_that_of_today_and_nothing_to_share_is_nothing():
    fields = _fields((5, 2.0, 10, False), (0, 1.0, 30, False), (7, 1.0, 20, True))
    assert field_budget(fields).sum() == pytest.approx(60)
    assert field_budget(_fields((0, 1.0, 5, False))).tolist() == [0.0]
