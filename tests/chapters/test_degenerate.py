"""Clients with next to nothing: every chapter speaks, draws and writes its figures, whatever the data lack."""

import json
from datetime import date

import pytest

from speaking import every_chapter_speaks
from workbook import intake
from workbook.chapters import ORDER
from workbook.exhibit import Chart
from workbook.finding import share
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.run import Run

HEAD = "Customer ID,Date,Net revenue,List revenue,Cost of goods,Order ID"
BARE = "Customer ID,Date,Net revenue"


def lines(*amounts, customers=5, day="2023-{:02d}-{:02d}"):
    """One line per amount, the customers in turn, a line every three days."""
    rows = [
        f"C{n % customers},{day.format(1 + n * 3 // 28 % 12, 1 + n * 3 % 28)},{a},{a * 1.1:.2f},{a * 0.6:.2f},O{n}"
        for n, a in enumerate(amounts)
    ]
    return "\n".join([HEAD, *rows]) + "\n"


def without(text, count):
    return "\n".join(",".join(row.split(",")[:count]) for row in text.splitlines()) + "\n"


USUAL = lines(*(100 + 37 * n % 900 for n in range(60)))
STAFF = "Rep ID,Role,FTE,Annual cost,Working hours\nV1,field,{0},90000,1600\nV2,inside,{0},50000,1600\n"
VISITS = "Date,Type,Customer ID,Rep ID,Hours\n" + "".join(
    f"2023-02-{d:02d},visit,C{d % 5},V1,2\n" for d in range(1, 20)
)
ANSWERS = "Respondent,Dimension,Item,Performance\nP1,phase:1,a,3\nP1,phase:2,b,4\n"
CHANCES = "Opportunity ID,Stage,Opened at,Closed at,Outcome,Value\n" + "".join(
    f"X{n},Offer,2023-0{n}-01,2023-0{n}-20,{o},1000\n" for n, o in enumerate(["won", "lost", "won", "lost"], 1)
)
RATED = "Customer ID,Existing customer,Potential,Strategic importance\n" + "".join(
    f"C{n},yes,{9000 * n + 500},{n + 1}\n" for n in range(5)
)
ODD = "Opportunity ID,Phase,Entered,Left\nX1,3,2023-02-01,2023-01-01\nX2,2,2023-02-01,\nX2,1,2023-02-06,\nY,1,2023-02-06,\n"
YEAR = {"period": ["2023-01-01", "2023-12-31"]}

CASES = {
    "usual": ({"transactions": USUAL}, {}),
    "single customer": ({"transactions": lines(*range(100, 110), customers=1)}, {}),
    "single line": ({"transactions": lines(100)}, {}),
    "two customers": ({"transactions": lines(*range(100, 120), customers=2)}, {}),
    "all identical": ({"transactions": lines(*[100] * 40)}, {}),
    "all negative": ({"transactions": lines(*[-100 - n for n in range(40)])}, {}),
    "all zero": ({"transactions": lines(*[0] * 40)}, {}),
    "negative total": ({"transactions": lines(*[100 if n % 2 else -300 for n in range(40)])}, {}),
    "one of a billion": ({"transactions": lines(1e9, *[100] * 40)}, {}),
    "amounts only": ({"transactions": without(USUAL, 3)}, {}),
    "amounts only, all negative": ({"transactions": without(lines(*[-100] * 40), 3)}, {}),
    "no order id": ({"transactions": without(USUAL, 5)}, {}),
    "period outside": ({"transactions": USUAL}, {"period": ["2030-01-01", "2031-12-31"]}),
    "one day": ({"transactions": USUAL}, {"period": ["2023-01-01", "2023-01-01"]}),
    "four months": ({"transactions": USUAL}, {"period": ["2023-01-01", "2023-04-30"]}),
    "as of before": ({"transactions": USUAL}, {"as_of": "2020-01-01"}),
    "staff without fte": ({"transactions": USUAL, "staff": "Rep ID,Role\nV1,field\n", "activities": VISITS}, {}),
    "zero fte": ({"transactions": USUAL, "staff": STAFF.format(0), "activities": VISITS}, {}),
    "staff alone": ({"transactions": USUAL, "staff": STAFF.format(1)}, {}),
    "effort for a loss": (
        {
            "transactions": lines(*[100 if n % 2 else -300 for n in range(40)]),
            "staff": STAFF.format(1),
            "activities": VISITS,
            "customers": RATED,
        },
        {},
    ),
    "every customer costs more than it brings": (
        {"transactions": USUAL, "staff": STAFF.format(40), "activities": VISITS, "customers": RATED},
        {},
    ),
    "no hours": ({"transactions": USUAL, "staff": STAFF.format(1), "activities": without(VISITS, 4)}, {}),
    "hours of nothing": (
        {"transactions": USUAL, "staff": STAFF.format(1), "activities": VISITS.replace(",V1,2", ",V1,0")},
        {},
    ),
    "no persons": ({"transactions": USUAL, "staff": STAFF.format(1), "activities": without(VISITS, 3)}, {}),
    "activities of nobody": ({"transactions": USUAL, "staff": STAFF.format(1), "activities": without(VISITS, 2)}, {}),
    "activities, period outside": (
        {"transactions": USUAL, "staff": STAFF.format(1), "activities": VISITS},
        {"period": ["2030-01-01", "2031-12-31"]},
    ),
    "no importance": ({"transactions": USUAL, "assessment": ANSWERS}, {}),
    "no respondent": ({"transactions": USUAL, "assessment": "Dimension,Item,Performance\nphase:1,a,3\n"}, {}),
    "maturity alone": (
        {"transactions": USUAL, "assessment": "Dimension,Item,Performance\nmaturity:strategy,a,3\n"},
        {},
    ),
    "other dimensions": ({"transactions": USUAL, "assessment": "Dimension,Item,Performance\n1,a,3\n"}, {}),
    "no history": ({"transactions": USUAL, "opportunities": CHANCES}, {}),
    "odd history": ({"transactions": USUAL, "opportunities": CHANCES, "stage_history": ODD}, {}),
    "nothing won": ({"transactions": USUAL, "opportunities": "Opportunity ID,Stage\nX1,Offer\n"}, {}),
    "one potential": (
        {"transactions": USUAL, "customers": "Customer ID,Potential\nC0,5000.50\nC1,\nC2,\nC3,\nC4,\n"},
        {},
    ),
    "prospects only": (
        {
            "transactions": USUAL,
            "customers": "Customer ID,Existing customer\n" + "".join(f"C{n},no\n" for n in range(5)),
        },
        {},
    ),
    "opportunities alone": ({"opportunities": CHANCES}, {}),
    "opportunities and history alone": ({"opportunities": CHANCES, "stage_history": ODD}, {}),
    "opportunities without outcome alone": ({"opportunities": "Opportunity ID,Stage\nX1,Offer\n"}, YEAR),
    "opportunities without dates alone": ({"opportunities": "Opportunity ID,Stage,Outcome\nX1,Offer,won\n"}, YEAR),
    "activities alone": ({"activities": VISITS}, {}),
    "activities and staff alone": ({"activities": VISITS, "staff": STAFF.format(1)}, {}),
    "no lines, rated customers": ({"opportunities": CHANCES, "customers": RATED, "activities": VISITS}, {}),
    "yearly totals": (
        {
            "transactions": "Customer ID,Net revenue,Cost of goods\n"
            + "".join(f"C{n},{90 * n},{50 * n}\n" for n in range(1, 9))
        },
        {"intake": {"annual_totals": 2023}},
    ),
    "yearly totals of one customer": (
        {"transactions": "Customer ID,Net revenue\nC1,90\n", "staff": STAFF.format(1), "activities": VISITS},
        {"intake": {"annual_totals": 2023}},
    ),
    "shipped, not promised": (
        {
            "transactions": HEAD
            + ",Order date,Shipped at\n"
            + "".join(f"C{n % 3},2023-02-{n:02d},100,110,60,O{n},2023-02-{n:02d},\n" for n in range(1, 20))
            + "C1,2023-03-01,100,110,60,O99,2023-03-01,2023-03-05\n"
        },
        {},
    ),
}


