"""The assignment of customers to sales reps as a linear or mixed-integer model, solved by HiGHS."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import highspy
import numpy as np
from scipy import sparse


@dataclass(frozen=True)
class Territories:
    """Who may look after whom, at what cost and with how much work.

    Arrays of customers × reps: `cost` (any unit, may be negative), `load` (work, ≥ 0), `allowed` (bool). By rep: `low` and `high`
    (least and most work), `closable` (the territory may disappear) and `keeping` (what an open one costs more than a closed
    one). By customer: `owner` (rep of today as a position, −1 none) and `weight` (what changes hands with it). At most
    `budget` of the weight of owned customers changes its owner; None: all of it may. `outside`: what a unit of work outside
    the band costs; None: nothing lies outside.
    """

    cost: np.ndarray
    load: np.ndarray
    allowed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    owner: np.ndarray
    weight: np.ndarray
    closable: np.ndarray
    keeping: np.ndarray
    budget: float | None = None
    outside: float | None = None

    @classmethod
    def plain(cls, cost: np.ndarray, load: np.ndarray, low: np.ndarray, high: np.ndarray, **more) -> Territories:  # type: ignore[no-untyped-def]
        """A problem where nothing but cost and work counts; `load` by customer or by customer and rep; `more` names the rest."""
        cost = np.asarray(cost, float)
        n, m = cost.shape
        load = np.asarray(load, float)
        rest = {
            "allowed": np.ones((n, m), bool),
            "owner": np.full(n, -1),
            "weight": np.zeros(n),
            "closable": np.zeros(m, bool),
            "keeping": np.zeros(m),
        }
        whole = np.array(np.broadcast_to(load[:, None] if load.ndim == 1 else load, (n, m)))
        return cls(cost, whole, low=np.asarray(low, float), high=np.asarray(high, float), **{**rest, **more})

    @property
    def owned(self) -> np.ndarray:
        """Which customers have an owner today (bool)."""
        return self.owner >= 0

    @cached_property
    def staying(self) -> np.ndarray:
        """Customers × reps: the weight that stays where it is."""
        own = np.zeros(self.cost.shape)
        at = np.flatnonzero(self.owned)
        own[at, self.owner[at]] = self.weight[at]
        return own

    @property
    def to_stay(self) -> float:
        """The least weight that keeps its owner."""
        whole = float(self.weight[self.owned].sum())
        return 0.0 if self.budget is None else max(whole - self.budget, 0.0)

    def of(self, customers: np.ndarray) -> Territories:
        """The same with the customers at these positions, in this order."""
        kept = {name: getattr(self, name)[customers] for name in ("cost", "load", "allowed", "owner", "weight")}
        return replace(self, **kept)

    def scaled(self) -> tuple[Territories, float]:
        """The same with costs of about 1, and what to multiply them by: solvers think in absolute tolerances."""
        known = np.abs(self.cost[self.allowed])
        unit = float(known.mean()) if known.size and known.mean() > 0 else 1.0
        price = None if self.outside is None else self.outside / unit
        return replace(self, cost=self.cost / unit, keeping=self.keeping / unit, outside=price), unit


@dataclass(frozen=True)
class Answer:
    """What HiGHS found: `x` by column of the pairs (share of the customer), value, proven bound (−inf where none), duals of the
    bands and of what stays; `open` by rep. `feasible` is False where it proved there is none or found none in its nodes."""

    feasible: bool
    x: np.ndarray
    value: float
    bound: float
    least: np.ndarray
    most: np.ndarray
    stay: float
    open: np.ndarray


@dataclass(frozen=True)
class Rules:
    """How far HiGHS goes: relative gap, nodes; `whole` customers or shares of them. No clock: the same input, the same answer."""

    whole: bool = True
    gap: float = 0.0
    nodes: int = 20_000


def solve_model(t: Territories, row: np.ndarray, rep: np.ndarray, rules: Rules) -> Answer:
    """The cheapest assignment that uses only the pairs (customer `row[k]`, rep `rep[k]`).

    Rows of the model: one rep per customer; work of each rep at least `low` and at most `high` (nothing where closed); weight
    that stays; for whole customers, nobody at a closed territory, also where work may lie outside the band or is 0. Source:
    generalised assignment problem, Fisher, Jaikumar and Van Wassenhove 1986; solver: Huangfu and Hall 2018.
    """
    n, m = t.cost.shape
    pairs = len(row)
    soft = m if t.outside is not None else 0
    matrix, bounds = _rows(t, row, rep, soft, rules.whole and bool(t.closable.any()))
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    price = np.full(2 * soft, t.outside if soft else 0.0)
    model.col_cost_ = np.concatenate([t.cost[row, rep], np.where(t.closable, t.keeping, 0.0), price])
    model.col_lower_ = np.concatenate([np.zeros(pairs), np.where(t.closable, 0.0, 1.0), np.zeros(2 * soft)])
    model.col_upper_ = np.concatenate([np.ones(pairs + m), np.full(2 * soft, highspy.kHighsInf)])
    model.row_lower_, model.row_upper_ = bounds
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    if rules.whole:
        whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        model.integrality_ = [whole] * (pairs + m) + [part] * (2 * soft)
    return _run(model, rules, (pairs, n, m))


def _rows(t: Territories, row: np.ndarray, rep: np.ndarray, soft: int, closes: bool):  # type: ignore[no-untyped-def]
    """The matrix by column, and the ends of its rows; with `closes` the last ones empty closed territories."""
    n, m = t.cost.shape
    pairs, every = len(row), np.arange(m)
    k = np.arange(pairs)
    load = t.load[row, rep]
    at = [row, n + rep, n + m + rep, np.full(pairs, n + 2 * m), n + every, n + m + every]
    column = [k, k, k, k, pairs + every, pairs + every]
    value = [np.ones(pairs), load, load, t.staying[row, rep], -t.low, -t.high]
    if soft:
        at += [n + every, n + m + every]
        column += [pairs + m + every, pairs + 2 * m + every]
        value += [np.ones(m), -np.ones(m)]
    if closes:
        last = n + 2 * m + 1
        at += [last + rep, last + every]
        column += [k, pairs + every]
        value += [np.ones(pairs), np.full(m, -float(n))]
    shape = (n + 2 * m + 1 + m * closes, pairs + m + 2 * soft)
    matrix = sparse.coo_matrix((np.concatenate(value), (np.concatenate(at), np.concatenate(column))), shape).tocsc()
    matrix.eliminate_zeros()
    least = np.concatenate([np.ones(n), np.zeros(m), np.full(m, -highspy.kHighsInf), [t.to_stay - 1e-9 * t.to_stay]])
    most = np.concatenate([np.ones(n), np.full(m, highspy.kHighsInf), np.zeros(m), [highspy.kHighsInf]])
    empty = np.full(m * closes, -highspy.kHighsInf), np.zeros(m * closes)
    return matrix, (np.concatenate([least, empty[0]]), np.concatenate([most, empty[1]]))


def _run(model: highspy.HighsLp, rules: Rules, sizes: tuple[int, int, int]) -> Answer:
    pairs, n, m = sizes
    solver = highspy.Highs()
    options = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": rules.gap,
        "mip_max_nodes": rules.nodes,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)
    solver.run()
    info, found = solver.getInfo(), solver.getSolution()
    done = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    feasible = done or info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not feasible:
        nothing = np.zeros(m)
        return Answer(False, np.zeros(pairs), np.inf, -np.inf, nothing, nothing, 0.0, nothing)
    x = np.array(found.col_value)
    duals = np.zeros(n + 2 * m + 1) if rules.whole else np.array(found.row_dual)
    bound = float(info.mip_dual_bound) if rules.whole else float(info.objective_function_value)
    least, most = np.maximum(duals[n : n + m], 0.0), np.maximum(-duals[n + m : n + 2 * m], 0.0)
    value = float(info.objective_function_value)
    return Answer(True, x[:pairs], value, bound, least, most, max(float(duals[-1]), 0.0), x[pairs : pairs + m])
