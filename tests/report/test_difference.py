"""The people rule attacked by difference: every number of a report is recognised as a sum over persons where it is one, and then
all ways of adding such sums up and taking them from each other are tried by linear algebra.

The client has three who are not on the staff list, groups in which single answers are missing, and amounts with so many digits
that no two sums are alike by chance.
"""

import json
from collections.abc import Iterator
from itertools import chain, combinations

import nbformat
import numpy as np
import openpyxl
import pandas as pd
import pytest

from cut_muster import cut_muster
from workbook.cli import main
from workbook.exhibit import MIME
from workbook.methods.protect import LEAST, tells_of_few

pytestmark = pytest.mark.report
KEPT = 60  # customers
# Sheets with one row per customer: what they say is about customers, in whatever way they are added up.
OF_CUSTOMERS = {"Kunden", "DB-Rechnung", "Kundenergebniskurve", "Punktzahl"}
SETTINGS = """\
name: Differenz
language: de
period: [2023-01-01, 2025-12-31]
intake: {accept_rejects: true, reason: Test}
segmentation: {input_draws: 20, weight_draws: 10, current_classes: {A: key, B: core, C: smart}}
coverage: {desk: {servers: 5}}
"""
GONE = 3  # field representatives who are not on the list


def tables() -> dict[str, pd.DataFrame]:
    """The sample, cut down, with amounts nobody meets by chance."""
    drawn = np.random.default_rng(11)
    made = {name: table.copy() for name, table in cut_muster(KEPT).tables.items()}
    for name, column in (("activities", "hours"), ("transactions", "net_revenue"), ("staff", "annual_cost")):
        made[name][column] = (made[name][column] * drawn.uniform(0.9, 1.1, len(made[name]))).round(9)
    staff = made["staff"]
    made["staff"] = staff[~staff["rep_id"].isin(staff.loc[staff["role"] == "field", "rep_id"].tail(GONE))]
    answers = made["assessment"]
    for of in ("performance", "importance"):
        answers[of] = (1.2 + answers[of] * drawn.uniform(0.5, 0.7, len(answers))).round(9)
    few = answers.groupby("group")["respondent"].nunique().idxmin()
    silent = answers.loc[answers["group"] == few, "respondent"].unique()[LEAST - 1 :]
    answers.loc[answers["respondent"].isin(silent) & (answers["dimension"] == "phase:3"), "performance"] = np.nan
    return made


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """The tables as delivered, and the report's folder."""
    home, made = tmp_path_factory.mktemp("difference"), tables()
    (home / "client" / "data").mkdir(parents=True)
    (home / "client" / "client.yaml").write_text(SETTINGS, encoding="utf-8")
    for name, table in made.items():
        table.to_csv(home / "client" / "data" / f"{name}.csv", index=False)
    assert main(["report", str(home / "client"), "-o", str(home / "out")]) == 0
    return made, home / "out" / "client"


@pytest.fixture(scope="module")
def published(attacked) -> np.ndarray:
    """Every number in results.json, results.xlsx and the tables the chapters show, but those in one row per customer."""
    _, folder = attacked
    found = set(numbers(json.loads((folder / "results.json").read_text("utf-8"))))
    book = openpyxl.load_workbook(folder / "results.xlsx", data_only=True)
    for sheet in (s for s in book if s.title not in OF_CUSTOMERS):
        found |= set(numbers([list(row) for row in sheet.iter_rows(values_only=True)]))
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            found |= set(numbers([o.get("data", {}).get(MIME, []) for o in cell.get("outputs", [])]))
    return np.array(sorted(found))


