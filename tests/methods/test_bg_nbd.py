"""BG/NBD against the published answer."""

import pandas as pd
import pytest

from methods.cdnow import cdnow_history, small_history
from workbook.methods.bg_nbd import bg_nbd


def test_one_time_buyers_count_as_never_lost():
    model = bg_nbd(small_history())
    assert model.alive(small_history()).iloc[:3].tolist() == [1, 1, 1]


def test_cdnow():
    # VALIDATION: r 0.2426, α 4.4135, a 0.7929, b 2.4258, log-likelihood −9582.43
    model = bg_nbd(cdnow_history())
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx((0.2426, 4.4135, 0.7929, 2.4258), abs=2e-4)
    assert model.log_likelihood == pytest.approx(-9582.43, abs=0.005)


def test_cdnow_one_customer():
    # VALIDATION: E[Y(39) | x=2, t_x=30.43, T=38.86] = 1.2259; P(alive) 0.7266
    model = bg_nbd(cdnow_history())
    one = pd.DataFrame({"x": [2], "t_x": [30.43], "T": [38.86]})
    assert model.expected(one, 39)[0] == pytest.approx(1.2259, abs=1e-4)
    assert model.alive(one)[0] == pytest.approx(0.7266, abs=1e-4)
