"""What a cell stands for, where client.yaml says so: `values: {outcome: {Won: won}}`."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbook.intake.header import Block

Told = str | float | bool


def valued(block: Block, header: str, told: Mapping[str, Told]) -> Block:
    """The block with the cells of one column replaced by what they stand for; those not named stay as they are."""
    if not told:
        return block
    meant = {_spelled(cell): value for cell, value in told.items()}
    raw = block.raw.copy(deep=False)
    raw[header] = raw[header].map(lambda cell: meant.get(_spelled(cell), cell)).astype(object)
    return replace(block, raw=raw)


def _spelled(cell: Any) -> str:
    """A cell as client.yaml can name it: text on single blanks, whole numbers without decimals, nothing as empty text."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(unicodedata.normalize("NFC", str(cell)).split())
