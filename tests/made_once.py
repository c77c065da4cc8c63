"""What several workers of one test run need is made by the first that asks; the others wait for it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PATIENCE = 900.0  # seconds a worker waits for another


def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run alone that all its workers share."""
    own = tmp_path_factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "together"
    home.mkdir(exist_ok=True)
    return home


def once(place: Path, make: Callable[[Path], Path]) -> Path:
    """What `make` makes in the folder `place`: whoever makes the folder makes the rest. Where that fails, it fails for all."""
    done, failed = place.with_name(f"{place.name}.done"), place.with_name(f"{place.name}.failed")
    try:
        place.mkdir()
    except FileExistsError:
        return _awaited(done, failed)
    try:
        made = make(place)
    except BaseException as error:
        failed.write_text(repr(error), encoding="utf-8")
        raise
    ready = done.with_suffix(".ready")
    ready.write_text(str(made), encoding="utf-8")
    ready.replace(done)
    return made


def _awaited(done: Path, failed: Path) -> Path:
    until = time.monotonic() + PATIENCE
    while not done.exists():
        if failed.exists():
            raise RuntimeError(f"another worker could not make it: {failed.read_text(encoding='utf-8')}")
        if time.monotonic() > until:
            raise TimeoutError(f"another worker did not finish {done.stem}")
        time.sleep(0.1)
    return Path(done.read_text(encoding="utf-8"))
