"""Fitting purchase models: ours, the package lifetimes, and a plain search of the same likelihood, on the same customers.

Plain = every customer by itself, gradients by finite differences. lifetimes 0.11.3 needs an environment of its own:
python tests/benchmarks/btyd.py [python of the environment with lifetimes] [customers]
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from workbook.methods.beta_geometric import _of_counts, _of_times
from workbook.methods.bg_nbd import bg_nbd
from workbook.methods.mbg_nbd import mbg_nbd
from workbook.methods.pareto_nbd import _likelihood, pareto_nbd

REPEATS = 3
THEIRS = """
import json, sys, time
import pandas as pd
from lifetimes import BetaGeoFitter, ModifiedBetaGeoFitter, ParetoNBDFitter
h = pd.read_csv(sys.argv[1])
found = {}
for name, fitter in (("bg_nbd", BetaGeoFitter), ("mbg_nbd", ModifiedBetaGeoFitter), ("pareto_nbd", ParetoNBDFitter)):
    taken = []
    for _ in range(int(sys.argv[2])):
        start = time.perf_counter()
        f = fitter()
        f.fit(h["x"], h["t_x"], h["T"])
        taken.append(time.perf_counter() - start)
    found[name] = [sorted(taken)[len(taken) // 2], [float(v) for v in f.params_.values]]
print(json.dumps(found))
"""


def customers(n: int) -> pd.DataFrame:
    """Customers of a BG/NBD world in days counted as weeks; from the known answer for CDNOW."""
    draw = np.random.default_rng(4)
    seen = draw.integers(190, 273, n) / 7
    rate, leave = draw.gamma(0.2426, 1 / 4.4135, n), draw.beta(0.7929, 2.4258, n)
    now, x, t_x, there = np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n, bool)
    while there.any():
        now = now + draw.exponential(1 / np.maximum(rate, 1e-300))
        there &= now < seen
        x, t_x = x + there, np.where(there, np.ceil(now * 7) / 7, t_x)
        there &= draw.random(n) > leave
    return pd.DataFrame({"x": x, "t_x": np.minimum(t_x, seen), "T": seen})


def plain(history: pd.DataFrame, name: str) -> float:
    """The log-likelihood found without compression and without gradients."""
    scale = float(history["T"].mean())

    def loss(logs: np.ndarray) -> float:
        return -reached(history, name, np.exp(logs))

    return -float(minimize(loss, np.log([0.5, scale / 4, 0.8, 2.0]), method="L-BFGS-B", tol=1e-12).fun)


def reached(history: pd.DataFrame, name: str, p: np.ndarray) -> float:
    """The log-likelihood of given parameters, every customer by itself."""
    x, t_x, seen = (history[c].to_numpy(float) for c in ("x", "t_x", "T"))
    one = np.ones(len(x))
    if name == "pareto_nbd":
        return _likelihood(p, (x, t_x, seen, one))[0]
    first = int(name == "mbg_nbd")
    return _of_counts(p, x, one, first)[0] + _of_times(p, (x, t_x, seen, one), first)[0]


def timed(work) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """Median seconds, and the log-likelihood reached."""
    taken, value = [], 0.0
    for _ in range(REPEATS):
        start = time.perf_counter()
        value = work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), value


def main() -> None:
    """Prints seconds and log-likelihood of the three, model by model."""
    other = sys.argv[1] if len(sys.argv) > 1 else ""
    history = customers(int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
    theirs = {}
    if other:
        with tempfile.TemporaryDirectory() as folder:
            history.to_csv(Path(folder) / "history.csv", index=False)
            command = [other, "-W", "ignore", "-c", THEIRS, str(Path(folder) / "history.csv"), "1"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            theirs = json.loads(done.stdout.splitlines()[-1])
    for name, fit in (("bg_nbd", bg_nbd), ("mbg_nbd", mbg_nbd), ("pareto_nbd", pareto_nbd)):
        rows = {"ours": timed(lambda fit=fit: fit(history).log_likelihood)}
        rows["plain"] = timed(lambda name=name: plain(history, name))
        if name in theirs:
            seconds, parameters = theirs[name]
            rows["lifetimes"] = seconds, reached(history, name, np.array(parameters))
        for who, (seconds, value) in rows.items():
            print(f"{name:12} {who:10} {seconds:8.2f} s   log-likelihood {value:,.2f}")


if __name__ == "__main__":
    main()
