"""The people rule attacked by difference: every number of a report is recognised as a sum over persons where it is one, and then
all ways of adding such sums up and taking them from each other are tried by linear algebra.

The numbers are those of all files: page, plans, slides with their notes, charts and workbooks, results, tables (with what their
columns add up to), and what the notebooks put out.

The client has three who are not on the staff list, groups in which single answers are missing, and amounts with so many digits
that no two sums are alike by chance.
"""

import io
import json
import re
import zipfile
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
ODD = (
    *(("activities", "hours"), ("transactions", "net_revenue"), ("staff", "annual_cost"), ("staff", "working_hours")),
    *(("requests", "effort_hours"), ("requests", "expected_value"), ("requests", "value"), ("opportunities", "value")),
)
GONE = 3  # field representatives who are not on the list


def tables() -> dict[str, pd.DataFrame]:
    """The sample, cut down, with amounts nobody meets by chance."""
    drawn = np.random.default_rng(11)
    made = {name: table.copy() for name, table in cut_muster(KEPT).tables.items()}
    for name, column in ODD:
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
    """Every number that stands in full in any file, but those about one customer; sorted."""
    made, folder = attacked
    found = set(numbers(json.loads((folder / "results.json").read_text("utf-8"))))
    found |= set(numbers(list(rows_of_workbooks(folder, set(made["customers"]["customer_id"])))))
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            found |= set(numbers([o.get("data", {}).get(MIME, []) for o in cell.get("outputs", [])]))
    for path in sorted((folder / "tables").glob("*.parquet")):
        found |= set(numbers(added_up(pd.read_parquet(path))))
    found |= {
        abs(float(v)) for part in parts(folder, "charts/chart") for v in re.findall(r"<c:v>(-?[\d.]+)</c:v>", part)
    }
    return np.array(sorted(found))


@pytest.fixture(scope="module")
def written(attacked) -> np.ndarray:
    """One row per number written out with seven digits or more (page, plans, slides, notes): it, and half its last digit."""
    _, folder = attacked
    texts = [p.read_text("utf-8") for p in [folder / "report.html", *sorted((folder / "account-plans").glob("*.html"))]]
    texts += [*parts(folder, "slides/slide"), *parts(folder, "notesSlides/notesSlide")]
    seen = {one for text in texts for one in re.findall(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\w.,]*\d)", text)}
    pairs = [(float(one.replace(".", "").replace(",", ".")), 0.5 * 10.0 ** -len(one.partition(",")[2])) for one in seen]
    return np.array(sorted(p for p in pairs if p[0] >= 1e6 * 2 * p[1]))


def rows_of_workbooks(folder, whose: set[str]) -> Iterator[list]:
    """The rows of results.xlsx and of the workbooks behind the charts of the slides, but for those of one customer."""
    held = [(folder / "results.xlsx").read_bytes()]
    with zipfile.ZipFile(folder / "report.pptx") as deck:
        held += [deck.read(name) for name in deck.namelist() if name.endswith(".xlsx")]
    for one in held:
        for sheet in openpyxl.load_workbook(io.BytesIO(one), data_only=True):
            for row in sheet.iter_rows(values_only=True):
                if sheet.title not in OF_CUSTOMERS or not whose & set(row):
                    yield list(row)


def parts(folder, start: str) -> list[str]:
    """The parts of the slides that begin so."""
    with zipfile.ZipFile(folder / "report.pptx") as deck:
        return [deck.read(n).decode() for n in deck.namelist() if n.startswith(f"ppt/{start}") and n.endswith(".xml")]


def added_up(table: pd.DataFrame) -> list:
    """What the columns of a table add up to, in all and by who is in charge. By region is left out: that customers of one
    place have one person in charge nobody reads in the report (SECURITY.md)."""
    amounts = table.select_dtypes("float").fillna(0.0)
    of = [column for column in table if column.startswith("owner")]
    return [amounts.sum().tolist(), *(amounts.groupby(table[c].astype(str)).sum().to_numpy().tolist() for c in of)]


