import pandas as pd
import pytest

from workbook.methods.size_transitions import over_years, size_by_window, size_transitions

EDGES = pd.DatetimeIndex(["2023-01-01", "2024-01-01", "2025-01-01"])


def lines(*rows):
    table = pd.DataFrame(rows, columns=["customer_id", "date", "net_revenue"])
    return table.assign(date=pd.to_datetime(table["date"]))


def test_sizes_within_each_window():
    table = size_by_window(
        lines(
            ("A", "2023-05-01", 75), ("B", "2023-12-31", 20), ("C", "2023-01-01", 5),
            ("C", "2024-01-01", 90), ("A", "2024-06-01", 10), ("D", "2022-12-31", 99), ("D", "2025-01-01", 99),
        ),
        EDGES,
    )  # fmt: skip
    assert list(table.index) == ["A", "B", "C"]
    assert table["size"][0].to_dict() == {"A": "large", "B": "medium", "C": "small"}
    assert table["size"][1].to_dict() == {"A": "small", "B": "none", "C": "large"}
    moved = size_transitions(table["size"][0], table["size"][1])
    assert moved.loc["small", "large"] == moved.loc["large", "small"] == moved.loc["medium", "none"] == 1
    assert moved.to_numpy().sum() == 3 and moved.shape == (4, 4)


def test_order_of_rows_does_not_matter():
    rows = [(c, f"202{y}-03-0{d}", 10 * d + y) for c in "ABCDE" for y in (3, 4) for d in range(1, 6)]
    pd.testing.assert_frame_equal(size_by_window(lines(*rows), EDGES), size_by_window(lines(*rows[::-1]), EDGES))


def test_no_lines_no_rows():
    assert size_by_window(lines(), EDGES).empty


def test_a_share_put_on_three_years():
    assert over_years(0.19, 2, 1) == pytest.approx(0.1)
    assert over_years(0.05, 3) == pytest.approx(0.05)
    assert over_years(0.0, 1) == 0 and over_years(1.0, 1) == 1
    with pytest.raises(ValueError):
        over_years(0.1, 0)
