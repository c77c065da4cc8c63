"""Chapter 1, data intake: what was read, what was set aside, what is missing and what it would show."""

from workbook.chapters.intake.analysis import Result, analyse, customers, figures
from workbook.chapters.intake.exhibits import EXHIBITS
from workbook.chapters.intake.findings import answer, basis, findings, gaps

__all__ = ["EXHIBITS", "Result", "analyse", "answer", "basis", "customers", "figures", "findings", "gaps"]
