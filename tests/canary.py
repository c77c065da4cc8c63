"""A client that bears a mark of its own in every field a text may stand in, so that it is known wherever it turns up."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from workbook.language import Words
from workbook.privacy.personal import LETTERS, personal
from workbook.questionnaire import questionnaire

ROWS = {"customers": 12, "transactions": 48, "activities": 36, "staff": 6, "opportunities": 12, "stage_history": 12,
        "requests": 12, "assessment": 6, "team_targets": 3, "facts": 6}  # fmt: skip
POSTCODES = ("01067", "20095", "50667", "70173", "80331", "99084")
FIXED = {
    ("customers", "country"): ["DE"],
    ("customers", "existing"): ["ja"],
    ("customers", "potential_revenue"): ["4000", "9000", "20000", "2500"],
    ("customers", "win_probability"): ["0,3", "0,6"],
    ("customers", "satisfaction"): ["7", "9", "4"],
    ("customers", "strategic_importance"): ["2", "5", "3"],
    ("customers", "requirements_complexity"): ["3", "1", "5"],
    ("transactions", "cost_of_goods"): ["700,50", "900,25", "2000,75", "60,10"],
    ("transactions", "list_revenue"): ["1300,50", "900,25", "4600,75", "95,10"],
    ("staff", "bonus_revenue"): ["0,8"],
    ("staff", "bonus_margin"): ["0,2"],
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
CHOSEN = (("opportunities", "stage"), ("team_targets", "metric"), ("customers", "current_class"))
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#123456"/></svg>'
MANY = {"customer": 12, "person": 6, "opportunity": 12, "unit": 1}


def canary(folder: Path, mark: str, categories: bool = True) -> Path:
    """The client's folder; `categories`: whether the mark stands in industries, regions and product groups, too."""
    (folder / "data").mkdir(parents=True)
    (folder / "client.yaml").write_text(settings(mark, categories), encoding="utf-8")
    _beside(folder, mark, categories)
    for table, rows in ROWS.items():
        columns = [*personal()[table], *(c for t, c in FIXED if t == table and c not in personal()[table])]
        columns = [c for c in columns if c not in ("latitude", "longitude")]
        if table == "staff":
            _book(folder / "data" / f"{mark}folder" / f"{mark}staff.xlsx", mark, columns, categories)
            continue
        file = folder / "data" / (f"{mark}facts.csv" if table == "facts" else f"{table}.csv")
        with file.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, delimiter=";")
            heads = [f"{mark}heard" if (table, c) == ("facts", "source") else c for c in columns]
            writer.writerow([*heads, f"{mark}unasked"])
            writer.writerows(_row(table, columns, n, mark, categories) for n in range(rows))
            if table == "transactions":  # a line nobody can use: told, and set aside
                wrong = {"date": f"{mark}day", "net_revenue": f"{mark}amount"}
                writer.writerow([wrong.get(c, cell(table, c, 0, mark, categories)) for c in columns] + [f"{mark}more"])
    return folder


def _row(table: str, columns: list[str], n: int, mark: str, categories: bool) -> list[str]:
    return [*(cell(table, column, n, mark, categories) for column in columns), f"{mark}aside {n}"]


def _book(file: Path, mark: str, columns: list[str], categories: bool) -> None:
    """The staff as a workbook that tells of itself what nobody asked: who made it, notes, a name, a sheet out of sight."""
    file.parent.mkdir()
    book = openpyxl.Workbook()
    for name in ("creator", "lastModifiedBy", "title", "subject", "keywords", "category", "description"):
        setattr(book.properties, name, f"{mark}{name}")
    people, hidden = book.active, book.create_sheet(f"{mark}hidden")
    people.title, hidden.sheet_state = f"{mark}people", "hidden"
    hidden.append([f"{mark}secret"])
    people.append([*columns, f"{mark}head"])
    for n in range(ROWS["staff"]):
        people.append(_row("staff", columns, n, mark, categories))
    people.cell(1, 1).comment = Comment(f"{mark}comment", f"{mark}author")
    people.oddHeader.center.text = f"{mark}header"
    book.defined_names[f"{mark}range"] = DefinedName(f"{mark}range", attr_text=f"'{mark}people'!$A$1:$B$2")
    book.save(file)


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


