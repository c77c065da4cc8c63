"""Where this machine has a browser that prints pages: Chromium, Chrome or Edge."""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
PATIENCE = 20  # seconds a browser may take to say its version
PLACES = (
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def browser() -> str | None:
    """The Chromium, Chrome or Edge of this machine, None where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).is_file()), None)


@cache
def version(program: str | None) -> str:
    """What a browser calls itself, with its number; empty where there is no browser or it does not say."""
    if program is None:
        return ""
    if sys.platform == "win32":  # there it would open a window; a folder beside it bears its number
        return " ".join(sorted(p.name for p in Path(program).parent.glob("*.*.*.*") if p.is_dir()))
    try:
        said = subprocess.run([program, "--version"], capture_output=True, timeout=PATIENCE, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.decode("utf-8", "replace").strip()
