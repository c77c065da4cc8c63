"""The workload build-up against the published answers and by hand."""

import numpy as np
import pandas as pd

from workbook.methods.workload import least_key_fte, required_fte, workload


def norms(*rows):
    table = pd.DataFrame(rows, columns=["group", "role", "contacts", "duration"])
    return table.assign(preparation=0.0, travel=0.0)


def customers(**sizes):
    groups = np.repeat(list(sizes), list(sizes.values()))
    return pd.DataFrame({"group": groups, "factor": 1.0, "floor": 0.0, "cap": np.inf})


def test_sixty_representatives():
    # Kotler: 1,000 A x 36 + 2,000 B x 12 = 60,000 calls; 1,000 calls per representative
    found = workload(customers(A=1000, B=2000), norms(("A", "field", 36, 1.0), ("B", "field", 12, 1.0))).sum()
    assert found["field"] == 60_000
    assert required_fte(found, pd.Series({"field": 1000.0}))["field"] == 60


def test_twenty_seven_positions():
    # (200 x 4 h + 450 x 2 h + 1,000 x 1 h) x 12 = 32,400 h; 1,200 h per position
    rows = [("A", "field", 12, 4.0), ("B", "field", 12, 2.0), ("C", "field", 12, 1.0)]
    found = workload(customers(A=200, B=450, C=1000), norms(*rows)).sum()
    assert found["field"] == 32_400
    assert required_fte(found, pd.Series({"field": 1200.0}))["field"] == 27


def test_complexity_lengthens_contact_and_preparation_but_not_travel():
    table = norms(("A", "field", 2, 3.0)).assign(preparation=1.0, travel=5.0)
    one = customers(A=1).assign(factor=1.5)
    assert workload(one, table)["field"].tolist() == [2 * ((3 + 1) * 1.5 + 5)]


def test_floor_and_cap_are_reached_in_proportion():
    table = norms(("A", "field", 3, 1.0), ("A", "inside", 1, 1.0))
    two = customers(A=2).assign(floor=[8.0, 0.0], cap=[np.inf, 2.0])
    assert workload(two, table).to_numpy().tolist() == [[6.0, 2.0], [1.5, 0.5]]


def test_a_group_without_norms_and_no_customers_need_nothing():
    table = norms(("A", "field", 3, 1.0))
    assert workload(customers(B=2), table)["field"].tolist() == [0.0, 0.0]
    assert workload(customers(A=0), table).empty


def test_without_capacity_there_is_no_requirement():
    found = required_fte(pd.Series({"field": 10.0, "inside": 10.0}), pd.Series({"field": 0.0}))
    assert found.isna().all()


def test_key_accounts_take_positions_of_their_own():
    assert least_key_fte(30, 8) == 3.75
