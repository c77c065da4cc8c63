"""One picture that is drawn once and then only moved: score and revenue of every customer, by class."""

from __future__ import annotations

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from workbook.chapters.segmentation.base import Base
from workbook.language import Words
from workbook.section import CLASSES
from workbook.theme import colour, marker

DPI = 90
MANY = 4_000  # beyond that marks get small


class ScorePicture:
    """A scatter that keeps its axes and its marks; `png` puts the marks where the customers are now."""

    def __init__(self, opened: Base, words: Words) -> None:
        self._words = words
        self.figure = Figure(figsize=(6.4, 3.4), dpi=DPI, facecolor=colour("paper"), layout="constrained")
        self._canvas = FigureCanvasAgg(self.figure)
        axes = self.figure.add_subplot()
        revenue = opened.table["revenue_per_year"].to_numpy(float)
        # A handful of tiny customers would press all others together: they stand on the lower edge.
        sold = revenue[revenue > 0]
        self._least = max(float(np.quantile(sold, 0.02)) / 2, 1.0) if len(sold) else 1.0
        size = 26 if len(revenue) <= MANY else 7
        self._marks = {
            name: axes.scatter([], [], s=size, marker=marker(name), color=colour(name), alpha=0.8, linewidths=0)
            for name in reversed(CLASSES)
        }
        axes.set_yscale("log")
        axes.set_xlim(0, 100)
        axes.set_ylim(self._least / 1.2, float(np.nanmax(revenue, initial=10.0)) * 1.6)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: words.money(value)))
        axes.yaxis.set_minor_formatter(lambda value, _: "")
        axes.set_xlabel(words.text("workshop.live.x"), color=colour("muted"), parse_math=False)
        axes.set_ylabel(words.text("workshop.live.y"), color=colour("muted"), parse_math=False)
        axes.tick_params(colors=colour("muted"), which="both", labelsize=9)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        for side in ("left", "bottom"):
            axes.spines[side].set_color(colour("rule"))
        self._line = axes.axvline(0, color=colour("muted"), linewidth=1, linestyle=(0, (4, 3)))
        handles = [self._marks[name] for name in CLASSES]
        axes.legend(
            handles,
            [words.text(f"class.{name}") for name in CLASSES],
            loc="upper left",
            frameon=False,
            fontsize=9,
            labelcolor=to_rgba(colour("ink")),
            markerscale=1.2,
        )
        # Settled once: what is worked out for every picture anew costs more than the marks.
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")

    def png(self, now: Base) -> bytes:
        """The picture of these classes."""
        table = now.table
        x = 100 * table["score"].to_numpy(float)
        y = np.maximum(np.nan_to_num(table["revenue_per_year"].to_numpy(float)), self._least)
        classes = table["class"].to_numpy()
        for name, marks in self._marks.items():
            mine = classes == name
            marks.set_offsets(np.column_stack([x[mine], y[mine]]))
        edge = 100 * now.client.parameters.segmentation.key_score
        self._line.set_xdata([edge, edge])
        sink = io.BytesIO()
        # Compressed little: the browser is on the same machine.
        self.figure.savefig(sink, format="png", dpi=DPI, pil_kwargs={"compress_level": 1})
        return sink.getvalue()

    def alt(self, now: Base) -> str:
        """The picture in words."""
        keys = self._words.number(int((now.table["class"] == "key").sum()))
        return self._words.text("workshop.live.alt", n_key=keys)
