"""How long outside the acceptable state."""

import pytest

from workbook.methods.months_outside import months_outside


@pytest.mark.parametrize(
    ("states", "months"),
    [
        ([], 0), (["qualified", "waste"], 0), (["waste"], 12), (["waste", "fig_leaf", "qualified", "waste"], 15),
        ([None, "waste"], 0), (["waste", None, "waste"], 12), (["pyrrhic"] * 9, 36),
    ],
)  # fmt: skip
def test_months_since_the_state_was_last_acceptable(states, months):
    assert months_outside(states) == months
