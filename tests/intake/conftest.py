"""A client folder under construction for every test of the intake."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from folders import Folder, workbook_of


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def book() -> Callable[..., bytes]:
    return workbook_of
