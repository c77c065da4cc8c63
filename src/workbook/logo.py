"""A logo from a client's folder, made fit to stand in a page: proven, with nothing in it but the picture."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
import zlib

from workbook.exhibit import Logo
from workbook.finding import Term
from workbook.inline import SPACE, foreign

LARGEST = 100_000  # bytes
WIDEST = 4000  # pixels
SIGN = b"\x89PNG\r\n\x1a\n"
PLAIN = re.compile(r"[^;{}\\<>@*]*")  # nothing that ends a rule where the page says the paint in its style
DEEPEST = 200
LAID_OUT = re.compile(r"class|role|tabindex|lang|aria-.*|data-.*")  # how a page shows it is the page's affair
KEPT = {
    b"IHDR",
    b"PLTE",
    b"tRNS",
    b"gAMA",
    b"sRGB",
    b"cHRM",
    b"IDAT",
    b"IEND",
}  # what the picture looks like, nothing told of it


class Unfit(ValueError):  # noqa: N818 - it names the state of a logo
    """The file cannot be used as a logo: why, as a text of ours."""

    def __init__(self, cause: str, **values: str) -> None:
        super().__init__(cause)
        self.cause = Term(f"cause.logo_{cause}", dict(values))


def logo(name: str, data: bytes, alt: str) -> Logo:
    """The logo of a file (svg or png, at most 100 KB); Unfit says what is in the way."""
    if len(data) > LARGEST:
        raise Unfit("large")
    if data.startswith(SIGN):
        return Logo(alt, png=base64.b64encode(_picture(data)).decode())
    if name.lower().endswith(".svg"):
        return Logo(alt, svg=_drawing(data))
    raise Unfit("kind")


def _drawing(data: bytes) -> str:
    """The SVG with ids of its own and without sizes and roles: the page gives it those."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", data, re.I):
        raise Unfit("foreign", part="<!DOCTYPE>")
    try:
        root = ET.fromstring(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ET.ParseError, ValueError):
        raise Unfit("broken") from None
    if part := foreign(root) or (
        "<use>" if root.find(f".//{SPACE}use") is not None else ""
    ):  # copies of copies stall a browser
        raise Unfit("foreign", part=part)
    if not re.fullmatch(r"\s*-?[\d.]+([\s,]+-?[\d.]+){3}\s*", root.get("viewBox", "")):
        raise Unfit("size")
    for element in root.iter():
        element.tag = element.tag.removeprefix(SPACE)
        for key, value in list(element.attrib.items()):
            if LAID_OUT.fullmatch(key) or (element is root and key in ("width", "height", "x", "y")):
                del element.attrib[key]
            elif not PLAIN.fullmatch(value):
                raise Unfit("foreign", part=f"<{element.tag} {key}>")
            elif key == "font-size" and value.replace(".", "", 1).isdigit():
                element.set(key, value + "px")
            else:
                element.set(key, re.sub("^" if key == "id" else r"(?<=url\(#)", "logo-", value))
    root.set("role", "img")
    if deeper(root, DEEPEST):
        raise Unfit("broken")
    return ET.tostring(root, encoding="unicode")


def deeper(element: ET.Element, levels: int) -> bool:
    """Whether elements lie in each other more than so many levels deep: writing them down would go as deep."""
    inside = [element]
    for _ in range(levels):
        inside = [child for one in inside for child in one]
        if not inside:
            return False
    return True


def _picture(data: bytes) -> bytes:
    """The PNG with nothing but its picture: what programs write about places, times and people goes."""
    kept, at, first = [SIGN], len(SIGN), b"IHDR"
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        chunk, sum_ = data[at + 4 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if len(sum_) < 4 or zlib.crc32(chunk) != int.from_bytes(sum_) or not chunk.startswith(first):
            raise Unfit("broken")
        if chunk[:4] == b"IHDR" and not all(0 < int.from_bytes(chunk[i : i + 4]) <= WIDEST for i in (4, 8)):
            raise Unfit("size")
        kept += [data[at : at + 12 + length]] if chunk[:4] in KEPT else []
        at, first = at + 12 + length, b""
        if chunk[:4] == b"IEND":
            return b"".join(kept)
    raise Unfit("broken")
