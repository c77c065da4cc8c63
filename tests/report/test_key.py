"""What a report is made from, and when it need not be made again."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from small_client import small_folder
from workbook.report import key
from workbook.report.key import asked_for, inputs, made_from, rests_on_database, software, stale
from workbook.report.order import Job

ASKED = Job(Path("klein"), Path("out"), "de")
OPTIONS = {"client": "klein", "language": "de", "only": [], "pdf": False}


@pytest.fixture
def folder(tmp_path):
    return small_folder(tmp_path / "klein")


def result(target, wanted, failed=False):
    """A result as a run leaves it, with one output."""
    target.mkdir(parents=True)
    (target / "job.json").write_text(json.dumps(wanted), encoding="utf-8")
    (target / "report.html").write_text("x", encoding="utf-8")
    outputs = {name: key._file(target / name) for name in ("job.json", "report.html")}
    manifest = {"chapters": [{"chapter": "value", "failed": failed}], "outputs": outputs}
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return target


def test_the_same_files_in_another_folder_have_the_same_key(folder, tmp_path):
    other = small_folder(tmp_path / "elsewhere" / "klein")
    assert made_from(folder, tmp_path, OPTIONS) == made_from(other, tmp_path, OPTIONS)


@pytest.mark.parametrize(
    "name",
    ["client.yaml", "decisions.jsonl", "data/umsatz.csv", "data/extra/neu.csv", "brand.toml", "notebooks/a.ipynb"],
)
def test_every_file_of_the_client_counts(folder, tmp_path, name):
    before = made_from(folder, tmp_path / "out", OPTIONS)
    (folder / name).parent.mkdir(exist_ok=True)
    with (folder / name).open("a", encoding="utf-8") as handle:
        handle.write("\n#")
    after = made_from(folder, tmp_path / "out", OPTIONS)
    assert after["inputs"] != before["inputs"] and after["key"] != before["key"]
    assert after["options"] == before["options"] and after["software"] == before["software"]


@pytest.mark.parametrize("change", [{"language": "en"}, {"only": ("value",)}, {"pdf": True}, {"pseudonymise": True}])
def test_what_changes_the_result_counts(change):
    assert asked_for(replace(ASKED, **change), "klein", None) != asked_for(ASKED, "klein", None)
    assert asked_for(ASKED, "gross", None) != asked_for(ASKED, "klein", None)


@pytest.mark.parametrize("change", [{"engine": "kernel"}, {"out": Path("elsewhere")}, {"folder": Path("elsewhere")}])
def test_what_leaves_it_as_it_is_does_not(change):
    assert asked_for(replace(ASKED, **change), "klein", None) == asked_for(ASKED, "klein", None)


def test_a_day_that_is_given_counts_as_it_stands_on_the_page(monkeypatch):
    """Without one the day is that of the run, and a result stays up to date as long as nothing else changes."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    found = [asked_for(ASKED, "klein", None)]
    for day in ("1768485900", "1768572300"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", day)
        found.append(asked_for(ASKED, "klein", None))
    assert found[0] == OPTIONS and [f.get("made") for f in found] == [None, 1768485900, 1768572300]


def test_the_browser_counts_where_a_pdf_is_asked_for_and_nowhere_else(monkeypatch):
    paper, found = replace(ASKED, pdf=True), []
    for number in ("Chromium 1", "Chromium 2"):
        monkeypatch.setattr(key, "version", lambda _, number=number: number)
        found.append((asked_for(ASKED, "klein", None), asked_for(paper, "klein", None)))
    (plain, first), (same, second) = found
    assert plain == same and first["browser"] == "Chromium 1" and first != second


def test_an_earlier_result_that_is_compared_with_counts_by_its_content(tmp_path):
    (tmp_path / "results.json").write_text("{}", encoding="utf-8")
    before = asked_for(ASKED, "klein", tmp_path / "results.json")
    os.utime(tmp_path / "results.json", (2e9, 2e9))
    assert asked_for(ASKED, "klein", tmp_path / "results.json") == before != asked_for(ASKED, "klein", None)
    (tmp_path / "results.json").write_text("{ }", encoding="utf-8")
    assert asked_for(ASKED, "klein", tmp_path / "results.json") != before


def test_times_of_files_never_count(folder, tmp_path):
    """A clock set back or files from the future change nothing: what counts is what they hold."""
    wanted = made_from(folder, tmp_path, OPTIONS)
    target = result(tmp_path / "out", wanted)
    for path in (*target.iterdir(), *(p for p in folder.rglob("*") if p.is_file())):
        os.utime(path, (4e9, 4e9))
    assert made_from(folder, tmp_path, OPTIONS) == wanted and stale(target, wanted) == ""


def test_hidden_files_and_the_results_themselves_are_no_inputs(folder):
    before = list(inputs(folder, folder / "reports"))
    for name in ("data/~$umsatz.xlsx", "data/.DS_Store", ".ipynb_checkpoints/a.ipynb", "reports/klein/report.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    assert list(inputs(folder, folder / "reports")) == before and len(before) == 3


def test_the_software_is_code_texts_notebooks_and_packages(monkeypatch):
    assert len(software()) == 64 and software() == software()
    before = software.__wrapped__()
    assert {"pandas", "pillow", "contourpy"} <= set(key._versions())  # named by us, and named by those
    monkeypatch.setattr(key, "_versions", lambda: {"pandas": "0"})
    assert software.__wrapped__() != before
    versions = key.importlib.metadata.requires("workbook")
    assert any(r.startswith("pandas") for r in versions)


def test_a_result_made_of_the_same_and_untouched_is_up_to_date(folder, tmp_path):
    wanted = made_from(folder, tmp_path, OPTIONS)
    target = result(tmp_path / "out", wanted)
    assert stale(target, wanted) == ""
    (target / "notes.txt").write_text("what a consultant put beside it", encoding="utf-8")
    assert stale(target, wanted) == ""


@pytest.mark.parametrize("part", key.PARTS)
def test_a_result_made_of_something_else_is_not(folder, tmp_path, part):
    wanted = made_from(folder, tmp_path, OPTIONS)
    assert stale(result(tmp_path / "out", wanted), {**wanted, part: "0"}) == part


def test_a_result_that_is_incomplete_damaged_or_not_there_is_not(folder, tmp_path):
    wanted = made_from(folder, tmp_path, OPTIONS)
    assert stale(tmp_path / "out", wanted) == "new"
    assert stale(result(tmp_path / "a", wanted, failed=True), wanted) == "incomplete"
    (result(tmp_path / "b", wanted) / "report.html").write_text("y", encoding="utf-8")
    (result(tmp_path / "c", wanted) / "report.html").unlink()
    (result(tmp_path / "d", wanted) / "manifest.json").write_text("{", encoding="utf-8")
    (result(tmp_path / "e", wanted) / "job.json").write_text("[]", encoding="utf-8")
    assert [stale(tmp_path / name, wanted) for name in "bcde"] == ["changed"] * 4


def test_data_out_of_a_database_are_known_as_such(folder):
    assert not rests_on_database(folder)
    (folder / "data" / "database.yaml").write_text("url: sqlite:///x.db\n", encoding="utf-8")
    assert rests_on_database(folder)


def test_a_client_that_lies_where_results_go_is_made_again_when_its_data_change(tmp_path):
    folder = small_folder(tmp_path / "client")
    before = made_from(folder, tmp_path, {})
    (folder / "data" / "umsatz.csv").write_text("anders", encoding="utf-8")
    assert made_from(folder, tmp_path, {})["inputs"] != before["inputs"]
