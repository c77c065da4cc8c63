"""The six chapters, one package each: analysis (facts), findings (what we say), exhibits (what we show).

Chapters never import each other. What one needs from an earlier one comes through `SoFar`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbook.finding import Figure, Finding, Gap

if TYPE_CHECKING:
    from workbook.exhibit import Exhibit
    from workbook.language import Words

ORDER = ("intake", "value", "segmentation", "coverage", "process", "summary")

Draw = Callable[[Any, "Words"], "Exhibit | None"]


@dataclass(frozen=True)
class SoFar:
    """What the chapters before have found: one row per customer (index customer_id), figures, findings, gaps."""

    customers: pd.DataFrame = field(default_factory=pd.DataFrame)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()


def chapter(name: str) -> ModuleType:
    """The package of one chapter: analyse, figures, findings, gaps, customers, answer, basis, EXHIBITS."""
    if name not in ORDER:
        raise KeyError(name)
    return importlib.import_module(f"workbook.chapters.{name}")
