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


def pins(lock: str) -> set[tuple[str, str]]:
    """The locked packages, each a name and a version, whatever system they are for."""
    return set(re.findall(r"^([a-z0-9][\w.-]*)==([^\s;\\]+)", lock, re.M))


def judged(locked: set[tuple[str, str]], answer: dict[str, Any]) -> tuple[list[str], int]:
    """What to tell, and the status: 0 all looked up and nothing known, 1 weaknesses known, 2 not all looked up."""
    told = {(re.sub(r"[-_.]+", "-", d["name"]).lower(), d["version"]): d["vulns"] for d in _looked_up(answer)}
    done = sorted(locked & set(told))
    known = [f"{n} {v}: {one['id']}, mended in {one['fix_versions']}" for n, v in done for one in told[n, v]]
    lines = [*known, f"{len(done)} of {len(locked)} locked packages looked up, {len(known)} weaknesses known."]
    if len(done) < len(locked) or not locked:
        missing = ", ".join(sorted({name for name, _ in locked - set(done)}))
        return [
            *lines,
            f"NOT AUDITED, so nothing is proved of: {missing}. Is the advisory service reachable?",
        ], NOT_AUDITED
    return lines, FAILED if known else 0


def _looked_up(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in answer.get("dependencies", []) if "version" in one and "vulns" in one]


def main(command: list[str]) -> int:
    """Ask pip-audit about every locked package and judge its answers."""
    locked = pins(LOCK.read_text("utf-8"))
    told = [one for part in each_once(sorted(locked)) for one in _asked(command, part).get("dependencies", [])]
    lines, status = judged(locked, {"dependencies": told})
    print("\n".join(lines))
    return status


def each_once(locked: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Of a package locked in several versions, one in each part: pip-audit takes no two at once."""
    parts: list[dict[str, str]] = []
    for name, version in locked:
        part = next((part for part in parts if name not in part), None)
        if part is None:
            parts.append(part := {})
        part[name] = version
    return parts


def _asked(command: list[str], part: dict[str, str]) -> dict[str, Any]:
    """What pip-audit answers; nothing where it does not."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "locked.txt").write_text("".join(f"{n}=={v}\n" for n, v in part.items()), "utf-8")
        asked = [*command, "--requirement", f"{home}/locked.txt", "--no-deps", "--disable-pip", "--format", "json"]
        try:
            done = subprocess.run([*asked, "--progress-spinner", "off"], capture_output=True, text=True)
            return dict(json.loads(done.stdout))
        except FileNotFoundError:
            sys.stderr.write(f"{command[0]} is not installed\n")
        except ValueError:
            sys.stderr.write(done.stderr)
    return {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["pip-audit"]))
