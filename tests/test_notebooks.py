"""The committed notebooks: thin, clean, and each runs alone."""

import ast
import importlib
import re
from pathlib import Path

import nbformat
import pytest

from workbook.chapters import ORDER
from workbook.report.execute import execute, notebook_folder, notebook_of, notebooks_in
from workbook.texts import keys

FOLDER = notebook_folder()
NORTHWIND = Path(__file__).parents[1] / "data" / "sample" / "northwind"
MOST_LINES = 6
COMPUTES = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.IfExp, ast.Try,
    ast.With, ast.Match, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.BinOp, ast.AugAssign, ast.Delete,
)  # fmt: skip


def violations(notebook: nbformat.NotebookNode) -> list[str]:
    """What a committed notebook may not be, cell by cell."""
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    found = [f"cell {n}: {why}" for n, cell in enumerate(cells, 1) for why in _of_cell(cell)]
    tagged = [c for c in cells if "parameters" in c.metadata.get("tags", [])]
    if len(tagged) != 1:
        found.append(f"{len(tagged)} cells with parameters instead of one")
    if not any(c.cell_type == "markdown" and c.source.startswith("# ") for c in notebook.cells):
        found.append("no heading that says what it is about")
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        found.append(f"not a valid notebook: {error.message}")
    return found


def _of_cell(cell: nbformat.NotebookNode) -> list[str]:
    found = []
    if cell.outputs:
        found.append("has outputs")
    if cell.execution_count is not None:
        found.append("was executed")
    if len(cell.source.strip().splitlines()) > MOST_LINES:
        found.append("is long")
    if not cell.source.strip():
        found.append("is empty")
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return [*found, "is no plain Python"]
    return (
        found + [f"computes ({type(n).__name__})" for n in ast.walk(tree) if isinstance(n, COMPUTES)] + _foreign(tree)
    )


def _foreign(tree: ast.Module) -> list[str]:
    """Imports and calls of anything but the package."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.module != "workbook.book"):
            found.append("imports something else than workbook.book")
        if isinstance(node, ast.Call):
            called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            if not (isinstance(called, ast.Name) and called.id in ("open_chapter", "chapter")):
                found.append(f"calls {ast.unparse(node.func)}")
    return found


def committed(chapter: str) -> nbformat.NotebookNode:
    return nbformat.read(notebook_of(chapter, FOLDER), as_version=4)


@pytest.mark.parametrize("chapter", ORDER)
def test_a_committed_notebook_is_thin_and_clean(chapter):
    assert violations(committed(chapter)) == []


@pytest.mark.parametrize("chapter", ORDER)
def test_a_notebook_shows_every_exhibit_of_its_chapter_and_keeps_its_facts(chapter):
    code = [c.source for c in committed(chapter).cells if c.cell_type == "code"]
    exhibits = importlib.import_module(f"workbook.chapters.{chapter}").EXHIBITS
    shown = [
        name for name in exhibits if {f'chapter.exhibit("{name}"{way})' for way in ("", ", folded=True")} & set(code)
    ]
    assert shown == list(exhibits)
    assert f'open_chapter("{chapter}", run)' in "\n".join(code)
    assert {"chapter.opening()", "chapter.gaps()"} <= set(code)
    assert code[-1] == "chapter.keep()"


ON_PERSONS_PAGE = {"persons", "favoured_persons"}  # chapter.persons()
FINDING = r"""chapter\.finding\("([a-z_]+)"(?:, brief=True)?\)"""


def findings_named(chapter: str) -> set[str]:
    """The findings a chapter can make: every text that has an evidence."""
    said = [
        key.removesuffix(".evidence") for key in keys() if key.startswith(f"{chapter}.") and key.endswith(".evidence")
    ]
    return {key.removeprefix(f"{chapter}.") for key in said}


@pytest.mark.parametrize("chapter", ORDER)
def test_a_notebook_shows_every_finding_all_at_once_or_each_beside_its_picture(chapter):
    code = [c.source for c in committed(chapter).cells if c.cell_type == "code"]
    one_by_one = {found[1] for cell in code if (found := re.fullmatch(FINDING, cell))}
    one_by_one |= ON_PERSONS_PAGE if "chapter.persons()" in code else set()
    assert "chapter.findings()" in code or one_by_one == findings_named(chapter)


def test_only_what_belongs_on_the_page_is_tagged_so():
    tags = {c.source: c.metadata.get("tags") for name in ORDER for c in committed(name).cells if c.cell_type == "code"}
    assert {t for tag in tags.values() for t in tag} == {"parameters", "setup", "levers", "report", "facts"}
    assert all(tag == ["report"] for source, tag in tags.items() if "exhibit(" in source or "findings(" in source)


BAD = {
    "x = [c for c in client]": "computes (ListComp)",
    "def f():\n    return 1": "computes (FunctionDef)",
    "for i in run:\n    chapter.exhibit(i)": "computes (For)",
    "share = 3 / 4": "computes (BinOp)",
    "lambda: 1": "computes (Lambda)",
    "print(chapter)": "calls print",
    "import pandas as pd": "imports something else than workbook.book",
    "from workbook.run import Run": "imports something else than workbook.book",
    "chapter.result.table.head()": "calls chapter.result.table.head",
    "\n".join(["chapter.gaps()"] * 7): "is long",
    "%matplotlib inline": "is no plain Python",
    "": "is empty",
}


@pytest.mark.parametrize(("source", "why"), BAD.items())
def test_a_cell_that_does_more_than_it_may_is_found(source, why):
    notebook = committed("value")
    notebook.cells.append(nbformat.v4.new_code_cell(source, id="made-up"))
    assert any(found.endswith(why) for found in violations(notebook))


def test_a_notebook_that_was_run_is_found():
    cell = nbformat.v4.new_code_cell(
        "chapter.gaps()", execution_count=3, outputs=[nbformat.v4.new_output("stream", text="x")]
    )
    found = violations(nbformat.v4.new_notebook(cells=[cell]))
    assert "cell 1: has outputs" in found and "cell 1: was executed" in found
    assert "0 cells with parameters instead of one" in found and "no heading that says what it is about" in found


@pytest.mark.report
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("chapter", ORDER)
def test_a_notebook_runs_alone(chapter, language):
    (done,) = execute({chapter: ""}, {"client": str(NORTHWIND), "language": language}, notebooks_in(FOLDER))
    assert done.cause == ""
    assert done.facts["chapter"] == chapter and done.facts["language"] == language
