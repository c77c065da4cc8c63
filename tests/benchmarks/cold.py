"""One report from cold: `workbook report` in a fresh interpreter beside the stock commands over the same six notebooks.

`python tests/benchmarks/cold.py [--client DIR] [--times 1]`: processor and wall-clock seconds of each, medians, and the ratio,
which is to be at most a fifth. Stock is the papermill command and the nbconvert command, one notebook after the other
(engine.py); ours is the installed command with all its files: page, workbook, slides, tables. Keep the machine quiet.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from engine import Cost, analysed, environment, stock

NORTHWIND = Path(__file__).parents[2] / "data" / "sample" / "northwind"
MOST = 1 / 5  # of stock's seconds


def cold(client: Path, scratch: Path) -> Cost:
    """One report by the command, all it starts included."""
    env = environment(scratch)
    out = scratch / "ours"
    shutil.rmtree(out, ignore_errors=True)
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "workbook", "report", client, "-o", out]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert len(list(out.glob("*/report.html"))) == 1
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, *analysed(scratch))


def main(client: Path, times: int, scratch: Path) -> bool:
    """Measure both in turn, print them; whether ours needs at most a fifth of stock's seconds."""
    print("rfc3987_syntax is", "installed" if find_spec("rfc3987_syntax") else "not installed", flush=True)
    found = [(cold(client, scratch), stock([client], scratch, 1)) for _ in range(times)]
    ours, theirs = ([(c.cpu, c.wall) for c in costs] for costs in zip(*found, strict=True))
    (cpu, wall), (stock_cpu, stock_wall) = (tuple(map(median, zip(*costs, strict=True))) for costs in (ours, theirs))
    print(f"workbook report   {cpu:8.2f} s CPU {wall:8.2f} s wall")
    print(f"stock commands    {stock_cpu:8.2f} s CPU {stock_wall:8.2f} s wall")
    print(f"ratio             {cpu / stock_cpu:8.3f}       {wall / stock_wall:8.3f}       (at most {MOST:.3f})")
    return max(cpu / stock_cpu, wall / stock_wall) <= MOST


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("--client", type=Path, default=NORTHWIND)
    options.add_argument("--times", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        sys.exit(not main(chosen.client.resolve(), chosen.times, Path(made)))
