"""What this machine has: interpreter, packages, kernel, Chromium, write rights."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
from pathlib import Path

from workbook.chromium import browser
from workbook.language import Words

NEEDED = ("pandas", "seaborn", "nbconvert", "papermill", "jupyterlab", "ipywidgets", "ipykernel")


def examine(words: Words) -> list[tuple[bool, str]]:
    """One line per fact: whether it is fine, and the fact in words."""
    lines = [(sys.version_info >= (3, 11), words.text("doctor.python", version=platform.python_version()))]
    for name in NEEDED:
        try:
            lines.append((True, f"{name} {importlib.metadata.version(name)}"))
        except importlib.metadata.PackageNotFoundError:
            lines.append((False, words.text("doctor.missing", name=name)))
    here = Path.cwd()
    lines.append(
        (os.access(here, os.W_OK), words.text("doctor.writable" if os.access(here, os.W_OK) else "doctor.locked"))
    )
    lines.append((True, words.text("doctor.chromium" if browser() else "doctor.no_chromium")))
    return lines
