"""How long the assignment of customers to sales reps takes, beside the nearest rep and scipy's solver on the same model.

`python tests/benchmarks/territory.py [--plain] [customers …]` (default 100, 600, 1000, 5000; one rep per 100 customers, at
least 4). Cost: driving to rep and back by visits, handing over where the owner changes. Work between 0.80 and 1.20 of the
mean.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from workbook.methods.great_circle import great_circle
from workbook.methods.territory import assign
from workbook.methods.territory_model import Territories


def invented(n: int, m: int) -> Territories:
    """A country with cities of different size; today's owner is mostly one of the three nearest."""
    draw = np.random.default_rng(5)
    city = np.column_stack([draw.uniform(47.5, 54.5, 40), draw.uniform(6.5, 14.5, 40)])
    where = city[draw.choice(40, n, p=draw.dirichlet(np.ones(40)))] + draw.normal(0, 0.25, (n, 2))
    base = city[draw.integers(0, 40, m)] + draw.normal(0, 0.3, (m, 2))
    far = great_circle(where, base)
    visits, load = draw.gamma(1.2, 4.0, n), draw.gamma(1.5, 10.0, n)
    near = np.argsort(far, axis=1)[np.arange(n), draw.integers(0, 3, n)]
    owner = np.where(draw.random(n) < 0.9, near, draw.integers(0, m, n))
    cost = far * 2 * 1.3 * visits[:, None] * 1.5
    cost += 300.0 * (np.arange(m) != owner[:, None])
    mean = load.sum() / m
    low, high = np.full(m, 0.8 * mean), np.full(m, 1.2 * mean)
    return Territories.plain(cost, load, low, high, owner=owner, weight=load)


def plain(t: Territories, seconds: float) -> tuple[float, float]:
    """Value and gap scipy.optimize.milp proves for the same model within a time."""
    n, m = t.cost.shape
    one = sparse.kron(sparse.eye_array(n), np.ones((1, m)))
    work = sparse.hstack([sparse.diags_array(row) for row in t.load])
    made = milp(
        t.cost.ravel(), integrality=np.ones(n * m), bounds=Bounds(0, 1),
        constraints=[LinearConstraint(one.tocsc(), 1, 1), LinearConstraint(work.tocsc(), t.low, t.high)],
        options={"mip_rel_gap": 0.01, "time_limit": seconds},
    )  # fmt: skip
    return (float(made.fun), float(made.mip_gap)) if made.x is not None else (float("inf"), 1.0)


def nearest(t: Territories) -> tuple[float, float]:
    """Cost of the cheapest rep for every customer, and the share of the work that lies outside the bands."""
    best = t.cost.argmin(axis=1)
    load = np.bincount(best, t.load[np.arange(len(best)), best], t.cost.shape[1])
    outside = np.maximum(load - t.high, 0).sum() + np.maximum(t.low - load, 0).sum()
    return float(t.cost.min(axis=1).sum()), float(outside / load.sum())


def main() -> None:
    """One line per size."""
    asked = argparse.ArgumentParser()
    asked.add_argument("customers", nargs="*", type=int, default=[100, 600, 1000, 5000])
    asked.add_argument("--plain", type=float, default=0.0, help="seconds scipy may take for each size")
    given = asked.parse_args()
    for n in given.customers:
        t = invented(n, max(n // 100, 4))
        start, worked = time.perf_counter(), time.process_time()
        plan = assign(t)
        took, worked = time.perf_counter() - start, time.process_time() - worked
        assert plan is not None
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        value, outside = nearest(t)
        print(
            f"{n} × {t.cost.shape[1]}: {took:.2f} s ({worked:.2f} s of CPU), {used:.2f} GiB, "
            f"cost {plan.value:,.0f}, gap {plan.gap:.4%}; "
            f"nearest {value:,.0f} with {outside:.1%} of the work outside the bands"
        )
        if given.plain:
            start, worked = time.perf_counter(), time.process_time()
            value, gap = plain(t, given.plain)
            took, worked = time.perf_counter() - start, time.process_time() - worked
            print(f"  scipy milp: {took:.2f} s ({worked:.2f} s of CPU), cost {value:,.0f}, gap {gap:.4%}", flush=True)


if __name__ == "__main__":
    main()
