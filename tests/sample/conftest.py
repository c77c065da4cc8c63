"""Invented companies of other seeds, shared by all who ask for them."""

from __future__ import annotations

import pytest

from sample_companies import Samples


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    return Samples(tmp_path_factory.mktemp("samples"))
