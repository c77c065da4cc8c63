"""The people rule attacked: what somebody could work out about fewer than five persons from all files of a report."""

import json
import re
import zipfile
from functools import cache
from itertools import chain, combinations

import nbformat
import numpy as np
import openpyxl
import pandas as pd
import pytest

from sample_reports import SAMPLES
from workbook import intake
from workbook.exhibit import MIME
from workbook.methods.protect import LEAST, tells_of_few
from workbook.section import ROLES
from workbook.settings import read_settings

pytestmark = pytest.mark.report
HEAD_COUNTS = re.compile(r"coverage\.(fte|required_fte)\.")  # shown for every role (METHOD §0.11)


@pytest.fixture(scope="module")
def attacked(reports):
    """The report's folder and the staff behind it."""
    return reports["muster", "de"].folder, read().tables["staff"]


@cache
def read():
    """The client as delivered."""
    return intake.read(SAMPLES / "muster", read_settings(SAMPLES / "muster"))


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


# Sheets with one row per customer: what they say is about customers, in whatever way they are added up.
OF_CUSTOMERS = {"Kunden", "DB-Rechnung", "Kundenergebniskurve", "Punktzahl"}


def published(folder) -> np.ndarray:
    """Every number of results.json and of results.xlsx but one row per customer, in ascending order."""
    told = json.loads((folder / "results.json").read_text("utf-8"))
    found = set(numbers(told))
    book = openpyxl.load_workbook(folder / "results.xlsx", data_only=True)
    for sheet in (s for s in book if s.title not in OF_CUSTOMERS):
        found |= {float(c) for row in sheet.iter_rows(values_only=True) for c in row if type(c) in (int, float)}
    for name, _, rows, total in tables(folder):
        found |= {float(c) for row in [*rows, total] for cell in row for c in numbers(cell)}
    return np.array(sorted(found))


def numbers(value):
    """Every number within."""
    if isinstance(value, dict):
        yield from chain.from_iterable(map(numbers, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(numbers, value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def measures() -> dict[str, pd.Series]:
    """By measure what each person of the staff contributes to it, as anybody with the raw files could add it up."""
    client = read()
    staff = client.tables["staff"].set_index("rep_id")
    done, lines = client.tables["activities"], client.tables["transactions"]
    at = done["customer_id"].notna()
    hours = {"at customers": done[at], "inside": done[~at], "all": done}
    made = {name: rows.groupby("rep_id")["hours"].sum() for name, rows in hours.items()}
    made |= {f"in phase {p}": rows.groupby("rep_id")["hours"].sum() for p, rows in done.groupby("phase")}
    made |= {f"of {kind}": rows.groupby("rep_id")["hours"].sum() for kind, rows in done.groupby("type")}
    bought = lines.groupby("customer_id")["net_revenue"].sum()
    owner = client.tables["customers"].set_index("customer_id")["owner_rep_id"]
    made |= {"booked": lines.groupby("rep_id")["net_revenue"].sum(), "owned": bought.groupby(owner).sum()}
    made |= {"cost": staff["annual_cost"], "can": staff["fte"] * staff["working_hours"] * staff["selling_share"]}
    return {name: amounts.reindex(staff.index).fillna(0.0) for name, amounts in made.items()}


def candidates(staff) -> dict[str, np.ndarray]:
    """Sets of persons somebody may have added up: single ones, places, every union of roles, and what these leave of all."""
    sets = {f"person {i}": staff["rep_id"] == i for i in staff["rep_id"]}
    sets |= {f"place {p}": staff["territory"] == p for p in staff["territory"].dropna().unique()}
    roles = sorted(staff["role"].unique())
    unions = chain.from_iterable(combinations(roles, n) for n in range(1, len(roles) + 1))
    sets |= {f"roles {'+'.join(u)}": staff["role"].isin(u) for u in unions}
    return {name: mask.to_numpy(float) for name, mask in {**sets, **{f"all but {n}": ~m for n, m in sets.items()}}.items()}


def recognised(numbers_, amounts, sets, years, positions):
    """The sets whose sum of a measure is published: as it is, a year, or per position."""
    for name, mask in sets.items():
        whole, there = float(amounts @ mask), float(positions @ mask)
        forms = [whole, whole / years, *((whole / there, whole / years / there) if there else ())]
        if whole and any(near(numbers_, form) for form in forms if form):
            yield name


def near(numbers_, value):
    at = np.searchsorted(numbers_, value)
    return any(abs(numbers_[k] - value) <= 1e-9 * abs(value) for k in (at - 1, at) if 0 <= k < len(numbers_))


def test_no_sum_of_the_same_measure_tells_of_fewer_than_five(attacked):
    """Published numbers are recognised as sums over sets of persons, measure by measure; then every way of adding them up and
    taking them from each other is tried by linear algebra."""
    folder, staff = attacked
    found, sets, positions = published(folder), candidates(staff), staff["fte"].to_numpy(float)
    told = {}
    for name, amounts in measures().items():
        told[name] = list(recognised(found, amounts.to_numpy(float), sets, read().years, positions))
    assert {n: told[n] for n in told if told[n] and tells_of_few(np.array([sets[s] for s in told[n]]))} == {}
    assert "roles field" in told["at customers"] and len([n for n in told if told[n]]) >= 5


def test_the_attack_finds_a_role_of_four_behind_a_total(attacked):
    folder, staff = attacked
    sets, amounts = candidates(staff), measures()["at customers"].to_numpy(float)
    wanted = ["roles field+inside", "all but roles kam+service", "all but roles digital+service"]
    leaked = np.sort(np.append(published(folder), [amounts @ sets[name] for name in wanted]))
    found = list(recognised(leaked, amounts, sets, read().years, staff["fte"].to_numpy(float)))
    assert set(wanted) <= set(found) and tells_of_few(np.array([sets[name] for name in found]))
