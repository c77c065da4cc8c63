"""The page made small: what many drawings paint alike is said once in its style, and their inner names are short."""

from __future__ import annotations

import re

PAINT = frozenset(
    {"fill", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-opacity"}
    | {"stroke-dasharray", "opacity", "font-size", "font-weight", "font-style", "text-anchor", "paint-order"}
)
DRAWING = re.compile(r"<svg\b.*?</svg>", re.S)
TAG = re.compile(r'<(\w+)((?: [\w:-]+="[^"]*")+)(\s*/?>)')
ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def condense(html: str) -> tuple[str, str]:
    """The page with a class in place of every set of painting attributes in its drawings, and the style these classes need.

    Says the same as before: an attribute and a rule of that name paint alike. Texts are not touched.
    """
    classes: dict[str, str] = {}
    ids: dict[str, str] = {}

    def tag(found: re.Match[str]) -> str:
        paint, rest, named = [], [], ""
        for key, value in ATTRIBUTE.findall(found[2]):
            if key in PAINT:
                paint.append(f"{key}:{value}")
            elif key == "class":
                named = value
            else:
                rest.append(f' {key}="{_short(key, value, ids)}"')
        if paint:
            look = ";".join(sorted(paint))
            named = f"{named} {classes.setdefault(look, 'v' + _digits(len(classes)))}".strip()
        return f"<{found[1]}" + (f' class="{named}"' if named else "") + "".join(rest) + found[3].lstrip()

    def drawing(found: re.Match[str]) -> str:
        return TAG.sub(tag, found[0])

    made = DRAWING.sub(drawing, html)
    return made, "".join(f".{name}{{{look}}}\n" for look, name in classes.items())


def tight(style: str) -> str:
    """A style sheet of ours without its line breaks and the spaces that only make it readable."""
    style = re.sub(r"\n\s*", "", style)
    return re.sub(r" (?=[{}])|(?<=[{:;,]) ", "", style)


def _short(key: str, value: str, ids: dict[str, str]) -> str:
    """The value with names of the drawing's parts in short."""
    if key == "id":
        return ids.setdefault(value, "_" + _digits(len(ids)))
    target = re.fullmatch(r"#(.+)|url\(#(.+)\)", value)
    if target is None:
        return value
    name = ids.setdefault(target[1] or target[2], "_" + _digits(len(ids)))
    return f"#{name}" if target[1] else f"url(#{name})"


def _digits(number: int) -> str:
    found = DIGITS[number % 36]
    while number := number // 36:
        found = DIGITS[number % 36] + found
    return found
