"""The facts of chapter 1."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters import SoFar
from workbook.chapters.intake.information import Information, information
from workbook.client import Client
from workbook.finding import Figure
from workbook.methods.completeness import completeness
from workbook.methods.monthly import monthly_sums

# What each table opens in the report, in the order of its chapters.
OPENS = {
    "transactions": "value",
    "activities": "coverage",
    "staff": "coverage",
    "opportunities": "process",
    "stage_history": "process",
    "assessment": "process",
    "requests": "coverage",
    "cost_rates": "value",
}
ASKED = (
    "potential_revenue",
    "share_of_wallet",
    "satisfaction",
    "willingness_to_switch",
    "requirements_complexity",
    "competitive_intensity",
    "strategic_importance",
    "need_type",
    "decision_makers",
    "current_class",
    "owner_rep_id",
)
IN_MONEY = "potential_money"  # what is asked for where points are known: chapter 3 weights these


@dataclass(frozen=True)
class Result:
    """The account of the intake, revenue by month (partial months marked), and what is known about the customers.

    `months`: month (first day), revenue (currency), partial (bool). `known`: field, known (share of customers 0–1).
    """

    client: Client
    months: pd.DataFrame
    known: pd.DataFrame
    missing_tables: tuple[str, ...]
    information: Information | None = None


def analyse(client: Client, so_far: SoFar) -> Result:
    """What was read, what was set aside, and what is not there."""
    lines = client.tables["transactions"]
    customers = client.tables.get("customers", pd.DataFrame({"customer_id": lines["customer_id"].unique()}))
    missing = tuple(t for t in OPENS if not client.has(t))
    months, known = monthly_sums(lines, client.period), completeness(customers, ASKED)
    if client.potential_in_points:
        known = known.replace({"field": {"potential_revenue": IN_MONEY}})
    return Result(client, months, known, missing, information(client))


def figures(result: Result) -> tuple[Figure, ...]:
    """The figures of chapter 1 for results.json; money to the cent."""
    reading, cash = result.client.reading, result.client.parameters.currency
    read, used, rejected = (
        sum(getattr(f, name) for f in reading.files) for name in ("rows_read", "rows_used", "rows_rejected")
    )
    return (
        Figure("intake.rows_read", read, "count"),
        Figure("intake.rows_used", used, "count"),
        Figure("intake.rows_rejected", rejected, "count"),
        Figure("intake.money_read", round(reading.money_read, 2), cash),
        Figure("intake.money_used", round(reading.money_used, 2), cash),
        Figure("intake.money_rejected", round(reading.money_rejected, 2), cash),
    )


def customers(result: Result) -> pd.DataFrame:
    """One row per customer of the client's list, with what the client itself says about it (index customer_id)."""
    if not result.client.has("customers"):
        return pd.DataFrame()
    return result.client.tables["customers"].drop_duplicates("customer_id").set_index("customer_id")
