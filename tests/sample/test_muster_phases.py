"""What chapter 5 finds of what was planted in the invented company, on five seeds, and that it finds nothing without effect."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from workbook import intake
from workbook.chapters import SoFar
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.evidence import Evidence
from workbook.chapters.process.opinion import Opinion
from workbook.finding import Finding
from workbook.run import Run
from workbook.settings import read_settings

pytestmark = pytest.mark.report

HOME = Path(__file__).resolve().parents[2] / "data" / "sample" / "muster"
SEEDS = (20260115, 1, 2, 3, 4)


@dataclass(frozen=True)
class Company:
    """One made company: the truth, the facts of chapter 5, and everything found up to it."""

    truth: Mapping[str, Any]
    result: Result
    after: SoFar

    @property
    def findings(self) -> dict[str, Finding]:
        return {f.id: f for f in self.after.findings}


def make(folder: Path, seed: int, effect: float) -> Path:
    folder.mkdir()
    (folder / "client.yaml").write_bytes((HOME / "client.yaml").read_bytes())
    options = ["--seed", str(seed), "--effect", str(effect), "--out", str(folder)]
    subprocess.run([sys.executable, "-B", str(HOME / "make.py"), *options], check=True)
    return folder


def company(folder: Path) -> Company:
    done = Run(intake.read(folder, read_settings(folder))).chapter("process")
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return Company(truth, done.result, done.after)


def companies(home: Path, effect: float) -> list[Company]:
    with ThreadPoolExecutor(2) as pool:
        return [company(path) for path in pool.map(lambda seed: make(home / str(seed), seed, effect), SEEDS)]


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> list[Company]:
    return companies(tmp_path_factory.mktemp("planted"), 1.0)


@pytest.fixture(scope="module")
def nothing(tmp_path_factory) -> list[Company]:
    return companies(tmp_path_factory.mktemp("nothing"), 0.0)


def weakest(one: Company) -> tuple[str, int]:
    """Group of customers and phase that people rate furthest below what it should be."""
    row = one.result.topics.of(Opinion).weakest
    return str(row["class"]), int(row["phase"])


def leak(one: Company) -> int:
    """The phase that loses the largest share of its cases."""
    table = one.result.topics.of(Evidence).evidence.set_index("phase")
    return int(table["conversion"].idxmin())


def weak_in_both(one: Company) -> bool:
    truth = one.truth["weak_phase"]
    return (*weakest(one), leak(one)) == (truth["segment"].lower(), truth["phase"], truth["phase"])


def test_the_weak_phase_is_found_in_opinion_and_evidence(planted):
    assert [(weakest(one), leak(one)) for one in planted if not weak_in_both(one)] == []
    for one in planted:
        assert one.findings["process.gap"].numbers["phase"].key == "phase.2"
        assert one.findings["process.conversion"].numbers["phase"].key == "phase.2"
        assert one.findings["process.conversion"].numbers["agreement"].key == "process.agrees"


def test_without_effect_no_phase_is_weak_in_opinion_and_evidence(nothing):
    assert [one.truth["seed"] for one in nothing if weak_in_both(one)] == []
