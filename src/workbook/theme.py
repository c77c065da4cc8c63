"""The look, defined once in assets/theme.toml: as CSS, as a drawing style, and the way a figure becomes inline SVG."""

from __future__ import annotations

import io
import re
import tomllib
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

import matplotlib as mpl
import matplotlib.rcsetup
import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D

from workbook import inline
from workbook.exhibit import Brand, Chart
from workbook.path_data import circle, dots

# While something is drawn: how wide and high words are, by text and font; None where nothing is.
_MEASURED: ContextVar[dict[Any, Any] | None] = ContextVar("_MEASURED", default=None)
FONT = "DejaVu Sans"  # comes with matplotlib
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@cache
def tokens() -> dict[str, Any]:
    """Every token by table: light, dark, mark, type, size, space, weight."""
    return tomllib.loads(files("workbook").joinpath("assets/theme.toml").read_text("utf-8"))


def printable(value: Any) -> Any:
    """Text without the signs that neither HTML nor XML may hold and those that turn what follows them around; else as it is."""
    return CONTROLS.sub("", value) if type(value) is str else value


def colour(name: str) -> str:
    """The colour a chart draws with; it leaves `svg` as var(--name)."""
    return tokens()["light"][name]


def size(name: str) -> float:
    """A text size in px."""
    return tokens()["size"][name]


def weight(name: str) -> float:
    """A line's width in px: hair, line, loud, heavy."""
    return tokens()["weight"][name]


def marker(name: str) -> str:
    """The matplotlib marker of a customer class."""
    return tokens()["mark"][name][0]


def width(narrow: bool) -> int:
    """How wide a chart is drawn, in px."""
    return tokens()["space"]["narrow" if narrow else "text"]


def colours(brand: Brand | None = None) -> dict[str, dict[str, str]]:
    """Every colour by scheme (light, dark) and token, a brand's in the place of ours."""
    given = {"light": brand.light, "dark": brand.dark} if brand else {"light": {}, "dark": {}}
    return {scheme: {**tokens()[scheme], **own} for scheme, own in given.items()}


def css(brand: Brand | None = None) -> str:
    """The tokens as custom properties, a brand's in the place of ours. Dark on screens that ask for it, never on paper.

    `--bright` is the light paper in both schemes: a logo is made for it.
    """
    shown = {scheme: "".join(f"--{k}:{v};" for k, v in own.items()) for scheme, own in colours(brand).items()}
    light, dark = shown["light"] + f"--bright:{colours(brand)['light']['paper']};", shown["dark"]
    named = {use: f'"{name}", ' for use, name in (brand.fonts.items() if brand else ())}
    fonts = "".join(f"--font-{k}:{named.get(k, '')}{v};" for k, v in tokens()["type"].items())
    sizes = "".join(f"--{k}:{v}px;" for k, v in tokens()["size"].items())
    spaces = "".join(f"--space-{k}:{v}px;" for k, v in tokens()["space"].items())
    night = f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f":root{{color-scheme:light dark;{light}{fonts}{sizes}{spaces}}}\n{night}\n"


def style() -> dict[str, Any]:
    """The drawing style as matplotlib settings, laid out with the font matplotlib ships: every machine draws alike."""
    quiet = {f"{a}tick.{part}": colour(c) for a in "xy" for part, c in (("color", "rule"), ("labelcolor", "muted"))}
    small = {f"{axis}tick.labelsize": size("chart_small") for axis in "xy"}
    return {
        "svg.fonttype": "none",
        "text.parse_math": False,
        "font.family": [FONT],
        "font.size": size("chart"),
        "text.color": colour("ink"),
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "axes.edgecolor": colour("rule"),
        "axes.linewidth": weight("hair"),
        "axes.labelcolor": colour("muted"),
        "axes.labelsize": size("chart_small"),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.axisbelow": True,
        "axes.prop_cycle": mpl.rcsetup.cycler(color=[colour("ink"), colour("dot"), colour("gain"), colour("loss")]),
        "xtick.major.size": 3,
        "xtick.major.width": weight("hair"),
        "ytick.major.size": 0,
        "grid.color": colour("grid"),
        "grid.linewidth": weight("hair"),
        "lines.linewidth": weight("line"),
        "lines.markeredgewidth": 0,
        "patch.linewidth": 0,
        "patch.facecolor": colour("dot"),
        "lines.solid_capstyle": "round",
        **quiet,
        **small,
    }


@contextmanager
def drawing(salt: str = "workbook") -> Iterator[None]:
    """While it is open, matplotlib draws in our style on its own defaults; afterwards everything is as it was.

    Within another one it only changes the salt: the style is set once, which costs as much as a small chart.
    """
    if _MEASURED.get() is not None:
        before = mpl.rcParams["svg.hashsalt"]
        mpl.rcParams["svg.hashsalt"] = salt
        try:
            yield
        finally:
            mpl.rcParams["svg.hashsalt"] = before
        return
    held = _MEASURED.set({})
    try:
        with matplotlib.style.context(["default", {**style(), "svg.hashsalt": salt}]), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            yield
    finally:
        _MEASURED.reset(held)


