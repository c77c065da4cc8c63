"""Sheets that feed no table: their columns, and what they may be of the table their headers speak most of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbook import schema
from workbook.client import ColumnUse
from workbook.intake import mapping
from workbook.intake.columns import nearest
from workbook.intake.header import Block
from workbook.texts import message

UNREAD = "unread"
FEWEST = 2  # one header alone says little about a table
LOOKED_AT = 100  # headers compared with all we know; more say no more about the table


def uses(blocks: Iterable[Block]) -> tuple[ColumnUse, ...]:
    """One entry per header of each sheet but our templates' guide; `table` is empty where no table knows two of them."""
    ours = {message("template.guide", "de"), message("template.guide", "en")}
    return tuple(use for block in blocks if block.sheet.name not in ours for use in _of(block))


def _of(block: Block) -> list[ColumnUse]:
    meant = {table: found for table in schema.tables() if len(found := _meant(block, table)) >= FEWEST}
    table = max(meant, key=lambda name: (len(meant[name]), name == mapping.table_of_name(block.sheet.file)), default="")
    columns = {header: column for column, header in meant.get(table, {}).items()}
    listed = []
    for header in map(str, block.raw.columns):
        letter = block.letters.get(header, "") if block.sheet.excel else ""
        near = (columns[header],) if header in columns else ()
        listed.append(ColumnUse(*block.place, header, letter, table, "", UNREAD, 0.0, near))
    return listed


def _meant(block: Block, table: str) -> Mapping[str, str]:
    """Column → header as far as the headers are known, or come near one column and no other."""
    found = dict(mapping.guessed(block, table)[0])
    for header in map(str, block.raw.columns[:LOOKED_AT]):
        near: tuple[str, ...] = nearest(header, table, set(found)) if header not in found.values() else ()
        if len(near) == 1:
            found[near[0]] = header
    return found
