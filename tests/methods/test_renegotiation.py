import pandas as pd
import pytest

from workbook.methods.renegotiation import renegotiation

TABLE = pd.DataFrame(
    [("usual", 3, "small", 50.0, 1_000.0, 0.10), ("dear", 3, "small", -500.0, 1_000.0, 0.30),
     ("mild", 3, "small", -40.0, 1_000.0, 0.20),
     ("cheap", 2, "small", -500.0, 1_000.0, 0.05), ("away", 0, "small", -90.0, 0.0, float("nan"))],
    columns=["id", "orders", "size", "cm3", "list_revenue", "discount_rate"],
).set_index("id")  # fmt: skip


def test_loss_makers_come_down_to_the_median_of_their_size_class_up_to_their_loss():
    found = renegotiation(TABLE)  # the median of 0.05, 0.10, 0.20, 0.30 is 0.15
    assert found.to_dict() == pytest.approx({"dear": 150.0, "mild": 40.0, "cheap": 0.0, "away": 0.0})


def test_without_loss_makers_nothing_is_renegotiated():
    assert renegotiation(TABLE.assign(cm3=1.0)).empty
