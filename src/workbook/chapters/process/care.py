"""What each activity with customers cost, for the topics of steering."""

from __future__ import annotations

import pandas as pd

from workbook.client import Client
from workbook.methods.time_driven_cost import care_cost, staff_rates


def costed(client: Client) -> pd.DataFrame | None:
    """The activities with customers, prospects too, and what each cost (`spent`, currency); None where no cost is known."""
    if not client.has("activities", "customer_id"):
        return None
    staffed = client.has("staff", "annual_cost", "working_hours") and client.has("activities", "rep_id")
    if not staffed and not client.has("cost_rates"):
        return None
    p = client.parameters.value
    rates = pd.DataFrame({"rate": pd.Series(dtype=float)})
    if staffed:
        rates = staff_rates(client.tables["staff"], client.years, p.practical_share, p.full_cost)
    done = client.tables["activities"]
    done = done[done["customer_id"].notna()]
    return done.assign(spent=care_cost(done, rates, client.tables.get("cost_rates")))
