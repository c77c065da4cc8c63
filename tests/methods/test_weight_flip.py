"""Flips of weights against the whole rule applied anew at many weights."""

import numpy as np
import pandas as pd
import pytest
from test_class_flip import small_case

from workbook.methods.class_flip import Case
from workbook.methods.customer_class import classify
from workbook.methods.score import score
from workbook.methods.weight_flip import weight_flips


def classes_at(case: Case, name: str, weight: float) -> pd.Series:
    """All classes when one criterion weighs so much and the others share the rest as before."""
    rest = 1 - case.weights[name]
    weights = {c: w / rest * (1 - weight) for c, w in case.weights.items()} | {name: weight}
    rule = case.rule.assign(score=score(case.criteria, weights, 0.0, case.reversed_).score)
    return classify(rule, case.limit, case.key_score, case.decline_limit)["class"]


@pytest.mark.parametrize("seed", range(6))
def test_the_class_turns_there_and_nowhere_nearer(seed):
    case = small_case(seed)
    found = weight_flips(case, case.rule.index).set_index(["customer_id", "criterion"])
    for name, now in case.weights.items():
        tried = np.sort(np.r_[np.linspace(0.004, 0.996, 40), now])
        seen = pd.DataFrame({t: classes_at(case, name, t) for t in tried})
        differs = seen.ne(case.own, axis=0)
        for customer in case.rule.index:
            distance = np.abs(tried - now)[differs.loc[customer].to_numpy()]
            if (customer, name) not in found.index:
                assert not len(distance), (customer, name)
                continue
            change = abs(found.loc[(customer, name), "change"])
            assert not len(distance) or change <= distance.min() + 1e-9
    for (customer, name), row in found.iterrows():
        way = 1 if row["change"] > 0 else -1
        assert classes_at(case, name, row["at"] + way * 1e-9)[customer] == row["becomes"] != case.own[customer]
        short = row["at"] - way * min(1e-9, abs(row["change"]) / 2)
        if abs(row["change"]) > 1e-8:
            assert classes_at(case, name, short)[customer] == case.own[customer]


def test_a_crossing_by_hand():
    """a leads by the first criterion (0.75 to 0.25), b by the second: they are equal where both weigh the same."""
    index = pd.Index(list("ab"), name="customer_id")
    criteria = pd.DataFrame({"potential": [2.0, 1.0], "revenue": [1.0, 2.0]}, index)
    rule = pd.DataFrame({"score": [0.65, 0.35], "size": "large", "group": index}, index)
    rule = rule.assign(potential=criteria["potential"], cm3=0.0, lean_cm3=1.0, ratio=1.0, error=0.0)
    found = weight_flips(Case(criteria, {"potential": 0.8, "revenue": 0.2}, rule, 1, 0.3), index)
    by = found.set_index(["customer_id", "criterion"])
    assert by.loc[("a", "potential"), "at"] == pytest.approx(0.5) and by.loc[("b", "revenue"), "at"] == pytest.approx(
        0.5
    )
    assert by.loc[("b", "potential"), ["becomes"]].item() == "key" and len(found) == 4
