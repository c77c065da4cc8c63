"""Whether everyone can read the look: contrast of the pairs that meet, distance of the colours that must differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from workbook.theme import tokens

Vector = NDArray[np.float64]

TEXT, MARK, DISTANCE = 4.5, 3.0, 8.0  # WCAG 2.2, 1.4.3 and 1.4.11; ΔE in OKLab × 100

# Machado, Oliveira, Fernandes (2009): A Physiologically-based Model for Simulation of Color Vision Deficiency.
SIGHT = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}

# Ottosson (2020): A perceptual color space for image processing.
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> Vector:
    """From #rrggbb to linear light, 0–1."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours, 1–21 (WCAG 2.2)."""
    dim, bright = sorted(float(linear(c) @ np.array([0.2126, 0.7152, 0.0722])) for c in (a, b))
    return (bright + 0.05) / (dim + 0.05)


def distance(a: str, b: str, sight: str = "normal") -> float:
    """How far apart two colours look (OKLab × 100) to eyes of that kind."""
    one, two = (OKLAB @ np.cbrt(CONES @ np.clip(SIGHT[sight] @ linear(c), 0, 1)) for c in (a, b))
    return float(np.linalg.norm(one - two) * 100)


def pairs() -> Iterator[tuple[str, str, float]]:
    """Every colour, the ground it meets on a page, and the ratio it needs there."""
    heat = [f"tint{i}" for i in range(1, 5)]
    yield from (("ink", ground, TEXT) for ground in ("paper", "wash", "losswash", "band", *heat))
    yield from (("muted", ground, TEXT) for ground in ("paper", "wash", "tint1", "tint2"))
    yield from ((name, ground, TEXT) for name in ("link", "loss", "gain") for ground in ("paper", "wash"))
    yield "loss", "losswash", TEXT
    yield from ((name, "paper", MARK) for name in (*tokens()["mark"], "dot"))


@dataclass(frozen=True)
class Measured:
    """Two colours of a scheme and what was measured: contrast (`sight` empty), or distance to eyes of that kind."""

    scheme: str
    first: str
    second: str
    sight: str
    value: float
    least: float

    @property
    def line(self) -> str:
        """The same in one line."""
        pair = f"{self.first} beside {self.second}, {self.sight}" if self.sight else f"{self.first} on {self.second}"
        return f"{self.scheme} {pair}: {self.value:.1f} (least {self.least})"


def measured(schemes: Mapping[str, Mapping[str, str]]) -> Iterator[Measured]:
    """Contrast of every pair that meets, and per kind of eyes the two most alike of the colours that must differ."""
    for scheme, colours in schemes.items():
        for name, ground, least in pairs():
            yield Measured(scheme, name, ground, "", contrast(colours[name], colours[ground]), least)
        for sight in SIGHT:
            for group in (tuple(tokens()["mark"]), ("loss", "gain", "dot")):
                near = min((distance(colours[a], colours[b], sight), a, b) for a, b in combinations(group, 2))
                yield Measured(scheme, near[1], near[2], sight, near[0], DISTANCE)


def check() -> list[str]:
    """One line per pair and scheme; ValueError at the first that falls short."""
    found = list(measured({scheme: tokens()[scheme] for scheme in ("light", "dark")}))
    for one in found:
        if one.value < one.least:
            raise ValueError(one.line)
    return [one.line for one in found]
