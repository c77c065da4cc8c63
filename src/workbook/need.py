"""What is missing, in plain words: `customers.potential_revenue` says nothing to whoever has to deliver it."""

from __future__ import annotations

from collections.abc import Sequence

from workbook import schema
from workbook.language import Words


def plain_need(need: str, words: Words) -> str:
    """What a `table.column`, a `table` or the consent of persons is, in the client's words."""
    name, _, field = need.partition(".")
    if name not in schema.tables():
        return words.text(f"need.{name}")
    table = words.text(f"table.{name}")
    column = schema.column(name, field) if field else None
    if column is None:
        return words.text("need.table", table=table)
    return words.text("need.column", table=table, meaning=column.meaning[words.language])


def plain_needs(needs: Sequence[str], words: Words) -> str:
    """All that is missing; where everything was delivered, that it holds too few cases."""
    return "; ".join(plain_need(need, words) for need in needs) or words.text("need.cases")
