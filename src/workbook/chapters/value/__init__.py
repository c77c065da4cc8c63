"""Chapter 2, customer value against revenue: who earns, who costs, how concentrated, at what discount."""

from workbook.chapters.value.analysis import Result, customers, figures
from workbook.chapters.value.claims import analyse, claims
from workbook.chapters.value.exhibits import EXHIBITS
from workbook.chapters.value.findings import answer, basis, findings, gaps

__all__ = ["EXHIBITS", "Result", "analyse", "answer", "basis", "claims", "customers", "figures", "findings", "gaps"]
