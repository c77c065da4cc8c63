"""`python -m workbook` is the installed command."""

from workbook.cli import run

if __name__ == "__main__":  # a worker that is started, not forked, imports this file, too
    run()
