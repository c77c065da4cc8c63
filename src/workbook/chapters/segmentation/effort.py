"""What each customer took of the staff's time and money, prospects too."""

from __future__ import annotations

import pandas as pd

from workbook.client import Client
from workbook.methods.time_driven_cost import care_cost, hours_of, staff_rates
from workbook.methods.windows import within

Window = tuple[pd.Timestamp, pd.Timestamp]


def effort(client: Client, window: Window | None = None) -> pd.DataFrame | None:
    """Hours and care cost (currency) per customer in a window, default the period; None without hours by customer.

    Index customer_id, only who was cared for; cost is missing where neither staff nor rates say what an hour costs.
    """
    if not client.has("activities", "customer_id", "hours"):
        return None
    done = client.tables["activities"]
    first, last = (pd.Timestamp(d) for d in client.period)
    done = done[within(done["date"], window or (first, last)) & done["customer_id"].notna()]
    made = pd.DataFrame({"hours": hours_of(done).groupby(done["customer_id"]).sum()})
    costed = client.has("staff", "annual_cost", "working_hours") and client.has("activities", "rep_id")
    if not costed and not client.has("cost_rates"):
        return made.assign(cost=float("nan"))
    p = client.parameters.value
    rates = pd.DataFrame({"rate": pd.Series(dtype=float)})
    if costed:
        rates = staff_rates(client.tables["staff"], client.years, p.practical_share, p.full_cost)
    spent = care_cost(done, rates, client.tables.get("cost_rates"))
    return made.assign(cost=spent.groupby(done["customer_id"]).sum())
