"""What the exhibits of this chapter share."""

from __future__ import annotations

from workbook.tabulate import Shown


def group_column(grouping: str) -> Shown:
    """Of which class a row is, or of which size class where there are no classes."""
    return Shown("group", f"head.{grouping}", "class" if grouping == "class" else "term", f"{grouping}.")
