"""Dates as people write them: points are always day.month.year, the rest is decided by the whole column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import numpy as np
import pandas as pd

from workbook.intake.distinct import Distinct
from workbook.intake.distinct import distinct as looked_for

Order = Literal["dmy", "mdy", "ymd"]

TIME = (
    r"(?:[T ,]+(?:um )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?)?"
)
ZONE = r"\s*(?:Z|UTC|[+-]\d{2}:?\d{2}|Uhr)?"
DOTTED = re.compile(rf"(?P<a>\d{{1,2}})\.\s*(?P<b>\d{{1,2}})\.\s*(?P<c>\d{{4}}|\d{{2}}){TIME}{ZONE}")
ISO = re.compile(rf"(?P<c>\d{{4}})[-/.](?P<b>\d{{1,2}})[-/.](?P<a>\d{{1,2}}){TIME}{ZONE}")
COMPACT = re.compile(r"(?P<c>(?:19|20)\d{2}|9999)(?P<b>\d{2})(?P<a>\d{2})")
SLASHED = re.compile(rf"(?P<a>\d{{1,2}})(?P<mark>[/-])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{4}}|\d{{2}}){TIME}{ZONE}")
NAMED = re.compile(rf"(?P<a>\d{{1,2}})[. -]+(?P<name>[^\W\d]{{3,9}})\.?[ ,-]+(?P<c>\d{{4}}|\d{{2}}){TIME}{ZONE}")
MONTHS = {name: n for n, names in enumerate(
    ("jan jän", "feb", "mar mär mrz", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez"), 1
) for name in names.split()}  # fmt: skip
SERIALS = (10_000, 2_958_465)
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
YEARS = (1900, 2199)


@dataclass(frozen=True)
class Dates:
    """One column of dates: values per row, which rows are no calendar day, the order found, how many rows agree.

    `undecided` holds a text that can be read day first or month first where nothing in the column decides;
    `clash` one that is only day first and one that is only month first, where the column has both.
    """

    values: pd.Series
    invalid: pd.Series
    reading: str
    agreeing: int
    undecided: str = ""
    clash: tuple[str, ...] = ()


def epoch(date1904: bool) -> datetime:
    """The day a workbook counts its days from."""
    return EPOCH_1904 if date1904 else EPOCH


def read(
    cells: pd.Series,
    missing: Callable[[Any], bool],
    told: Order | None,
    excel: bool,
    since: datetime = EPOCH,
    met: Distinct | None = None,
) -> Dates:
    """From raw cells to timestamps (client's wall clock, no zone); 9999-12-31 means open and is missing.

    `since` is the day the serial numbers of a workbook are counted from; elsewhere a number is no day. `met`: the distinct
    cells, if known.
    """
    codes, distinct, _ = met or looked_for(cells)
    counts = np.bincount(codes, minlength=len(distinct)) if len(distinct) else np.array([], dtype=int)
    slashed = {text: found for text in distinct if isinstance(text, str) and (found := SLASHED.fullmatch(text.strip()))}
    order = told if told in ("dmy", "mdy") else order_of(slashed)
    clash = _clash(slashed) if order is None else ()
    undecided = next(iter(slashed)) if slashed and order is None and not clash else ""
    parsed = [_one(cell, missing, order or "dmy", since if excel else None) for cell in distinct]
    stamps = np.array(
        [np.datetime64(found, "us") if isinstance(found, datetime) else np.datetime64("NaT", "us") for found in parsed]
    )
    wrong = np.array([found is False for found in parsed], dtype=bool)
    index = cells.index
    values = pd.Series(stamps[codes] if len(stamps) else np.array([], "datetime64[us]"), index=index).astype(
        "datetime64[ns]"
    )
    invalid = pd.Series(wrong[codes] if len(wrong) else np.array([], bool), index=index)
    filled = int(sum(n for found, n in zip(parsed, counts, strict=True) if found is not None))
    reading = order or "dmy" if slashed else _shape(distinct)
    return Dates(values, invalid, reading, filled - int(invalid.sum()), undecided, clash)


def order_of(slashed: dict[str, re.Match[str]]) -> Order | None:
    """Day or month first, where a part above 12 tells; None where none does, or both."""
    first, second = _beyond(slashed, "a"), _beyond(slashed, "b")
    if bool(first) == bool(second):
        return None
    return "dmy" if first else "mdy"


def _beyond(slashed: dict[str, re.Match[str]], part: str) -> str:
    """The first text whose part cannot be a month."""
    return next((text for text, found in slashed.items() if int(found[part]) > 12), "")


def _clash(slashed: dict[str, re.Match[str]]) -> tuple[str, ...]:
    """A text that is day first and one that is month first, where a column has both."""
    both = _beyond(slashed, "a"), _beyond(slashed, "b")
    return both if all(both) else ()


def _shape(distinct: list[Any]) -> str:
    texts = [cell.strip() for cell in distinct if isinstance(cell, str)]
    if any(DOTTED.fullmatch(text) for text in texts):
        return "dmy"
    return "ymd" if any(ISO.fullmatch(text) or COMPACT.fullmatch(text) for text in texts) else "native"


def is_dotted(cell: Any) -> bool:
    """Whether a cell is a date with points: a sign that the file is German."""
    return isinstance(cell, str) and DOTTED.fullmatch(cell.strip()) is not None


def _one(cell: Any, missing: Callable[[Any], bool], order: Order, since: datetime | None) -> datetime | bool | None:
    """A timestamp, None where missing, False where no calendar day."""
    if isinstance(cell, date):
        day = cell.replace(tzinfo=None) if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
        return None if day.year == 9999 else day if YEARS[0] <= day.year <= YEARS[1] else False
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _serial(cell, since)
    if missing(cell):
        return None
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    for pattern in (ISO, DOTTED, COMPACT, NAMED, SLASHED):
        found = pattern.fullmatch(text)
        if found:
            return _day(found.groupdict(), swapped=pattern is SLASHED and order == "mdy")
    # Only a workbook counts days; digits in a text file are anything.
    return _serial(float(text), since) if since and re.fullmatch(r"\d{5}(?:\.\d+)?", text) else False


def _serial(number: float, since: datetime | None) -> datetime | bool | None:
    if number != number:
        return None
    if 19000101 <= number <= 99991231 and float(number).is_integer():
        found = COMPACT.fullmatch(str(int(number)))
        return _day(found.groupdict(), swapped=False) if found else False
    if since is None or not SERIALS[0] <= number <= SERIALS[1]:
        return False
    found_day = since + timedelta(days=int(number), seconds=round((number % 1) * 86400))
    return None if found_day.year == 9999 else found_day if YEARS[0] <= found_day.year <= YEARS[1] else False


def _day(parts: dict[str, str | None], swapped: bool) -> datetime | bool | None:
    name = parts.get("name")
    month = MONTHS.get(name[:3].lower(), 0) if name else int(parts.get("b") or 0)
    day, year = int(parts["a"] or 0), int(parts["c"] or 0)
    if swapped:
        day, month = month, day
    if year < 100 and len(parts["c"] or "") == 2:
        year += 2000 if year < 69 else 1900
    if year == 9999:
        return None
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if not YEARS[0] <= year <= YEARS[1]:
        return False
    try:
        return datetime(year, month, day, hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    except ValueError:
        return False
