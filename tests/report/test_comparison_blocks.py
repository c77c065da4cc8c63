"""The comparison in words: every cause has its sentence, every table its rows, in both languages."""

from dataclasses import replace

import nbformat
import openpyxl
import pandas as pd
import pytest
from test_comparison import AFTER, LATER, client, found, settings  # noqa: F401
from xlsxwriter import Workbook

from earlier_result import INPUTS, RESULTS, figure, leave
from small_client import small_folder
from workbook.exhibit import MIME, Exhibit, Statement, as_json, from_json
from workbook.language import Words
from workbook.problem import Refused
from workbook.report.comparing import Comparing, comparing
from workbook.report.comparison import record
from workbook.report.comparison_blocks import comparison_blocks
from workbook.report.earlier import read_earlier
from workbook.report.execute import Executed
from workbook.report.job import report
from workbook.report.order import Job
from workbook.report.xlsx_comparison import comparison_sheets
from workbook.report.xlsx_sheet import Book

WORDS = {"de": Words("de", "de_DE", "EUR"), "en": Words("en", "en_GB", "EUR")}
NOW = {
    **LATER,
    "figures": {
        **RESULTS["figures"],
        "value.net_revenue": figure(1500.0),
        "process.on_time_share": figure(0.8, "share"),
    },
}


def middle(_):
    return {"value.net_revenue": 1100.0, "process.on_time_share": 0.8}, pd.Series(
        {"K1": "key", "K2": "key", "K3": "lean"}
    )


@pytest.fixture
def separated(tmp_path, client):  # noqa: F811
    return found(tmp_path, client, middle, NOW, inputs=INPUTS, parameters=settings(client, key_score=0.9))


def texts(blocks):
    return " ".join(str(b) for b in blocks)


def test_everything_is_said_and_shown(separated):
    blocks = comparison_blocks(separated, WORDS["de"])
    assert isinstance(blocks[0], Statement) and "2 Kunden die Klasse gewechselt" in blocks[0].headline
    names = [b.id for b in blocks if isinstance(b, Exhibit)]
    assert names == [f"comparison.{n}" for n in ("changes", "drift", "migration", "moved")]
    drift = next(b for b in blocks if b.id == "comparison.drift").table
    rows = {row[0].text: [c.text for c in row[1:]] for row in drift.rows}
    assert rows["Nettoumsatz"] == [
        "1.000\u00a0€",
        "1.500\u00a0€",
        "+500\u00a0€",
        "+100\u00a0€",
        "+400\u00a0€",
        "keine angegeben",
    ]
    assert rows["Anteil pünktlicher Aufträge"][-1] == "außerhalb" and "−10,0" in rows["Anteil pünktlicher Aufträge"][2]
    moved = next(b for b in blocks if b.id == "comparison.moved").table
    assert [[c.text for c in row] for row in moved.rows] == [
        ["Birke KG", "Stammkunde", "Key Account", "Daten"],
        ["Cedrus SE", "Basiskunde", "Stammkunde", "Einstellungen"],
    ]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("case", ["none", "data", "parameters", "software", "several", "unknown", "separated", "other"])
def test_every_case_can_be_said(tmp_path, client, separated, language, case):  # noqa: F811
    given = {"data": {"inputs": INPUTS}, "software": {"version": "0.1"}, "none": {}, "unknown": {}}
    given |= {
        "several": {"inputs": INPUTS, "version": "0.1"},
        "parameters": {"parameters": settings(client, key_score=0.9)},
    }
    if case == "separated":
        told = separated
    else:
        other = {**NOW, "currency": "USD", "period": ["2024-01-01", "2025-12-31"]}
        now, after = (other, AFTER[:0]) if case == "other" else (RESULTS, AFTER)
        told = found(tmp_path, client, now=now, after=after, **given.get(case, {}))
    if case == "unknown":
        told = replace(told, mode="unknown", migration=None)
    blocks = comparison_blocks(told, WORDS[language])
    assert all(from_json(as_json(b)) == b for b in blocks)
    assert "{" not in texts(blocks).replace("{}", "")


def test_both_sheets_hold_every_row(tmp_path, separated):
    path = tmp_path / "x.xlsx"
    book = Book(Workbook(str(path), {"strings_to_formulas": False}), WORDS["en"])
    comparison_sheets(book, {"comparison": record(separated)}, AFTER.assign(name=["=1+1", "=2", None]))
    comparison_sheets(book, {}, AFTER)
    book.file.close()
    read = openpyxl.load_workbook(path)
    assert read.sheetnames == ["Comparison", "Class changes"]
    rows = {r[0]: r[1:] for r in read["Comparison"].iter_rows(min_row=5, values_only=True)}
    assert rows["value.net_revenue"][:5] == (1000, 1500, 500, 100, 400) and len(rows) == 4
    moved = list(read["Class changes"].iter_rows(min_row=5, values_only=True))
    assert [r[0] for r in moved] == ["K2", "K3"] and not any(
        c.data_type == "f" for r in read["Class changes"] for c in r
    )


def test_the_comparison_stands_at_the_end_of_the_last_chapter_made(tmp_path, client):  # noqa: F811
    beside = Comparing(read_earlier(leave(tmp_path), "acme"), lambda _: None)
    told, notebook = dict(LATER), nbformat.v4.new_notebook()
    empty = nbformat.v4.new_notebook()
    executed = [Executed("value", empty, {}), Executed("summary", empty, None, "boom")]
    beside.add(told, notebook, AFTER, client, WORDS["de"], executed)
    (cell,) = notebook.cells
    assert cell.metadata["chapter"] == "value" and MIME in cell.outputs[0].data and told["comparison"]["attribution"]
    beside.add(told, notebook, AFTER, client, WORDS["de"], executed[1:])
    assert len(notebook.cells) == 1


def test_a_chapter_that_ended_an_attempt_is_not_computed_with_other_settings(tmp_path):
    earlier = read_earlier(leave(tmp_path), "acme")
    assert comparing(None, tmp_path, ()) is None
    assert comparing(earlier, tmp_path, ("value",)).again(None) is None


@pytest.mark.parametrize("way", ["option", "setting"])
def test_a_wrong_earlier_result_stops_before_anything_is_written(tmp_path, way):
    folder = small_folder(
        tmp_path / "klein", "name: Klein\n" + ("compare_with: ../torn.json\n" if way == "setting" else "")
    )
    (tmp_path / "torn.json").write_text("{")
    with pytest.raises(Refused) as refused:
        report(Job(folder, tmp_path / "out", compare=tmp_path / "torn.json" if way == "option" else None))
    assert [p.code for p in refused.value.problems] == ["CFG-COMPARE"] and not (tmp_path / "out").exists()
