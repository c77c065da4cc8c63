"""Whoever bought lately goes on as before."""

import pandas as pd
import pytest

from methods.cdnow import CUT, cdnow_history, cdnow_lines
from workbook.methods.bg_nbd import bg_nbd
from workbook.methods.recency_rate import recency_rate


def test_by_hand():
    history = pd.DataFrame({"x": [10, 10, 0, 0], "t_x": [90.0, 50.0, 0.0, 0.0], "T": [100.0, 100.0, 4.0, 60.0]})
    rule = recency_rate(26)
    assert rule.alive(history).tolist() == [1, 0, 1, 0]
    assert rule.rate(history).tolist() == pytest.approx([0.1, 0, 0.5 / 26, 0])
    assert rule.expected(history, 52).tolist() == pytest.approx([5.2, 0, 1, 0])


def test_a_pause_of_nothing_is_refused():
    with pytest.raises(ValueError, match="hiatus"):
        recency_rate(0)


@pytest.mark.parametrize("weeks", [10, 18, 26])
def test_cdnow_active_or_not(weeks):
    # VALIDATION: "bought within the last 10–26 weeks" is right for 77–78 % against 34 % for P(alive) > 0.5
    history, lines = cdnow_history(), cdnow_lines()
    bought = history.index.isin(lines.loc[lines["date"] > pd.Timestamp(CUT), "customer_id"])
    assert 0.765 <= ((recency_rate(weeks).alive(history) > 0.5) == bought).mean() < 0.785
    assert ((bg_nbd(history).alive(history) > 0.5) == bought).mean() == pytest.approx(0.34, abs=0.006)
