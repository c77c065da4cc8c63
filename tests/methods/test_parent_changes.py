"""Changes of parent."""

import pandas as pd

from workbook.methods.parent_changes import parent_changes


def test_a_change_of_parent_needs_two_days_and_two_values():
    rows = [
        ("a", "parent_id", "X", "2023-01-01"), ("a", "parent_id", "Y", "2024-01-01"),
        ("b", "parent_id", "X", "2023-01-01"), ("b", "parent_id", "X", "2024-01-01"),
        ("c", "parent_id", "X", "2023-01-01"), ("c", "parent_id", "Y", "2023-01-01"),
        ("d", "industry", "X", "2023-01-01"), ("d", "industry", "Y", "2024-01-01"), ("e", "parent_id", "X", None),
    ]  # fmt: skip
    facts = pd.DataFrame(rows, columns=["customer_id", "field", "value", "as_of"])
    assert list(parent_changes(facts.assign(as_of=pd.to_datetime(facts["as_of"])))) == ["a"]
