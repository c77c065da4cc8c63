"""How long outside the acceptable state."""

import pandas as pd
import pytest

from workbook.methods.months_outside import months_outside


@pytest.mark.parametrize(
    ("states", "months"),
    [
        (["qualified", "waste"], 0), (["waste"], 12), (["waste", "fig_leaf", "qualified", "waste"], 15),
        (["waste", None, "waste"], 12), (["pyrrhic"] * 9, 36),
    ],
)  # fmt: skip
def test_months_since_the_state_was_last_acceptable(states, months):
    assert months_outside(pd.DataFrame([states], index=["a"]))["a"] == months


def test_what_has_no_state_now_has_no_duration():
    assert months_outside(pd.DataFrame([[None, "waste"]])).isna().all()
    assert months_outside(pd.DataFrame(index=["a"])).isna().tolist() == [True]
