"""MBG/NBD against the recomputed answer."""

import pytest

from methods.cdnow import cdnow_history, small_history
from workbook.methods.mbg_nbd import mbg_nbd


def test_one_time_buyers_may_be_lost():
    model = mbg_nbd(small_history())
    assert (model.alive(small_history()).iloc[:3] < 1).all()


def test_cdnow():
    # VALIDATION: r 0.5248, α 6.1829, a 0.8914, b 1.6140, LL −9582.13
    model = mbg_nbd(cdnow_history())
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx((0.5248, 6.1829, 0.8914, 1.6140), abs=3e-4)
    assert model.log_likelihood == pytest.approx(-9582.13, abs=0.01)
