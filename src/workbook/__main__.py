"""`python -m workbook` is the installed command."""

from workbook.cli import run

run()
