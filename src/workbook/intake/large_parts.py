"""A text rewritten in several files: rows are numbered by one thread for each file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

PARTS = 2


@dataclass
class Parts:
    """The parts written: each ends with a line, never between two quotes."""

    paths: list[Path] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    share: int = 0
    folder: Path = Path()
    size: int = 0
    lines: int = 0
    quotes: int = 0
    stream: IO[bytes] | None = None

    def write(self, block: bytes, lines: int) -> None:
        """Add a block with this many lines; where the part is full, its last lines go to the next one."""
        self.quotes += block.count(b'"')
        end = block.rfind(b"\n") + 1
        full = self.stream and self.size + len(block) > self.share and len(self.paths) < PARTS and end
        if full and (self.quotes - block.count(b'"', end)) % 2 == 0:
            self._stream().write(memoryview(block)[:end])
            self.close()
            self.before[-1:] = [self.before[-1], self.lines + lines]
            block = block[end:]
        self.lines += lines
        self.size += len(block)
        self._stream().write(block)

    def _stream(self) -> IO[bytes]:
        if self.stream is None:
            self.before = self.before or [0]
            self.paths.append(self.folder / f"{len(self.paths)}.csv")
            self.stream, self.size = self.paths[-1].open("wb"), 0
        return self.stream

    def close(self) -> None:
        """End the part."""
        if self.stream:
            self.stream.close()
        self.stream = None
