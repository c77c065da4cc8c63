"""What a purchase model needs to know of each customer: how often, how recently, how long observed, how much."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

DAYS = 7.0  # the models count in weeks
WEEKS_PER_YEAR = 365.25 / DAYS


def purchase_history(lines: pd.DataFrame, until: date) -> pd.DataFrame:
    """Purchases of every customer up to a day.

    From one row per order line (customer_id, date, net_revenue in currency) to one row per customer (index customer_id): x =
    days with a purchase after the first, t_x = weeks from the first to the last of them, T = weeks from the first to `until`,
    value = net revenue per repeat purchase (currency; missing where x is 0 or nothing positive remains). Purchases of one day
    are one. Credit notes (negative lines) are netted in the value and count as no purchase. Lines after `until` are left out.

    Source: Fader, Hardie and Lee 2005, "Counting your customers" the easy way.
    """
    days = lines["date"].to_numpy("datetime64[D]").astype(np.int64)
    end = int(np.datetime64(until, "D").astype(np.int64))
    seen = days <= end
    code, ids = pd.factorize(lines["customer_id"].to_numpy()[seen], use_na_sentinel=True)
    days, money = days[seen], lines["net_revenue"].to_numpy(float)[seen]
    bought = (money >= 0) & (code >= 0)
    n = len(ids)
    span = int(days.max() - days.min()) + 1 if len(days) else 1
    start = int(days.min()) if len(days) else 0
    pairs = pd.unique(code[bought] * span + (days[bought] - start))
    who, when = np.divmod(pairs, span)
    first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, -1, np.int64)
    np.minimum.at(first, who, when)
    np.maximum.at(last, who, when)
    x = np.bincount(who, minlength=n) - 1
    later = (code >= 0) & (days - start > first[code])
    sums = np.bincount(code[later], money[later], n)
    value = np.divide(sums, x, out=np.full(n, np.nan), where=(x > 0) & (sums > 0))
    made = {"x": x, "t_x": (last - first) / DAYS, "T": (end - start - first) / DAYS, "value": value}
    table = pd.DataFrame(made, index=pd.Index(ids, name="customer_id"))
    return table[table["x"] >= 0].sort_index()
