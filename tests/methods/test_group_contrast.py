"""Groups that rate differently."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu

from workbook.methods.group_contrast import group_contrast


def answers(**ratings):
    """One answer per person on phase 3 by group, and one on each class for phase 1 that all rate alike."""
    rows = [
        (f"{group}{n}", group, about, phase, rating if phase == "phase:3" else 3.0)
        for group, given in ratings.items()
        for n, rating in enumerate(given)
        for about, phase in (("key", "phase:1"), ("smart", "phase:1"), ("key", "phase:3"))
    ]
    return pd.DataFrame(rows, columns=["respondent", "group", "class", "dimension", "performance"])


APART = {"Vertrieb": [4, 5, 4, 5, 4, 5, 4], "Service": [1, 2, 2, 1, 2, 2]}


def test_two_groups_that_differ_are_found_with_their_means():
    found = group_contrast(answers(**APART)).iloc[0]
    assert (found["phase"], found["higher"], found["lower"], found["n_high"], found["n_low"]) == (
        3,
        "Vertrieb",
        "Service",
        7,
        6,
    )
    assert found["difference"] == pytest.approx(np.mean(APART["Vertrieb"]) - np.mean(APART["Service"]))
    assert found["p"] == pytest.approx(mannwhitneyu(*APART.values(), method="asymptotic").pvalue)
    assert found["stands"]


def test_groups_that_rate_alike_do_not_stand():
    found = group_contrast(answers(**APART)).set_index("phase")
    assert not found.loc[1, "stands"] and found.loc[1, "difference"] == 0


def test_a_group_of_four_is_compared_with_nobody():
    assert group_contrast(answers(Vertrieb=[5] * 8, Service=[1] * 4)).empty


def test_answers_on_several_classes_are_one_person():
    assert group_contrast(answers(**APART)).set_index("phase").loc[1, "n_high"] in (6, 7)


def test_without_groups_there_is_nothing_to_compare():
    assert group_contrast(answers(**APART).drop(columns="group")).empty


def test_row_order_never_matters():
    table = answers(**APART)
    pd.testing.assert_frame_equal(group_contrast(table), group_contrast(table[::-1]))
