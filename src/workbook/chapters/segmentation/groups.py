"""Who is meant by key and small, and whose treatment is judged: the same groups for every topic that compares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.section import CLASSES


@dataclass(frozen=True)
class Sides:
    """Key accounts against small customers (index customer_id, bool): `kind` says by which class somebody is key."""

    kind: Literal["recommended", "current", "size"]
    key: pd.Series
    small: pd.Series


def sides(base: Base) -> Sides:
    """Small = the size class, never *smart*; key = recommended class, else the company's own, else size class large.

    Whoever is both is small.
    """
    table = base.table
    small = table["size"] == "small" if "size" in table else pd.Series(False, table.index)
    own = current(base)
    if base.segmented:
        return Sides("recommended", (table["class"] == "key") & ~small, small)
    if own is not None:
        return Sides("current", (own == "key") & ~small, small)
    large = table["size"] == "large" if "size" in table else small
    return Sides("size", large, small)


def current(base: Base) -> pd.Series | None:
    """The company's own class of every customer as `current_classes` reads it; None where it delivered none."""
    named = dict(base.client.parameters.segmentation.current_classes)
    if not named or "current_class" not in base.known:
        return None
    classes = base.known["current_class"].map(named)
    return classes if classes.notna().any() else None


def said(base: Base) -> tuple[Literal["current", "recommended"], pd.Series] | None:
    """The classes whose treatment is judged: what the company says, else the recommended ones; None without either."""
    own = current(base)
    if own is not None:
        return "current", own
    return ("recommended", base.table["class"]) if base.segmented else None


def present(classes: pd.Series) -> list[str]:
    """The classes that have customers, from key to lean."""
    return [name for name in CLASSES if (classes == name).any()]
