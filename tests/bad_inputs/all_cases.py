"""All inputs together, in the order of their groups."""

from __future__ import annotations

from . import (
    config_and_environment,
    dates,
    degenerate_analytics,
    encoding_and_dialect,
    files_and_containers,
    headers_and_layout,
    identity_and_content,
    numbers,
)

HEADINGS = (
    (files_and_containers, range(1, 14)),
    (encoding_and_dialect, range(14, 21)),
    (headers_and_layout, range(21, 28)),
    (numbers, range(28, 38)),
    (dates, range(38, 42)),
    (identity_and_content, range(42, 49)),
    (degenerate_analytics, range(49, 56)),
    (config_and_environment, range(56, 61)),
)
CASES = tuple(case for module, _ in HEADINGS for case in module.CASES)
TRIALS = tuple(trial for module, _ in HEADINGS for trial in getattr(module, "TRIALS", ()))


def count() -> dict[int, tuple[str, int, int]]:
    """From group to (heading, inputs tried, inputs whose result is not yet as it should be)."""
    found = {}
    for module, groups in HEADINGS:
        title = (module.__doc__ or "").splitlines()[0]
        for group in groups:
            mine = [one for one in (*CASES, *TRIALS) if one.group == group]
            found[group] = (title, len(mine), sum(bool(one.wrong) for one in mine))
    return found
