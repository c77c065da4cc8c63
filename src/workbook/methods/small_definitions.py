"""Who is small: how the set changes when another measure than revenue decides."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from workbook.methods.cumulated import size_class


def small_definitions(amounts: pd.DataFrame, edges: Sequence[float] = (0.70, 0.90)) -> pd.DataFrame:
    """How the small customers change with the measure.

    From one amount per customer and measure (index customer_id; `revenue` and others in any unit) to one row per measure: known
    customers, n small ones (beyond the last cumulated share), both (small by revenue too), joined (small only by this measure),
    left (small by revenue alone), overlap = both ÷ all of the two (Jaccard). Customers whose measure is not known are in none.

    Source: METHOD.md §2 "Size class" on each measure of A4-04.
    """
    rows = {}
    for measure in amounts:
        known = amounts.loc[amounts[measure].notna() & amounts["revenue"].notna()]
        by_it = size_class(known[measure], edges) == "small"
        by_revenue = size_class(amounts["revenue"].dropna(), edges).reindex(known.index) == "small"
        both, either = int((by_it & by_revenue).sum()), int((by_it | by_revenue).sum())
        rows[measure] = {
            "known": len(known),
            "n": int(by_it.sum()),
            "both": both,
            "joined": int(by_it.sum()) - both,
            "left": int(by_revenue.sum()) - both,
            "overlap": both / either if either else float("nan"),
        }
    return pd.DataFrame(rows).T
