"""What customers look for, by a rule from how they buy: price and ease, advice and solution, or partnership."""

from __future__ import annotations

import pandas as pd

TYPES = ("intrinsic", "extrinsic", "strategic")
# What speaks for each type: measure of behaviour → 1 the more the more, −1 the less the more.
SIGNS = {
    "intrinsic": {"digital_share": 1, "discount_rate": 1, "special_share": -1},
    "extrinsic": {"special_share": 1, "hours_order": 1, "digital_share": -1},
    "strategic": {"categories": 1},
}


def need_types(behaviour: pd.DataFrame) -> pd.Series | None:
    """The type of need that a customer's behaviour speaks for most.

    From one row per customer (index customer_id; digital_share, discount_rate, special_share, hours_order, categories, any
    unit) to intrinsic, extrinsic or strategic (missing where nothing is known of a customer): per type the mean rank share of
    its signs, ranked again among all customers; the highest counts, ties in the order above. None where a type has no sign
    that differs between customers.

    Source: METHOD.md §5 "Needs"; types after Rackham and DeVincentis 1999 (intrinsic, extrinsic, strategic value).
    """
    ranks = behaviour[[c for c in behaviour if behaviour[c].nunique() > 1]].rank(pct=True)
    speaks = {}
    for kind, signs in SIGNS.items():
        known = [ranks[c] if sign > 0 else 1 - ranks[c] for c, sign in signs.items() if c in ranks]
        if not known:
            return None
        speaks[kind] = pd.concat(known, axis=1).mean(axis=1).rank(pct=True)
    table = pd.DataFrame(speaks).dropna(how="all").fillna(-1.0)
    return table.idxmax(axis=1).reindex(behaviour.index) if len(table) else None
