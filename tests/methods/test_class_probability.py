import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.methods.class_draws import Drawn, Known, Orders, Ranges, unchanged
from workbook.methods.class_probability import (
    CLASSES,
    Draws,
    Rule,
    choose_key,
    class_probability,
    classes,
    otherwise,
    percentiles,
)
from workbook.methods.customer_class import classify
from workbook.methods.score import percentile, score

NAN = float("nan")
CRITERIA = ("potential", "earned_value", "strategic_importance", "revenue")


def column(values, missing=True):
    return st.sampled_from([*values, NAN] if missing else list(values))


@st.composite
def customers(draw):
    """Few distinct values, so that ties, groups and unknowns meet."""
    n = draw(st.integers(1, 14))
    rows = {
        "score": column([0.2, 0.6, 0.6, 0.7, 0.9]),
        "size": st.sampled_from(["large", "medium", "small", "none"]),
        "group": st.integers(0, n),
        "potential": column([0.0, 5.0, 9.0]),
        "cm3": column([-3.0, 2.0, 4.0]),
        "lean_cm3": column([-1.0, 0.0, 2.0]),
        "ratio": column([0.5, 0.9, 1.1]),
        "error": column([0.0, 0.05]),
    }
    columns = {name: draw(st.lists(of, min_size=n, max_size=n)) for name, of in rows.items()}
    return pd.DataFrame(columns, [f"K{i:02d}" for i in range(n)])


def inputs(table, criteria=()):
    """What one draw holds of a table as `classify` takes it."""
    upper = (table["ratio"] + 1.28 * table["error"]).to_numpy(float)
    small, none = table["size"].isin(["small", "none"]).to_numpy(), table["size"].eq("none").to_numpy()
    money = (table[c].to_numpy(float) for c in ("potential", "cm3", "lean_cm3"))
    return Drawn({c: table[c].to_numpy(float) for c in criteria}, small, none, *money, upper)


@given(customers(), st.integers(0, 9), st.sampled_from([0.0, 0.6, 0.65]))
@settings(max_examples=400, deadline=None)
def test_given_scores_the_classes_are_those_of_the_rule(table, limit, key_score):
    rule = Rule(pd.factorize(table["group"])[0], limit, key_score, 0.95)
    now, scores = inputs(table), table["score"].fillna(-np.inf).to_numpy(float)[None]
    key = choose_key(np.repeat(scores, 3, axis=0), now.potential, now.cm3, rule)
    assert (key == key[0]).all()
    found = np.array(CLASSES)[np.where(key[0], 0, otherwise(now, rule))]
    assert list(found) == list(classify(table, limit, key_score, 0.95)["class"])


@given(customers(), st.integers(1, 9), st.data())
@settings(max_examples=200, deadline=None)
def test_from_criteria_to_class_as_score_and_rule_together(table, limit, data):
    n = len(table)
    for name in CRITERIA:
        table[name] = data.draw(st.lists(column([1.0, 2.0, 3.0, 4.0]), min_size=n, max_size=n))
    weights = {"potential": 0.4, "earned_value": 0.1, "strategic_importance": 0.3, "revenue": 0.2}
    found = score(table[list(CRITERIA)], weights, 0.0)
    rule = Rule(pd.factorize(table["group"])[0], limit, 0.55, 0.95)
    # rounding separates scores that are equal: the reference is given the same ties
    expected = classify(table.assign(score=found.score.round(9)), limit, 0.55, 0.95)["class"]
    if not found.used or np.isclose(found.score, 0.55).any():
        return
    now = inputs(table, list(found.used))
    assert list(np.array(CLASSES)[classes(now, found.used, rule)]) == list(expected)


@given(st.lists(column([0.0, 1.0, 2.5, 7.0]), min_size=1, max_size=20))
def test_value_functions_are_those_of_the_score(values):
    assert percentiles(np.array(values)) == pytest.approx(percentile(pd.Series(values)), nan_ok=True)


