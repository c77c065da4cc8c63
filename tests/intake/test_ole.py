"""The container old Office documents share."""

import struct

import old_books
import pytest

from workbook.intake import ole

CONTENT = bytes(range(256)) * 40


def test_a_stream_is_found_by_the_first_of_its_names():
    assert ole.stream(old_books.ole("Book", CONTENT), ("Workbook", "Book"))[: len(CONTENT)] == CONTENT


def test_a_stream_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="no such stream"):
        ole.stream(old_books.ole("Book", CONTENT), ["Workbook"])


def test_a_short_stream_lies_within_the_root():
    """Header, allocation, directory, the table of the pieces, then the pieces: the stream takes the second and the first."""
    pieces = b"world".ljust(64, b"\0") + b"h" * 64
    first = struct.pack("<5I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<10I", 0, 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0, 0)
    directory = old_books.entry("Root Entry", 5, 1, 3, 128) + old_books.entry("Book", 2, 0xFFFFFFFF, 1, 69)
    chained = struct.pack("<II", 0xFFFFFFFE, 0).ljust(512, b"\xff")
    data = head.ljust(512, b"\xff") + first + directory.ljust(512, b"\0") + chained + pieces.ljust(512, b"\0")
    assert ole.stream(data, ["Book"]) == b"h" * 64 + b"world"


def test_sectors_listed_behind_the_header_are_followed():
    """More than 109 sectors of allocation are listed in a chain of their own; here already the first of them."""
    data = bytearray(old_books.ole("Book", CONTENT))
    listed = struct.pack("<I", 0).ljust(508, b"\xff") + struct.pack("<I", 0xFFFFFFFE)
    struct.pack_into("<II", data, 68, (len(data) - 512) // 512, 1)
    struct.pack_into("<I", data, 44, 110)
    struct.pack_into("<I", data, 76, 0xFFFFFFFF)
    assert ole.stream(bytes(data) + listed, ["Book"])[: len(CONTENT)] == CONTENT


def test_a_chain_that_leads_in_a_circle_is_an_error():
    data = bytearray(old_books.ole("Book", CONTENT))
    struct.pack_into("<I", data, 512 + 4 * 5, 2)
    with pytest.raises(ValueError, match="leads nowhere"):
        ole.stream(bytes(data), ["Book"])
