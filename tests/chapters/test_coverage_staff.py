"""Nobody, one, too few, no time: chapter 4 says what it lacks, divides by nothing and shows nobody."""

import math
from dataclasses import replace

import pytest

from workbook.chapters import coverage
from workbook.chapters.coverage.persons import Persons
from workbook.chapters.coverage.team import shown_roles
from workbook.chapters.coverage.today import Today
from workbook.chapters.coverage.workload import Workload
from workbook.exhibit import Chart
from workbook.language import Words
from workbook.parameters import Agreement
from workbook.statement import statement, unknown

WORDS = [Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")]
PERSONAL = ("utilisation", "customers_per_fte", "revenue_per_fte", "value_per_fte", "potential_per_fte")


def nothing(table, column):
    return table.assign(**{column: table[column].iloc[:0].reindex(table.index)})


def few_in_all(staff):
    """Four key-account managers and one colleague."""
    return staff.head(5)


# What becomes of the staff and of the activities.
CASES = {
    "nobody": {"staff": lambda s: s.iloc[:0]},
    "one person": {"staff": lambda s: s.head(1)},
    "four persons": {"staff": lambda s: s.head(4)},
    "fewer than five in every role": {"staff": few_in_all},
    "nobody has a role": {"staff": lambda s: nothing(s, "role")},
    "no capacity": {"staff": lambda s: s.assign(working_hours=0.0)},
    "no time for customers": {"staff": lambda s: s.assign(selling_share=0.0)},
    "no working hours": {"staff": lambda s: s.drop(columns="working_hours")},
    "no positions": {"staff": lambda s: s.assign(fte=0.0)},
    "no positions in field sales": {"staff": lambda s: s.assign(fte=s["fte"].where(s["role"] != "field", 0.0))},
    "positions unknown": {"staff": lambda s: s.drop(columns="fte")},
    "no cost": {"staff": lambda s: s.assign(annual_cost=0.0)},
    "no hours": {"activities": lambda a: nothing(a, "hours")},
    "hours of nothing": {"activities": lambda a: a.assign(hours=0.0)},
    "nothing done": {"activities": lambda a: a.iloc[:0]},
    "nobody did it": {"activities": lambda a: nothing(a, "rep_id")},
    "others did it": {"activities": lambda a: a.assign(rep_id="X-" + a["rep_id"].astype(str))},
    "for nobody": {"activities": lambda a: nothing(a, "customer_id")},
}
FEW = ("nobody", "one person", "four persons", "nobody has a role")


@pytest.fixture(scope="module")
def analysed(muster):
    """Chapter 4 of Muster with other staff or activities; of what the chapters before found, only the hours follow."""
    client, so_far = muster.run.client, muster.run.chapter("segmentation").after

    def run(case, people="group"):
        tables = {name: change(client.tables[name]) for name, change in CASES[case].items()}
        before = so_far
        if "activities" in tables:
            spent = tables["activities"].groupby("customer_id")["hours"].sum()
            known = so_far.customers.assign(hours=spent.reindex(so_far.customers.index).fillna(0.0))
            before = replace(so_far, customers=known)
        agreed = {"with": "Betriebsrat", "date": "2025-01-01", "scope": "alles"}
        agreement = None if people == "group" else Agreement.model_validate(agreed, strict=False)
        p = client.parameters.model_copy(update={"people": people, "agreement": agreement})
        return coverage.analyse(replace(client, parameters=p, tables={**client.tables, **tables}), before)

    return run


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("people", ["group", "named"])
@pytest.mark.parametrize("case", CASES)
def test_the_chapter_speaks_and_shows_nobody(analysed, case, people, monkeypatch):
    monkeypatch.setattr("workbook.plate.both", lambda draw, name, label: Chart("", ""))  # drawn by test_degenerate
    result = analysed(case, people)
    figures = {f.id: f.value for f in coverage.figures(result)}
    assert all(math.isfinite(v) for v in figures.values())
    gaps = coverage.gaps(result)
    assert not set(figures) & {name for gap in gaps for name in gap.figures}
    found = [*coverage.findings(result), *coverage.persons(result)]
    for words in WORDS:
        said = [statement(f, words) for f in found] + [unknown(g, words) for g in gaps]
        exhibits = {**coverage.EXHIBITS, **coverage.PERSONS}
        said += [made for draw in exhibits.values() if (made := draw(result, words)) is not None]
        assert "nan" not in str([getattr(s, "headline", getattr(s, "message", "")) for s in said]).casefold().split()
    assert result.roles is None or result.roles["persons"].min() >= 5 or result.roles.empty
    ratios = result.topics.of(Today).ratios
    assert ratios is None or ratios.empty or ratios["persons"].min() >= 5
    customers = coverage.customers(result)
    numbers = customers.select_dtypes("number")
    assert not numbers.isin([math.inf, -math.inf]).any(axis=None)


@pytest.mark.parametrize("case", FEW)
def test_of_fewer_than_five_nothing_is_told_but_head_counts(analysed, case):
    result = analysed(case)
    figures = {f.id.split(".")[1] for f in coverage.figures(result)}
    assert not figures & {*PERSONAL, "non_selling_hours", "freed_hours", "required_fte"}
    lost = {name: gap.needs for gap in coverage.gaps(result) for name in gap.figures}
    for role in ("kam", "field", "inside", "service", "digital"):
        for name in ("utilisation", "customers_per_fte", "required_fte"):
            assert lost[f"coverage.{name}.{role}"], name
    assert "coverage.non_selling_hours" in lost
    if case == "four persons":
        assert lost["coverage.utilisation.kam"] == lost["coverage.required_fte.kam"] == ("people",)
        assert {f.id: f.value for f in coverage.figures(result)}["coverage.fte.kam"] == pytest.approx(3.8)


def test_five_persons_in_two_small_roles_are_one_group(analysed):
    result = analysed("fewer than five in every role")
    assert result.roles.index.tolist() == ["others"]
    told = {f.id for f in coverage.figures(result) if f.id.split(".")[1] in PERSONAL}
    assert {name.rpartition(".")[2] for name in told} == {"others"}


@pytest.mark.parametrize("case", ["no capacity", "no time for customers", "no working hours", "no positions"])
def test_without_capacity_there_is_no_utilisation_and_no_requirement_without_a_reason(analysed, case):
    result = analysed(case)
    figures = {f.id for f in coverage.figures(result)}
    assert not [name for name in figures if name.startswith("coverage.utilisation.")]
    if case != "no positions":  # required positions follow from the hours of a position, whoever holds it
        assert not [name for name in figures if name.startswith("coverage.required_fte.")]
        lost = {name for gap in coverage.gaps(result) for name in gap.figures}
        assert "coverage.required_fte.field" in lost
    else:
        assert result.topics.of(Workload).roles["available"].eq(0).all()


@pytest.mark.parametrize("case", ["no hours", "hours of nothing", "nothing done"])
def test_without_hours_nothing_is_said_of_time(analysed, case):
    result = analysed(case)
    ids = {f.id for f in coverage.findings(result)}
    assert not ids & {"coverage.overserved", "coverage.misallocated_hours", "coverage.small_time", "coverage.response"}
    assert not result.has_hours


@pytest.mark.parametrize("case", CASES)
def test_nobody_is_on_a_page_without_an_agreement(analysed, case):
    result = analysed(case)
    assert result.topics.of(Persons).loads is None and coverage.persons(result) == ()
    assert all(draw(result, WORDS[0]) is None for draw in coverage.PERSONS.values())


def test_one_person_is_shown_where_agreed_and_only_there(analysed):
    result = analysed("one person", "named")
    loads = result.topics.of(Persons).loads
    assert len(loads) == 1
    finding = next(f for f in coverage.persons(result) if f.id == "coverage.persons")
    assert statement(finding, WORDS[0]).headline
    said = [statement(f, words) for f in coverage.findings(result) for words in WORDS]
    assert loads["label"].iloc[0] not in str(said)


@pytest.mark.parametrize("outside", [0, 3, 5])
def test_who_is_not_on_the_list_is_never_what_is_left_of_the_total(muster, outside):
    """Three who leave the list are what the hours of all less those of the roles would tell; the smallest role goes, too."""
    client = muster.run.client
    staff = client.tables["staff"]
    gone = staff.loc[staff["role"] == "field", "rep_id"].head(outside)
    left = staff[~staff["rep_id"].isin(gone)]
    shown = shown_roles(replace(client, tables={**client.tables, "staff": left}))
    assert set(shown.values()) == ({"field", "others"} if outside == 3 else {"field", "inside", "others"})
    active = set(client.tables["activities"]["rep_id"].dropna())
    rest = active - set(left.loc[left["role"].isin(shown), "rep_id"])
    assert not rest or len(rest) >= 5
