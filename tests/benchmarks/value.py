"""How long chapter 2 takes on clients of any size: the analysis alone, without reading files and without charts.

`python tests/benchmarks/value.py [customers:lines …]` (default up to 100 000 customers and 10 million lines).
Each size runs in a process of its own; the time is that of `analyse` after imports, memory the peak of the process.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

SIZES = ("1000:40000", "5000:200000", "20000:2000000", "100000:10000000")
FIRST, LAST = date(2023, 1, 1), date(2025, 12, 31)


def client(customers: int, lines: int):  # type: ignore[no-untyped-def]
    """An invented client: buying rates from a gamma distribution, order values lognormal, prices falling with volume."""
    from workbook.client import Client, Reading
    from workbook.parameters import Parameters

    draw = np.random.default_rng(11)
    ids = np.array([f"K{n:06d}" for n in range(customers)])
    weight = draw.gamma(0.6, 1.0, customers) + 0.02
    buyer = np.sort(draw.choice(customers, lines, p=weight / weight.sum()))
    days = draw.integers(0, (LAST - FIRST).days + 1, lines)
    # Three lines make an order: the day belongs to the order.
    order = np.arange(lines) // 3
    days = days[order * 3]
    listed = draw.lognormal(5, 1, lines)
    rate = np.clip(draw.normal(0.08 + 0.02 * np.log1p(weight[buyer]), 0.04, lines), 0, 0.5)
    net = listed * (1 - rate)
    table = pd.DataFrame(
        {
            "customer_id": pd.array(ids[buyer], dtype="str"),
            "date": pd.Timestamp(FIRST) + pd.to_timedelta(days, unit="D"),
            "order_id": pd.array(np.char.add("A", order.astype(str)), dtype="str"),
            "net_revenue": net,
            "list_revenue": listed,
            "discount": listed - net,
            "cost_of_goods": net * np.clip(draw.normal(0.68, 0.08, lines), 0.3, 0.95),
        }
    )
    return Client(
        Parameters(name="Muster", language="de"),
        {"transactions": table, **_people(draw, ids, weight, customers)},
        Reading(),
        (FIRST, LAST),
        LAST,
    )


def _people(draw: np.random.Generator, ids: np.ndarray, weight: np.ndarray, customers: int) -> dict[str, pd.DataFrame]:
    """The customers with potential and group, the staff, eight activities per customer and the cost rates."""
    n, reps = 8 * customers, max(10, customers // 60)
    names = pd.array([f"V{k:04d}" for k in range(reps)], dtype="str")
    master = pd.DataFrame({"customer_id": pd.array(ids, dtype="str"), "name": pd.array(ids, dtype="str")})
    belongs, head = draw.random(customers) < 0.1, ids[draw.integers(0, customers, customers)]
    master["parent_id"] = pd.array(np.where(belongs, head, ids), dtype="str")
    master["industry"] = pd.array(draw.choice(["Maschinenbau", "Chemie", "Handel"], customers), dtype="str")
    master["potential_revenue"] = weight * draw.lognormal(9, 0.4, customers)
    done = pd.DataFrame(
        {
            "customer_id": pd.array(ids[draw.integers(0, customers, n)], dtype="str"),
            "rep_id": names[draw.integers(0, reps, n)],
            "date": pd.Timestamp(FIRST) + pd.to_timedelta(draw.integers(0, 1096, n), unit="D"),
            "type": pd.array(draw.choice(["visit", "phone_call", "email"], n), dtype="str"),
            "hours": draw.gamma(2, 0.8, n),
        }
    )
    staff = pd.DataFrame({"rep_id": names, "role": pd.array(["field"] * reps, dtype="str"), "fte": 1.0})
    staff = staff.assign(annual_cost=95_000.0, working_hours=1_650.0, selling_share=0.6)
    rates = pd.DataFrame(
        {"activity_type": pd.array(["order", "order_line"], dtype="str"), "cost_per_event": [60.0, 7.0]}
    )
    return {"customers": master, "activities": done, "staff": staff, "cost_rates": rates}


def one(size: str, profiled: bool) -> None:
    """Analyse one client; print seconds, peak (GiB) and what was found."""
    from workbook.chapters import SoFar
    from workbook.chapters.value import analyse, customers, figures

    made = client(*map(int, size.split(":")))
    before = peak()
    profile = cProfile.Profile()
    begin = time.perf_counter()
    if profiled:
        profile.enable()
    result = analyse(made, SoFar())
    found = figures(result), customers(result)
    profile.disable()
    seconds = time.perf_counter() - begin
    print(seconds, before, peak(), len(found[1]), len(found[0]))
    if profiled:
        pstats.Stats(profile).sort_stats("cumtime").print_stats(40)


def peak() -> float:
    """The peak of this process in GiB (Linux)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    return int(found[1]) / 2**20 if found else float("nan")


if __name__ == "__main__":
    if sys.argv[1:2] in (["--one"], ["--profile"]):
        one(sys.argv[2], sys.argv[1] == "--profile")
    else:
        print(f"{'customers:lines':>20}{'seconds':>9}{'GiB':>7}{'of which client':>17}{'µs per line':>13}")
        for size in sys.argv[1:] or SIZES:
            alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # as the package sets it where it is imported first
            command = [sys.executable, __file__, "--one", size]
            done = subprocess.run(command, capture_output=True, text=True, check=True, env=alone)
            seconds, before, most = map(float, done.stdout.split()[:3])
            per_line = 1e6 * seconds / int(size.split(":")[1])
            print(f"{size:>20}{seconds:9.2f}{most:7.2f}{before:17.2f}{per_line:13.2f}", flush=True)
