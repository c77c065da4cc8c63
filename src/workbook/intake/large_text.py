"""A large text file: bytes checked in one stream, its first rows read as ever, single rows found again."""

from __future__ import annotations

import bisect
import codecs
import csv
import hashlib
import itertools
import re
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import numpy as np

from workbook.intake import dialect

BLOCK = 2**20
HEAD = 1500
ASCII = bytes(range(128))
LETTERS = 20_000
# Bytes that garbled text (dialect.GARBLED) begins with in UTF-8: rare enough to read such a file the usual way.
GARBLED = ("Ã".encode(), "â".encode(), "ï".encode(), "\ufffd".encode())


@dataclass(frozen=True)
class Large:
    """Where the lines below the first rows stand: `skip` lines, `records` rows of the file are read already.

    The engine reads `path`: the file itself as long as the columns used hold ASCII alone, for it looks at no others. Where
    they hold more in an 8-bit encoding, `path` is a copy in which each byte stands as the character of the same number:
    writing that is three times as fast, and only the few texts looked at need their true letters (`letters`).
    `marks` are places in the file (byte, lines before it) from which single rows are found.
    """

    source: Path
    path: Path
    sign: str
    lines: int
    skip: int
    records: int = 0
    encoding: str = ""
    marks: tuple[tuple[int, int], ...] = ((0, 0),)
    kept: tempfile.TemporaryDirectory[str] | None = None
    letters: dict[int, str] = field(default_factory=dict)

    def text(self, cell: str) -> str:
        """A cell in its true letters."""
        return cell.translate(self.letters) if self.letters and not cell.isascii() else cell

    def written(self, text: str) -> str:
        """A text as the engine reads it."""
        return text.translate({ord(sign): chr(code) for code, sign in self.letters.items()})

    @property
    def _text(self) -> tuple[Path, str]:
        """The file to read rows from, and its encoding."""
        return (self.path, "utf-8") if self.encoding == "utf-16" else (self.source, self.encoding)

    def copied(self) -> Large:
        """With a copy of the file for the engine, where columns used hold letters beyond ASCII."""
        kept = _folder()
        copy = Path(kept.name) / "lines.csv"
        with self.source.open("rb") as stream, copy.open("wb") as out:
            while block := stream.read(BLOCK):
                out.write(block.decode("latin-1").encode())
        return replace(self, path=copy, kept=kept)

    def opened(self) -> IO[str]:
        """The text from its beginning."""
        path, encoding = self._text
        return path.open(encoding=encoding, errors="replace" if self.letters else "strict", newline="")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows below the first ones by Python's own reader: (line each begins in, cells). Slow."""
        with self.opened() as stream:
            reader = csv.reader(itertools.islice(stream, self.skip, None), delimiter=self.sign, strict=True)
            begin = self.skip + 1
            for row in reader:
                yield begin, row
                begin = self.skip + reader.line_num + 1

    def at(self, lines: Iterable[int]) -> list[list[str]]:
        """The rows that begin in these lines (ascending) by Python's own reader."""
        path, encoding = self._text
        befores = [before for _, before in self.marks]
        found: list[list[str]] = []
        with path.open("rb") as stream:
            here = -1
            ends = np.array([], dtype=np.int64)
            for line in lines:
                # The mark before the line's beginning: the end of the line above it stands behind.
                mark = bisect.bisect_left(befores, line - 1) - 1
                if mark != here:
                    here, offset = mark, self.marks[mark][0]
                    stream.seek(offset)
                    length = self.marks[mark + 1][0] - offset if mark + 1 < len(self.marks) else -1
                    ends = np.flatnonzero(np.frombuffer(stream.read(length), np.uint8) == 10) + offset
                stream.seek(int(ends[line - 2 - befores[mark]]) + 1)
                decoded = (raw.decode(encoding, "replace" if self.letters else "strict") for raw in stream)
                found.append(next(csv.reader(decoded, delimiter=self.sign, strict=True)))
        return found


@dataclass
class Scan:
    """What one pass over the bytes shows."""

    sha256: str = ""
    lines: int = 0
    returns: int = 0
    high: int = 0
    size: int = 0
    marks: list[tuple[int, int]] = field(default_factory=list)
    sample: bytearray = field(default_factory=bytearray)
    sampled: int = 0
    multibyte: int = 0
    covered: int = 0
    suspicious: bool = False
    ends: bytes = b"\n"


