"""The page of persons lies beside the report only where figures about persons were agreed."""

from dataclasses import replace

import nbformat
import pytest

from example_page import example_page
from small_client import small_client
from workbook.exhibit import MIME, PERSONS, as_json
from workbook.language import Words
from workbook.parameters import Agreement
from workbook.report.assemble import frame
from workbook.report.execute import Executed
from workbook.report.persons_page import persons_page, without_persons
from workbook.report.proof import prove

WORDS = Words("de", "de_DE", "EUR")
CHAPTER = example_page().chapters[0]
BLOCK = next(b for b in CHAPTER.blocks if b.kind == "statement")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    found = small_client(tmp_path_factory.mktemp("persons") / "klein")
    agreed = Agreement.model_validate({"with": "Betriebsrat", "date": "2025-01-01", "scope": "Kapazität"}, strict=False)
    return replace(found, parameters=found.parameters.model_copy(update={"people": "named", "agreement": agreed}))


def executed(*kinds, cause=""):
    data = [{kind: [as_json(BLOCK)]} for kind in kinds]
    cells = [nbformat.v4.new_code_cell("x", outputs=[nbformat.v4.new_output("display_data", data=one)]) for one in data]
    return (Executed("coverage", nbformat.v4.new_notebook(cells=cells), {}, cause),)


def page(client, done):
    return persons_page(frame(client, WORDS, done), client, WORDS, done)


def test_it_holds_what_the_cells_kept_for_it_and_says_on_whose_word(client, tmp_path):
    html = page(client, executed(MIME, PERSONS))
    assert html.count(f">{BLOCK.headline}<") == 1 and "Betriebsrat" in html and "keine Kunden" in html
    prove(html, tmp_path, 1)


@pytest.mark.parametrize("done", [executed(MIME), executed(PERSONS, cause="boom"), executed()])
def test_there_is_none_where_there_is_nothing_to_show(client, done):
    assert page(client, done) is None


def test_there_is_none_without_an_agreement(client):
    bare = replace(client, parameters=client.parameters.model_copy(update={"people": "group", "agreement": None}))
    assert page(bare, executed(PERSONS)) is None


def test_the_notebook_beside_the_report_shows_no_persons():
    (done,) = executed(MIME, PERSONS)
    left = without_persons(done.notebook)
    assert [len(c.outputs) for c in left.cells] == [1, 0] and len(done.notebook.cells[1].outputs) == 1
