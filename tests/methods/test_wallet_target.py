"""How much a customer may buy one day."""

import math

import pandas as pd
import pytest

from workbook.methods.wallet_target import wallet_target

REVENUE = pd.Series([20.0, 40, 60, 90, None], index=list("abcde"))
POTENTIAL = pd.Series([100.0, 100, 100, 60, 50], index=list("abcde"))
INDUSTRY = pd.Series(["x", "x", "y", "y", "x"], index=list("abcde"))


def test_the_median_of_the_industry_never_below_the_own_share():
    found = wallet_target(REVENUE, POTENTIAL, INDUSTRY)
    assert found["share"].iloc[:4].tolist() == pytest.approx([0.2, 0.4, 0.6, 1.5])
    # x: median of .2 and .4; y: median of .6 and 1.5
    assert found["share_target"].tolist() == pytest.approx([0.3, 0.4, 1.05, 1.5, 0.3])
    assert found["revenue_target"].tolist() == pytest.approx([30, 40, 105, 90, 15])


def test_without_industry_the_median_of_all():
    assert wallet_target(REVENUE, POTENTIAL)["share_target"].tolist() == pytest.approx([0.5, 0.5, 0.6, 1.5, 0.5])


def test_an_aim_of_the_company_goes_first():
    assert wallet_target(REVENUE, POTENTIAL, INDUSTRY, 0.5)["revenue_target"].tolist() == pytest.approx(
        [50, 50, 60, 90, 25]
    )


def test_without_potential_there_is_no_target():
    found = wallet_target(REVENUE, POTENTIAL * 0, INDUSTRY)
    assert math.isnan(found["revenue_target"].iloc[0])
