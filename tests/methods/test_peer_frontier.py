import numpy as np
import pandas as pd
import pytest

from workbook.methods.peer_frontier import category_breadth, peer_frontier


def _customers(n=60, seed=1):
    draw = np.random.default_rng(seed)
    staff = draw.integers(5, 500, n).astype(float)
    revenue = 100 * staff * draw.uniform(0.1, 1, n)
    ids = [f"C{i:03d}" for i in range(n)]
    return pd.DataFrame({"revenue": revenue, "industry": np.where(np.arange(n) % 2, "a", "b"), "employees": staff}, ids)


def test_the_frontier_grows_with_size_and_holds_what_is_bought():
    facts = _customers()
    found = peer_frontier(facts, pd.Series(1.0, facts.index))
    assert (found["low"] <= found["central"] + 1e-6).all() and (found["central"] <= found["high"] + 1e-6).all()
    assert (found["low"] >= facts["revenue"] - 1e-6).all()
    ratio = found["central"] / (100 * facts["employees"])
    assert ratio.median() == pytest.approx(0.9, abs=0.12)


def test_missing_categories_raise_the_frontier():
    facts = _customers()
    half = peer_frontier(facts, pd.Series(0.1, facts.index))
    assert (half["central"] >= facts["revenue"] / 0.1 - 1e-6).all()


def test_without_employees_there_is_no_frontier_and_with_few_cases_none_at_all():
    facts = _customers()
    facts.loc["C000", "employees"] = np.nan
    assert peer_frontier(facts, pd.Series(1.0, facts.index)).loc["C000"].isna().all()
    assert peer_frontier(facts.head(19), pd.Series(1.0, facts.index[:19])).isna().all().all()


def test_an_industry_with_few_customers_uses_all():
    facts = _customers().assign(industry="a")
    facts.loc["C000", "industry"] = "rare"
    assert peer_frontier(facts, pd.Series(1.0, facts.index)).loc["C000"].notna().all()


def test_money_only_scales():
    facts, breadth = _customers(), pd.Series(0.8, _customers().index)
    one, ten = peer_frontier(facts, breadth), peer_frontier(facts.assign(revenue=facts["revenue"] * 10), breadth)
    assert (ten / one).to_numpy() == pytest.approx(np.full(one.shape, 10.0))


def test_breadth_is_the_peers_spend_in_the_categories_bought():
    spend = pd.DataFrame({"x": [60.0, 40, 0, 0], "y": [20.0, 0, 20, 0], "z": [0.0, 60, 0, 0]}, index=list("abcd"))
    found = category_breadth(spend, pd.Series("i", spend.index))
    assert found["breadth"].tolist()[:3] == pytest.approx([0.7, 0.8, 0.2]) and np.isnan(found["breadth"]["d"])
    assert found["open_categories"].tolist()[:3] == ["", "y", "x"] and pd.isna(found["open_categories"]["d"])
