"""Text that fits: how wide it runs, how many lines it takes, how large it may be written. Measured, never guessed.

Measured with the font matplotlib ships, which runs wider than those a reader has: what fits here fits there.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

import matplotlib.font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

from workbook.theme import FONT

LEADING = 1.22  # line height as a multiple of the size
EM = 100
MISSING = 1.25  # as a multiple of the size: emoji run a little wider than high


@dataclass(frozen=True)
class Fitted:
    """A text and the size (pt) at which it fits; `cut` says that its end is missing."""

    text: str
    size: float
    cut: bool = False


@cache
def _font(bold: bool) -> FT2Font:
    named = matplotlib.font_manager.FontProperties(family=FONT, weight="bold" if bold else "normal")
    font = FT2Font(matplotlib.font_manager.findfont(named))
    font.set_size(EM, 72)
    return font


@cache
def _advance(sign: str, bold: bool) -> float:
    """The width of one sign as a share of the size; one that the font lacks (東, 😀) counts as the widest there are."""
    if not _font(bold).get_char_index(ord(sign)):
        return MISSING
    return float(_font(bold).load_char(ord(sign), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / EM


@cache
def _word(word: str, bold: bool) -> float:
    return sum(_advance(sign, bold) for sign in word)


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a line runs, in pt."""
    return _word(text, bold) * size


def lines(text: str, size: float, wide: float, bold: bool = False) -> int:
    """How many lines a text takes in a box `wide` pt, broken at spaces, a word too long for a line within it."""
    count = 0
    for part in text.split("\n"):
        used, rows = 0.0, 1
        for word in part.split(" "):
            long = width(word, size, bold)
            space = width(" ", size, bold) if used else 0.0
            if used and used + space + long > wide:
                rows, used, space = rows + 1, 0.0, 0.0
            if long > wide:
                rows += math.ceil(long / wide) - 1
                long = long % wide
            used += space + long
        count += rows
    return count


def height(text: str, size: float, wide: float, bold: bool = False) -> float:
    """How high a text is, in pt."""
    return lines(text, size, wide, bold) * size * LEADING


def fit(text: str, sizes: tuple[float, ...], wide: float, high: float, bold: bool = False) -> Fitted:
    """The largest of `sizes` at which the text fits the box (pt); at the smallest it loses whole sentences, then words."""
    for size in sizes:
        if height(text, size, wide, bold) <= high:
            return Fitted(text, size)
    smallest = sizes[-1]
    for pattern in (r"(?<=[.:;!?])\s", r"\s"):
        parts = re.split(pattern, text)
        for end in range(len(parts) - 1, 0, -1):
            short = " ".join(parts[:end]).rstrip(" ,;:") + " …"
            if height(short, smallest, wide, bold) <= high:
                return Fitted(short, smallest, True)
    return Fitted(shortened(text, smallest, wide, bold), smallest, True)


def shortened(text: str, size: float, wide: float, bold: bool = False) -> str:
    """One line of the text, with an ellipsis where something is missing."""
    if width(text, size, bold) <= wide:
        return text
    kept = text
    while kept and width(kept + "…", size, bold) > wide:
        kept = kept[:-1]
    return kept.rstrip() + "…"
