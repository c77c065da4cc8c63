"""Wallet allocation rule: share = (1 − rank/(n+1))·2/n; n=2 .667/.333; n=3 .5/.333/.167; n=4 .4/.3/.2/.1."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.wallet_allocation import share_of_wallet


@pytest.mark.parametrize(
    ("suppliers", "shares"), [(2, [0.667, 0.333]), (3, [0.5, 0.333, 0.167]), (4, [0.4, 0.3, 0.2, 0.1])]
)
def test_the_published_shares(suppliers, shares):
    ranks = pd.Series(range(1, suppliers + 1), dtype=float)
    found = share_of_wallet(ranks, pd.Series(float(suppliers), ranks.index))
    assert found.tolist() == pytest.approx(shares, abs=5e-4)


@given(st.integers(1, 40))
def test_the_shares_of_all_suppliers_add_up_to_one(suppliers):
    ranks = pd.Series(range(1, suppliers + 1), dtype=float)
    assert share_of_wallet(ranks, pd.Series(float(suppliers), ranks.index)).sum() == pytest.approx(1.0)


def test_an_impossible_rank_has_no_share():
    found = share_of_wallet(pd.Series([0.0, 3.0, 1.0]), pd.Series([2.0, 2.0, float("nan")]))
    assert found.isna().all()
