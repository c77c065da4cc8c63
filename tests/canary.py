"""A client that bears a mark of its own in every field a text may stand in, so that it is known wherever it turns up."""

from __future__ import annotations

import csv
from pathlib import Path

from workbook.privacy.personal import LETTERS, personal

ROWS = {"customers": 12, "transactions": 48, "activities": 36, "staff": 6, "opportunities": 12, "stage_history": 12,
        "requests": 12, "assessment": 6, "team_targets": 3, "facts": 6}  # fmt: skip
POSTCODES = ("01067", "20095", "50667", "70173", "80331", "99084")
FIXED = {
    ("customers", "country"): ["DE"],
    ("customers", "existing"): ["ja"],
    ("transactions", "net_revenue"): ["1200,50", "800,25", "4100,75", "90,10"],
    ("transactions", "date"): ["15.02.2024", "16.05.2024", "17.08.2024", "18.11.2024", "19.12.2024"],
    ("activities", "date"): ["15.03.2024", "16.06.2024", "17.09.2024"],
    ("activities", "type"): ["visit", "phone_call", "email"],
    ("activities", "hours"): ["1,5", "0,5", "0,25"],
    ("staff", "role"): ["field"],
    ("staff", "working_hours"): ["1600"],
    ("staff", "annual_cost"): ["80000"],
    ("opportunities", "opened_at"): ["01.02.2024"],
    ("opportunities", "closed_at"): ["01.06.2024"],
    ("opportunities", "outcome"): ["won", "lost"],
    ("opportunities", "value"): ["5000"],
    ("stage_history", "phase"): ["2"],
    ("stage_history", "entered_at"): ["01.03.2024"],
    ("requests", "received_at"): ["02.12.2024 09:00", "03.12.2024 10:00", "04.12.2024 11:00"],
    ("requests", "started_at"): ["05.12.2024 09:00", "04.12.2024 10:00", "06.12.2024 11:00"],
    ("requests", "effort_hours"): ["2,0"],
    ("requests", "override"): ["ja", "nein"],
    ("assessment", "class"): ["all"],
    ("assessment", "dimension"): ["phase:1"],
    ("assessment", "performance"): ["3"],
    ("assessment", "importance"): ["4"],
    ("team_targets", "target"): ["10"],
    ("team_targets", "actual"): ["8"],
    ("facts", "field"): ["decision_process"],
    ("facts", "as_of"): ["01.12.2024"],
}  # fmt: skip
MANY = {"customer": 12, "person": 6, "opportunity": 12, "unit": 1}


def canary(folder: Path, mark: str, categories: bool = True) -> Path:
    """The client's folder; `categories`: whether the mark stands in industries, regions and product groups, too."""
    (folder / "data").mkdir(parents=True)
    (folder / "client.yaml").write_text(settings(mark), encoding="utf-8")
    for table, rows in ROWS.items():
        columns = [*personal()[table], *(c for t, c in FIXED if t == table and c not in personal()[table])]
        columns = [c for c in columns if c not in ("latitude", "longitude")]
        with (folder / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, delimiter=";")
            writer.writerow(columns)
            writer.writerows([[cell(table, c, n, mark, categories) for c in columns] for n in range(rows)])
    return folder


def cell(table: str, column: str, n: int, mark: str, categories: bool) -> str:
    """What stands in one cell: the mark, what it is, and which one."""
    if (table, column) in FIXED:
        choices = FIXED[table, column]
        return choices[n % len(choices)]
    kind = personal()[table][column]
    if kind == "place":
        return POSTCODES[n % len(POSTCODES)]
    if column == "parent_id":
        return ""
    if kind == "category":
        return f"{mark}{column}" if categories else column.title()
    if kind in LETTERS:
        return f"{mark}{kind}{n % MANY.get(kind, 10_000)}"
    return f"{mark}{table}{column} {n}"


def settings(mark: str) -> str:
    """Settings that name customers and persons of the client, with reasons."""
    return f"""\
name: Firma {mark[:3]}
language: de
currency: EUR
period: [2024-01-01, 2024-12-31]
intake: {{accept_rejects: true, reason: {mark}reason}}
segmentation: {{participants: {{{mark[:9]}p1: {{revenue: 1.0}}, {mark[:9]}p2: {{potential: 1.0}}}}}}
coverage: {{territory: {{pinned: {{{mark}customer1: {mark}person1}}, remote: [{mark}customer2]}}}}
process: {{checklist: {{"kam:1": {{status: weak, owner: {mark}owner}}, "kam:10": {{item: {mark}item}}}}}}
overrides: [{{customer_id: {mark}customer3, to: key, reason: {mark}why, owner: {mark}owner, expires: 2026-01-01}}]
decisions: [{{key: value.{mark}, value: {mark}, who: {mark}who, when: 2024-12-01, why: {mark}because}}]
"""
