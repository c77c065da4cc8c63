"""Invented companies of other seeds: made, read and worked out once, whoever asks for them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from workbook import intake
from workbook.run import Run
from workbook.settings import read_settings

WHOLE, HALF, NOTHING = (
    pytest.mark.xdist_group(f"companies of effect {e}") for e in ("1", "0.5", "0")
)  # made by one worker
HOME = Path(__file__).resolve().parents[1] / "data" / "sample" / "muster"


@dataclass(frozen=True)
class Made:
    """One company: its folder, what was planted, and its chapters, worked out when asked for."""

    folder: Path
    truth: Mapping[str, Any]
    run: Run


class Samples:
    """The companies by seed, effect and further options of make.py."""

    def __init__(self, home: Path) -> None:
        self._home, self._made = home, dict[tuple, Made]()

    def __call__(self, seed: int, effect: float = 1.0, *more: str) -> Made:
        key = (seed, effect, *more)
        if key not in self._made:
            folder = make(self._home / str(len(self._made)), seed, "--effect", str(effect), *more)
            truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
            self._made[key] = Made(folder, truth, Run(intake.read(folder, read_settings(folder))))
        return self._made[key]


def make(folder: Path, seed: int, *options: str) -> Path:
    """The files of one company."""
    folder.mkdir()
    (folder / "client.yaml").write_bytes((HOME / "client.yaml").read_bytes())
    command = [sys.executable, "-B", str(HOME / "make.py"), "--seed", str(seed), "--out", str(folder), *options]
    subprocess.run(command, check=True)
    return folder
