"""Profit alone and with partnership and relevance."""

import pandas as pd
import pytest

from workbook.methods.value_definitions import value_definitions

PROFIT = pd.Series([30.0, 20.0, 10.0], index=list("abc"))


def test_percentiles_are_averaged_over_what_is_known():
    found, tau = value_definitions(PROFIT, pd.DataFrame({"importance": [1.0, 5.0, None]}, index=list("abc")))
    # profit: 5/6, 3/6, 1/6; importance: 1/4, 3/4, unknown
    assert found["whole"].tolist() == pytest.approx([(5 / 6 + 1 / 4) / 2, (3 / 6 + 3 / 4) / 2, 1 / 6])
    assert found["rank_profit"].tolist() == [1, 2, 3]
    assert found["rank_whole"].tolist() == [2, 1, 3]
    assert tau == pytest.approx(1 / 3)


def test_ratings_that_agree_change_nothing():
    assert value_definitions(PROFIT, pd.DataFrame({"importance": [5.0, 3.0, 1.0]}, index=list("abc")))[
        1
    ] == pytest.approx(1)
