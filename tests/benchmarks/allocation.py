"""How long the best allocation of hours takes against a general solver (scipy SLSQP), and how far the two agree.

`python tests/benchmarks/allocation.py [customers …]` (default 100, 300). SLSQP solves one dense problem of that size per step and
needs some hundred steps; at 5,000 customers `python tests/benchmarks/allocation.py --steps 2 5000` runs two of them, far from the
optimum: a lower bound of its time. Measured on two cores: 300 customers, both to the optimum, 1.5 ms against 19 s; 5,000
customers 2.8 ms against 14 s for two steps of SLSQP, which had then not found 7.8 million of the margin.

`python tests/benchmarks/allocation.py --judged [customers …]` times judged responses instead: ADBUDG curves for two of four
classes, the others by the elasticity, key accounts limited to today's hours. Measured: 5,000 customers
0.1 s, 100,000 customers 2 s.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from workbook.methods.adbudg import fit_adbudg
from workbook.methods.curve_allocation import allocate_along
from workbook.methods.effort_allocation import allocate, under_limits
from workbook.methods.response import sales

ELASTICITY = 0.34
EFFORT, INDEX = np.array([0.0, 0.5, 1.0, 1.5, np.inf]), np.array([0.5, 0.7, 1.0, 1.2, 1.4])


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


def judged(table: pd.DataFrame) -> tuple[np.ndarray, float]:
    """Hours along judged curves at two of four classes, from fitting them to the best hours; and the margin they add."""
    group = np.resize(["key", "core", "smart", "lean"], len(table))
    today, worth = table["today"].to_numpy(), table["worth"].to_numpy()
    curve, grid = fit_adbudg(EFFORT, INDEX), np.linspace(0.5, 2, 61)
    rise = table["rise"].to_numpy()[:, None]
    grown = sales(grid[None, :], 1.0, 1.0, rise, ELASTICITY)
    own = np.isin(group, ["key", "core"])
    grown[own] = np.minimum(rise[own], curve.at(grid) / curve.at(1.0))
    hours, gain = today[:, None] * grid, worth[:, None] * grown

    def fill(some: np.ndarray, total: float) -> np.ndarray:
        return allocate_along(hours[some], gain[some], total)

    found = under_limits(fill, group, {"key": float(today[group == "key"].sum())}, float(today.sum()))
    at = np.abs(grid - (found / today)[:, None]).argmin(axis=1)
    return found, float((gain[np.arange(len(at)), at] - worth).sum())


def time_judged(sizes: list[int]) -> None:
    """One line per number of customers."""
    print(f"{'customers':>9}{'judged s':>10}{'hours used':>12}{'margin more':>15}")
    for n in sizes:
        table = customers(n)
        begin = time.perf_counter()
        hours, more = judged(table)
        spent = time.perf_counter() - begin
        print(f"{n:>9}{spent:>10.2f}{hours.sum() / table['today'].sum():>12.6f}{more:>15,.0f}", flush=True)


def time_general(sizes: list[int], steps: int) -> None:
    """One line per number of customers, both ways."""
    print(f"{'customers':>9}{'ours s':>10}{'SLSQP s':>10}{'times':>9}{'margin ours − SLSQP':>21}")
    for n in sizes:
        table = customers(n)
        begin = time.perf_counter()
        ours = allocate(table, ELASTICITY).to_numpy()
        fast = time.perf_counter() - begin
        begin = time.perf_counter()
        theirs, how = general(table, steps)
        slow = time.perf_counter() - begin
        more = aim(table, ours) - aim(table, theirs)
        print(f"{n:>9}{fast:>10.4f}{slow:>10.2f}{slow / fast:>9.0f}{more:>21.6f}  {how}", flush=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--steps", type=int, default=500)
    asked.add_argument("--judged", action="store_true")
    asked.add_argument("customers", nargs="*", type=int, default=[100, 300])
    given = asked.parse_args()
    if given.judged:
        time_judged(given.customers)
    else:
        time_general(given.customers, given.steps)