def known(n=40, orders=None, **ranges):
    draw = np.random.default_rng(3)
    ids = pd.Index([f"K{i:02d}" for i in range(n)])
    revenue = draw.lognormal(10, 1, n)
    table = pd.DataFrame({"revenue_per_year": revenue, "cm1": revenue * 0.3, "order_cost": revenue * 0.05}, ids)
    table["care_cost"], table["lean_care"] = revenue * 0.1, revenue * 0.05
    table["ratio"], table["error"] = draw.uniform(0.5, 1.5, n), 0.1
    table["potential"] = revenue * draw.uniform(1, 5, n)
    table["potential_low"], table["potential_high"] = NAN, NAN
    criteria = pd.DataFrame(
        {
            "potential": table["potential"],
            "strategic_importance": draw.integers(1, 6, n).astype(float),
            "revenue": revenue,
        }
    )
    sure = {"order": (1.0, 1.0), "care": (1.0, 1.0), "rating": 0.0} | ranges
    return Known(criteria, table, orders, False, 1.0, 0.9, Ranges(**sure))


WEIGHTS = {"potential": 0.5, "strategic_importance": 0.3, "revenue": 0.2}
RULE = Rule(np.arange(40), 6, 0.6, 0.95)


def test_nothing_uncertain_leaves_every_class_certain():
    found = class_probability(known(), WEIGHTS, RULE, Draws(20, 10, 1e9, 1))
    expected = np.array(CLASSES)[classes(unchanged(known()), WEIGHTS, RULE)]
    for table in (found.both, found.weights, found.data):
        assert (table.to_numpy()[np.arange(40), table.columns.get_indexer(expected)] == 1).all()
    assert (found.uniform.max(axis=1) < 1).any()


def test_probabilities_add_up_to_one_and_weights_move_key_accounts_only():
    found = class_probability(known(rating=0.1), WEIGHTS, RULE, Draws(40, 10, 50, 1))
    for table in found:
        assert table.sum(axis=1).to_numpy() == pytest.approx(1.0)
    moved = (found.weights > 0) & (found.weights < 1)
    assert moved["key"].any() and (moved.drop(columns="key").any(axis=1) <= moved["key"]).all()


def test_a_probability_is_the_share_of_plain_draws():
    """Weights alone, drawn and ranked by the reference rule one after the other."""
    own, table = known(), known().table
    found = class_probability(own, WEIGHTS, RULE, Draws(100, 20, 50, 7)).weights
    draw, hits = np.random.default_rng(99), np.zeros(40)
    now = unchanged(own)
    size = np.where(now.none, "none", np.where(now.small, "small", "large"))
    plain = table.assign(size=size, group=table.index, lean_cm3=now.lean_cm3, cm3=now.cm3)
    for _ in range(1_000):
        weights = dict(zip(WEIGHTS, draw.dirichlet(50 * np.array(list(WEIGHTS.values()))), strict=True))
        hits += (classify(plain.assign(score=score(own.criteria, weights).score), 6)["class"] == "key").to_numpy()
    assert np.abs(found["key"].to_numpy() - hits / 1_000).max() < 0.06


def test_the_same_seed_draws_the_same():
    first, again = (class_probability(known(rating=0.1), WEIGHTS, RULE, Draws(20, 10, 50, 5)).both for _ in range(2))
    assert first.equals(again)
    assert not first.equals(class_probability(known(rating=0.1), WEIGHTS, RULE, Draws(20, 10, 50, 6)).both)


def test_scaling_money_changes_no_probability():
    plain = known(order=(0.8, 1.2))
    money = [c for c in plain.table if c not in ("ratio", "error")]
    criteria = plain.criteria.assign(
        potential=plain.criteria["potential"] * 1024, revenue=plain.criteria["revenue"] * 1024
    )
    table = plain.table.assign(**{c: plain.table[c] * 1024 for c in money})
    large = Known(criteria, table, None, False, 1.0, 0.9, plain.ranges)
    draws = Draws(20, 10, 50, 5)
    assert class_probability(plain, WEIGHTS, RULE, draws).both.equals(
        class_probability(large, WEIGHTS, RULE, draws).both
    )


def test_nobody_and_one():
    nobody = known(0)
    rule = Rule(np.empty(0, int), 1, 0.6, 0.95)
    assert class_probability(nobody, WEIGHTS, rule, Draws(20, 10, 50, 1)).both.empty
    one = class_probability(known(1), WEIGHTS, Rule(np.zeros(1, int), 1, 0.6, 0.95), Draws(20, 10, 50, 1))
    assert one.both.to_numpy().max() == 1


def test_orders_without_entries_are_no_orders():
    empty = Orders(*(np.empty(0) for _ in range(3)), *(np.empty(0, int) for _ in range(2)))
    found = class_probability(known(orders=empty), WEIGHTS, RULE, Draws(20, 10, 1e9, 1))
    assert (found.both.max(axis=1) == 1).all()
