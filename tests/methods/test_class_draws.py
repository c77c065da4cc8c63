from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbook.methods.class_draws import Known, Ranges, drawn, orders, unchanged
from workbook.methods.cumulated import size_class
from workbook.methods.windows import growth_ratio, two_windows

PERIOD = (pd.Timestamp(2023, 1, 1), pd.Timestamp(2024, 12, 31))
WINDOWS = two_windows(PERIOD)
NAN = float("nan")


def lines(n=60, yearly=6.0, seed=1):
    """Customers with orders by chance and without trend, a third of an order is earned; credit notes among them."""
    draw = np.random.default_rng(seed)
    many = draw.poisson(2 * yearly, n)
    who = np.repeat(np.arange(n), many)
    net = draw.lognormal(7, 0.5, len(who)) * np.where(draw.random(len(who)) < 0.03, -0.2, 1)
    days = pd.Timestamp(2023, 1, 1) + pd.to_timedelta(draw.integers(0, 731, len(who)), unit="D")
    ids = np.array([f"K{i:03d}" for i in range(n)])[who]
    table = {"customer_id": ids, "date": days, "order_id": np.arange(len(who)), "net_revenue": net}
    return pd.DataFrame({**table, "cost_of_goods": net * 2 / 3})


def known(found=None, n=60, **ranges):
    found = lines(n) if found is None else found
    ids = pd.Index([f"K{i:03d}" for i in range(n)])
    net = found.groupby("customer_id")["net_revenue"].sum().reindex(ids).fillna(0.0)
    table = pd.DataFrame({"revenue_per_year": net / 2, "cm1": net / 3, "order_cost": 100.0, "care_cost": 200.0}, ids)
    table = table.assign(lean_care=50.0, potential=10_000.0, potential_low=8_000.0, potential_high=15_000.0)
    table = table.join(growth_ratio(found, WINDOWS)[["ratio", "error"]])
    criteria = pd.DataFrame({"potential": table["potential"], "earned_value": 0.0, "requirements": 5.0}, ids)
    sure = {"order": (1.0, 1.0), "care": (1.0, 1.0), "rating": 0.0} | ranges
    return Known(criteria, table, orders(found, ids, WINDOWS), True, 2.0, 0.9, Ranges(**sure))


def many(own, n=300):
    draws = [drawn(own, s) for s in np.random.SeedSequence(5).spawn(n)]
    return SimpleNamespace(
        **{f: np.array([getattr(d, f) for d in draws]) for f in ("small", "cm3", "potential", "upper")}
    )


def test_unchanged_inputs_are_what_is_known():
    own = known()
    now, t = unchanged(own), own.table
    assert now.cm3 == pytest.approx((t["cm1"] - 300).to_numpy())
    assert now.lean_cm3 == pytest.approx((t["cm1"] - 150).to_numpy())
    assert now.criteria["earned_value"] == pytest.approx(now.cm3 / 2)
    assert now.upper == pytest.approx((t["ratio"] + 1.28 * t["error"]).to_numpy(), nan_ok=True)
    size = size_class(t["revenue_per_year"])
    assert list(now.small) == list(size.isin(["small", "none"])) and list(now.none) == list(size == "none")


def test_potential_stays_in_its_range_and_centres_between_its_ends():
    potential = many(known()).potential
    assert (potential >= 8_000).all() and (potential <= 15_000).all()
    assert potential.mean() == pytest.approx((8_000 + 10_000 + 15_000) / 3, rel=0.01)


def test_a_potential_without_range_is_fixed():
    own = known()
    open_ended = own.table.assign(potential_low=NAN)
    fixed = Known(own.criteria, open_ended, own.orders, True, 2.0, 0.9, own.ranges)
    assert (many(fixed, 5).potential == 10_000).all()


def test_ratings_move_one_step_and_stay_on_their_scale():
    draws = [drawn(known(rating=0.1), s).criteria["requirements"] for s in np.random.SeedSequence(2).spawn(100)]
    values, times = np.unique(draws, return_counts=True)
    assert list(values) == [4.0, 5.0]
    assert times[0] / times.sum() == pytest.approx(0.1, abs=0.02)


def test_cost_ranges_move_all_customers_alike():
    own = known(lines(1), n=1, care=(0.5, 1.5))
    own = Known(own.criteria, own.table, None, False, 2.0, 0.9, own.ranges)
    spent = own.table["cm1"].iloc[0] - 100 - many(own).cm3
    assert spent.min() >= 100 and spent.max() <= 300 and spent.std() == pytest.approx(200 / 12**0.5, rel=0.1)


def test_one_empty_year_among_like_customers_is_no_proof_of_an_end():
    """No trend in the data: whoever happens to have no order in the later year is not called falling for sure."""
    own = known(lines(200, yearly=2.0), n=200)
    lost = (own.table["ratio"] == 0).to_numpy()
    assert lost.sum() > 5
    assert (many(own, 100).upper[:, lost] < 0.95).mean() < 0.3


def test_many_who_ended_are_told_from_chance():
    """Half of the customers order monthly and stop: an empty year then means an end."""
    found = lines(100, yearly=12.0)
    ended = found["customer_id"] < "K050"
    own = known(found[~(ended & (found["date"] >= WINDOWS.later[0]))], n=100)
    assert (many(own, 100).upper[:, :50] < 0.95).mean() > 0.95


def test_row_order_changes_nothing():
    found = lines()
    first, again = known(found), known(found.sample(frac=1, random_state=1))
    seed = np.random.SeedSequence(3)
    assert drawn(first, seed).cm3 == pytest.approx(drawn(again, np.random.SeedSequence(3)).cm3)


def test_nobody():
    nobody = known(lines(0), n=0)
    assert not len(drawn(nobody, np.random.SeedSequence(1)).cm3)


def test_draws_follow_what_is_known_of_a_customer_not_its_id():
    found = lines(20)
    found["cost_of_goods"] = found["net_revenue"] * (0.5 + 0.01 * found["customer_id"].str[1:].astype(int))
    other = found.assign(customer_id=[f"K{19 - int(k[1:]):03d}" for k in found["customer_id"]])
    sure = {"order": (0.8, 1.2), "care": (0.8, 1.2), "rating": 0.1}
    one, two = (drawn(known(some, 20, **sure), np.random.SeedSequence(5)) for some in (found, other))
    for a, b in zip((*one.criteria.values(), *one[1:]), (*two.criteria.values(), *two[1:]), strict=True):
        assert a == pytest.approx(b[::-1], nan_ok=True)
