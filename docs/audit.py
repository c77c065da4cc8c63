"""Known weaknesses of everything requirements.lock names, of all systems: what pip-audit was told, counted.

pip-audit ends well where it could look up nothing, and leaves out packages of other systems. So its answer counts only where it
holds every locked package; else this ends with status 2 and says that nothing was proved.

Run: python docs/audit.py [pip-audit and its options] (needs pip-audit, in an environment of its own, and its service)
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"
FAILED, NOT_AUDITED = 1, 2


def pins(lock: str) -> dict[str, str]:
    """The locked packages by name with their version, whatever system they are for."""
    return dict(re.findall(r"^([a-z0-9][\w.-]*)==([^\s;\\]+)", lock, re.M))


def judged(locked: dict[str, str], answer: dict[str, Any]) -> tuple[list[str], int]:
    """What to tell, and the status: 0 all looked up and nothing known, 1 weaknesses known, 2 not all looked up."""
    told = {re.sub(r"[-_.]+", "-", d["name"]).lower(): d for d in answer.get("dependencies", [])}
    done = {n for n, v in locked.items() if told.get(n, {}).get("version") == v and "vulns" in told[n]}
    known = [
        f"{n} {locked[n]}: {w['id']}, mended in {w['fix_versions']}" for n in sorted(done) for w in told[n]["vulns"]
    ]
    lines = [*known, f"{len(done)} of {len(locked)} locked packages looked up, {len(known)} weaknesses known."]
    if len(done) < len(locked) or not locked:
        missing = ", ".join(sorted(set(locked) - done))
        return [
            *lines,
            f"NOT AUDITED, so nothing is proved of: {missing}. Is the advisory service reachable?",
        ], NOT_AUDITED
    return lines, FAILED if known else 0


def main(command: list[str]) -> int:
    """Ask pip-audit about every locked package and judge its answer."""
    locked = pins(LOCK.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as home:
        plain = Path(home) / "all.txt"
        plain.write_text("".join(f"{name}=={version}\n" for name, version in locked.items()), "utf-8")
        asked = [
            *command,
            "-r",
            str(plain),
            "--no-deps",
            "--disable-pip",
            "--format",
            "json",
            "--progress-spinner",
            "off",
        ]
        try:
            done = subprocess.run(asked, capture_output=True, text=True)
        except FileNotFoundError:
            done = subprocess.CompletedProcess(asked, 1, "", f"{command[0]} is not installed\n")
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        sys.stderr.write(done.stderr)
        answer = {}
    lines, status = judged(locked, answer)
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["pip-audit"]))
