"""The requests that wait, in the recommended order, each with its reason."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbook.chapters.coverage.requests_log import Log
from workbook.finding import Quantity, Term, Value, count


def queue(log: Log) -> pd.DataFrame:
    """One row per waiting request, the first one first.

    Columns: rank (1 first), request_id, customer_id, name, group (class, else size; missing for who is no customer yet), score
    (0–100, missing without a customer), waited (working hours until the end of the day of the list), why (Term).
    """
    policy, rows = log.client.parameters.coverage.desk.policy, log.open
    rows = rows.assign(place=log.place(policy, rows) + 1, waited=log.now - rows["arrived"], score=100 * rows["score"])
    rows = rows.sort_values("place").rename_axis("request_id").reset_index()
    rows["why"] = [_why(log, policy, row) for row in rows.to_dict("records")]
    rows["rank"] = rows["place"]
    return rows[["rank", "request_id", "customer_id", "name", "group", "score", "waited", "why"]]


def _why(log: Log, policy: str, row: dict[str, Any]) -> Term:
    """Why a request stands where it stands."""
    desk = log.client.parameters.coverage.desk
    unknown = row["score"] != row["score"]
    numbers: dict[str, Value] = {"day": row["received_at"].date()}
    if policy == "fcfs" or (unknown and policy == "score"):
        return Term("coverage.why.fcfs", numbers)
    if policy == "strict":
        group = Term(f"group.{row['group'] if isinstance(row['group'], str) else 'none'}")
        return Term("coverage.why.strict", {**numbers, "group": group})
    score = count(0.0 if unknown else row["score"])
    if policy == "score":
        return Term("coverage.why.score", {"score": score})
    days = row["waited"] / desk.length
    bonus = {"bonus": count(100 * desk.ageing * days), "days": Quantity(float(days), "days")}
    return Term("coverage.why.ageing", {"score": score, **bonus})
