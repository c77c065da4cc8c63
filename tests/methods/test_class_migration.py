import math

import pandas as pd
import pytest

from workbook.methods.class_migration import class_migration, kept_share

BEFORE = pd.Series({"A": "key", "B": "core", "C": "core", "D": "lean", "E": None, "F": None})
AFTER = pd.Series({"A": "key", "B": "key", "C": "core", "E": "smart", "F": None, "G": "lean"})


def test_every_customer_is_counted_once_by_hand():
    table = class_migration(BEFORE, AFTER)
    assert table.loc["key", "key"] == table.loc["core", "key"] == table.loc["core", "core"] == 1
    assert table.loc["lean", "gone"] == table.loc["new", "smart"] == table.loc["new", "lean"] == 1
    assert table.to_numpy().sum() == 6 and table.loc["new", "gone"] == 0
    assert kept_share(table) == pytest.approx(2 / 3)


def test_sums_are_those_of_before_and_after():
    table = class_migration(BEFORE, AFTER)
    assert table.drop(index="new").to_numpy().sum() == BEFORE.notna().sum()
    assert table.drop(columns="gone").to_numpy().sum() == AFTER.notna().sum()


def test_order_of_customers_does_not_matter():
    pd.testing.assert_frame_equal(class_migration(BEFORE, AFTER), class_migration(BEFORE[::-1], AFTER[::-1]))


def test_nobody_and_strange_classes():
    nobody = class_migration(BEFORE[:0], AFTER[:0])
    assert nobody.to_numpy().sum() == 0 and math.isnan(kept_share(nobody))
    with pytest.raises(ValueError, match="Z"):
        class_migration(pd.Series({"A": "Z"}), AFTER)
