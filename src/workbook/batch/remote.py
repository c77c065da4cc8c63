"""What a worker of a cluster does: start an interpreter for one client, wait for it, stop it. It imports none of our code."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TICK = 0.5  # seconds between two looks


def made(order: Mapping[str, Any]) -> tuple[bytes, int]:
    """What the client's interpreter said and how it ended; it is stopped with the worker and with the batch (`stop`, a file)."""
    stop = Path(order["out"]) / order["stop"]
    command = [sys.executable, "-m", "workbook.batch.task"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps(dict(order)).encode() + b"\n")
        process.stdin.flush()
        while process.poll() is None:
            time.sleep(TICK)
            if stop.exists():
                process.stdin.close()  # it hears that nobody waits
                process.wait()
        return process.stdout.read(), process.returncode
