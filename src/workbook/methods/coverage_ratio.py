"""Coverage today: customers, revenue and hours per full-time position, by role and by class."""

from __future__ import annotations

import pandas as pd

from workbook.methods.time_driven_cost import hours_of


def by_role(staff: pd.DataFrame, rates: pd.DataFrame, work: pd.DataFrame, years: float) -> pd.DataFrame:
    """The coverage ratio of each role.

    From staff (rep_id, role, optional fte), `staff_rates` (index rep_id) and work (one row per person and customer: rep_id,
    customer_id, hours over the period, revenue per year of the customer) to one row per role: persons, fte, customers worked,
    customers_per_fte, hours per year, hours_per_fte, utilisation = customer hours ÷ (practical hours × selling share).
    """
    people = staff.assign(fte=staff["fte"].fillna(1.0) if "fte" in staff else 1.0).set_index("rep_id")
    spent = work.groupby("rep_id")["hours"].sum().reindex(people.index).fillna(0.0)
    worked = work.assign(role=work["rep_id"].map(people["role"])).groupby("role")["customer_id"].nunique()
    table = people.assign(hours=spent, can=rates["selling_hours"].reindex(people.index)).groupby("role")
    result = table.agg(persons=("fte", "size"), fte=("fte", "sum"), hours=("hours", "sum"), can=("can", "sum"))
    result["customers"] = worked.reindex(result.index, fill_value=0)
    filled = result["fte"].where(result["fte"] > 0)
    result["customers_per_fte"] = result["customers"] / filled
    result["utilisation"] = (result["hours"] / result["can"]).where(result["can"] > 0)
    result["hours"] /= years
    result["hours_per_fte"] = result["hours"] / filled
    return result.drop(columns="can")


def by_class(customers: pd.DataFrame, classes: pd.Series) -> pd.DataFrame:
    """Effort and result by class.

    From one row per customer (index customer_id: hours and revenue per year, optional value) and one class per customer to one
    row per class: customers, hours, hours_per_customer, revenue, hours_share, revenue_share, and value, value_share if given.
    """
    columns = [c for c in ("hours", "revenue", "value") if c in customers]
    table = customers.groupby(classes.reindex(customers.index))[columns].sum()
    table.insert(0, "customers", classes.value_counts().reindex(table.index))
    table["hours_per_customer"] = table["hours"] / table["customers"]
    for name in columns:
        whole = table[name].sum()
        table[f"{name}_share"] = table[name] / whole if whole > 0 else float("nan")
    return table


def work_by_person(activities: pd.DataFrame) -> pd.DataFrame:
    """One row per person and customer: rep_id, customer_id, hours over the period (internal activities are left out)."""
    own = activities.assign(hours=hours_of(activities)).dropna(subset=["customer_id", "rep_id"])
    return own.groupby(["rep_id", "customer_id"], as_index=False)["hours"].sum()
