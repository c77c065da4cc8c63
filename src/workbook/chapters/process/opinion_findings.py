"""What the topic opinion says."""

from __future__ import annotations

import pandas as pd

from workbook.finding import Finding, Quantity, Term, Value, count


def gap(weak: pd.Series | None, leads: bool, target: float) -> Finding | None:
    """The class and phase with the largest weighted gap."""
    if weak is None:
        return None
    numbers: dict[str, Value] = {
        "points": Quantity(target - float(weak["performance"]), "score"),
        "phase": Term(f"phase.{int(weak['phase'])}"),
        "group": Term(f"opinion_class.{weak['class']}"),
        "importance": Quantity(float(weak["importance"]), "score"),
        "performance": Quantity(float(weak["performance"]), "score"),
        "n_people": count(int(weak["n"])),
        "target": Quantity(target, "score"),
        "order": Term("process.order_sure" if leads else "process.order_unsure"),
    }
    return Finding("process.gap", numbers, 1 if weak["n"] < 10 else 2, ("[002]",))


def split(contrast: pd.DataFrame | None) -> Finding | None:
    """The phase two groups see most differently, where this is no chance among all comparisons."""
    found = None if contrast is None else contrast[contrast["stands"].astype(bool)]
    if contrast is None or found is None or found.empty:
        return None
    widest = found.iloc[0]
    few = min(int(widest["n_high"]), int(widest["n_low"])) < 10
    numbers: dict[str, Value] = {
        "phase": Term(f"phase.{int(widest['phase'])}"),
        "higher": str(widest["higher"]),
        "lower": str(widest["lower"]),
        "points": Quantity(float(widest["difference"]), "score"),
        "high": Quantity(float(widest["high"]), "score"),
        "low": Quantity(float(widest["low"]), "score"),
        "n_high": count(int(widest["n_high"])),
        "n_low": count(int(widest["n_low"])),
        "n_pairs": count(len(contrast)),
    }
    return Finding("process.split", numbers, 1 if few else 2, ("[002]",))
