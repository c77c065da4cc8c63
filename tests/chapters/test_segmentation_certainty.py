"""How sure the classes are, on the two sample clients."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.segmentation.certainty import Certainty, by_chance, known
from workbook.finding import Term
from workbook.language import Words
from workbook.methods.class_draws import unchanged
from workbook.methods.class_probability import CLASSES, Rule, classes


def topic(found):
    return found.run.chapter("segmentation").result.topics.of(Certainty)


def test_without_classes_nothing_is_sure_and_the_gap_says_so(northwind):
    assert "segmentation.borderline" in northwind.open_figures
    assert "class_probability" not in northwind.customers
    assert topic(northwind).table is None


def test_the_fast_rule_gives_the_very_classes_of_the_chapter(muster):
    result = muster.run.chapter("segmentation").result
    ids, p = pd.Index(sorted(result.table.index)), result.client.parameters.segmentation
    group = pd.factorize(result.rule["group"].reindex(ids))[0]
    rule = Rule(group, result.limit, p.key_score, p.decline_limit, p.reversed)
    given = classes(unchanged(known(result, ids)), result.score.used, rule)
    assert list(np.array(CLASSES)[given]) == list(result.table["rule_class"].reindex(ids))


def test_the_orders_add_up_to_the_revenue_and_contribution_of_chapter_2(muster):
    result = muster.run.chapter("segmentation").result
    ids = pd.Index(sorted(result.table.index))
    own = known(result, ids)
    place = own.orders.cell // 3
    for amounts, expected in (
        (own.orders.net, own.table["revenue_per_year"] * own.years),
        (own.orders.gain, own.table["cm1"]),
    ):
        sums = np.bincount(place, np.add.reduceat(amounts, own.orders.start), len(ids))
        assert sums == pytest.approx(expected.fillna(0).to_numpy(), abs=1e-6)


def test_the_column_is_the_share_of_draws_in_the_class_of_the_rule(muster):
    c = muster.customers[muster.customers["class"].notna()]
    result = muster.run.chapter("segmentation").result
    each = c[[f"probability_{name}" for name in CLASSES]]
    assert each.sum(axis=1).to_numpy() == pytest.approx(1.0)
    at = pd.Series(CLASSES).reset_index().set_index(0)["index"].reindex(result.table["rule_class"].reindex(c.index))
    assert (each.to_numpy()[np.arange(len(c)), at] == c["class_probability"].to_numpy()).all()


def test_borderline_counts_what_is_below_the_parameter(muster):
    below = muster.customers["class_probability"] < 0.70
    assert muster["segmentation.borderline"] == below.sum() > 0
    finding = muster.findings["segmentation.borderline"]
    assert set(finding.customers) == set(muster.customers.index[below])
    assert finding.numbers["money"].value == pytest.approx(muster.customers.loc[below, "revenue_per_year"].sum())


def test_weights_alone_leave_whoever_is_far_from_the_line_where_it_is(muster):
    c = muster.customers[muster.customers["class"].notna()]
    far = c["score"] < 0.4
    assert (c.loc[far, "class_probability_weights"] == 1).all()


@pytest.mark.parametrize(("chance", "said"), [((0.2, 0.9), True), ((0.9, 0.9), False)])
def test_a_lean_account_by_chance_is_told(chance, said):
    table = pd.DataFrame({"class": ["lean", "lean"], "probability": chance}, ["K1", "K2"])
    reasons = pd.DataFrame({"class_reason": ["lean_trend", "lean_profit"]}, ["K1", "K2"])
    told = by_chance(Certainty(SimpleNamespace(table=reasons), table, None), Term("segmentation.sceptic_none"))
    assert ("Bei einem Basiskunden beruht" in Words("de", "de_DE", "EUR").write(told)) == said