NO_LINES = [case for case, (tables, _) in CASES.items() if "transactions" not in tables]


def run_of(path, case, language="en"):
    tables, settings = CASES[case]
    (path / "data").mkdir()
    for name, text in tables.items():
        (path / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    parameters = Parameters.model_validate_json(json.dumps({"name": "Muster", "language": language, **settings}))
    return Run(intake.enough(intake.read(path, parameters))), parameters


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("case", CASES)
def test_every_chapter_speaks(tmp_path, case, language, monkeypatch):
    if language == "en":  # drawn once is enough: a chart's facts are the same in both languages
        monkeypatch.setattr("workbook.plate.both", lambda draw, name, label: Chart("", ""))
    run, parameters = run_of(tmp_path, case, language)
    words = Words(language, parameters.written(language), parameters.currency)
    every_chapter_speaks(run, words)


@pytest.mark.parametrize("case", NO_LINES)
def test_without_order_lines_nothing_is_said_of_revenue_and_the_lines_are_asked_for(tmp_path, case):
    run, _ = run_of(tmp_path, case)
    after = [run.chapter(name) for name in ORDER][-1].after
    asked = {figure: gap.needs for gap in after.gaps for figure in gap.figures}
    for figure in ("value.net_revenue", "value.customers", "value.cm3", "value.hhi", "segmentation.customers.key"):
        assert figure not in after.figures and asked[figure] == ("transactions",)
    assert not any(f.startswith("segmentation.") for f in after.figures)
    assert asked["process.on_time_share"] == ("transactions",)
    assert "transactions" in asked["coverage.misallocated_hours"] and "transactions" in asked["summary.value_at_stake"]
    assert not {*after.figures} & {*asked}


def test_the_period_is_that_of_the_opportunities_else_of_the_activities(tmp_path):
    both, alone = tmp_path / "both", tmp_path / "alone"
    both.mkdir(), alone.mkdir()
    assert run_of(both, "no lines, rated customers")[0].client.period == (date(2023, 1, 1), date(2023, 4, 1))
    assert run_of(alone, "activities alone")[0].client.period == (date(2023, 2, 1), date(2023, 2, 19))


def test_won_and_lost_cases_are_told_where_no_history_says_more(tmp_path):
    run, _ = run_of(tmp_path, "opportunities alone")
    found = {f.id: f for f in run.chapter("process").after.findings}
    assert found["process.wins"].numbers["share"] == share(0.5)
    assert run.chapter("process").after.figures["process.conversion.4"].value == 0.5


@pytest.mark.parametrize("name", ["period outside", "opportunities alone", "activities alone"])
def test_where_nothing_was_sold_nothing_is_said_about_growth(tmp_path, name):
    run, _ = run_of(tmp_path, name)
    value = run.chapter("value")
    assert "value.growth_bridge" not in {finding.id for finding in value.module.findings(value.result)}
    assert value.module.EXHIBITS["bridge"](value.result, Words("de", "de_DE", "EUR")) is None
