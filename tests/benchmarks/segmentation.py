"""Class probabilities: customers × 6 criteria × 10,000 draws, beside a plain loop and beside the package pymcdm.

The plain loop draws weights, scores with pandas and applies the reference rule; it is timed on few draws and extrapolated. pymcdm
ranks the same customers by the same weighted sum, weighting by weighting, without classes and without drawing inputs; also
extrapolated. It needs an environment of its own. Seconds are those of the processor, so that a busy machine counts little.
python tests/benchmarks/segmentation.py [python of the environment with pymcdm] [customers …]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from workbook.methods.class_draws import Known, Orders, Ranges, unchanged
from workbook.methods.class_probability import Draws, Rule, class_probability
from workbook.methods.customer_class import classify
from workbook.methods.score import score

WEIGHTS = {"potential": 0.3, "earned_value": 0.2, "strategic_importance": 0.15, "revenue": 0.15}
WEIGHTS |= {"requirements": 0.1, "competition": 0.1}
DRAWS, FEW, ORDERS = Draws(200, 50, 50, 1), 10, 20
THEIRS = """
import sys, time
import numpy as np
from pymcdm.methods import WSM
values = np.load(sys.argv[1])
body, draw = WSM(), np.random.default_rng(1)
weights = draw.dirichlet(50 * np.full(values.shape[1], 1 / values.shape[1]), int(sys.argv[2]))
start = time.process_time()
for w in weights:
    body.rank(body(values, w, np.ones(values.shape[1])))
print(time.process_time() - start)
"""


def customers(n: int) -> Known:
    """Customers with 20 orders each, three ratings of which one in ten is missing, potentials with a range."""
    draw = np.random.default_rng(1)
    ids = pd.Index([f"K{i:06d}" for i in range(n)])
    cell = np.sort(draw.integers(0, 3 * n, ORDERS * n))
    start = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]])
    net = draw.lognormal(6, 1, len(cell))
    revenue = np.bincount(cell // 3, net, n)
    rates = {"cm1": 0.3, "order_cost": 0.05, "care_cost": 0.1, "lean_care": 0.05, "revenue_per_year": 1 / 3}
    table = pd.DataFrame({name: revenue * rate for name, rate in rates.items()}, ids).assign(ratio=1.0, error=0.3)
    table["potential"] = revenue * draw.uniform(0.5, 3, n)
    table["potential_low"], table["potential_high"] = table["potential"] * 0.8, table["potential"] * 1.3
    criteria = pd.DataFrame({"potential": table["potential"], "earned_value": 0.05 * revenue, "revenue": revenue / 3})
    for name in ("strategic_importance", "requirements", "competition"):
        criteria[name] = np.where(draw.random(n) < 0.1, np.nan, draw.integers(1, 6, n))
    orders = Orders(net, net * 0.3, np.ones(len(net)), start, cell[start])
    return Known(criteria.set_index(ids), table, orders, True, 3.0, 0.9, Ranges((0.8, 1.2), (0.8, 1.2), 0.1))


def plain(known: Known, limit: int) -> float:
    """Seconds for all draws, extrapolated from a few by the reference rule; inputs as they are, so it does less."""
    draw, now = np.random.default_rng(1), unchanged(known)
    size = np.where(now.none, "none", np.where(now.small, "small", "large"))
    table = known.table.assign(size=size, group=known.table.index, cm3=now.cm3, lean_cm3=now.lean_cm3)
    criteria = pd.DataFrame(dict(now.criteria), known.table.index)
    start = time.process_time()
    for weights in draw.dirichlet(50 * np.array(list(WEIGHTS.values())), FEW):
        drawn = dict(zip(WEIGHTS, weights, strict=True))
        classify(table.assign(score=score(criteria, drawn).score), limit)
    return (time.process_time() - start) / FEW * DRAWS.inputs * DRAWS.weights


def theirs(python: str, known: Known) -> float:
    """Seconds pymcdm needs for all draws, extrapolated from a few."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "values.npy"
        np.save(file, known.criteria.fillna(3.0).to_numpy(float))
        done = subprocess.run(
            [python, "-W", "ignore", "-c", THEIRS, str(file), str(FEW)], capture_output=True, text=True, check=True
        )
    return float(done.stdout.split()[-1]) / FEW * DRAWS.inputs * DRAWS.weights


def main() -> None:
    """Prints processor and wall seconds; ours holds the sceptic's weights, weights alone and data alone as well."""
    other = next((a for a in sys.argv[1:] if not a.isdigit()), "")
    for n in [int(a) for a in sys.argv[1:] if a.isdigit()] or [5_000, 100_000]:
        known, limit = customers(n), n // 20
        wall, begin = time.perf_counter(), time.process_time()
        class_probability(known, WEIGHTS, Rule(np.arange(n), limit, 0.6, 0.95), DRAWS)
        print(
            f"{n:8,} customers  ours   {time.process_time() - begin:10.1f} s  ({time.perf_counter() - wall:.1f} s wall)"
        )
        print(f"{n:8,} customers  plain  {plain(known, limit):10.1f} s  (extrapolated)", flush=True)
        if other:
            print(f"{n:8,} customers  pymcdm {theirs(other, known):10.1f} s  (extrapolated)", flush=True)


if __name__ == "__main__":
    main()
