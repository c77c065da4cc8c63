"""Where the sample clients are, the day their reports are made on in tests, and how one is made elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "data" / "sample"
EPOCH = "1768485900"  # 15 January 2026, 14:05 UTC


def again(client: Path, out: Path, hashseed: str, zone: str, locale: str) -> dict[Path, bytes]:
    """The bytes of every file of the client's German report, made by a process of its own with this seed, zone and locale."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONHASHSEED": hashseed, "TZ": zone, "LC_ALL": locale}
    command = [sys.executable, "-m", "workbook", "report", str(client), "-o", str(out), "--language", "de"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=out.parent)
    assert done.returncode == 0, done.stderr
    return {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
