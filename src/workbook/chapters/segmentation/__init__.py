"""Chapter 3, segmentation: one class per customer by a stated rule, or a revenue ranking that is called one."""

from workbook.chapters.segmentation.analysis import Result, analyse, customers, figures
from workbook.chapters.segmentation.exhibits import EXHIBITS
from workbook.chapters.segmentation.findings import answer, basis, claims, findings, gaps

__all__ = ["EXHIBITS", "Result", "analyse", "answer", "basis", "claims", "customers", "figures", "findings", "gaps"]
