"""What chapter 5 shows, topic by topic."""

from __future__ import annotations

from workbook.chapters import Draw
from workbook.chapters.process import (
    audit_exhibits,
    delivered_exhibits,
    evidence_exhibits,
    fields_exhibits,
    instruments_exhibits,
    maturity_exhibits,
    opinion_exhibits,
)

EXHIBITS: dict[str, Draw] = {
    **opinion_exhibits.EXHIBITS,
    **evidence_exhibits.EXHIBITS,
    **delivered_exhibits.EXHIBITS,
    **maturity_exhibits.EXHIBITS,
    **audit_exhibits.EXHIBITS,
    **instruments_exhibits.EXHIBITS,
    **fields_exhibits.EXHIBITS,
}
