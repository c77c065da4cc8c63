"""Two million requests through the desk: how long it takes, beside a plain simulation, and against the closed form.

    python tests/benchmarks/requests.py [arrivals]

The plain one keeps the waiting requests in a list and looks through it whenever somebody is free.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from workbook.methods.cobham import conserved, priority_waits
from workbook.methods.queue_simulation import mean_wait, poisson_arrivals, starts
from workbook.methods.request_order import request_order

RATE, PARTS, SERVICE = 8.0, np.array([0.8, 0.1, 0.1]), np.array([1 / 60, 1 / 12, 1.0])
PLAIN = 100_000


def plain(arrived: np.ndarray, service: np.ndarray, place: np.ndarray) -> np.ndarray:
    """One server, the waiting requests in a list."""
    begun, waiting, free, come = np.zeros(len(arrived)), list[int](), 0.0, 0
    for _ in range(len(arrived)):
        if not waiting:
            free = max(free, arrived[come])
        while come < len(arrived) and arrived[come] <= free:
            waiting.append(come)
            come += 1
        chosen = min(waiting, key=lambda i: place[i])
        waiting.remove(chosen)
        begun[chosen] = free
        free += service[chosen]
    return begun


def main(n: int) -> None:
    """Time and waits of three rules."""
    arrived = poisson_arrivals(RATE, n, 7)
    kind = np.random.default_rng(8).choice(3, n, p=PARTS)
    service, nothing = SERVICE[kind], np.zeros(n)
    square = SERVICE**2
    for name, rank in (("longest first", 2 - kind), ("shortest first", kind), ("by arrival", np.zeros(n, int))):
        begin = time.perf_counter()
        wait = starts(arrived, service, request_order("strict", arrived, rank, nothing, 0.0), 1) - arrived
        took = time.perf_counter() - begin
        by = np.argsort([rank[kind == k][0] for k in range(3)], kind="stable")
        exact = np.full(3, np.nan)
        if name != "by arrival":
            exact[by] = priority_waits(RATE * PARTS[by], SERVICE[by], square[by])
        print(f"{name}: {n:,} requests in {took:.1f} s, {took / n * 1e6:.2f} µs each")
        for k in range(3):
            found = mean_wait(wait, kind == k)
            print(f"  {SERVICE[k]:.4f} h: {found.mean:.4f} ({found.low:.4f} to {found.high:.4f}), exact {exact[k]:.4f}")
        means = [mean_wait(wait, kind == k).mean for k in range(3)]
        print(f"  sum of load x wait {conserved(RATE * PARTS, SERVICE, means):.3f}")
    few = slice(0, PLAIN)
    place = request_order("strict", arrived[few], 2 - kind[few], nothing[few], 0.0)
    for name, run in (("plain", lambda: plain(arrived[few], service[few], place)),
                      ("ours", lambda: starts(arrived[few], service[few], place, 1))):  # fmt: skip
        begin = time.perf_counter()
        run()
        print(f"{name}: {PLAIN:,} requests in {time.perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000)
