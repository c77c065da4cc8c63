"""The container old Office documents share: sectors chained by a table, streams named in a directory (Microsoft, MS-CFB)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

# Numbers from here on end a chain or mark a sector without content.
LAST = 0xFFFFFFFA


def stream(data: bytes, names: Iterable[str]) -> bytes:
    """The bytes of the first of these streams there is; ValueError or struct.error where the container is broken."""
    size, small = (1 << min(shift, 12) for shift in struct.unpack_from("<HH", data, 30))
    start, _, least, mini = struct.unpack_from("<IIII", data, 48)
    table = _table(data, size)
    entries = _entries(_joined(data, size, 1, _chain(table, start)))
    name = next((name for name in names if name in entries), "")
    if not name:
        raise ValueError("no such stream")
    first, length = entries[name]
    if length >= least:
        return _joined(data, size, 1, _chain(table, first))[:length]
    # Short streams share the sectors of the root, which stands first, in pieces with a table of their own.
    root, _ = next(iter(entries.values()))
    pieces = _joined(data, size, 1, _chain(table, root))
    small_table = _numbers(_joined(data, size, 1, _chain(table, mini)))
    return _joined(pieces, small, 0, _chain(small_table, first))[:length]


def _table(data: bytes, size: int) -> Sequence[int]:
    """Which sector follows on which: its own sectors are listed in the header, and from there on in a chain."""
    (count,) = struct.unpack_from("<I", data, 44)
    further, _ = struct.unpack_from("<II", data, 68)
    listed = list(struct.unpack_from("<109I", data, 76))
    while further < LAST and len(listed) < count:
        *more, further = _numbers(_joined(data, size, 1, [further]))
        listed += more
    return _numbers(_joined(data, size, 1, [sector for sector in listed[:count] if sector < LAST]))


def _chain(table: Sequence[int], start: int) -> list[int]:
    found: list[int] = []
    while start < LAST:
        if start >= len(table) or len(found) > len(table):
            raise ValueError("a chain of sectors leads nowhere")
        found.append(start)
        start = table[start]
    return found


def _joined(data: bytes, size: int, ahead: int, sectors: Iterable[int]) -> bytes:
    """These sectors one behind the other; `ahead` many stand before the first."""
    return b"".join(data[(sector + ahead) * size : (sector + ahead + 1) * size] for sector in sectors)


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """From the directory to {name: (first sector, length)}."""
    found: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - 127, 128):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        if 2 < length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            found.setdefault(name, (start, size))
    return found
