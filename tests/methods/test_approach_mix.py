import numpy as np
import pandas as pd
import pytest

from workbook.methods.approach_mix import APPROACHES, FITTING, fitting_mix, off_by_chance, off_the_mark, used_mix


def test_every_assumed_mix_adds_up():
    assert {name: sum(mix) for name, mix in FITTING.items()} == pytest.approx(dict.fromkeys(FITTING, 1.0))


def test_used_shares_by_group():
    groups = pd.Series(["key", "key", "smart", None, "key"])
    found = used_mix(groups, pd.Series(["range", "performance", "range", "range", "unheard of"]))
    assert found.loc["key", "range"] == 0.5 and found.loc["smart", "range"] == 1
    assert found["n"].to_dict() == {"key": 2, "smart": 1}
    assert found[list(APPROACHES)].sum(axis=1).to_list() == pytest.approx([1, 1])


def test_fitting_mix_is_the_mean_of_its_customers_types():
    found = fitting_mix(pd.Series(["key", "key", "smart"]), pd.Series(["strategic", "extrinsic", None]))
    expected = (np.array(FITTING["strategic"]) + FITTING["extrinsic"]) / 2
    assert found.loc["key"].to_numpy() == pytest.approx(expected) and "smart" not in found.index


def test_off_the_mark_is_what_would_have_to_move():
    used = pd.DataFrame([[1.0, 0, 0, 0, 0, 0]], ["key"], list(APPROACHES))
    fitting = pd.DataFrame([[0.6, 0.4, 0, 0, 0, 0]], ["key"], list(APPROACHES))
    assert off_the_mark(used, fitting)["key"] == pytest.approx(0.4)
    assert off_the_mark(used, used)["key"] == 0


def test_chance_shrinks_with_the_number_of_deals():
    mix = pd.DataFrame([FITTING["extrinsic"]] * 2, ["few", "many"], list(APPROACHES))
    found = off_by_chance(mix, pd.Series({"few": 20, "many": 2_000}), 1)
    assert found["few"] > 5 * found["many"] > 0


def test_one_of_twenty_families_of_segments_goes_beyond_its_limits():
    names = [f"s{i}" for i in range(8)]
    mix = pd.DataFrame([FITTING["extrinsic"]] * 8, names, list(APPROACHES))
    limit = off_by_chance(mix, pd.Series(50, names), 1)
    draw = np.random.default_rng(2)
    shares = draw.multinomial(50, FITTING["extrinsic"], (4_000, 8)) / 50
    off = np.abs(shares - np.array(FITTING["extrinsic"])).sum(axis=2) / 2
    assert (off > limit.to_numpy()).any(axis=1).mean() == pytest.approx(0.05, abs=0.02)
