"""What chapter 5 shows, topic by topic."""

from __future__ import annotations

from workbook.chapters import Draw
from workbook.chapters.process import (
    deals_exhibits,
    delivered_exhibits,
    effectiveness_exhibits,
    loop_exhibits,
    opinion_exhibits,
    order_cost_exhibits,
    steering_exhibits,
)

EXHIBITS: dict[str, Draw] = {
    **opinion_exhibits.EXHIBITS,
    **loop_exhibits.EXHIBITS,
    **delivered_exhibits.EXHIBITS,
    **deals_exhibits.EXHIBITS,
    **order_cost_exhibits.EXHIBITS,
    **effectiveness_exhibits.EXHIBITS,
    **steering_exhibits.EXHIBITS,
}
