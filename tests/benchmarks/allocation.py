"""How long the best allocation of hours takes against a general solver (scipy SLSQP), and how far the two agree.

`python tests/benchmarks/allocation.py [customers …]` (default 100, 300). SLSQP solves one dense problem of that size per step and
needs some hundred steps; at 5,000 customers `python tests/benchmarks/allocation.py --steps 2 5000` runs two of them, far from the
optimum: a lower bound of its time. Measured on two cores: 300 customers, both to the optimum, 1.5 ms against 19 s; 5,000
customers 2.8 ms against 14 s for two steps of SLSQP, which had then not found 7.8 million of the margin.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from workbook.methods.effort_allocation import allocate

ELASTICITY = 0.34


def customers(n: int) -> pd.DataFrame:
    """An invented client: hours from a gamma distribution, margins lognormal, half of the customers soon satisfied."""
    draw = np.random.default_rng(5)
    today = draw.gamma(1.2, 15, n) + 1
    rise = np.where(draw.random(n) < 0.5, 1.05, 3.0)
    return pd.DataFrame(
        {"today": today, "worth": draw.lognormal(9, 1, n), "rise": rise, "low": today / 2, "high": 2 * today}
    )


def aim(table: pd.DataFrame, hours: np.ndarray) -> float:
    """Contribution margin at some hours."""
    grown = np.minimum(table["rise"], (hours / table["today"]) ** ELASTICITY)
    return float((table["worth"] * grown).sum())


def general(table: pd.DataFrame, steps: int) -> tuple[np.ndarray, str]:
    """The same by SLSQP from today's hours, in multiples of them; flat parts become bounds, so that the aim is smooth."""
    today, worth = table["today"].to_numpy(), (table["worth"] / table["worth"].sum()).to_numpy()
    weight = today / today.sum()
    high = np.minimum(table["high"] / table["today"], table["rise"] ** (1 / ELASTICITY)).to_numpy()

    def cost(x: np.ndarray) -> tuple[float, np.ndarray]:
        part = worth * x**ELASTICITY
        return -part.sum(), -ELASTICITY * part / x

    # At most today's hours: with equality the hours nobody can use would have to go somewhere.
    within = {"type": "ineq", "fun": lambda x: 1 - weight @ x, "jac": lambda x: -weight}
    bounds = list(zip((table["low"] / table["today"]).to_numpy(), high, strict=True))
    options = {"maxiter": steps, "ftol": 1e-15}
    start = np.ones(len(table))
    found = minimize(cost, start, jac=True, bounds=bounds, constraints=[within], method="SLSQP", options=options)
    return found.x * today, f"{found.nit} steps, {found.message}"


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--steps", type=int, default=500)
    asked.add_argument("customers", nargs="*", type=int, default=[100, 300])
    given = asked.parse_args()
    print(f"{'customers':>9}{'ours s':>10}{'SLSQP s':>10}{'times':>9}{'margin ours − SLSQP':>21}")
    for n in given.customers:
        table = customers(n)
        begin = time.perf_counter()
        ours = allocate(table, ELASTICITY).to_numpy()
        fast = time.perf_counter() - begin
        begin = time.perf_counter()
        theirs, how = general(table, given.steps)
        slow = time.perf_counter() - begin
        more = aim(table, ours) - aim(table, theirs)
        print(f"{n:>9}{fast:>10.4f}{slow:>10.2f}{slow / fast:>9.0f}{more:>21.6f}  {how}", flush=True)
