"""Where a result goes: a complete one is only ever replaced by a complete one."""

import json

import nbformat
import pytest

from small_client import BAD_LINES, SETTINGS, small_folder
from workbook.language import Words
from workbook.problem import Misuse, Refused
from workbook.report.execute import Executed, notebook_folder, notebook_of
from workbook.report.job import Delivered, _target, report
from workbook.report.order import Job

FINE = (Executed("value", nbformat.v4.new_notebook(), {}),)
BROKEN = (*FINE, Executed("summary", nbformat.v4.new_notebook(), None, "boom"))


@pytest.mark.parametrize(
    ("executed", "partial", "there", "place"),
    [
        (FINE, False, False, "acme"),
        (FINE, False, True, "acme"),
        (BROKEN, False, False, "acme"),
        (BROKEN, False, True, "failed/acme"),
        (FINE, True, True, "acme-only"),
        (BROKEN, True, True, "acme-only"),
    ],
)
def test_a_result_goes_to_its_place(tmp_path, executed, partial, there, place):
    if there:
        (tmp_path / "acme").mkdir()
    assert _target(tmp_path, "acme", executed, partial) == tmp_path / place


def test_wrong_data_stop_before_anything_is_written(tmp_path):
    with pytest.raises(Refused):
        report(Job(small_folder(tmp_path / "klein", umsatz=BAD_LINES), tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_no_order_lines_no_report(tmp_path):
    with pytest.raises(Refused) as refused:
        report(Job(small_folder(tmp_path / "klein", umsatz=""), tmp_path / "out"))
    assert {p.code for p in refused.value.problems} <= {"IN-NOLINES", "IN-EMPTY"}


def test_no_folder_is_wrong_use(tmp_path):
    with pytest.raises(Misuse):
        report(Job(tmp_path / "nowhere", tmp_path / "out"))


def test_what_failed_is_known(tmp_path):
    assert [e.chapter for e in Delivered(tmp_path, None, BROKEN).failed] == ["summary"]


@pytest.mark.report
@pytest.mark.parametrize("own", [True, False])
def test_notebooks_changed_for_a_client_run_only_where_its_settings_say_so(tmp_path, own):
    folder = small_folder(tmp_path / "klein", SETTINGS + "notebooks: own\n" * own)
    (folder / "notebooks").mkdir()
    package = notebook_of("intake", notebook_folder())
    notebook = nbformat.read(package, as_version=4)
    notebook.cells.pop(4)
    nbformat.write(notebook, folder / "notebooks" / package.name)
    done = report(Job(folder, tmp_path / "out", "de", ("intake",)))
    manifest = json.loads((done.folder / "manifest.json").read_text("utf-8"))
    assert list(manifest["changed_notebooks"]) == [package.name] * own
    banner = Words("de", "de_DE", "EUR").text("report.changed_notebooks")
    assert (banner in (done.folder / "report.html").read_text("utf-8")) == own
