"""What plans are made of: demand from the best source, years, groups, and the planted white spots of the sample."""

import numpy as np
import pandas as pd
import pytest

import hand_over
from workbook.report.account_facts import accounts, demands


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return hand_over.client(tmp_path_factory.mktemp("facts") / "klein")


def test_demand_is_stated_or_follows_from_the_share_of_wallet_or_is_not_known():
    table = pd.DataFrame(
        {
            "revenue_per_year": [100.0, 100.0, 100.0, 100.0, np.nan],
            "potential_revenue": [200.0, np.nan, np.nan, 50.0, 70.0],
            "potential_low": [150.0, np.nan, np.nan, np.nan, np.nan],
            "sow": [0.9, 0.5, np.nan, 0.9, np.nan],
            "sow_from": [0.8, 0.4, np.nan, 0.8, np.nan],
            "sow_to": [1.0, 0.8, np.nan, 1.0, np.nan],
        }
    )
    found = demands(table)
    assert found.loc[0].tolist() == [150, 200, 200] and found.loc[1].tolist() == [125, 200, 250]
    assert found.loc[[2, 3]].isna().all(axis=None)  # nothing known; more bought than there is to buy
    assert found.loc[4].tolist() == [70, 70, 70]


def test_years_and_amounts_a_year(client):
    (account,) = accounts(hand_over.customers(client), client)
    (year,) = (year for year in account.years if year["year"] == 2024)
    assert account.id == "K1" and year["revenue"] == 12_000
    assert year["orders"] == 3 and account.span == 1.0
    assert account.elsewhere == (8_000, 8_000)


def test_a_group_is_all_under_one_parent_without_the_account_itself(client):
    table = hand_over.customers(client).assign(parent_id=[None, "K1", None, "K1", "K3"])
    (account,) = accounts(table, client)
    assert [other["customer_id"] for other in account.family] == ["K2", "K4"] and account.family[0]["high"] == 3_000
    child = hand_over.customers(client).assign(parent_id=["K2", None, None, None, None])
    assert [other["customer_id"] for other in accounts(child, client)[0].family] == ["K2"]