def canvas(
    width: float, height: float, left: float = 0, right: float = 0, top: float = 0, bottom: float = 0
) -> tuple[Figure, Axes]:
    """A figure with one axes and fixed margins, all in px."""
    with drawing():
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        FigureCanvasSVG(figure)
        box = (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
        return figure, figure.add_axes(box)


def rows(narrow: bool, count: int, pitch: float, top: float = 0, bottom: float = 0) -> tuple[Figure, Axes]:
    """A canvas for charts that read like tables: axes in px, y running down; row i begins at top + i × pitch."""
    wide, high = width(narrow), top + count * pitch + bottom
    figure, axes = canvas(wide, high)
    axes.set(xlim=(0, wide), ylim=(high, 0))
    axes.axis("off")
    return figure, axes


def hair(axes: Axes, y: float, x0: float, x1: float, name: str = "grid") -> None:
    """A horizontal hairline."""
    axes.add_line(Line2D([x0, x1], [y, y], color=colour(name), lw=weight("hair"), solid_capstyle="butt"))


def label(axes: Axes, x: float, y: float, text: str, *, halo: bool = False, **more: Any) -> None:
    """Words at their place, centred on their height; set line by line so that any font keeps the alignment."""
    lines = [printable(line) for line in text.split("\n")]
    plain: dict[str, Any] = {
        "va": "center",
        "ha": "left",
        "fontsize": size("chart"),
        "color": colour("ink"),
        "family": FONT,
    }
    how = plain | {"gid": "halo" if halo else None, "parse_math": False} | more
    leading = how.pop("linespacing", 1.3) * how["fontsize"]
    shift = {"top": 0.0, "center": (len(lines) - 1) / 2, "bottom": len(lines) - 1.0, "baseline": 0.0}[how["va"]]
    for i, line in enumerate(lines):
        axes.annotate(
            line, (x, y), xytext=(0, (shift - i) * leading), textcoords="offset points", annotation_clip=False, **how
        )


def note(axes: Axes, x: float, y: float, text: str, **more: Any) -> None:
    """Quiet words: axis names, units, explanations."""
    quiet: dict[str, Any] = {"fontsize": size("chart_small"), "color": colour("muted")}
    label(axes, x, y, text, **(quiet | more))


def shorten(name: str, most: int = 40) -> str:
    """A name cut to `most` characters, with an ellipsis where something is missing."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


class _Renderer(RendererSVG):
    """Measures every word once per pair of drawings, and writes dots without an edge as one path: half of a chart's cost else."""

    def draw_markers(
        self,
        gc: Any,
        marker_path: Any,
        marker_trans: Any,
        path: Any,
        trans: Any,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Marks at the points of a path."""
        look = self._get_style_dict(gc, rgbFace)
        across = circle(self._convert_path(marker_path, marker_trans)) if set(look) == {"fill"} else None
        if across is None or path.codes is not None:
            super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
            return
        places = self._make_flip_transform(trans).transform(path.vertices)
        painted = f"fill: none; stroke: {look['fill']}; stroke-width: {across:g}; stroke-linecap: round"
        known = places[np.isfinite(places).all(axis=1)]
        self.writer.element("path", d=dots(known), style=painted, attrib=self._get_clip_attrs(gc))

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        """Width, height and depth of a text in px."""
        known = _MEASURED.get()
        if known is None:
            return super().get_text_width_height_descent(s, prop, ismath)
        key = s, hash(prop), ismath
        if key not in known:
            known[key] = super().get_text_width_height_descent(s, prop, ismath)
        return known[key]


def both(draw: Callable[..., Figure], name: str, label: str, **facts: Any) -> Chart:
    """The same facts drawn for the desk and for the phone. `label` is what a screen reader says."""
    with drawing():
        wide = svg(draw(narrow=False, **facts), f"{name}-wide", label)
        return Chart(wide, svg(draw(narrow=True, **facts), f"{name}-narrow", label))


def svg(figure: Figure, name: str, label: str) -> str:
    """A figure as SVG for the page: colours as var(--token), no style attributes, ids that begin with `name`.

    ValueError where a colour is none of the tokens.
    """
    inline.unclip(figure)
    buffer = io.StringIO()
    with drawing(name):
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        # What savefig does, with one memory of measured words for the drawings of a pair.
        high, wide = figure.get_figheight() * 72, figure.get_figwidth() * 72
        renderer = _Renderer(wide, high, buffer, image_dpi=72, metadata=nothing)
        figure.draw(renderer)
        renderer.finalize()
    names = {value: f"var(--{token})" for token, value in tokens()["light"].items()}
    return inline.clean(buffer.getvalue(), name, printable(label), names)
