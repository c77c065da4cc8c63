import re

import numpy as np
import pytest

from workbook.path_data import compact, dots


def corners(data: str) -> np.ndarray:
    """Where a short path goes, step by step."""
    at, found, command = np.zeros(2), [], ""
    tokens = re.findall(r"[A-Za-z]|-?(?:\d+\.\d+|\.\d+|\d+)", data)
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        if command == "z":
            continue
        n = {"M": 2, "l": 2, "h": 1, "v": 1, "c": 6, "q": 4}[command]
        step = [float(tokens.pop(0)) for _ in range(n)]
        if command == "M":
            at = np.array(step)
        elif command in "hv":
            at = at + ([step[0], 0] if command == "h" else [0, step[0]])
        else:
            at = at + step[-2:]
        found.append(at)
    return np.array(found)


@pytest.mark.parametrize("seed", range(10))
def test_a_short_path_goes_where_the_long_one_goes(seed):
    points = np.round(np.cumsum(np.random.default_rng(seed).normal(0, 20, (80, 2)), axis=0), 1)
    long = "M " + " L ".join(f"{x} {y}" for x, y in points)
    assert corners(compact(long)) == pytest.approx(points, abs=1e-9)
    assert len(compact(long)) < 0.8 * len(long)


def test_steps_straight_on_become_one():
    assert compact("M 1 5 L 2 5 L 3.5 5 L 3.5 9 L 1 9 z") == "M1 5h2.5v4h-2.5z"
    assert compact("M 1 5 L 4 5 L 2 5") == "M1 5h3h-2"
    assert compact("M 0 0 L 0.5 -0.5 L 1 -1 L 1 -1") == "M0 0l.5-.5 .5-.5"


def test_a_path_of_one_point_keeps_its_point():
    assert compact("M 1 1 L 1 1") == "M1 1h0"
    assert dots(np.array([[1, 2.5], [3.04, -0.01]])) == "M1 2.5h0M3 0h0"
    assert compact(dots(np.array([[1, 2.5]]))) == "M1 2.5h0"


def test_curves_are_kept():
    assert compact("M 0 2 C 0.5 2 1 1.5 1 1 Q 1 0 0 0 z") == "M0 2c.5 0 1-.5 1-1q0-1-1-1z"
