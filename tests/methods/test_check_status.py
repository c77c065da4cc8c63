"""Status of a point: stated before data, data before opinion."""

import pytest

from workbook.methods.check_status import Status, check_status


@pytest.mark.parametrize(
    ("met", "opinion", "stated", "expected"),
    [
        (None, None, None, Status("unknown", "none", False)),
        (True, None, None, Status("in_order", "data", False)),
        (False, None, None, Status("weak", "data", False)),
        (None, 4.0, None, Status("in_order", "opinion", False)),
        (None, 3.9, None, Status("weak", "opinion", False)),
        (True, 2.0, None, Status("in_order", "data", True)),
        (False, 4.5, None, Status("weak", "data", True)),
        (False, 2.0, None, Status("weak", "data", False)),
        (False, 4.5, "in_order", Status("in_order", "stated", True)),
        (None, None, "weak", Status("weak", "stated", False)),
        (True, None, "unknown", Status("unknown", "stated", False)),
    ],
)
def test_what_is_stated_goes_before_the_data_and_the_data_before_opinion(met, opinion, stated, expected):
    assert check_status(met, opinion, 4.0, stated) == expected
