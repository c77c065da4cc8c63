import numpy as np
import pandas as pd
import pytest

from workbook.methods.adjusted_rand import adjusted_rand
from workbook.methods.clusters import clusters, standardised

SEEDS = (1, 2, 3, 4, 5)
MEASURES = ("a", "b", "c", "d", "e")


def table(values):
    return pd.DataFrame(values, [f"C{i:04d}" for i in range(len(values))], list(MEASURES)[: values.shape[1]])


def planted(seed, n=200):
    draw = np.random.default_rng(seed)
    kind = draw.integers(0, 3, n)
    middles = np.array([[0, 0, 0, 0, 3], [3, 0, 3, 0, 0], [0, 3, 0, 3, 0]], float)
    return table(middles[kind] + draw.normal(0, 0.7, (n, 5))), kind


@pytest.fixture(scope="module")
def found():
    behaviour, kind = planted(1)
    return behaviour, kind, clusters(behaviour, 7)


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_groups_are_found(seed):
    behaviour, kind = planted(seed)
    structure = clusters(behaviour, 7)
    assert structure.k == 3 and adjusted_rand(structure.groups.to_numpy(), kind) > 0.9
    assert structure.stability >= 0.75 and structure.silhouette > structure.threshold


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("variant", ["correlated", "skewed", "permuted"])
def test_without_structure_none_is_found(variant, seed):
    draw = np.random.default_rng(100 + seed)
    if variant == "correlated":
        values = np.sqrt(0.8) * draw.standard_normal((200, 1)) + np.sqrt(0.2) * draw.standard_normal((200, 5))
    elif variant == "skewed":
        values = draw.lognormal(0, 1, (200, 5))
    else:
        values = draw.permuted(planted(seed)[0].to_numpy(), axis=0)
    structure = clusters(table(values), 7)
    assert structure.k == 1 and set(structure.groups) == {1}


def test_neither_order_of_rows_nor_units_matter(found):
    behaviour, _, structure = found
    mixed = clusters(behaviour.sample(frac=1, random_state=3), 7)
    assert (mixed.groups.reindex(behaviour.index) == structure.groups).all()
    assert (mixed.silhouette, mixed.stability) == (structure.silhouette, structure.stability)
    # a logarithm of money in another currency is shifted, a share in per cent is multiplied
    moved = clusters(behaviour * [1, 100, 1, 1, 1] + [7, 0, 0, 0, 0], 7)
    assert (moved.groups == structure.groups).all() and moved.stability == pytest.approx(structure.stability)


def test_groups_are_numbered_by_size(found):
    sizes = found[2].groups.value_counts()
    assert list(sizes.sort_index()) == sorted(sizes, reverse=True) and list(sizes.sort_index().index) == [1, 2, 3]


def test_many_customers_join_the_groups_of_a_sample():
    behaviour, kind = planted(1, 3_000)
    structure = clusters(behaviour, 7)
    assert structure.tested == 400 and structure.k == 3
    assert adjusted_rand(structure.groups.to_numpy(), kind) > 0.9


def test_standardised_by_median_and_quartiles():
    scaled = standardised(table(np.column_stack([[1.0, 2, 3, 4, 100], [0.0, 0, 0, 0, 1], np.ones(5)])))
    assert list(scaled["a"]) == pytest.approx([-2 * 1.349 / 2, -1.349 / 2, 0, 1.349 / 2, 3])
    assert scaled["b"].iloc[-1] == pytest.approx(1 / np.std([0, 0, 0, 0, 1], ddof=1)) and "c" not in scaled


def test_few_customers_or_one_measure_are_not_judged():
    behaviour, _ = planted(1, 29)
    assert clusters(behaviour, 7) is None
    assert clusters(planted(1)[0][["a"]], 7) is None
    assert clusters(table(np.ones((50, 3))), 7) is None
