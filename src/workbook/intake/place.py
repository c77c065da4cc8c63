"""Where a file of the client lies: below data/, a plain file, never reached through a link that leads out."""

from __future__ import annotations

import stat
from pathlib import Path, PurePosixPath

from workbook.intake.notes import Unusable
from workbook.section import composed


def inside(data: Path, file: str) -> Path:
    """The path of a plain file below data/, without following links out of it."""
    if "://" in file or file.startswith("file:") or "\x00" in file:
        raise Unusable("IN-PATH", file)
    if PurePosixPath(file).is_absolute() or Path(file).is_absolute():
        raise Unusable("IN-PATH", file)
    try:
        root = data.resolve()
        place = _written(root, file)
        real = place.resolve()
        there = real.exists()
        kind = real.stat().st_mode if there else 0
    except (OSError, RuntimeError) as nowhere:  # links that lead in a circle, names too long for any disk
        raise Unusable("IN-PATH", file) from nowhere
    if not real.is_relative_to(root):
        raise Unusable("IN-PATH", file)
    if not there and not place.is_symlink():
        raise Unusable("IN-MISSING", file)
    if not stat.S_ISREG(kind):
        raise Unusable("IN-PATH", file)
    return real


def _written(root: Path, file: str) -> Path:
    """The place under the name the disk has for it: the same signs may be written there in another form."""
    place = root / file
    if place.exists() or place.is_symlink() or file.isascii():
        return place
    same = (path for path in root.rglob("*") if composed(path.relative_to(root).as_posix()) == composed(file))
    return next(same, place)
