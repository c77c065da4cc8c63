"""A large text file: bytes checked (and rewritten where they are not UTF-8) in one stream, its first rows read as ever."""

from __future__ import annotations

import codecs
import csv
import hashlib
import itertools
import re
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from workbook.intake import dialect
from workbook.intake.large_parts import PARTS, Parts

BLOCK = 2**20
HEAD = 6000
ASCII = bytes(range(128))
LETTERS = 20_000
# Bytes that garbled text (dialect.GARBLED) begins with in UTF-8: rare enough to read such a file the usual way.
GARBLED = ("Ã".encode(), "â".encode(), "ï".encode(), "\ufffd".encode())


@dataclass(frozen=True)
class Large:
    """Where the lines below the first rows stand: `parts` are UTF-8, `skip` lines of the first, `records` rows, are read already.

    Of a file in an 8-bit encoding each byte stands there as the character of the same number: writing that is three
    times as fast, and only the few texts that are looked at need their true letters (`letters`). What is written is
    written in several parts, because rows are numbered by one thread for each; `before` are the lines before each.
    """

    source: Path
    parts: tuple[Path, ...]
    before: tuple[int, ...]
    sign: str
    lines: int
    skip: int
    records: int = 0
    encoding: str = ""
    kept: tempfile.TemporaryDirectory[str] | None = None
    letters: dict[int, str] = field(default_factory=dict)

    def text(self, cell: str) -> str:
        """A cell in its true letters."""
        return cell.translate(self.letters) if self.letters and not cell.isascii() else cell

    def written(self, text: str) -> str:
        """A text as it stands in the parts."""
        return text.translate({ord(sign): chr(code) for code, sign in self.letters.items()})

    def rows(self, part: int) -> Iterator[tuple[int, list[str]]]:
        """The rows of a part below the first ones by Python's own reader: (line each begins in, cells). Slow."""
        skip = 0 if part else self.skip
        with self.parts[part].open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(itertools.islice(stream, skip, None), delimiter=self.sign, strict=True)
            begin = self.before[part] + skip + 1
            for row in reader:
                yield begin, row
                begin = self.before[part] + skip + reader.line_num + 1


@dataclass
class Scan:
    """What one pass over the bytes shows."""

    sha256: str = ""
    lines: int = 0
    returns: int = 0
    high: int = 0
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
    wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    out = Parts([path], [0])
    scan = None if wide else _scan(path, None, "utf-8")
    if scan is None:
        kept = tempfile.TemporaryDirectory(prefix="lines-", ignore_cleanup_errors=True)
        out = Parts(share=path.stat().st_size // PARTS, folder=Path(kept.name))
        scan = _scan(path, out, "utf-16" if wide else "latin-1")
        out.close()
        encoding = "utf-16" if wide else dialect.likely(bytes(scan.sample)) if scan else ""
    if scan is None or scan.suspicious or scan.returns not in (0, scan.lines):
        return None
    narrow = encoding not in ("utf-8", "utf-8-sig", "utf-16")
    letters = {code: bytes([code]).decode(encoding, "replace") for code in range(128, 256)} if narrow else {}
    lines = scan.lines + (scan.ends != b"\n")
    found = _first(Large(path, tuple(out.paths), tuple(out.before), "", lines, 0, 0, encoding, kept, letters))
    return (*found, scan.sha256) if found else None


def _scan(path: Path, out: Parts | None, encoding: str) -> Scan | None:
    """One pass: hash, line ends, letters beyond ASCII; None where the bytes are not of this encoding.

    Only what is not UTF-8 is written; the hash is taken in a thread beside it.
    """
    found, digest = Scan(), hashlib.sha256()
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream, ThreadPoolExecutor(1) as beside:
        while block := stream.read(BLOCK):
            # Hashing and numpy leave the interpreter free for the decoding.
            hashed = beside.submit(_beside, digest, found, block, encoding)
            try:
                text = decoder.decode(block) if out or not block.isascii() or decoder.getstate()[0] else ""
            except UnicodeDecodeError:
                hashed.result()
                return None
            written = text.encode("utf-8") if out else block
            # Line ends are counted as they are written: in UTF-16 a byte of 10 may be half a letter.
            _count(found, written, text, encoding)
            lines = hashed.result() if encoding != "utf-16" else written.count(b"\n")
            found.lines += lines
            found.high += len(written) - len(block)
            if out:
                out.write(written, lines)
    found.sha256 = digest.hexdigest()
    if encoding == "latin-1":
        # Letters that are UTF-8 in part: the usual reading says where, or reads them.
        found.suspicious |= 0 < found.multibyte >= found.high - found.covered
    return found


def _beside(digest: Any, found: Scan, block: bytes, encoding: str) -> int:
    """What is found without the text: the hash, letters in several bytes; returns the number of lines."""
    digest.update(block)
    data = np.frombuffer(block, np.uint8)
    if encoding == "latin-1":
        _multibyte(found, data)
        _sample(found, block)
    return int(np.count_nonzero(data == 10))


def _count(found: Scan, block: bytes, text: str, encoding: str) -> None:
    found.returns += block.count(b"\r")
    found.ends = block[-1:]
    found.suspicious |= encoding != "utf-16" and b"\x00" in block
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
    bom = "utf-8-sig" if large.encoding == "utf-8-sig" else "utf-8"
    with large.parts[0].open(encoding=bom, newline="") as stream:
        lines = [large.text(line) for line in itertools.islice(stream, HEAD + 2000)]
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
    if len(large.before) > 1 and begin > large.before[1]:
        return None
    return replace(large, sign=sign, skip=begin - 1, records=before + len(cells)), cells, numbers
