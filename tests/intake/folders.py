"""Tiny client folders, written as literally as the files would look."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl

from workbook import intake
from workbook.client import Client
from workbook.intake.stopped import Stopped
from workbook.parameters import Intake, Parameters
from workbook.problem import Problem, Refused


def parameters(language: str = "de", **settings: Any) -> Parameters:
    """The smallest settings, with the intake section given."""
    top = {key: settings.pop(key) for key in ("period", "as_of", "currency") if key in settings}
    return Parameters(name="Muster", language=language, intake=Intake(**settings), **top)


def workbook_of(**sheets: list[list[Any]]) -> bytes:
    """An xlsx file with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


class Folder:
    """A client folder under construction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "data").mkdir()

    def put(self, name: str, content: str | bytes) -> Folder:
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (self.path / "data" / name).write_bytes(data)
        return self

    def read(self, language: str = "de", **settings: Any) -> Client:
        return intake.read(self.path, parameters(language, **settings))

    def all_problems(self, language: str = "de", **settings: Any) -> tuple[Problem, ...]:
        """Every problem, whether the run was refused or not."""
        try:
            return self.read(language, **settings).reading.problems
        except Refused as refused:
            return refused.problems

    def stopped(self, language: str = "de", **settings: Any) -> Client:
        """What was understood of a client that cannot be used as it is."""
        try:
            self.read(language, **settings)
        except Stopped as stopped:
            return stopped.client
        raise AssertionError("nothing stopped the run")

    def problems(self, language: str = "de", **settings: Any) -> dict[str, Problem]:
        """The first problem of each code, whether the run was refused or not."""
        found = self.all_problems(language, **settings)
        return {problem.code: problem for problem in reversed(found)}
