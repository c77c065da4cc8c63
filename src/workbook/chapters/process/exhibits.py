"""What chapter 5 shows, topic by topic."""

from __future__ import annotations

from workbook.chapters import Draw
from workbook.chapters.process import (
    audit_exhibits,
    deals_exhibits,
    delivered_exhibits,
    effectiveness_exhibits,
    fields_exhibits,
    instruments_exhibits,
    loop_exhibits,
    maturity_exhibits,
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
    **maturity_exhibits.EXHIBITS,
    **audit_exhibits.EXHIBITS,
    **instruments_exhibits.EXHIBITS,
    **fields_exhibits.EXHIBITS,
}
