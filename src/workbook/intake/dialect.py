"""Bytes of a text file to rows of strings: encoding, delimiter, quoting, each found from the content."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from workbook.intake.notes import Unusable, quoted

CANDIDATES = ("cp1252", "mac_roman", "cp850", "iso-8859-15")
LIKELY = frozenset("äöüÄÖÜßéèêëàâáãåçñóôòøœæíîïúûùÉÈÀÇÅØ€–—„“”‚‘’…°§²³«»\u00a0")
GARBLED = re.compile(r"Ã[¤¶¼ŸŒ„–œ©¨]|â‚¬|â€[“”œ™]|ï»¿|\ufffd|[A-Za-z]Ÿ[a-zŠš]")
# Letters of another alphabet, read as if they were accented: no language of the readable encodings has four in a row.
FOREIGN = re.compile(r"(?![äöüÄÖÜß]{4})[^\W\d_a-zA-Z]{4}")
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
DELIMITERS = (";", "\t", "|", ",")
# The mark of four bytes begins as the one of two does, so it is looked for first.
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

LONGEST = 2**24
csv.field_size_limit(LONGEST)


def decode(data: bytes, file: str, told: str = "") -> tuple[str, str]:
    """From bytes to (text, encoding): as told, else byte order mark, strict UTF-8, the reading with the best umlauts."""
    if told:
        return _told(data, told, file)
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding, file)
    if b"\x00" in data:
        raise Unusable(
            "IN-MIXEDENC", file, row=_row_of(data, data.index(b"\x00")), values={"offset": data.index(b"\x00")}
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        if MULTIBYTE.search(data) and _mostly_utf8(data):
            raise Unusable(
                "IN-MIXEDENC", file, row=_row_of(data, wrong.start), values={"offset": wrong.start}
            ) from wrong
        best = likely(data)
        text = data.decode(best, "replace")
        _ask_if_garbled(text, FOREIGN, file)
        return text, best
    _ask_if_garbled(text, GARBLED, file)
    return text, "utf-8"


def _ask_if_garbled(text: str, pattern: re.Pattern[str], file: str) -> None:
    garbled = pattern.search(text)
    if garbled:
        around = text[max(0, garbled.start() - 10) : garbled.end() + 10].splitlines()
        value = next(line for line in around if pattern.search(line))
        row = text.count("\n", 0, garbled.start()) + 1
        raise Unusable(
            "IN-ENCODING", file, "ask", row=row, key=f"intake.encoding.{file}", values={"value": quoted(value)}
        )


def _decoded(data: bytes, encoding: str, file: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise Unusable("IN-MIXEDENC", file, values={"offset": wrong.start}) from wrong
    if (at := text.find("\0")) >= 0:
        offset = len(text[:at].encode(encoding))
        raise Unusable("IN-MIXEDENC", file, row=text.count("\n", 0, at) + 1, values={"offset": offset})
    return text, encoding


def _told(data: bytes, encoding: str, file: str) -> tuple[str, str]:
    """As client.yaml says; what was encoded twice is decoded twice."""
    text, _ = _decoded(data.removeprefix(b"\xef\xbb\xbf"), "utf-8" if encoding == "utf-8-twice" else encoding, file)
    if encoding == "utf-8-twice":
        # Bytes that cp1252 does not know were read as the control characters of their number.
        once = b"".join(_byte(sign) for sign in text)
        text, _ = _decoded(once.removeprefix(b"\xef\xbb\xbf"), "utf-8", file)
    return text, encoding


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:
        return sign.encode("latin-1", "replace")


def _row_of(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1


def _mostly_utf8(data: bytes) -> bool:
    """Whether letters beyond ASCII are UTF-8 in at least half of their places: then the rest was pasted in."""
    good = MULTIBYTE.findall(data)
    rest = len(re.findall(rb"[\x80-\xff]", MULTIBYTE.sub(b"", data)))
    return len(good) >= rest


def likely(data: bytes) -> str:
    """The 8-bit encoding in which most letters beyond ASCII are those people write."""
    letters = b"\n".join(re.findall(rb"[^\n]{0,3}[\x80-\xff]+[^\n]{0,3}", data)[:20000])
    scored: list[tuple[int, str]] = []
    for encoding in CANDIDATES:
        try:
            sample = letters.decode(encoding)
        except UnicodeDecodeError:
            continue
        beyond = Counter(sign for sign in sample if sign > "\x7f")
        scored.append((sum(n if sign in LIKELY else -2 * n for sign, n in beyond.items()), encoding))
    return max(scored, key=lambda found: found[0])[1]


def delimiter(text: str) -> str:
    """The separator that splits most of the first rows into the same number of fields; a semicolon beats a comma."""
    lines = text[:200_000].splitlines(keepends=True)[:60]
    best, width = ",", 1
    for sign in DELIMITERS:
        if not any(sign in line for line in lines):
            continue
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=sign) if row]
        except csv.Error:
            continue
        usual, often = Counter(widths).most_common(1)[0]
        # Decimal commas also split evenly: the first sign that splits half of the rows alike is taken.
        if usual > 1 and often * 2 >= len(widths):
            return sign
        if max(widths) > width:
            best, width = sign, max(widths)
    return best


def rows(text: str, file: str) -> tuple[list[list[str]], list[int], str]:
    """From text to (rows of cells, the line each begins in counted from 1, delimiter)."""
    skipped = 0
    named = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if named:
        text, skipped = text[named.end() :], 1
    sign = named.group(1) if named else delimiter(text)
    if text and '"' not in text and "\0" not in text:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
        if max(map(len, lines)) < LONGEST:  # every line is a row
            return (
                [line.split(sign) if line else [] for line in lines],
                [*range(skipped + 1, skipped + 1 + len(lines))],
                sign,
            )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    cells: list[list[str]] = []
    numbers: list[int] = []
    begin = skipped + 1
    try:
        for row in reader:
            cells.append(row)
            numbers.append(begin)
            begin = reader.line_num + skipped + 1
    except csv.Error as wrong:
        raise Unusable("IN-QUOTE", file, row=begin) from wrong
    return cells, numbers, sign
