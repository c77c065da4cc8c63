"""A claim is confirmed or refuted only where its whole interval says so."""

import math

import pytest

from workbook.methods.claim_verdict import verdict


@pytest.mark.parametrize(
    ("interval", "n", "threshold", "expected"),
    [
        ((0.1, 0.4), 50, 0.0, "confirmed"),
        ((-0.4, -0.1), 50, 0.0, "refuted"),
        ((-0.1, 0.4), 50, 0.0, "undecided"),
        ((0.1, 0.4), 9, 0.0, "undecided"),
        ((0.1, 0.4), 50, 0.2, "undecided"),
        ((0.3, 0.4), 50, 0.2, "confirmed"),
        ((0.0, 0.4), 50, 0.0, "undecided"),
        ((math.nan, math.nan), 50, 0.0, "undecided"),
    ],
)
def test_verdict(interval, n, threshold, expected):
    assert verdict(interval, n, threshold) == expected
