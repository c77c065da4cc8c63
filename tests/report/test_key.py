"""What a report is made from, and when it need not be made again."""

import json

import pytest

from small_client import small_folder
from workbook.report import key
from workbook.report.key import inputs, made_from, rests_on_database, software, stale

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


@pytest.mark.parametrize("change", [{"language": "en"}, {"only": ["value"]}, {"pdf": True}, {"client": "gross"}])
def test_every_option_counts(folder, tmp_path, change):
    assert made_from(folder, tmp_path, OPTIONS)["key"] != made_from(folder, tmp_path, OPTIONS | change)["key"]


def test_hidden_files_and_the_results_themselves_are_no_inputs(folder):
    before = list(inputs(folder, folder / "reports"))
    for name in ("data/~$umsatz.xlsx", "data/.DS_Store", ".ipynb_checkpoints/a.ipynb", "reports/klein/report.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    assert list(inputs(folder, folder / "reports")) == before and len(before) == 3


def test_the_software_is_code_texts_notebooks_and_packages(monkeypatch):
    assert len(software()) == 64 and software() == software()
    before = software.__wrapped__()
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
