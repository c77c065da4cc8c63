"""People are protected: no figure about fewer than five."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.protect import LEAST, agreed, merged_groups, safe_groups, safe_sums, tells_apart, tells_of_few


def test_groups_of_five_are_shown_and_smaller_ones_merge():
    found = merged_groups(pd.Series({"field": 5, "inside": 3, "kam": 2}))
    assert found == {"field": "field", "inside": "others", "kam": "others"}


def test_the_next_smallest_group_joins_until_there_are_five():
    found = merged_groups(pd.Series({"field": 9, "inside": 6, "kam": 2}))
    assert found == {"field": "field", "inside": "others", "kam": "others"}


def test_large_groups_only_stay_as_they_are():
    assert merged_groups(pd.Series({"field": 5, "inside": 6})) == {"field": "field", "inside": "inside"}


@pytest.mark.parametrize("sizes", [{}, {"a": 4}, {"a": 2, "b": 2}])
def test_fewer_than_five_in_all_are_not_shown(sizes):
    assert merged_groups(pd.Series(sizes, dtype=int)) == {}


def test_least_is_five():
    assert LEAST == 5


def test_figures_about_single_persons_need_another_mode():
    assert [agreed(people) for people in ("group", "pseudonym", "named")] == [False, True, True]


SIZES = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 12), max_size=8)


@given(SIZES, st.randoms())
def test_every_group_shown_holds_at_least_five_and_nobody_is_lost(sizes, chance):
    found = merged_groups(pd.Series(sizes, dtype=int))
    if sum(sizes.values()) < LEAST:
        assert found == {}
        return
    shown = pd.Series(sizes, dtype=int).groupby(found).sum()
    assert (shown >= LEAST).all() and shown.sum() == sum(sizes.values())
    order = list(sizes.items())
    chance.shuffle(order)
    assert merged_groups(pd.Series(dict(order), dtype=int)) == found


def test_what_is_left_out_is_nobody_or_five():
    """Total minus what is shown: here two persons' work, so the smallest shown group goes as well."""
    groups = {"north": "abcdefg", "south": "hijkl", "west": "xy"}
    pairs = pd.DataFrame([(p, g) for g, persons in groups.items() for p in persons], columns=["person", "group"])
    assert safe_groups(pairs, ["north", "south"]) == ["north"]
    assert safe_groups(pairs, ["north", "south", "west"]) == ["north", "south", "west"]
    assert safe_groups(pairs[pairs["group"] != "west"], ["north", "south"]) == ["north", "south"]
    assert safe_groups(pairs[pairs["group"] != "north"], ["south"]) == []


def of(*groups: str) -> np.ndarray:
    """One row per group of persons a to z."""
    return np.array([[float(one in group) for one in "abcdefghijklmnopqrstuvwxyz"] for group in groups])


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (("abcdefg",), False),
        (("abcdefg", "hijklm"), False),
        (("abcd",), True),
        (("abcdefghijkl", "abcdefgh"), True),  # total less part: ijkl
        (("abcdefghijkl", "abcdefg"), False),
        (("abcdefgh", "efghijkl", "abcdijkl"), True),  # first + second − third = twice efgh
        (("abcdefghij", "fghijklmno", "abcdeklmno"), False),  # the same with five in each part
        (("abcdefghij", "abcde", "fghij", "abcfg"), True),  # second − fourth: d and e against f and g
        (("abcdef", "bcdefg"), True),  # a less g
    ],
)
def test_what_follows_about_few_by_hand(groups, told):
    assert tells_of_few(of(*groups)) is told


@given(st.lists(st.lists(st.booleans(), min_size=8, max_size=8), min_size=1, max_size=5))
def test_as_looking_at_every_set_of_persons_finds(rows):
    """By brute force: a set follows where a vector that is 0 outside it lies in the space of the rows."""
    sums = np.array(rows, dtype=float)
    base = np.linalg.matrix_rank(sums)
    sets = [few for n in range(1, 4) for few in combinations(range(8), n)]
    found = any(np.linalg.matrix_rank(np.vstack([sums, np.eye(8)[list(few)]])) < base + len(few) for few in sets)
    assert tells_of_few(sums, 4) == found


def test_the_smallest_sum_goes_until_nothing_follows():
    names = ["all", "field", "north", "south"]
    sums = pd.DataFrame(of("abcdefghijklmnopq", "abcdefghijkl", "abcdef", "ghijk"), names)
    assert safe_sums(sums, ["all"]) == ["all", "field", "north"]  # field less north less south would be l alone
    assert safe_sums(sums.drop("south"), ["all"]) == ["all", "field", "north"]


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ({}, False),
        ({"north": "abcde"}, False),
        ({"north": "abcde", "": "fg"}, True),  # what is left empty belongs to two
        ({"north": "abcde", "south": "efghi"}, False),  # e is in both
        ({"north": "abc", "south": "cde"}, False),  # together five
        ({"north": "abcde", "south": "fghij", "east": "k"}, True),
    ],
)
def test_who_is_told_apart_by_the_groups_of_rows(groups, told):
    pairs = pd.DataFrame(
        [(who, group) for group, several in groups.items() for who in several], columns=["person", "group"]
    )
    assert tells_apart(pairs) is told
