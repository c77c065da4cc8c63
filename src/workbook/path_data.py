"""Path data of an SVG written short: the same line in a third of the bytes."""

from __future__ import annotations

import re

import numpy as np

TOKENS = re.compile(r"[A-Za-z]|-?[\d.]+(?:e-?\d+)?")
CIRCLE = re.compile(r"M 0 -?([\d.]+)\s+(?:C(?: -?[\d.]+){6}\s+){8}z\s*")
NUMBERS = {"M": 2, "L": 2, "C": 6, "Q": 4}


def compact(data: str) -> str:
    """The same path with relative steps, to a tenth of a unit; steps straight on become one, steps of nothing none.

    From absolute commands M, L, C, Q and z, as matplotlib writes them; other data stay as they are.
    """
    tokens = TOKENS.findall(data)
    steps: list[tuple[str, list[int]]] = []
    at = begun = (0, 0)
    i = 0
    while i < len(tokens):
        command = tokens[i]
        i += 1
        if command in "zZ":
            steps.append(("z", []))
            at = begun
            continue
        if command not in NUMBERS:
            return data
        points = [round(10 * float(t)) for t in tokens[i : i + NUMBERS[command]]]
        i += NUMBERS[command]
        if command == "M":
            begun = at = (points[0], points[1])
            steps.append(("M", points))
            continue
        moved = [value - at[k % 2] for k, value in enumerate(points)]
        at = (points[-2], points[-1])
        _step(steps, command.lower(), moved)
    return _written(steps)


def _step(steps: list[tuple[str, list[int]]], command: str, moved: list[int]) -> None:
    """Add one relative step: along an axis as h or v, onto the step before where it goes straight on."""
    if command == "l":
        along = 0 if not moved[1] else 1 if not moved[0] else None
        if along is not None:
            command, moved = "hv"[along], [moved[along]]
            last, *_ = steps[-1]
            if last == command and steps[-1][1][0] * moved[0] >= 0:
                steps[-1][1][0] += moved[0]
                return
            if not moved[0] and last != "M":
                return
    steps.append((command, moved))


def _written(steps: list[tuple[str, list[int]]]) -> str:
    """The steps as text: a repeated command is not repeated, no blank before a minus."""
    text, before = "", ""
    for command, numbers in steps:
        again = command == before and command in "lcq"
        text += "" if again else command
        for n, value in enumerate(numbers):
            shown = f"{value / 10:g}".replace("0.", ".", 1) if abs(value) < 10 else f"{value / 10:g}"
            text += (" " if (again or n) and not shown.startswith("-") else "") + shown
        before = command
    return text


def dots(places: np.ndarray) -> str:
    """One path that is a dot at each place (n × 2: x, y), to a tenth of a unit, where it is drawn with round ends."""
    return "".join(f"M{x:g} {y:g}h0" for x, y in (places.round(1) + 0.0).tolist())


def circle(data: str) -> float | None:
    """The diameter where a path is a circle about the origin as matplotlib writes it: eight curves."""
    found = CIRCLE.fullmatch(data)
    return 2 * float(found[1]) if found else None
