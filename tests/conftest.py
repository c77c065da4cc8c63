"""Property tests draw the same cases on every machine, however slow it is; what is imported is never searched for garbage."""

import gc
from collections.abc import Generator

import pytest
from hypothesis import settings

import workbook  # noqa: F401  # before numpy: it asks for one thread of linear algebra, more would wait for each other

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Modules and tests stay until the end: a search through all of them, every few hundred new objects, finds nothing."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_unconfigure() -> None:
    """At the end all is searched again: packages that count what they left behind would complain."""
    gc.unfreeze()
