"""The engine in process against the kernel, which is the reference: the same outputs, cell by cell."""

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from sample_reports import EPOCH, SAMPLES
from workbook.exhibit import MIME
from workbook.report.in_process import Shell
from workbook.report.job import report
from workbook.report.order import Job

CELLS = (
    "print('said')",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>shown</b>'))\n7 * 6",
    "answer = 41",
    "answer + 1",
    "import warnings; warnings.warn('quiet')",
)


def ran(tmp_path, cells, **engine):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["parameters"]})]
        + [nbformat.v4.new_code_cell(source) for source in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "python3", "language": "python"}},
    )
    nbformat.write(notebook, tmp_path / "in.ipynb")
    return papermill.execute_notebook(
        str(tmp_path / "in.ipynb"), str(tmp_path / "out.ipynb"), {"x": 2}, progress_bar=False, **engine
    )


def shown(notebook):
    """What the cells show, without the numbers of their execution."""
    return [
        [(o.output_type, o.get("name"), o.get("text"), o.get("data")) for o in c.get("outputs", [])]
        for c in notebook.cells
    ]


def test_cells_print_show_and_answer_as_in_a_kernel(tmp_path):
    cells = shown(ran(tmp_path, CELLS, engine_name="workbook"))[2:]
    assert cells[0] == [("stream", "stdout", "said\n", None)]
    assert [kind for kind, *_ in cells[1]] == ["display_data", "execute_result"]
    assert cells[1][0][3]["text/html"] == "<b>shown</b>" and cells[1][1][3] == {"text/plain": "42"}
    assert cells[2] == [] and cells[3][0][3] == {"text/plain": "42"} and cells[4] == []


def test_parameters_reach_the_notebook_and_every_cell_counts(tmp_path):
    done = ran(tmp_path, ["x"], engine_name="workbook")
    assert done.cells[-1].outputs[0].data["text/plain"] == "2"
    assert [c.execution_count for c in done.cells] == [1, 2, 3]
    assert done.metadata.language_info.name == "python"


@pytest.mark.parametrize(
    ("source", "name"), [("1 / 0", "ZeroDivisionError"), ("raise SystemExit(3)", "SystemExit"), ("1 +", "SyntaxError")]
)
def test_the_first_cell_that_raises_ends_the_notebook(tmp_path, source, name):
    with pytest.raises(PapermillExecutionError) as caught:
        ran(tmp_path, [source, "print('never')"], engine_name="workbook")
    assert caught.value.ename == name
    kept = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert [o.output_type for o in kept.cells[-2].outputs] == ["error"] and kept.cells[-1].outputs == []


def test_one_notebook_knows_nothing_of_the_one_before(tmp_path):
    ran(tmp_path, ["secret = 1"], engine_name="workbook")
    with pytest.raises(PapermillExecutionError, match="secret"):
        ran(tmp_path, ["secret"], engine_name="workbook")
    assert not Shell.initialized()


@pytest.mark.report
def test_the_kernel_shows_the_same(tmp_path):
    assert shown(ran(tmp_path, CELLS[:4])) == shown(ran(tmp_path, CELLS[:4], engine_name="workbook"))


@pytest.mark.report
@pytest.mark.parametrize("client", ["northwind", "muster"])
def test_both_engines_deliver_the_same_report_and_the_same_cells(client, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    done = {
        engine: report(Job(SAMPLES / client, tmp_path / engine, engine=engine)) for engine in ("kernel", "workbook")
    }
    cells = {engine: [shown(e.notebook) for e in delivered.executed] for engine, delivered in done.items()}
    assert cells["kernel"] == cells["workbook"]
    assert sum(MIME in (o[3] or {}) for chapter in cells["workbook"] for cell in chapter for o in cell) >= 60
    files = {p.relative_to(tmp_path / "kernel") for p in (tmp_path / "kernel").rglob("*") if p.is_file()}
    same = [p for p in files if "notebooks" not in p.parts and p.name != "manifest.json"]
    assert len(same) >= 4
    for path in same:
        assert (tmp_path / "kernel" / path).read_bytes() == (tmp_path / "workbook" / path).read_bytes(), path
