"""Days, months, periods and times as a reader of one locale expects them: names from Babel, order ours."""

from __future__ import annotations

import datetime
from typing import Literal

from babel.dates import get_month_names

from workbook.number_format import SPACE
from workbook.parameters import Language, Locale


class DateFormat:
    """How dates are written in `locale`."""

    language: Language
    locale: Locale

    def date(self, day: datetime.date) -> str:
        """31.01.2025 · 31 Jan 2025 · Jan 31, 2025."""
        if self.language == "de":
            return f"{day:%d.%m.%Y}"
        return self._english(day, self._month(day, "abbreviated"), year=True)

    def date_long(self, day: datetime.date) -> str:
        """31. Januar 2025 · 31 January 2025 · January 31, 2025."""
        name = self._month(day, "wide")
        if self.language == "de":
            return f"{day.day}.{SPACE}{name} {day.year}"
        if self.locale == "en_GB":
            return f"{day.day}{SPACE}{name} {day.year}"
        return self._english(day, name, year=True)

    def month(self, day: datetime.date) -> str:
        """Jan. 2025 · Jan 2025."""
        return f"{self._month(day, 'abbreviated')}{SPACE}{day.year}"

    def quarter(self, day: datetime.date) -> str:
        """Q1 2025."""
        return f"Q{(day.month + 2) // 3}{SPACE}{day.year}"

    def period(self, first: datetime.date, last: datetime.date) -> str:
        """From the first to the last day; the year once where both share it."""
        same = first.year == last.year
        if self.language == "de":
            return f"{first:%d.%m.}{'' if same else first.year}–{self.date(last)}"
        begin = self._english(first, self._month(first, "abbreviated"), year=not same)
        if self.locale == "en_GB" and same:
            return f"{begin}–{self._english(last, self._month(last, 'abbreviated'), year=False)} {last.year}"
        return f"{begin}–{self.date(last)}"

    def time(self, moment: datetime.datetime | datetime.time) -> str:
        """14:05 Uhr · 14:05 · 2:05 PM."""
        if self.language == "de":
            return f"{moment:%H:%M}{SPACE}Uhr"
        if self.locale == "en_GB":
            return f"{moment:%H:%M}"
        return f"{(moment.hour - 1) % 12 + 1}:{moment:%M}{SPACE}{'AM' if moment.hour < 12 else 'PM'}"

    def _month(self, day: datetime.date, width: Literal["abbreviated", "wide"]) -> str:
        return str(get_month_names(width, locale=self.locale)[day.month])

    def _english(self, day: datetime.date, month: str, year: bool) -> str:
        if self.locale == "en_GB":
            return f"{day.day}{SPACE}{month}" + (f"{SPACE}{day.year}" if year else "")
        return f"{month}{SPACE}{day.day}" + (f", {day.year}" if year else "")
