"""What may stand in a page as a logo: a proven drawing, or a picture with nothing told beside it."""

import base64
import struct
import xml.etree.ElementTree as ET
import zlib

import pytest

from workbook.inline import foreign
from workbook.logo import LARGEST, SIGN, Unfit, logo

SPACE = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 20"'


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 2, more: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    return SIGN + chunk(b"IHDR", head) + more + chunk(b"IDAT", zlib.compress(b"\x00\x80\x80")) + chunk(b"IEND")


def drawing(inside: str, more: str = "") -> bytes:
    return f"<svg {SPACE} {more}>{inside}</svg>".encode()


def why(name: str, data: bytes) -> str:
    with pytest.raises(Unfit) as unfit:
        logo(name, data, "Muster")
    return str(unfit.value.cause.key) + str(unfit.value.cause.numbers.get("part", ""))


def test_a_drawing_gets_ids_of_its_own_and_loses_its_size_and_roles():
    inside = (
        '<g class="chapter" clip-path="url(#record)"><path id="record" d="M0 0h9" fill="#e30613" aria-label="x"/></g>'
    )
    made = logo("logo.SVG", drawing(inside, 'width="8" height="2"'), "Muster").svg
    assert made == (
        '<svg viewBox="0 0 80 20" role="img"><g clip-path="url(#logo-record)">'
        '<path id="logo-record" d="M0 0h9" fill="#e30613" /></g></svg>'
    )


@pytest.mark.parametrize(
    ("inside", "part"),
    [
        ("<script>1</script>", "<script>"),
        ('<path onclick="x"/>', "<path onclick>"),
        ('<path style="fill:red"/>', "<path style>"),
        ("<style>*{}</style>", "<style>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="http://example.org/x.png"/>', "<image>"),
        ('<a href="http://example.org"/>', "<a>"),
        ('<rect fill="url(http://example.org/a)"/>', "<rect fill>"),
        ('<g id="a"/><use href="#a"/>', "<use>"),
        ('<path fill="red}body{display:none"/>', "<path fill>"),
        ('<path fill="red;x:y"/>', "<path fill>"),
    ],
)
def test_what_is_more_than_a_drawing_is_refused_by_its_name(inside, part):
    assert why("logo.svg", drawing(inside)) == f"cause.logo_foreign{part}"


def test_a_size_of_letters_has_its_unit():
    made = logo("logo.svg", drawing('<text font-size="26.5">A</text><text font-size="2em">B</text>'), "Muster").svg
    assert 'font-size="26.5px"' in made and 'font-size="2em"' in made


def test_entities_and_doctypes_are_refused_before_they_are_read():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + drawing("&b;")
    assert why("logo.svg", bomb) == "cause.logo_foreign<!DOCTYPE>"


@pytest.mark.parametrize("data", [b"<svg", b"\xff\xfe", drawing("<g>" * 9000 + "</g>" * 9000)])
def test_a_broken_drawing_is_refused(data):
    assert why("logo.svg", data) == "cause.logo_broken"


def test_a_drawing_without_a_frame_is_refused():
    assert why("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="9"/>') == "cause.logo_size"


def test_a_picture_keeps_nothing_but_the_picture():
    told = chunk(b"tEXt", b"Author\x00Somebody") + chunk(b"eXIf", b"place")
    made = base64.b64decode(logo("logo.png", png(more=told) + b"behind", "Muster").png)
    assert made == png()


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (SIGN, "broken"),
        (png()[:-5], "broken"),
        (png().replace(b"\x08\x00", b"\x08\x01", 1), "broken"),
        (SIGN + chunk(b"IEND"), "broken"),
        (png(width=4001), "size"),
        (png(width=0), "size"),
        (b"GIF89a", "kind"),
        (b" " * (LARGEST + 1), "large"),
    ],
)
def test_what_is_no_sound_picture_is_refused(data, cause):
    assert why("logo.png", data) == f"cause.logo_{cause}"


def test_the_allow_list_names_what_is_foreign():
    assert foreign(ET.fromstring("<svg><g><svg/></g></svg>")) == "<svg>"
    assert foreign(ET.fromstring("<svg><g/></svg>")) == ""
