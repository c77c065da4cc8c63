"""matplotlib's SVG made fit for a page: no style attributes, no foreign colours, no clutter, ids of its own."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from workbook.path_data import compact

SPACE = "{http://www.w3.org/2000/svg}"
NUMBERS = ("d", "x", "y", "transform", "viewBox", "points", "width", "height", "stroke-dasharray")
DRAWN = frozenset(
    "svg g defs path use text tspan rect circle line polyline polygon clipPath".split()  # noqa: SIM905
)
BROKEN = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
HALO = {"stroke": "var(--paper)", "stroke-width": "4", "paint-order": "stroke"}
# Said once for the whole drawing; what is written so is left out.
USUAL = {"font-size": "12px", "text-anchor": "start", "fill": "var(--ink)"}


def foreign(root: ET.Element) -> str:
    """The first element or attribute that no drawing may hold, as <tag> or <tag attribute>; empty where all is allowed."""
    for element in root.iter():
        tag = element.tag.removeprefix(SPACE)
        if tag not in DRAWN or (element is root) != (tag == "svg"):
            return f"<{tag}>"
        for name, value in element.attrib.items():
            if not _harmless(name, value):
                return f"<{tag} {name}>"
    return ""


def _harmless(name: str, value: str) -> bool:
    if name.lower().startswith("on") or name == "style" or "{" in name:
        return False
    if name == "href":
        return value.startswith("#")
    return "url(" not in value.lower() or re.fullmatch(r"url\(#[\w.-]+\)", value) is not None


def unclip(figure: Figure) -> None:
    """Only what reaches beyond its axes stays clipped; the rest needs no clip path."""
    for axes in figure.axes:
        box = axes.get_window_extent().padded(0.5)
        for artist in axes.get_children():
            points = _points(artist)
            if points is not None and np.all(((points >= box.min) & (points <= box.max)) | np.isnan(points)):
                artist.set_clip_on(False)


def _points(artist: Artist) -> Any:
    """The corners of what an artist draws, on the canvas; None where it is never clipped."""
    if isinstance(artist, Line2D | Patch):
        return artist.get_transform().transform(artist.get_path().vertices)
    if isinstance(artist, PathCollection):
        return artist.get_offset_transform().transform(np.ma.filled(np.ma.asarray(artist.get_offsets(), float), np.nan))
    if isinstance(artist, Collection):
        paths = [p.vertices for p in artist.get_paths()]
        return artist.get_transform().transform(np.vstack(paths)) if paths else None
    return None


def clean(source: str, name: str, label: str, names: Mapping[str, str]) -> str:
    """The SVG as it goes into the page; `names` turns colours into variables. ValueError for any other colour."""
    root = ET.fromstring(source)
    for parent in list(root.iter()):
        for child in [c for c in parent if c.tag in (SPACE + "style", SPACE + "metadata")]:
            parent.remove(child)
    short = {old: f"{name}-{i}" for i, old in enumerate(_used(root))}
    defined = {element for defs in root.iter(SPACE + "defs") for element in defs.iter()}
    for element in root.iter():
        _tidy(element, short, names)
        painted = element.tag in {SPACE + t for t in ("path", "use", "text")} and element not in defined
        if painted and "fill" not in element.attrib:
            raise ValueError("colour outside the tokens: #000000")
    for group in root.iter(SPACE + "g"):
        _hoist(group)
    for element in root.iter(SPACE + "path"):
        element.set("d", compact(element.get("d", "")))
    _drop_unused(root)
    root.attrib.update({"role": "img", "aria-label": label, "stroke-linejoin": "round"})
    root.attrib.update({key: value for key, value in USUAL.items() if key != "text-anchor"})
    for text in root.iter(SPACE + "text"):
        for key in [k for k, value in USUAL.items() if text.get(k) == value]:
            del text.attrib[key]
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    _prune(root)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SPACE)
        element.tail = None
        element.text = element.text if element.tag == "text" else None
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")


def _tidy(element: ET.Element, short: Mapping[str, str], names: Mapping[str, str]) -> None:
    """One element: style becomes attributes, colours become variables, numbers get one decimal, ids get short."""
    for part in filter(None, element.attrib.pop("style", "").split(";")):
        key, value = (x.strip() for x in part.split(":", 1))
        if key == "font":
            heavy = re.match(r"(?:\w+ )*?(bold|[6-9]00) ", value)
            element.attrib.update({"font-weight": "bold"} if heavy else {})
            key, value = "font-size", re.sub(r".*?([\d.]+)px.*", r"\1", value)
        if key not in ("font-family", "stroke-linejoin", "stroke-miterlimit"):
            element.set(key, value)
    gid = element.attrib.pop("id", "")
    if gid in short:
        element.set("id", short[gid])
    elif gid == "halo":
        element.attrib.update(HALO)
    for key, value in list(element.attrib.items()):
        if key in ("fill", "stroke") and value != "none" and not value.startswith("var("):
            if value not in names:
                raise ValueError(f"colour outside the tokens: {value}")
            element.set(key, names[value])
        elif key.endswith("href"):
            del element.attrib[key]
            element.set("href", "#" + short[value[1:]])
        elif key == "clip-path":
            element.set(key, f"url(#{short[value[5:-1]]})")
        elif key in NUMBERS:
            number = BROKEN.sub(_one_decimal, value) if "." in value else value
            element.set(key, " ".join(number.split()).replace("-0 ", "0 "))
    if element.get("transform", "").startswith("rotate(0 "):
        del element.attrib["transform"]


def _one_decimal(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")


def _hoist(group: ET.Element) -> None:
    """What all marks of a series share is said once, on their group."""
    marks = [c for c in group if c.tag == SPACE + "use"]
    if len(marks) < 4 or len(marks) != len([c for c in group if c.tag != SPACE + "defs"]):
        return
    for key in sorted(set(marks[0].attrib) - {"x", "y", "href"}):
        values = {m.get(key) for m in marks}
        if len(values) == 1:
            group.set(key, values.pop() or "")
            for m in marks:
                del m.attrib[key]


def _used(root: ET.Element) -> dict[str, None]:
    """The ids that are referred to, in the order they are met."""
    values = (value for element in root.iter() for value in element.attrib.values() if "#" in value)
    return dict.fromkeys(name for value in values for name in re.findall(r"(?:^|url\()#([\w-]+)", value))


def _drop_unused(root: ET.Element) -> None:
    """Definitions nobody refers to go."""
    used = _used(root)
    for parent in list(root.iter(SPACE + "defs")):
        for child in [c for c in parent if c.get("id") and c.get("id") not in used]:
            parent.remove(child)


def _prune(element: ET.Element) -> None:
    """Empty groups go; a group that says nothing gives way to what it holds."""
    for i in reversed(range(len(element))):
        child = element[i]
        _prune(child)
        if child.tag == SPACE + "path" and child.get("fill") == "none" and "stroke" not in child.attrib:
            if "id" not in child.attrib:
                del element[i]
        elif (
            child.tag in (SPACE + "g", SPACE + "defs")
            and not child.attrib
            and (not len(child) or child.tag == SPACE + "g")
        ):
            element[i : i + 1] = list(child)