def numbers(value) -> Iterator[float]:
    """Every number within."""
    if isinstance(value, dict):
        yield from chain.from_iterable(map(numbers, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(numbers, value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield abs(float(value))


def by_person(made, classes: pd.Series) -> Iterator[tuple[str, pd.Series]]:
    """By measure what each person contributes to it, as anybody with the files could add it up."""
    done, lines, asked, deals = (made[t] for t in ("activities", "transactions", "requests", "opportunities"))
    at = done["customer_id"].notna()
    of = {"at customers": at, "inside": ~at, "all": at | ~at}
    of |= {f"{c} {v}": done[c] == v for c in ("phase", "type") for v in done[c].dropna().unique()}
    buyers = made["customers"].set_index("customer_id")
    groups = {"class": classes, "region": buyers["region"], "current": buyers["current_class"]}
    for name, group in groups.items():
        of |= {f"{name} {g}": done["customer_id"].map(group) == g for g in group.dropna().unique()}
    of |= {f"in {year}": at & (done["date"].dt.year == year) for year in done["date"].dt.year.unique()}
    for name, part in of.items():
        yield f"hours {name}", done[part].groupby("rep_id")["hours"].sum()
    for what in ("net_revenue", "list_revenue", "discount", "freight", "margin"):
        yield f"owned {what}", lines.groupby("customer_id")[what].sum().groupby(buyers["owner_rep_id"]).sum()
        yield f"booked {what}", lines.groupby("rep_id")[what].sum()
    for who in ("requested_by", "approved_by"):
        yield from (
            (f"{who} {what}", asked.groupby(who)[what].sum()) for what in ("effort_hours", "expected_value", "value")
        )
    yield "offered", deals.groupby("rep_id")["value"].sum()
    yield "won", deals[deals["outcome"] == "won"].groupby("rep_id")["value"].sum()
    staff = made["staff"].set_index("rep_id")
    yield "cost", staff["annual_cost"]
    yield "capacity", staff["fte"] * staff["working_hours"]


def sets_of(staff, persons) -> dict[str, np.ndarray]:
    """Sets of persons somebody may have added up: one, a place, any roles, those not on the list; and what these leave."""
    of, place = (persons.map(staff.set_index("rep_id")[c]).fillna("nobody") for c in ("role", "territory"))
    made = {f"person {i}": persons == i for i in persons} | {f"place {p}": place == p for p in place.unique()}
    roles = sorted(of.unique())
    unions = chain.from_iterable(combinations(roles, n) for n in range(1, len(roles) + 1))
    made |= {"+".join(u): of.isin(u) for u in unions}
    return {n: np.asarray(m, float) for n, m in {**made, **{f"all but {n}": ~m for n, m in made.items()}}.items()}


def told(found: np.ndarray, written: np.ndarray, amounts: pd.Series, staff: pd.DataFrame) -> dict[str, np.ndarray]:
    """The sets of contributing persons whose sum is published: as it is, a year, per position or person, or as a share."""
    amounts = amounts[amounts > 0]
    fte = amounts.index.map(staff.set_index("rep_id")["fte"]).fillna(0.0).to_numpy(float)
    sets, parts = sets_of(staff, amounts.index.to_series()), amounts.to_numpy(float)
    over = {n: [1.0, 3.0, fte @ m, 3 * fte @ m, m.sum(), 3 * m.sum(), parts.sum()] for n, m in sets.items()}
    return {n: mask for n, mask in sets.items() if is_there(found, written, parts @ mask, over[n])}


def is_there(found: np.ndarray, written: np.ndarray, whole: float, over: list[float]) -> bool:
    forms = [whole / by for by in over if by > 0 and abs(whole / by - 1) > 1e-9]
    return whole > 0 and any(near(found, form) or (abs(written[:, 0] - form) <= written[:, 1]).any() for form in forms)


def near(found: np.ndarray, value: float) -> bool:
    at = np.searchsorted(found, value)
    return any(abs(found[k] - value) <= 1e-9 * abs(value) for k in (at - 1, at) if 0 <= k < len(found))


@pytest.fixture(scope="module")
def measures(attacked) -> dict[str, pd.Series]:
    made, folder = attacked
    kept = pd.read_parquet(folder / "tables" / "customers.parquet")
    return dict(by_person(made, kept["class"].set_axis(kept.index.astype(str))))


def tells(sums: dict[str, np.ndarray]) -> bool:
    """Whether something follows about fewer than five. All that is done at some customers is a figure about these customers,
    however few did it; any part of it is one about persons."""
    rows = np.array(list(sums.values()))
    if not rows.size or rows.shape[1] >= LEAST:
        return tells_of_few(rows)
    return bool((rows.any(axis=1) & ~rows.all(axis=1)).any())


def test_no_sum_over_persons_tells_of_fewer_than_five(attacked, published, written, measures):
    made, _ = attacked
    seen = {name: told(published, written, amounts, made["staff"]) for name, amounts in measures.items()}
    assert {n: list(s) for n, s in seen.items() if tells(s)} == {}
    assert any("field" in s for s in seen.values()) and sum(map(bool, seen.values())) >= 5


def test_the_attack_finds_what_would_be_left_of_a_total(attacked, published, written, measures):
    """Had the company's hours and those of all roles stood there, those of three would follow; and so would a person's."""
    made, _ = attacked
    amounts = measures["hours at customers"]
    for wanted in (("all but nobody", "all but person V-01", "all but place Großkunden"), ("all but person V-05",)):
        sets = sets_of(made["staff"], amounts.index.to_series())
        more = [amounts.to_numpy(float) @ sets[name] for name in (*wanted, "all but nobody")]
        whole = np.sort([*published, *more, amounts.sum()])
        seen = told(whole, written, amounts, made["staff"])
        assert set(wanted) <= set(seen) and tells(seen)
    shown = np.array([[round(measures["cost"]["V-01"]), 0.5]])
    assert "person V-01" in told(published, shown, measures["cost"], made["staff"])


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
