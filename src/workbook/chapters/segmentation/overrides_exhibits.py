"""Classes set by hand, each beside the class by the rule."""

from __future__ import annotations

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.segmentation.base import Base
from workbook.exhibit import Exhibit
from workbook.finding import Value, count
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def overrides(result: Base, words: Words) -> Exhibit | None:
    """Every override in force, with reason, owner and expiry; nothing where there is none."""
    if not result.segmented:
        return None
    held = [
        o
        for o in result.client.parameters.overrides
        if o.customer_id in result.table.index and o.expires >= result.client.as_of
    ]
    if not held:
        return None
    rows = result.table.loc[[o.customer_id for o in held], ["name", "rule_class"]].assign(
        to=[o.to for o in held],
        reason=[o.reason for o in held],
        owner=[o.owner for o in held],
        expires=[pd.Timestamp(o.expires) for o in held],
    )
    shown = [
        Shown("name", "head.customer"),
        Shown("rule_class", "head.rule_class", "class", "class."),
        Shown("to", "head.class_by_hand", "class", "class."),
        Shown("reason", "head.reason"),
        Shown("owner", "head.owner"),
        Shown("expires", "head.expires", "date"),
    ]
    numbers: dict[str, Value] = {"n": count(len(rows)), "n_other": count(int((rows["rule_class"] != rows["to"]).sum()))}
    return plate(words, "segmentation.overrides", numbers, Behind(rows, shown))


EXHIBITS: dict[str, Draw] = {"overrides": overrides}
