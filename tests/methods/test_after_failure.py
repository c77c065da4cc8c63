import numpy as np
import pandas as pd
import pytest

from workbook.methods.after_failure import after_failure
from workbook.methods.matched_difference import matched_difference

EDGES = pd.DatetimeIndex(["2024-01-01", "2024-07-01", "2025-01-01", "2025-07-01"])


def bought(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "date", "net_revenue"])
    return table.assign(date=pd.to_datetime(table["date"]))


LINES = bought(
    ("A", "2024-02-01", 100.0), ("A", "2024-08-01", 300.0), ("B", "2024-03-01", 50.0), ("B", "2023-01-01", 9.0)
)
FAILED = bought(("B", "2024-05-01", 0.0), ("X", "2024-05-01", 0.0))[["customer_id", "date"]]


def test_changes_by_hand():
    found = after_failure(LINES, FAILED, EDGES)
    assert found.shape == (2, 2, 3)
    assert found[0, 0, 1:].tolist() == [0, 1.0]  # 300 after 100: 200 on a mean of 200
    assert found[0, 1, 1:].tolist() == [0, -2.0]
    assert found[1, 0, 1:].tolist() == [1, -2.0] and np.isnan(found[1, 1]).all()


def test_pairs_of_windows_are_strata_of_their_own():
    found = after_failure(LINES, FAILED, EDGES)
    assert found[0, 0, 0] < 5 <= found[0, 1, 0] < 10


@pytest.mark.parametrize("fall", [0.0, 0.5])
def test_a_planted_fall_is_found_and_none_without(fall):
    draw = np.random.default_rng(4)
    hit = draw.random(400) < 0.3
    size = draw.lognormal(5, 1, 400)
    later = size * draw.lognormal(0, 0.2, 400) * (1 - fall * hit)
    ids = [f"C{i}" for i in range(400)]
    lines = pd.concat(
        [pd.DataFrame({"customer_id": ids, "date": pd.Timestamp(day), "net_revenue": amounts})
         for day, amounts in (("2024-02-01", size), ("2024-09-01", later))]
    )  # fmt: skip
    failures = pd.DataFrame({"customer_id": np.array(ids)[hit], "date": pd.Timestamp("2024-04-01")})
    rows = after_failure(lines, failures, EDGES[:3]).reshape(-1, 3)
    expected = 2 * ((1 - fall) - 1) / ((1 - fall) + 1)
    assert matched_difference(rows) == pytest.approx(expected, abs=0.06)
