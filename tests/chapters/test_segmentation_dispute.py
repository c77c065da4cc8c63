"""What would flip a class: the rule applied anew to the client's own tables, changed by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.segmentation.dispute import Dispute, _idle, case_of, change, dispute
from workbook.chapters.segmentation.panel import panel
from workbook.methods.guard import adds_most
from workbook.methods.score import score
from workbook.methods.weight_flip import weight_flips


@pytest.fixture(scope="module")
def result(muster):
    return muster.run.chapter("segmentation").result


@pytest.fixture(scope="module")
def found(result):
    return result.topics.of(Dispute)


@pytest.fixture(scope="module")
def with_panel(result):
    """The same client with the weights of so many participants."""

    def make(n):
        weights = {f"P{i}": {"potential": round(0.1 * i, 1), "revenue": round(1 - 0.1 * i, 1)} for i in range(1, n + 1)}
        p = result.client.parameters
        segmentation = p.segmentation.model_copy(update={"participants": weights})
        client = replace(result.client, parameters=p.model_copy(update={"segmentation": segmentation}))
        return replace(result, client=client)

    return make


def test_key_accounts_and_no_more_than_two_hundred_are_examined(muster, found, result):
    assert set(result.table.index[result.table["class"] == "key"]) <= set(found.examined)
    assert len(found.examined) == 200 and found.examined.is_unique
    named = muster.customers["flips_at"].dropna()
    assert set(named.index) == set(found.examined)
    assert named.str.fullmatch(r"none|[a-z_0-9]+(>|<)=?-?[\d.e+-]+").all()


def test_a_potential_beyond_the_flip_changes_the_class_in_a_run_of_the_whole_client(changed, muster, found, result):
    own = found.values[(found.values["criterion"] == "potential") & found.values["customer_id"].isin(found.key)]
    row = own.iloc[-1]
    customers = muster.run.client.tables["customers"]
    for at, expected in ((row["at"] * 0.999, row["becomes"]), (row["at"] * 1.001, "key")):
        mine = customers["customer_id"] == row["customer_id"]
        potential = customers["potential_revenue"].where(~mine, at)
        after = changed(customers=customers.assign(potential_revenue=potential)).run.chapter("segmentation").result
        assert after.table.loc[row["customer_id"], "class"] == expected


def test_a_weight_beyond_the_flip_changes_the_class(found, result):
    case = case_of(result)
    for row in found.weights.iloc[::29].itertuples():
        weight = row.at + np.sign(row.change) * 1e-9
        rest = 1 - case.weights[row.criterion]
        weights = {c: w / rest * (1 - weight) for c, w in case.weights.items()} | {row.criterion: weight}
        rule = result.rule.assign(score=score(result.criteria, weights).score)
        assert case.classes(rule)[row.customer_id] == row.becomes != case.own[row.customer_id]


def test_firm_key_accounts_are_those_no_single_value_moves(muster, found):
    assert muster["segmentation.firm_key_accounts"] == len(found.key) - found.values["customer_id"].isin(
        found.key
    ).pipe(lambda s: found.values.loc[s, "customer_id"].nunique())


def test_acceptability_is_what_other_draws_of_the_weights_find(found, result):
    weights = np.random.default_rng(5).dirichlet(np.ones(6), 2_000)
    values = result.score.values
    scores = (values.fillna(0).to_numpy() @ weights.T) / (values.notna().to_numpy() @ weights.T)
    best = pd.DataFrame(scores, values.index).groupby(result.rule["group"]).max()
    first = (best.rank(ascending=False) <= result.limit).mean(axis=1).reindex(result.rule["group"]).to_numpy()
    assert found.accepted.first.to_numpy() == pytest.approx(first, abs=4 * 0.5 / 2_000**0.5)


def test_scaling_all_money_changes_no_flip_but_its_money(found, result):
    """Money a thousandfold: the same flips at a thousand times the value."""
    money = [c for c in ("potential", "revenue", "earned_value") if c in result.criteria]
    rule = result.rule.assign(**{c: result.rule[c] * 1000 for c in ("potential", "cm3", "lean_cm3")})
    criteria = result.criteria.assign(**{c: result.criteria[c] * 1000 for c in money})
    again = dispute(replace(_base(result), rule=rule, criteria=criteria), result.topics)
    key = ["customer_id", "criterion"]
    both = found.values.merge(again.values, on=key, suffixes=("", "_scaled"))
    assert len(both) == len(found.values) == len(again.values)
    factor = np.where(both["criterion"].isin([*money, "lean_cm3"]), 1000, 1)
    assert both["at_scaled"].to_numpy() == pytest.approx((both["at"] * factor).to_numpy(), rel=1e-6, abs=1e-6)


def test_the_order_of_rows_changes_nothing(found, result):
    mixed = result.table.sample(frac=1, random_state=3).index
    parts = {name: getattr(result, name).reindex(mixed) for name in ("known", "rule", "table", "criteria")}
    scored = replace(result.score, score=result.score.score.reindex(mixed), values=result.score.values.reindex(mixed))
    again = dispute(replace(_base(result), score=scored, **parts), result.topics)
    pd.testing.assert_frame_equal(again.values, found.values)
    pd.testing.assert_series_equal(again.accepted.first.sort_index(), found.accepted.first.sort_index())


def _base(result):
    from workbook.chapters.segmentation.base import Base

    return Base(**{name: getattr(result, name) for name in Base.__dataclass_fields__})


def test_fewer_than_five_participants_show_their_agreement_only(with_panel):
    few, enough = panel(with_panel(3)), panel(with_panel(6))
    assert not few.shown and enough.shown
    assert 0 < enough.agreement < 1 and few.agreement > enough.agreement
    assert enough.votes.max() == enough.n == 6 and len(enough.disputed) + enough.agreed == (enough.votes > 0).sum()
    assert enough.weights == pytest.approx({"potential": 0.35, "revenue": 0.65})
    assert panel(with_panel(1)) is None


def test_without_participants_or_classes_it_is_a_gap_or_nothing(muster, northwind):
    assert "segmentation.agreement" in muster.open_figures
    assert northwind.run.chapter("segmentation").result.topics.of(Dispute).figures() == ()


def test_what_adds_most_is_the_criterion_least_like_revenue(result):
    name, rho = adds_most(result.criteria, result.known["revenue_per_year"])
    others = {c: abs(result.criteria[c].corr(result.criteria["revenue"], method="spearman")) for c in result.criteria}
    assert others[name] == pytest.approx(abs(rho)) == min(others.values())
    same = result.criteria[["revenue"]].assign(potential=result.criteria["revenue"] * 2, competition=3.0)
    assert adds_most(same, same["revenue"])[0] == "potential"
    assert adds_most(same[["revenue", "competition"]], same["revenue"]) is None


def test_a_change_in_words():
    assert change("potential", ">=", 310_000.0, False).key == "flip.above_or"
    assert change("revenue", "<=", 0.0, False).key == "flip.no_revenue"
    assert change("growth", "<", 0.8, False).numbers["value"].value == pytest.approx(-0.2)


def reweighted(result, **weights):
    """The base with other weights."""
    whole = sum(weights.values())
    weights = {name: weight / whole for name, weight in weights.items()}
    scored = score(result.criteria, weights)
    return replace(result, score=scored, rule=result.rule.assign(score=scored.score))


@pytest.mark.parametrize("weight", [1e-7, 0.05])
def test_a_criterion_decides_nothing_only_where_nobody_moves_up_to_double_its_weight(result, weight):
    rest = {"potential": 0.4, "earned_value": 0.3, "strategic_importance": 0.3}
    base = reweighted(result, **rest, competition=weight)
    case, own = case_of(base), base.score.used["competition"]
    moved = False
    for share in np.linspace(0, 2 * own, 25):
        others = {c: w / (1 - own) * (1 - share) for c, w in base.score.used.items() if c != "competition"}
        at = score(base.criteria, {**others, "competition": share}).score
        moved |= bool((case.classes(base.rule.assign(score=at)) != case.own).any())
    nobody = weight_flips(case, base.table.index[:0])
    assert ("competition" in _idle(base, case, nobody)) is not moved
    assert moved is (weight > 0.01)


def test_weights_of_some_criteria_alone_are_those_among_all(result):
    case, ids = case_of(result), result.table.index
    every, some = weight_flips(case, ids), weight_flips(case, ids, ("revenue",))
    pd.testing.assert_frame_equal(some, every[every["criterion"] == "revenue"].reset_index(drop=True))