def settings(mark: str, categories: bool = True) -> str:
    """Settings that name customers and persons of the client, with reasons: every text they may hold bears the mark."""
    stage, metric, own = (cell(t, c, 0, mark, categories) for t, c in CHOSEN)
    return f"""\
# {mark}remark
name: Firma {mark[:3]}
language: de
currency: EUR
period: [2024-01-01, 2024-12-31]
agreement: {{with: {mark}council, date: 2024-01-01, scope: {mark}scope}}
benchmark: {{consent: true, by: {mark}by, date: 2024-01-01}}
intake:
  accept_rejects: true
  reason: {mark}reason
  tables:
    facts: {{file: {mark}facts.csv, columns: {{source: {mark}heard}}}}
    staff: {{file: "{mark}folder/{mark}staff.xlsx", sheet: {mark}people}}
segmentation:
  participants: {{{mark[:9]}p1: {{revenue: 1.0}}, {mark[:9]}p2: {{potential: 1.0}}}}
  current_classes: {{{own}: key}}
coverage:
  territory:
    pinned: {{{mark}customer1: {mark}person1}}
    forbidden: {{{mark}customer4: [{mark}person2]}}
    remote: [{mark}customer2]
    dissolvable: [{mark}person3]
  judgements: {{key: {{at_0: 0.5, at_50: 0.7, at_100: 1.0, at_150: 1.2, saturation: 1.4, by: {mark}judge}}}}
process:
  checklist: {{"kam:1": {{status: weak, owner: {mark}owner}}, "kam:10": {{item: {mark}item}}}}
  stages: {{{stage}: 2}}
  lower_is_better: [{metric}]
  unit_persons: {{{mark}unit0: 7}}
actions: {{value.loss_makers: {{owner: {mark}starter, status: dropped, reason: {mark}dropped}}}}
account_plans:
  {mark}customer1:
    goals: [{{what: {mark}goal, target: {mark}target}}]
    actions: [{{what: {mark}do, owner: {mark}doer}}]
    people: [{{role: {mark}role, name: {mark}contact, cared_by: {mark}carer}}]
    competitors: [{{name: {mark}rival, strength: {mark}strength}}]
    growth: {{partners: {{what: {mark}path, amount: [10, 20]}}}}
    channel: {mark}channel
    owner: {mark}lead
    note: {mark}note
overrides: [{{customer_id: {mark}customer3, to: key, reason: {mark}why, owner: {mark}owner, expires: 2026-01-01}}]
decisions: [{{key: value.{mark}, value: {mark}, who: {mark}who, when: 2024-12-01, why: {mark}because}}]
"""


def _beside(folder: Path, mark: str, categories: bool) -> None:
    """What else lies in a client's folder: the brand with its logo, the journal of the workshop, a questionnaire filled in."""
    told = mark if categories else f"Firma {mark[:3]}"  # the company's own name stays
    (folder / "brand.toml").write_text(f'[logo]\nfile = "{mark}logo.svg"\nalt = "{told}"\n', encoding="utf-8")
    (folder / f"{mark}logo.svg").write_text(LOGO, encoding="utf-8")
    line = {"key": f"value.{mark}", "before": mark, "value": mark, "who": mark, "why": mark, "when": "2024-12-01"}
    (folder / "decisions.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    sheet = (book := questionnaire(Words("de", "de_DE", "EUR"))).active
    heads = next(row for row in sheet.iter_rows() if row[0].value == "Teilnehmer")
    at = {cell.value: cell.column for cell in heads}
    answers = {"Teilnehmer": f"{mark}person99", "Gruppe": f"{mark}unit0", "Kommentar": f"{mark}remark"}
    for row in range(heads[0].row + 1, sheet.max_row + 1):
        for head, answer in {**answers, "Leistung": 3, "Wichtigkeit": 4}.items():
            sheet.cell(row, at[head], answer)
    book.save(folder / "data" / f"{mark}survey.xlsx")
    (folder / "data" / f"{mark}notes.csv").write_text(f"{mark}a;{mark}b\n{mark}1;{mark}2\n", encoding="utf-8")
    (folder / "data" / f"{mark}letter.rtf").write_text(f"{{\\rtf1 {mark}", encoding="utf-8")
