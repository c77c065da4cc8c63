"""Chapter 6, summary: what matters most in money, what to decide, what could not be assessed."""

from workbook.chapters.summary.analysis import Result, analyse, customers, figures
from workbook.chapters.summary.exhibits import EXHIBITS
from workbook.chapters.summary.findings import answer, basis, findings, gaps

__all__ = ["EXHIBITS", "Result", "analyse", "answer", "basis", "customers", "figures", "findings", "gaps"]
