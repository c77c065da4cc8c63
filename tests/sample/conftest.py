"""Invented companies of other seeds, shared by all who ask for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sample_companies import Samples


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    return Samples(tmp_path_factory.mktemp("samples"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who asks for the companies with whole effect stays on one worker, all others go where there is room."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent and "whole" in item.keywords:
            item.add_marker(pytest.mark.xdist_group("whole"))
