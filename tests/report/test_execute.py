"""Notebooks through papermill: proven, not believed; one that fails stops only itself."""

import copy
import shutil

import nbformat
import pytest

from small_client import small_folder
from workbook.book import FACTS
from workbook.chapters import ORDER
from workbook.report.execute import Executed, _proof, execute, notebook_folder, notebook_of, notebooks_in

RUN = {"client": "x", "language": "de"}
KEPT = {"chapter": "value", "language": "de"}


def ran(*changes):
    """A notebook as it looks after a good run, then changed."""
    parameters = nbformat.v4.new_code_cell("run = {}", execution_count=1, metadata={"tags": ["injected-parameters"]})
    output = nbformat.v4.new_output("execute_result", data={FACTS: KEPT}, execution_count=2)
    last = nbformat.v4.new_code_cell("chapter.keep()", execution_count=2, outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[parameters, last])
    for change in changes:
        change(notebook)
    return notebook


def test_a_good_run_is_believed():
    assert _proof(ran(), KEPT, "value", RUN) == ""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda nb: nb.cells.pop(0), "the parameters did not reach the notebook"),
        (lambda nb: nb.cells[1].update(execution_count=None), "a cell was not executed"),
        (lambda nb: nb.cells[1].outputs.append(nbformat.v4.new_output("error")), "a cell ended in an error"),
        (lambda nb: nb.cells[1].outputs.append(nbformat.v4.new_output("stream", text="x")), "a cell prints"),
    ],
)
def test_a_run_that_is_not_whole_is_found(change, why):
    assert _proof(ran(change), KEPT, "value", RUN).startswith(why)


@pytest.mark.parametrize(
    "facts", [None, {"chapter": "summary", "language": "de"}, {"chapter": "value", "language": "en"}]
)
def test_facts_of_another_run_are_not_believed(facts):
    assert _proof(ran(), facts, "value", RUN).startswith("the notebook kept nothing")


def test_a_cause_makes_a_failure():
    assert Executed("value", ran(), None, "boom").failed and not Executed("value", ran(), KEPT).failed


def test_every_chapter_has_its_one_notebook():
    assert [notebook_of(c, notebook_folder()).name[:2] for c in ORDER] == ["01", "02", "03", "04", "05", "06"]


def changed(folder, source, chapter="value"):
    """The package's notebooks, one of them with a further cell."""
    shutil.copytree(notebook_folder(), folder)
    path = notebook_of(chapter, folder)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(3, nbformat.v4.new_code_cell(source, id="made-up"))
    nbformat.write(copy.deepcopy(notebook), path)
    return folder


@pytest.mark.report
@pytest.mark.parametrize(
    ("source", "cause", "engine"),
    [
        ("1 / 0", "ZeroDivisionError", "workbook"),
        ("print('hello')", "a cell prints", "workbook"),
        ("import warnings, sys; sys.stderr.write('w')", "a cell prints", "workbook"),
        ("open_chapter('value', {'klient': 'x'})", "ValueError: run takes the keys", "workbook"),
        ("import warnings, sys; sys.stderr.write('w')", "a cell prints", "kernel"),
        ("import os; os._exit(1)", "DeadKernelError", "kernel"),
    ],
)
def test_a_notebook_that_fails_stops_only_itself(tmp_path, source, cause, engine):
    folder = small_folder(tmp_path / "klein")
    run = {"client": str(folder), "language": "de"}
    heard = []
    done = execute(
        {"intake": "", "value": "", "process": ""},
        run,
        notebooks_in(changed(tmp_path / "notebooks", source)),
        heard.append,
        engine,
    )
    assert [e.chapter for e in done if e.failed] == ["value"] and done[1].cause.startswith(cause)
    assert heard == ["intake", "value", "process"]
    assert done[2].facts["chapter"] == "process"


@pytest.mark.report
def test_a_run_leaves_the_committed_notebooks_alone(tmp_path):
    before = {p.name: p.read_bytes() for p in notebook_folder().glob("*.ipynb")}
    execute(
        {"intake": ""},
        {"client": str(small_folder(tmp_path / "k{le}in")), "language": "en"},
        notebooks_in(notebook_folder()),
    )
    assert {p.name: p.read_bytes() for p in notebook_folder().glob("*.ipynb")} == before
