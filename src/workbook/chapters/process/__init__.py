"""Chapter 5, process phases: what people think of the eight phases, and what the dates say."""

from workbook.chapters.process.analysis import Result, analyse, customers, figures
from workbook.chapters.process.exhibits import EXHIBITS
from workbook.chapters.process.findings import answer, basis, claims, findings, gaps

__all__ = ["EXHIBITS", "Result", "analyse", "answer", "basis", "claims", "customers", "figures", "findings", "gaps"]
