"""Facts before words."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from workbook.finding import Finding, Gap, Quantity, count, hours, money, share


def test_a_quantity_is_a_plain_number_with_its_unit():
    assert money(np.float64(2.5)) == Quantity(2.5, "money") and type(money(np.int64(2)).value) is float
    assert share(0.25, True) == Quantity(0.25, "share", True)
    assert (count(3).unit, hours(4).unit) == ("count", "hours")


def test_a_finding_knows_its_chapter():
    assert Finding("value.loss_makers", {}, 3, ("[001]",)).chapter == "value"


def test_a_finding_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Finding("value.loss_makers", {}, 3, ()).confidence = 1


def test_claims_are_no_key_figures_of_a_gap():
    gap = Gap("value.x", (), "value.gap_x", ("value.cm3", "claims.A1-12"))
    assert gap.key_figures == ("value.cm3",)