def opened(path: Path) -> tuple[Large, list[list[str]], list[int], str] | None:
    """From a large text file to (where its lines stand, first rows, their lines, sha256).

    None where only the usual reading can tell what is wrong (mixed or garbled bytes), or where lines end in CR alone.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    kept, encoding = None, "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"
    read = path
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        kept, encoding = _folder(), "utf-16"
        read = Path(kept.name) / "lines.csv"
        with read.open("wb") as out:
            scan = _scan(path, "utf-16", out)
    else:
        scan = _scan(path, "utf-8")
        if scan is None:
            scan = _scan(path, "")
            encoding = dialect.likely(bytes(scan.sample)) if scan else ""
    if scan is None or scan.suspicious or scan.returns not in (0, scan.lines):
        return None
    narrow = encoding not in ("utf-8", "utf-8-sig", "utf-16")
    letters = {code: bytes([code]).decode(encoding, "replace") for code in range(128, 256)} if narrow else {}
    lines = scan.lines + (scan.ends != b"\n")
    found = _first(Large(path, read, "", lines, 0, 0, encoding, tuple(scan.marks), kept, letters))
    return (*found, scan.sha256) if found else None


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="lines-", ignore_cleanup_errors=True)


def _scan(path: Path, encoding: str, out: IO[bytes] | None = None) -> Scan | None:
    """One pass: hash, line ends, letters beyond ASCII; None where the bytes are not of this encoding ("": 8 bits).

    The hash is taken in a thread beside it; into `out` all is written as UTF-8.
    """
    found, digest = Scan(), hashlib.sha256()
    decoder = codecs.getincrementaldecoder(encoding)() if encoding else None
    with path.open("rb") as stream, ThreadPoolExecutor(1) as beside:
        while block := stream.read(BLOCK):
            # Hashing leaves the interpreter free for the rest.
            hashed = beside.submit(digest.update, block)
            text = ""
            try:
                if decoder and (out or not block.isascii() or decoder.getstate()[0]):
                    text = decoder.decode(block)
            except UnicodeDecodeError:
                hashed.result()
                return None
            # Line ends are counted as they are written: in UTF-16 a byte of 10 may be half a letter.
            written = text.encode() if out else block
            _count(found, written, text, encoding)
            if out:
                out.write(written)
            hashed.result()
    found.sha256 = digest.hexdigest()
    if not encoding:
        # Letters that are UTF-8 in part: the usual reading says where, or reads them.
        found.suspicious |= 0 < found.multibyte >= found.high - found.covered
    return found


def _count(found: Scan, block: bytes, text: str, encoding: str) -> None:
    data = np.frombuffer(block, np.uint8)
    found.marks.append((found.size, found.lines))
    found.size += len(block)
    found.lines += int(np.count_nonzero(data == 10))
    found.returns += int(np.count_nonzero(data == 13))
    found.ends = block[-1:]
    found.suspicious |= encoding != "utf-16" and b"\x00" in block
    if not encoding and not block.isascii():
        found.high += int(np.count_nonzero(data >= 128))
        _multibyte(found, data)
        _sample(found, block)
    if text and encoding == "utf-8":
        high = block.translate(None, ASCII)
        found.suspicious |= any(start in high for start in GARBLED)


def _multibyte(found: Scan, data: np.ndarray) -> None:
    """Count what would be letters in UTF-8, as dialect.MULTIBYTE does, and the bytes they take."""
    lead = data[at := np.flatnonzero(data >= 0xC2)]
    inside = at + 2 < len(data)
    at, lead = at[inside], lead[inside]
    second, third = data[at + 1] & 0xC0 == 0x80, data[at + 2] & 0xC0 == 0x80
    two, three = int(((lead <= 0xDF) & second).sum()), int(((lead >> 4 == 0xE) & second & third).sum())
    found.multibyte += two + three
    found.covered += 2 * two + 3 * three


def _sample(found: Scan, block: bytes) -> None:
    """The lines of the first letters beyond ASCII: the encoding is chosen on them."""
    end = 0
    if found.sampled >= LETTERS:
        return
    for at in np.flatnonzero(np.frombuffer(block, np.uint8) >= 128)[: LETTERS * 4].tolist():
        if at < end:
            continue
        begin, end = block.rfind(b"\n", 0, at) + 1, block.find(b"\n", at)
        end = len(block) if end < 0 else end
        line = block[begin:end]
        found.sample += line + b"\n"
        found.sampled += len(re.findall(rb"[\x80-\xff]+", line))
        if found.sampled >= LETTERS:
            return


def _first(large: Large) -> tuple[Large, list[list[str]], list[int]] | None:
    """The first rows, with the delimiter they are split by."""
    with large.opened() as stream:
        lines = list(itertools.islice(stream, HEAD + 2000))
    named = re.match(r"sep=(.)\r?\n", lines[0], re.IGNORECASE)
    before = 1 if named else 0
    sign = named.group(1) if named else dialect.delimiter("".join(lines))
    reader = csv.reader(lines[before:], delimiter=sign, strict=True)
    cells: list[list[str]] = []
    numbers: list[int] = []
    try:
        begin = before + 1
        for row in itertools.islice(reader, HEAD):
            cells.append(row)
            numbers.append(begin)
            begin = before + reader.line_num + 1
    except csv.Error:
        return None
    if len(cells) < HEAD or not sign.isascii():
        return None
    return replace(large, sign=sign, skip=begin - 1, records=before + len(cells)), cells, numbers
