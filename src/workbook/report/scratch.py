"""Where workers keep what nobody delivers: folders named after the process that owns them, swept once it is gone."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

import psutil


def scratch() -> Path:
    """A fresh folder of this process among the system's temporary files."""
    return Path(tempfile.mkdtemp(prefix=f"workbook-{os.getpid()}-"))


def sweep() -> None:
    """Remove what ended processes left."""
    for folder in Path(tempfile.gettempdir()).glob("workbook-*-*"):
        owner = re.match(r"workbook-(\d+)-", folder.name)
        if owner and not runs(int(owner[1])):
            shutil.rmtree(folder, ignore_errors=True)


def runs(pid: int) -> bool:
    """Whether a process of this number runs on this machine."""
    return bool(psutil.pid_exists(pid))
