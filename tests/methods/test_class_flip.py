"""Flips of own values against the rule applied anew, from the raw values, at every position there is."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.class_flip import Case, condition_flips, value_flips
from workbook.methods.cumulated import size_class
from workbook.methods.customer_class import classify
from workbook.methods.score import score

NAMES = ("potential", "earned_value", "strategic_importance", "revenue")
YEARS = 3.0


def small_case(seed: int, groups: bool = True, n: int | None = None) -> Case:
    """Up to 14 customers with ties, gaps, groups and every kind of unknown."""
    draw = np.random.default_rng(seed)
    n = n or int(draw.integers(4, 15))
    index = pd.Index([f"C{i:02d}" for i in draw.permutation(n)], name="customer_id")
    criteria = pd.DataFrame(
        {
            "potential": draw.integers(0, 8, n) * 10.0,
            "earned_value": draw.integers(-4, 12, n) * 1.0,
            "strategic_importance": draw.integers(1, 6, n) * 1.0,
            "revenue": draw.integers(0, 30, n) * 10.0,
        },
        index=index,
    )
    for name in ("potential", "strategic_importance"):
        criteria.loc[draw.random(n) < 0.25, name] = np.nan
    weights = dict(zip(NAMES, draw.dirichlet([3, 3, 3, 3]), strict=True))
    reversed_ = ("strategic_importance",) if draw.random() < 0.2 else ()
    scored = score(criteria, weights, 0.0, reversed_)
    unknown = draw.random((3, n)) < 0.2
    cm3 = criteria["earned_value"] * YEARS
    rule = pd.DataFrame(
        {
            "score": scored.score,
            "size": size_class(criteria["revenue"]),
            "group": np.where(draw.random(n) < 0.4, "G", index) if groups else index,
            "potential": criteria["potential"],
            "cm3": cm3,
            "lean_cm3": (cm3 + draw.integers(-3, 9, n)).where(~unknown[0]),
            "ratio": pd.Series(draw.random(n) * 1.6, index).where(~unknown[1]),
            "error": pd.Series(0.1, index).where(~unknown[1]),
        },
        index=index,
    )
    used = dict(scored.used)
    bounds = {"strategic_importance": (1.0, 5.0), "potential": (0.0, np.inf), "revenue": (0.0, np.inf)}
    return Case(
        criteria[list(used)],
        used,
        rule,
        int(draw.integers(1, max(2, n // 2))),
        float(draw.choice([0.45, 0.6])),
        0.95,
        reversed_,
        YEARS,
        bounds=bounds,
        steps=("strategic_importance",),
    )


def class_with(case: Case, customer: str, name: str, value: float) -> str:
    """The class after one value is changed, everything else taken anew."""
    criteria, rule = case.criteria.copy(), case.rule.copy()
    before = criteria.loc[customer, name]
    criteria.loc[customer, name] = value
    rule["score"] = score(criteria, case.weights, 0.0, case.reversed_).score
    if name == "potential":
        rule.loc[customer, "potential"] = value
    if name == "earned_value":
        rule.loc[customer, ["cm3", "lean_cm3"]] += (value - before) * YEARS
    if name == "revenue":
        rule["size"] = size_class(criteria["revenue"])
    return classify(rule, case.limit, case.key_score, case.decline_limit)["class"][customer]


def nearest(case: Case, customer: str, name: str) -> float | None:
    """The smallest change that flips the class, found by trying a grid around everything that could matter."""
    own = case.criteria.loc[customer, name]
    low, high = case.bounds.get(name, (-np.inf, np.inf))
    if name in case.steps:
        tries = np.arange(low, high + 1)
    else:
        others = case.criteria[name].dropna()
        tries = np.unique(np.r_[others, others + 1e-4, others - 1e-4, others + 0.5, np.arange(-20, 321, 10)])
        tries = tries[(tries >= low) & (tries <= high)]
    today = case.own[customer]
    for value in tries[np.argsort(np.abs(tries - own), kind="stable")]:
        if value != own and class_with(case, customer, name, value) != today:
            return float(value - own)
    return None


@pytest.mark.parametrize("seed", range(12))
def test_no_change_tried_is_smaller_than_the_one_found(seed):
    case = small_case(seed)
    found = value_flips(case, case.rule.index).set_index(["customer_id", "criterion"])
    draw = np.random.default_rng(seed)
    pairs = [(c, n) for c in case.rule.index for n in case.weights if pd.notna(case.criteria.loc[c, n])]
    for i in draw.choice(len(pairs), min(2, len(pairs)), replace=False):
        customer, name = pairs[i]
        tried = nearest(case, customer, name)
        if (customer, name) not in found.index:
            assert tried is None, (customer, name, tried)
            continue
        row = found.loc[(customer, name)]
        if tried is not None:
            assert abs(row["change"]) <= abs(tried) + 1e-6, (customer, name, row.to_dict(), tried)


@pytest.mark.parametrize("seed", range(10))
def test_every_flip_named_is_one_and_short_of_it_nothing_changes(seed):
    case = small_case(seed)
    for row in value_flips(case, case.rule.index).itertuples():
        way = 1 if row.sign.startswith(">") else -1
        # size edges and the zero of the lean margin are computed: there rounding decides on which side they are met
        met = row.sign.endswith("=") and row.at in {
            *case.criteria[row.criterion].dropna(),
            0.0,
            1.0,
            2.0,
            3.0,
            4.0,
            5.0,
        }
        beyond = row.at if met else row.at + way * 1e-6
        assert class_with(case, row.customer_id, row.criterion, beyond) == row.becomes != case.own[row.customer_id]
        short = row.own + (row.at - row.own) * 0.999999
        if row.criterion not in case.steps and short != row.own and abs(row.change) > 1e-3:
            assert class_with(case, row.customer_id, row.criterion, short) == case.own[row.customer_id]


@pytest.mark.parametrize("seed", range(8))
def test_without_groups_a_class_left_does_not_come_back(seed):
    case = small_case(seed, groups=False, n=9)
    for customer in case.rule.index[:2]:
        for name in ("potential", "earned_value", "revenue"):
            if name not in case.weights or pd.isna(case.criteria.loc[customer, name]):
                continue
            tries = np.unique(np.r_[case.criteria[name].dropna(), np.arange(0, 320, 20)])
            seen = [class_with(case, customer, name, v) for v in tries if v != case.criteria.loc[customer, name]]
            runs = [c for i, c in enumerate(seen) if i == 0 or seen[i - 1] != c]
            assert len(runs) == len(set(runs)), (customer, name, runs)


@pytest.mark.parametrize("seed", range(20))
def test_the_conditions_of_small_customers_flip_where_they_say(seed):
    case = small_case(seed)
    found = condition_flips(case, case.rule.index)
    for row in found.itertuples():
        rule = case.rule.copy()
        way = 1e-9 if row.sign in (">", ">=") else -1e-9
        rule.loc[row.customer_id, "lean_cm3" if row.criterion == "lean_cm3" else "ratio"] = row.at + way
        assert case.classes(rule)[row.customer_id] == row.becomes != case.own[row.customer_id]
    small = case.rule["size"].isin(["small", "none"]) & (case.own == "smart")
    assert set(small.index[small]) == set(found.loc[found["criterion"] == "growth", "customer_id"]) & set(
        small.index[small]
    )


def test_a_case_by_hand():
    """Four equal criteria apart, two places of which one is taken: the candidate needs to pass the weaker key account."""
    index = pd.Index(list("abcde"), name="customer_id")
    criteria = pd.DataFrame({"potential": [50.0, 40, 30, 20, 10], "revenue": [50.0, 40, 30, 20, 10]}, index)
    rule = pd.DataFrame({"score": [0.9, 0.7, 0.5, 0.3, 0.1], "size": "large", "group": index}, index)
    rule = rule.assign(potential=criteria["potential"], cm3=0.0, lean_cm3=1.0, ratio=1.0, error=0.0)
    case = Case(criteria, {"potential": 0.5, "revenue": 0.5}, rule, 2, 0.6, edges=(0.98, 0.99))
    found = value_flips(case, index).set_index(["customer_id", "criterion"])
    # c: 0.5 from revenue; above 40 its potential counts 0.7, so 0.6 in all, and b falls to 0.6: equal, the potential decides.
    assert tuple(found.loc[("c", "potential"), ["sign", "at", "becomes"]]) == (">", 40.0, "key")
    # b has 0.7: below 30 it counts 0.5, in all 0.6, equal to c, and c has the higher potential.
    assert tuple(found.loc[("b", "potential"), ["sign", "at", "becomes"]]) == ("<", 30.0, "core")
    assert ("e", "potential") not in found.index
