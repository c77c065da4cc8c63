"""What all containers are asked for alike: how the marks of a sheet are told, in both languages."""

from __future__ import annotations

from workbook.language import Words
from workbook.problem import Problem
from workbook.problem_text import sentence

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
HEADERS = ["Kundennummer", "Datum", "Nettoumsatz", "Menge"]


def line(number: int, amount: float = 5.0, count: float = 1.0) -> list[object]:
    """One order line as it stands in a given row."""
    return [f"K{number}", "01.02.2024", amount, count]


def both(problem: Problem) -> tuple[str, str]:
    """A problem as Germans and as the English read it."""
    return sentence(problem, GERMAN), sentence(problem, ENGLISH)
