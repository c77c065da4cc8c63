"""Copies of the notebooks: made once, refreshed while nobody changed them, never written over after that."""

import nbformat
import pytest

from workbook.report.execute import notebook_folder
from workbook.workshop.copies import cells_hash, copy_notebooks, german_notes, own_notebooks

SOURCE = notebook_folder()


@pytest.fixture
def client(tmp_path):
    (tmp_path / "runde").mkdir()
    return tmp_path / "runde"


def change(path, text="chapter.gaps()  # ours"):
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(text))
    nbformat.write(notebook, path)


def test_every_chapter_is_copied_and_knows_that_it_is_in_a_workshop(client):
    made = copy_notebooks(client, SOURCE, "de")
    assert [p.name[:3] for p in made] == ["01_", "02_", "03_", "04_", "05_", "06_"]
    first = next(c for c in nbformat.read(made[0], as_version=4).cells if "parameters" in c.metadata.get("tags", []))
    assert first.source == 'run = {"client": "..", "workshop": True}'


def notes(path):
    return {c.id: c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"}


def test_every_note_between_the_cells_is_there_in_german():
    english = {}
    for path in SOURCE.glob("[0-9][0-9]_*.ipynb"):
        english |= notes(path)
    german = german_notes()
    assert set(german) == set(english)
    for name, text in english.items():
        same = [line for line in german[name].splitlines() if line and line in text]
        assert same == [] and german[name].count("\n\n") == text.count("\n\n"), name
        assert german[name].partition(" ")[0] == text.partition(" ")[0], name  # headings of the same rank


@pytest.mark.parametrize(("language", "says"), [("de", "## Die Klassen"), ("en", "## The classes")])
def test_the_copy_speaks_the_clients_language_and_is_not_taken_for_changed(client, language, says):
    copies = copy_notebooks(client, SOURCE, language)
    assert notes(copies[2])["segmentation-04"].startswith(says)
    assert own_notebooks(client, SOURCE).changed == {}
    assert copy_notebooks(client, SOURCE, "en") and notes(copies[2])["segmentation-04"].startswith("## The classes")


def test_a_changed_copy_is_never_written_over(client):
    copy = copy_notebooks(client, SOURCE, "de")[2]
    change(copy)
    before = copy.read_bytes()
    copy_notebooks(client, SOURCE, "de")
    assert copy.read_bytes() == before


def test_a_copy_that_only_ran_follows_the_package(client, tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    for path in SOURCE.glob("*.ipynb"):
        (package / path.name).write_bytes(path.read_bytes())
    copy = copy_notebooks(client, package, "de")[2]
    ran = nbformat.read(copy, as_version=4)
    ran.cells[1].execution_count = 4
    nbformat.write(ran, copy)
    change(package / copy.name, "chapter.findings()")
    copy_notebooks(client, package, "de")
    assert "chapter.findings()" in copy.read_text("utf-8")


def test_a_report_on_own_notebooks_names_those_that_were_changed(client):
    assert own_notebooks(client, SOURCE).changed == {}
    copies = copy_notebooks(client, SOURCE, "de")
    found = own_notebooks(client, SOURCE)
    assert found.changed == {} and found.notebooks["segmentation"] == copies[2]
    change(copies[2])
    copies[5].unlink()
    found = own_notebooks(client, SOURCE)
    assert found.changed == {copies[2].name: cells_hash(copies[2])}
    assert found.notebooks["summary"].parent == SOURCE
