import pandas as pd
import pytest

from workbook.methods.package_fit import package_fit

NONE = {"special_share": 0.0, "hours_year": 0.0, "discount_rate": 0.0, "digital_share": 0.0, "cm3": 1.0}


@pytest.mark.parametrize(
    ("traits", "package"),
    [
        ({}, "standard"),
        ({"digital_share": 0.5}, "economy"),
        ({"hours_year": -0.5}, "economy"),
        ({"discount_rate": 1, "digital_share": 1}, "fixed_price"),
        ({"hours_year": 1, "discount_rate": 1}, "all_inclusive"),
        ({"special_share": 1, "hours_year": 1}, "project"),
        ({"special_share": 1, "hours_year": 1, "cm3": -1}, "economy"),
    ],
)
def test_the_rule_in_its_order(traits, package):
    assert package_fit(pd.DataFrame([NONE | traits])).to_list() == [package]


def test_without_any_measure_everybody_is_standard():
    assert package_fit(pd.DataFrame(index=[1, 2])).to_list() == ["standard", "standard"]
