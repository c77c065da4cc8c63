"""The files beside the page."""

import csv
import json
from dataclasses import replace

import nbformat
import pandas as pd
import pytest

from small_client import BAD_LINES, SETTINGS, small_client
from workbook.report.execute import Executed
from workbook.report.results import manifest, results, seconds, write_json, write_notebooks, write_rejects, write_tables

ACCEPTED = SETTINGS + "intake: {accept_rejects: true, reason: Frist}\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return small_client(tmp_path_factory.mktemp("results") / "klein", ACCEPTED, umsatz=BAD_LINES)


def executed(chapter, number, cause=""):
    facts = {"figures": {f"{chapter}.a": {"value": number}}, "findings": [chapter], "claims": []}
    facts |= {"not_assessable": [{"id": f"{chapter}.b"}]}
    return Executed(chapter, nbformat.v4.new_notebook(), facts, cause)


def test_results_gather_the_chapters_that_worked(client):
    made = results(client, "en", [executed("intake", 1), executed("value", 2, "boom"), executed("summary", 3)])
    assert made["figures"] == {"intake.a": {"value": 1}, "summary.a": {"value": 3}}
    assert made["findings"] == ["intake", "summary"] and len(made["not_assessable"]) == 2
    assert (made["client"], made["language"], made["currency"]) == ("klein", "en", "EUR")
    assert (made["period"], made["as_of"]) == (["2024-01-01", "2024-12-31"], "2024-12-31")


def test_json_is_utf8_with_plain_line_ends_and_no_nan(tmp_path):
    write_json(tmp_path / "x.json", {"name": "Müller €"})
    assert (tmp_path / "x.json").read_bytes() == '{\n "name": "Müller €"\n}\n'.encode()
    with pytest.raises(ValueError, match="JSON"):
        write_json(tmp_path / "x.json", {"x": float("nan")})


def rejected(path, client):
    write_rejects(path, client)
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_every_rejected_row_stands_there_with_place_and_reason(tmp_path, client):
    rows = rejected(tmp_path / "rejects.csv", client)
    assert [(r["file"], r["row"], r["code"]) for r in rows] == [
        ("umsatz.csv", "14", "DATE-INVALID"),
        ("umsatz.csv", "15", "NUM-TEXT"),
    ]
    assert [r["Nettoumsatz"] for r in rows] == ["10,00", "viel"]


def test_a_formula_in_a_rejected_row_becomes_text_and_a_number_stays_one(tmp_path, client):
    rows = pd.DataFrame({"file": ["a"] * 4, "value": ["=1+1", "@cmd", "-12,50", "+SUM(A1)"]})
    evil = replace(client, reading=replace(client.reading, rejects=rows))
    assert [r["value"] for r in rejected(tmp_path / "r.csv", evil)] == ["'=1+1", "'@cmd", "-12,50", "'+SUM(A1)"]


def test_no_rejected_rows_still_leave_the_heads(tmp_path, client):
    clean = replace(client, reading=replace(client.reading, rejects=pd.DataFrame()))
    assert rejected(tmp_path / "r.csv", clean) == []
    assert (tmp_path / "r.csv").read_text("utf-8-sig").strip() == '"file";"sheet";"row";"code";"reason"'


def test_tables_are_what_the_notebooks_kept(tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    write_tables(tmp_path / "none", kept)
    assert list((tmp_path / "none").iterdir()) == []
    (kept / "customers.parquet").write_bytes(b"x")
    write_tables(tmp_path / "tables", kept)
    assert (tmp_path / "tables" / "customers.parquet").read_bytes() == b"x"


def test_executed_notebooks_are_numbered(tmp_path):
    write_notebooks(tmp_path / "n", [(c, executed(c, 1).notebook) for c in ("intake", "value")])
    assert sorted(p.name for p in (tmp_path / "n").iterdir()) == ["01_intake.ipynb", "02_value.ipynb"]


def test_an_executed_notebook_names_no_passing_folder_and_is_the_same_every_time(tmp_path):
    done = executed("value", 1).notebook
    line = 'run = {"client": "c", "language": "de", "keep": "/tmp-%s\\\\a\\"b", "lost": []}'
    cell = nbformat.v4.new_code_cell(line % 1, metadata={"tags": ["injected-parameters"]})
    done.cells = [cell]
    write_notebooks(tmp_path / "n", [("value", done)])
    (kept,) = nbformat.read(tmp_path / "n" / "01_value.ipynb", as_version=4).cells
    assert kept.source == 'run = {"client": "c", "language": "de", "lost": []}' and kept.id == "injected-parameters"
    assert "keep" in cell.source and cell.id != kept.id


def test_the_manifest_says_what_the_report_was_made_of(tmp_path, client):
    (tmp_path / "report.html").write_text("x", encoding="utf-8")
    made = manifest(client, "de", [executed("intake", 1), executed("value", 2, "boom")], tmp_path)
    assert {i["file"] for i in made["inputs"]} == {"kunden.csv", "umsatz.csv"}
    assert [(c["chapter"], c["failed"]) for c in made["chapters"]] == [("intake", False), ("value", True)]
    assert set(made["outputs"]) == {"report.html"} and made["parameters"]["name"] == "Klein GmbH"
    assert str(tmp_path) not in json.dumps(made)


def test_seconds_are_known_only_after_a_run():
    assert seconds(executed("intake", 1)) is None
    done = executed("intake", 1)
    done.notebook.metadata["papermill"] = {"duration": 1.23456}
    assert seconds(done) == 1.235
