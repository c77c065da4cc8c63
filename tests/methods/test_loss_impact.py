"""What goes with a customer: its margin and the care cost that stays."""

import pandas as pd
import pytest

from workbook.methods.loss_impact import loss_impact

MARGIN = pd.Series({"a": 100.0, "b": -20.0})
CARE = pd.Series({"a": 40.0, "b": 50.0})


def test_the_care_cost_stays_in_full_at_first():
    found = loss_impact(MARGIN, CARE)
    assert found["lost_result"].to_dict() == {"a": 140, "b": 30}


def test_half_of_it_stays():
    assert loss_impact(MARGIN, CARE, 0.5).loc["b"].tolist() == pytest.approx([-20, 25, 5])


def test_a_customer_without_care_costs_its_margin_alone():
    assert loss_impact(MARGIN, CARE[["a"]]).loc["b", "lost_result"] == -20
