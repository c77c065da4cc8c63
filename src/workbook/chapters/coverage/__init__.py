"""Chapter 4, coverage: who looks after whom, with how many hours, and whether the value justifies them."""

from workbook.chapters.coverage.analysis import Result, analyse, customers, figures
from workbook.chapters.coverage.exhibits import EXHIBITS
from workbook.chapters.coverage.findings import answer, basis, claims, findings, gaps, persons
from workbook.chapters.coverage.persons_exhibits import PERSONS

__all__ = [
    "EXHIBITS",
    "PERSONS",
    "Result",
    "analyse",
    "answer",
    "basis",
    "claims",
    "customers",
    "figures",
    "findings",
    "gaps",
    "persons",
]
