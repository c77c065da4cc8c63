"""Which cells say that there is no value."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from workbook import schema

# What Excel shows where a formula fails, German and English.
ERRORS = frozenset(
    {
        "#NV", "#BEZUG!", "#WERT!", "#DIV/0!", "#NAME?", "#ZAHL!", "#NULL!", "#ÜBERLAUF!", "#KALK!",
        "#N/A", "#REF!", "#VALUE!", "#NUM!", "#SPILL!", "#CALC!",
        *(f"Err:{code}" for code in range(501, 541)),  # what LibreOffice shows beside them
    }
)  # fmt: skip
# How xls and xlsb files store the same.
STORED_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
# Stands in a cell whose formula has no stored value, so that its row is not taken for a blank one.
UNCALCULATED = "#uncalculated"


def is_gap(cell: Any, kind: str) -> bool:
    """Whether a cell holds no value for a column of this type."""
    if not isinstance(cell, str):
        return cell is None
    text = cell.strip()
    # Words for "missing" have no digits, errors begin with # or Err: a million numbers need no look-up.
    if text and text[0] not in "#E" and any("0" <= sign <= "9" for sign in text):
        return False
    return not text or _word(text, kind)


@lru_cache(maxsize=65536)
def _word(text: str, kind: str) -> bool:
    return text in ERRORS or text == UNCALCULATED or schema.is_missing(text, kind)
