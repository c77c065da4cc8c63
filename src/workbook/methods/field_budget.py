"""Hours by field: more where potential is still to be won, and never less than today where much is to be lost."""

from __future__ import annotations

import pandas as pd


def field_budget(fields: pd.DataFrame) -> pd.Series:
    """Hours by rule of each field, adding up to the hours of today.

    From one row per field (potential in currency, weight ≥ 0, hours today, keep: never below its hours of today) to hours.
    Hours follow potential × weight; a field to keep that would fall below today's hours keeps them, and the others share what
    is left in the same proportion. Without potential × weight above 0 outside the kept fields they get nothing.

    Source: METHOD.md §5, a rule set by the reader (A3-15 to A3-17).
    """
    claim = (fields["potential"] * fields["weight"]).clip(lower=0).astype(float)
    total = float(fields["hours"].sum())
    fixed = pd.Series(False, fields.index)
    made = pd.Series(0.0, fields.index)
    for _ in range(len(fields) + 1):
        rest = total - float(fields.loc[fixed, "hours"].sum())
        whole = float(claim[~fixed].sum())
        made = (claim / whole * rest if whole > 0 else claim * 0.0).where(~fixed, fields["hours"]).astype(float)
        short = fields["keep"].astype(bool) & ~fixed & (made < fields["hours"] - 1e-9)
        if not short.any():
            break
        fixed |= short
    return made
