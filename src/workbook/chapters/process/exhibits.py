"""What chapter 5 shows, topic by topic."""

from __future__ import annotations

from workbook.chapters import Draw
from workbook.chapters.process import (
    delivered_exhibits,
    effectiveness_exhibits,
    evidence_exhibits,
    opinion_exhibits,
    steering_exhibits,
)

EXHIBITS: dict[str, Draw] = {
    **opinion_exhibits.EXHIBITS,
    **evidence_exhibits.EXHIBITS,
    **delivered_exhibits.EXHIBITS,
    **effectiveness_exhibits.EXHIBITS,
    **steering_exhibits.EXHIBITS,
}
