"""A map without a map: customers as marks where they are, coloured and shaped by the territory they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from workbook.theme import canvas, colour, label, weight, width

TINTS = ("key", "smart", "gain", "loss", "lean", "core", "ink")
SHAPES = (
    np.array([[0, 0], [1, 0], [1, 1], [0, 1]]),  # square
    np.array([[0.5, 0], [1, 0.5], [0.5, 1], [0, 0.5]]),  # diamond
    np.array([[0, 0], [1, 0], [0.5, 1]]),  # triangle
)
CELL = {False: 14.0, True: 12.0}


@dataclass(frozen=True)
class Site:
    """A map's marks: x and y in kilometres from the south-west corner, the territory of each (number, −1 none), and which
    ones are ringed (bool)."""

    x: np.ndarray
    y: np.ndarray
    territory: np.ndarray
    ringed: np.ndarray


def flat(latitude: np.ndarray, longitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places on paper, in kilometres: as wide as they are at their middle latitude."""
    x = (longitude - longitude.min()) * 111.2 * np.cos(np.radians((latitude.min() + latitude.max()) / 2))
    return x, (latitude - latitude.min()) * 111.2


def two_maps(maps: Sequence[Site], names: tuple[str, str], narrow: bool) -> Figure:
    """The same places twice: territories today and as proposed, side by side. Customers close together are one mark."""
    wide, gap, head = width(narrow), 14.0, 22.0
    room, cell = (wide - gap) / 2, CELL[narrow]
    across = max(float(np.ptp(maps[0].x)), 1.0)
    scale = min((room - 2 * cell) / across, (1.5 * room) / max(float(np.ptp(maps[0].y)), 1.0))
    high = np.ceil(head + float(np.ptp(maps[0].y)) * scale + 3 * cell)
    figure, axes = canvas(wide, high)
    axes.set(xlim=(0, wide), ylim=(high, 0))
    axes.axis("off")
    for at, (site, name) in enumerate(zip(maps, names, strict=True)):
        left = at * (room + gap)
        label(axes, left, 9, name, weight="bold")
        for number, corners in _marks(site, scale, cell):
            tint = TINTS[number % len(TINTS)] if number >= 0 else "dot"
            shape = SHAPES[(number // len(TINTS) + number) % len(SHAPES)]
            path = _path(corners, shape * (cell - 2), left + 2, high - cell)
            axes.add_patch(PathPatch(path, color=colour(tint), lw=0))
        if site.ringed.any():
            corners = np.unique(np.column_stack(_cells(site, scale, cell))[site.ringed], axis=0) * cell
            path = _path(corners, SHAPES[0] * (cell + 2) - 2, left + 2, high - cell)
            axes.add_patch(PathPatch(path, fill=False, edgecolor=colour("ink"), lw=weight("line")))
    return figure


def _cells(site: Site, scale: float, cell: float) -> tuple[np.ndarray, np.ndarray]:
    """Column and row of the cell each mark lies in."""
    return np.floor(site.x * scale / cell).astype(int), np.floor(site.y * scale / cell).astype(int)


def _marks(site: Site, scale: float, cell: float) -> list[tuple[int, np.ndarray]]:
    """By territory the corners of the cells in which most customers are its own (smallest number where as many are another's); in
    a ringed cell only the ringed ones count."""
    column, row = _cells(site, scale, cell)
    cells, at = np.unique(np.column_stack([column, row]), axis=0, return_inverse=True)
    votes = np.zeros((len(cells), int(site.territory.max()) + 2))
    np.add.at(votes, (at, site.territory + 1), np.where(site.ringed, len(at) + 1, 1))
    top = votes.argmax(axis=1) - 1
    return [(int(t), cells[top == t] * cell) for t in np.unique(top)]


def _path(corners: np.ndarray, shape: np.ndarray, left: float, foot: float) -> Path:
    """One path with the shape at every corner; y runs down."""
    places = np.column_stack([left + corners[:, 0], foot - corners[:, 1]])
    points = places[:, None, :] + np.vstack([shape * [1, -1], shape[:1] * [1, -1]])[None, :, :]
    codes = [Path.MOVETO] + [Path.LINETO] * (len(shape) - 1) + [Path.CLOSEPOLY]
    return Path(points.reshape(-1, 2), codes * len(corners))
