"""Files and folders that are there whole or not at all, however the writing ends."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTIAL = ".part"  # the end of the name of a file of ours that is being written


def write_whole(target: Path, data: bytes | str) -> None:
    """The file in one step: written beside its place, then moved there; where that fails, what was there stays, alone."""
    aside = target.with_name(f".{target.name[:100]}.{os.getpid()}-{uuid.uuid4().hex[:8]}{PARTIAL}")
    try:
        aside.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        aside.replace(target)
    except OSError as refused:
        raise OSError(refused.errno, refused.strerror, str(target)) from refused
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder that is new or empty, to be filled; where that fails it is as it was before."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]  # from the inside out
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    except BaseException:
        for made in folder.iterdir():
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        for made in missing:
            made.rmdir()
        raise
