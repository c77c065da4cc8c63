"""The people rule attacked: what somebody could work out about fewer than five persons from all files of a report."""

import json
import re
import zipfile

import nbformat
import pandas as pd
import pytest

from sample_reports import SAMPLES
from workbook import intake
from workbook.exhibit import MIME
from workbook.methods.protect import LEAST
from workbook.section import ROLES
from workbook.settings import read_settings

pytestmark = pytest.mark.report
HEAD_COUNTS = re.compile(r"coverage\.(fte|required_fte)\.")  # shown for every role (METHOD §0.11)


@pytest.fixture(scope="module")
def attacked(reports):
    """The report's folder and the staff behind it."""
    client = intake.read(SAMPLES / "muster", read_settings(SAMPLES / "muster"))
    return reports["muster", "de"].folder, client.tables["staff"]


def sizes(staff) -> dict[str, int]:
    return staff["role"].value_counts().to_dict()


def tables(folder):
    """(exhibit, heads, rows, total) of every table the notebooks show, cells as written."""
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            for output in cell.get("outputs", []):
                for block in output.get("data", {}).get(MIME, []):
                    table = block.get("table") or block
                    if "heads" in table:
                        yield block.get("id", ""), table["heads"], table["rows"], table.get("total") or []


def test_the_sample_has_roles_that_must_be_hidden(attacked):
    _, staff = attacked
    assert {r for r, n in sizes(staff).items() if n < LEAST} == {"kam", "service", "digital"}


def test_no_number_or_name_of_a_person_stands_in_any_table(attacked):
    folder, staff = attacked
    ids = set(staff["rep_id"].astype(str))
    kept = pd.read_parquet(folder / "tables" / "customers.parquet")
    assert [c for c in kept if ids & set(kept[c].dropna().astype(str))] == []
    with zipfile.ZipFile(folder / "results.xlsx") as book:
        for part in book.namelist():
            assert not ids & set(re.findall(r"<t[^>]*>([^<]+)</t>", book.read(part).decode("utf-8", "replace"))), part
    for name, _, rows, _ in tables(folder):
        told = {str(c.get("text") if isinstance(c, dict) else c) for row in rows for c in row}
        assert not told & ids, name


def test_owners_are_shown_as_groups_of_five(attacked):
    folder, staff = attacked
    kept = pd.read_parquet(folder / "tables" / "customers.parquet")
    of = sizes(staff)
    small = sum(n for n in of.values() if n < LEAST)
    for column in ("owner_now", "owner_target"):
        groups = set(kept[column].dropna())
        assert groups and all((small if g == "others" else of[g]) >= LEAST for g in groups)
    assert "worklist_rank" not in kept and "owner_rep_id" not in kept


def test_no_figure_of_a_role_of_fewer_than_five(attacked):
    folder, staff = attacked
    figures = json.loads((folder / "results.json").read_text("utf-8"))["figures"]
    small = {r for r in ROLES if sizes(staff).get(r, 0) < LEAST}
    assert [f for f in figures if f.rpartition(".")[2] in small and not HEAD_COUNTS.match(f)] == []


def test_shown_roles_leave_nobody_or_five_when_taken_from_the_total(attacked):
    """Sums of a table with roles and a total: what is missing is the work of nobody, or of five."""
    folder, staff = attacked
    of = sizes(staff)
    for shown in shown_roles(folder):
        rest = sum(n for role, n in of.items() if role not in shown)
        assert rest == 0 or rest >= LEAST or "others" in shown, shown
        assert all(of[r] >= LEAST for r in shown - {"others"})


def shown_roles(folder):
    """The roles under which figures other than head counts stand in results.json, one set per figure."""
    figures = json.loads((folder / "results.json").read_text("utf-8"))["figures"]
    stems: dict[str, set[str]] = {}
    for name in figures:
        stem, _, role = name.rpartition(".")
        if role in (*ROLES, "others") and not HEAD_COUNTS.match(name):
            stems.setdefault(stem, set()).add(role)
    return stems.values()
