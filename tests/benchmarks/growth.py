"""How the parts of the intake that compare rows with rows grow: ten times the rows must not take a hundred times as long.

`python tests/benchmarks/growth.py`. Each line gives the time for n rows, for 10 n, and their ratio, measured in one run.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from workbook.intake import numbers
from workbook.intake.identity import similar_pairs
from workbook.intake.repeats import repeats

PARTS = np.array(["Alt", "Berg", "Dorn", "Eich", "Falk", "Grün", "Hof", "Kern", "Lind", "Moor", "Stein", "Wald"])


def customers(n: int, places: bool) -> pd.DataFrame:
    """Customers with invented names, and a postcode each or none."""
    draw = np.random.default_rng(1)
    names = ["".join(draw.choice(PARTS, 4)) + " GmbH" for _ in range(n)]
    codes = draw.integers(1000, 9999, n).astype(str) if places else np.full(n, "")
    return pd.DataFrame({"customer_id": np.arange(n).astype(str), "name": names, "postcode": codes})


def lines(n: int) -> pd.DataFrame:
    """Order lines of which the second half repeats the first."""
    half = pd.DataFrame({"customer_id": np.arange(n // 2).astype(str), "net_revenue": np.arange(n // 2) / 7})
    return pd.concat([half, half], ignore_index=True)


def amounts(n: int) -> pd.Series:
    """German amounts as text."""
    return pd.Series([f"{k / 7:.2f}".replace(".", ",") for k in range(n)], dtype=object)


def read(cells: pd.Series) -> None:
    """From texts to floats."""
    numbers.values(numbers.survey(cells, lambda cell: not cell), ",")


WAYS: dict[str, tuple[Callable[[int], object], Callable[..., object], int]] = {
    "look-alike customers, with postcodes": (lambda n: customers(n, True), similar_pairs, 10_000),
    "look-alike customers, without": (lambda n: customers(n, False), similar_pairs, 10_000),
    "repeated blocks of order lines": (lines, repeats, 100_000),
    "German amounts": (amounts, read, 20_000),
}

if __name__ == "__main__":
    print(f"{'':38}{'n':>9}{'seconds':>9}{'10 n':>9}{'ratio':>7}")
    for name, (make, way, n) in WAYS.items():
        seconds = []
        for size in (n, 10 * n):
            data = make(size)
            begin = time.perf_counter()
            way(data)
            seconds.append(time.perf_counter() - begin)
        print(f"{name:38}{n:9,}{seconds[0]:9.2f}{seconds[1]:9.2f}{seconds[1] / seconds[0]:7.1f}", flush=True)
