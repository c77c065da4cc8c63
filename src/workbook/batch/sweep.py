"""What dead runs left: interrupted exchanges completed, unfinished folders and temporary files removed."""

from __future__ import annotations

import re
from pathlib import Path

from workbook.batch.lock import NAME, STOP
from workbook.report import scratch
from workbook.report.publish import finish_interrupted
from workbook.whole import PARTIAL

LEFT = re.compile(r"\.(?P<name>.+)\.(?:tmp-\d+-(?:\d+-)?[0-9a-f]+|old-[0-9a-f]+)")


def sweep(out: Path) -> None:
    """Put `out`, its folder of failures and the temporary files in order, also where nothing is to be made this time.

    Called by whoever holds the folder, before its workers start.
    A folder of a process that lives is left alone; one bearing our own number is a dead run's, as none of ours exists yet.
    """
    scratch.sweep()
    for place in (out, out / "failed"):
        left = [found["name"] for p in place.glob(".*") if p.is_dir() and (found := LEFT.fullmatch(p.name))]
        for name in sorted(set(left)):
            finish_interrupted(place / name)
    for place in (out, out / "logs"):
        for file in place.glob(f".*{PARTIAL}"):
            file.unlink(missing_ok=True)
    for file in (*out.glob(f"{NAME}.*"), *out.glob(f"{STOP}.*")):
        file.unlink(missing_ok=True)
