"""Where workers keep what nobody delivers: folders named after the process that owns them, swept once it is gone.

A number is given to another process soon after its owner is gone, so a process is known by its number and its start.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

import psutil

CLOCK = 2.0  # seconds two readings of one process's start may differ where the system computes it from its clock
OWNED = re.compile(r"workbook-(\d+)-(\d+)-.+")


def scratch() -> Path:
    """A fresh folder of this process among the system's temporary files."""
    return Path(tempfile.mkdtemp(prefix=f"workbook-{mark()}-"))


def sweep() -> None:
    """Remove what ended processes left."""
    for folder in Path(tempfile.gettempdir()).glob("workbook-*-*"):
        owner = OWNED.fullmatch(folder.name)
        if owner and not runs(int(owner[1]), float(owner[2])):
            shutil.rmtree(folder, ignore_errors=True)


def mark() -> str:
    """This process as the names of its folders say it: its number and its start."""
    return f"{os.getpid()}-{started(os.getpid()) or 0:.0f}"


def runs(pid: int, since: float) -> bool:
    """Whether the process of this number that started then runs on this machine."""
    now = started(pid)
    return now is not None and abs(now - since) <= CLOCK


def started(pid: int) -> float | None:
    """When a process started (Linux: in ticks since the machine did, which no change of the clock moves); None: there is none."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        if stat.exists():
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
            return None if fields[0] in "ZX" else float(fields[19])  # a process that is dead and not yet buried is dead
        return float(psutil.Process(pid).create_time())
    except (OSError, psutil.Error):
        return None
