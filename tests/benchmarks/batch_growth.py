"""What a batch costs as it grows: 1, 10, 100, 1,000 small clients; time per client, memory, handles, processes.

`python tests/benchmarks/batch_growth.py [clients …] [--workers N]`. The cost per client leaves out the start of the command,
which a batch without anything to do shows. Memory, handles and processes are the most seen of the command and all it started.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
from small_client import SETTINGS, small_folder

EVERY = 0.2  # seconds between two looks


@dataclass
class Most:
    """The most seen: bytes of the command itself and of all together, its open files, processes."""

    command: int = 0
    together: int = 0
    handles: int = 0
    processes: int = 0

    def look(self, process: psutil.Process) -> None:
        """Look once."""
        family = [process, *process.children(recursive=True)]
        sizes = [p.memory_info().rss for p in family]
        self.command, self.together = max(self.command, sizes[0]), max(self.together, sum(sizes))
        self.handles, self.processes = max(self.handles, process.num_fds()), max(self.processes, len(family))


def batch(clients: Path, out: Path, workers: int) -> tuple[float, Most]:
    """Seconds of one batch, and what it used."""
    command = [sys.executable, "-m", "workbook", "batch", str(clients), "-o", str(out), "-j", str(workers)]
    begun, most = time.perf_counter(), Most()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        seen = psutil.Process(process.pid)
        while process.poll() is None:
            with contextlib.suppress(psutil.Error):
                most.look(seen)
            time.sleep(EVERY)
    assert process.returncode == 0
    return time.perf_counter() - begun, most


def row(clients: int, workers: int) -> None:
    """One batch of so many clients, and one over the same with nothing to do."""
    with tempfile.TemporaryDirectory(prefix="growth-") as place:
        for n in range(clients):
            small_folder(Path(place) / "clients" / f"client-{n:04d}", SETTINGS)
        seconds, most = batch(Path(place) / "clients", Path(place) / "out", workers)
        told = json.loads((Path(place) / "out" / "summary.json").read_text("utf-8"))
        idle, _ = batch(Path(place) / "clients", Path(place) / "out", workers)
    cpu = told["totals"]["cpu_seconds"] / clients
    sizes = f"{most.command / 2**20:11.0f}{most.together / 2**20:11.0f}{most.handles:9}{most.processes:11}"
    print(f"{clients:8,}{seconds:10.1f}{(seconds - idle) / clients:12.2f}{cpu:12.2f}{idle:10.1f}{sizes}", flush=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("clients", nargs="*", type=int, default=[1, 10, 100, 1000])
    asked.add_argument("--workers", type=int, default=2)
    chosen = asked.parse_args()
    print(f"{'clients':>8}{'wall s':>10}{'wall each':>12}{'CPU each':>12}{'idle s':>10}", end="")
    print(f"{'command MB':>11}{'all MB':>11}{'handles':>9}{'processes':>11}")
    for size in chosen.clients:
        row(size, chosen.workers)