def numbers(value) -> Iterator[float]:
    """Every number within."""
    if isinstance(value, dict):
        yield from chain.from_iterable(map(numbers, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(numbers, value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield abs(float(value))


def by_person(made) -> Iterator[tuple[str, pd.Series]]:
    """By measure what each person contributes to it, as anybody with the files could add it up."""
    done, lines = made["activities"], made["transactions"]
    at = done["customer_id"].notna()
    parts = {"at customers": at, "inside": ~at, "all": at | ~at}
    parts |= {f"phase {p}": done["phase"] == p for p in done["phase"].dropna().unique()}
    parts |= {f"type {t}": done["type"] == t for t in done["type"].unique()}
    for name, part in parts.items():
        yield f"hours {name}", done[part].groupby("rep_id")["hours"].sum()
    bought = lines.groupby("customer_id")["net_revenue"].sum()
    yield "owned", bought.groupby(made["customers"].set_index("customer_id")["owner_rep_id"]).sum()
    yield "booked", lines.groupby("rep_id")["net_revenue"].sum()
    yield "cost", made["staff"].set_index("rep_id")["annual_cost"]


def sets_of(staff, persons) -> dict[str, np.ndarray]:
    """Sets of persons somebody may have added up: one, a place, any roles, those not on the list; and what these leave."""
    of, place = (persons.map(staff.set_index("rep_id")[c]).fillna("nobody") for c in ("role", "territory"))
    made = {f"person {i}": persons == i for i in persons} | {f"place {p}": place == p for p in place.unique()}
    roles = sorted(of.unique())
    unions = chain.from_iterable(combinations(roles, n) for n in range(1, len(roles) + 1))
    made |= {"+".join(u): of.isin(u) for u in unions}
    return {n: np.asarray(m, float) for n, m in {**made, **{f"all but {n}": ~m for n, m in made.items()}}.items()}


def told(found: np.ndarray, amounts: pd.Series, staff: pd.DataFrame) -> dict[str, np.ndarray]:
    """The sets of contributing persons whose sum is published: as it is, a year, or per position."""
    amounts = amounts[amounts > 0]
    fte = amounts.index.map(staff.set_index("rep_id")["fte"]).fillna(0.0).to_numpy(float)
    sets = sets_of(staff, amounts.index.to_series())
    return {n: mask for n, mask in sets.items() if is_there(found, amounts.to_numpy(float) @ mask, fte @ mask)}


def is_there(found: np.ndarray, whole: float, positions: float) -> bool:
    forms = [whole, whole / 3, *((whole / positions, whole / 3 / positions) if positions else ())]
    return whole > 0 and any(near(found, form) for form in forms)


def near(found: np.ndarray, value: float) -> bool:
    at = np.searchsorted(found, value)
    return any(abs(found[k] - value) <= 1e-9 * abs(value) for k in (at - 1, at) if 0 <= k < len(found))


def test_no_sum_over_persons_tells_of_fewer_than_five(attacked, published):
    made, _ = attacked
    seen = {name: told(published, amounts, made["staff"]) for name, amounts in by_person(made)}
    assert {n: list(s) for n, s in seen.items() if s and tells_of_few(np.array(list(s.values())))} == {}
    assert any("field" in s for s in seen.values()) and sum(map(bool, seen.values())) >= 5


def test_the_attack_finds_what_would_be_left_of_a_total(attacked, published):
    """Had the company's hours and those of all roles stood there, those of three would follow; and so would a person's."""
    made, _ = attacked
    amounts = dict(by_person(made))["hours at customers"]
    for wanted in (("all but nobody", "all but person V-01", "all but place Großkunden"), ("all but person V-05",)):
        sets = sets_of(made["staff"], amounts.index.to_series())
        more = [amounts.to_numpy(float) @ sets[name] for name in (*wanted, "all but nobody")]
        whole = np.sort([*published, *more, amounts.sum()])
        seen = told(whole, amounts, made["staff"])
        assert set(wanted) <= set(seen) and tells_of_few(np.array(list(seen.values())))


def means(answers: pd.DataFrame) -> Iterator[tuple[str, list[pd.DataFrame], pd.Index]]:
    """By dimension (and class): the answers of every union of groups, nobody's group among them."""
    for name, own in [*answers.groupby("dimension"), *answers.groupby(["dimension", "class"])]:
        groups = own["group"].fillna("none")
        several = sorted(groups.unique())
        unions = chain.from_iterable(combinations(several, n) for n in range(1, len(several) + 1))
        yield str(name), [own[groups.isin(u)] for u in unions], pd.Index(sorted(own["respondent"].unique()))


def rated(part: pd.DataFrame) -> Iterator[tuple[str, float, pd.Series]]:
    """Mean performance, mean importance and the gap made of both, with whose answers they are."""
    performance, importance = part["performance"].mean(), part["importance"].mean()
    yield "performance", performance, part.dropna(subset=["performance"])["respondent"]
    yield "importance", importance, part.dropna(subset=["importance"])["respondent"]
    yield "gap", abs(importance * (4 - performance)), part.dropna(subset=["performance"])["respondent"]


def test_no_mean_of_answers_tells_of_fewer_than_five(attacked, published):
    """One kind of mean at a time; on phase 3 only four of a group are heard."""
    seen = {}
    for name, parts, persons in means(attacked[0]["assessment"]):
        for of, value, raters in chain.from_iterable(map(rated, parts)):
            if value == value and near(published, value):
                seen.setdefault((name, of), []).append(persons.isin(raters).astype(float))
    assert [name for name, rows in seen.items() if tells_of_few(np.array(rows))] == []
    assert sum(len(rows) > 1 for rows in seen.values()) >= 5
