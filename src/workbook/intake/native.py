"""Tables whose columns have types already (parquet, databases) to raw cells that keep them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from workbook.intake import archive
from workbook.intake.notes import Unusable
from workbook.intake.sheet import Sheet

FIRST, LAST = 1700, 2250  # years a day can be worked with in; any other is written out, and judged as a text is
INDEX = re.compile(r"__index_level_\d+__")


def cell(value: Any) -> Any:
    """A value as a raw cell: numbers, days and truth values stay, nothing is an empty text, all else is written out."""
    if value is None or value != value:
        return ""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) >= 10**15 else float(value)
    if isinstance(value, date) and not FIRST <= value.year <= LAST:
        return value.isoformat()[:10]
    if isinstance(value, bool | int | float | str | date | datetime):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def row(values: Iterable[Any]) -> list[Any]:
    """A row of raw cells."""
    return [cell(value) for value in values]


def parquet(data: bytes, file: str, digest: str) -> Sheet:
    """The one table of a parquet file; whole numbers stay whole also where some are missing."""
    try:
        source = pq.ParquetFile(io.BytesIO(data))
        cells = source.metadata.num_rows * max(source.metadata.num_columns, 1)
        if cells > archive.MOST_CELLS:
            raise archive.too_big(file, cells * archive.BYTES_PER_CELL, archive.MOST_CELLS * archive.BYTES_PER_CELL)
        table = source.read()
    except (pa.ArrowException, ValueError, OSError, NotImplementedError) as broken:
        raise Unusable("IN-CORRUPT", file) from broken
    kept = [(at, name) for at, name in enumerate(table.column_names) if not INDEX.fullmatch(name)]
    columns = [[cell(value) for value in _values(table.column(at))] for at, _ in kept]
    rows = [[name for _, name in kept], *(list(values) for values in zip(*columns, strict=True))]
    return Sheet(file, "", digest, rows, list(range(1, len(rows) + 1)), excel=True)


def _values(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column; moments no calendar has are written out."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):
        return list(column.cast(pa.string()).to_pylist())
