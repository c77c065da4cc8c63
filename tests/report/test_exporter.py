"""Of all that executed notebooks hold, only findings and exhibits reach the page."""

from dataclasses import replace

import nbformat

from example_page import example_page
from workbook.exhibit import MIME, Chapter, as_json
from workbook.report.exporter import KeepBlocks, ReportExporter, filled, merged

PAGE = example_page()
SECRET = "canary-7f3a"


def cell(*blocks, **more):
    output = nbformat.v4.new_output(
        "display_data", data={MIME: [as_json(b) for b in blocks], "text/html": f"<p>{SECRET}</p>"}
    )
    return nbformat.v4.new_code_cell(f"x = '{SECRET}'", outputs=[output], **more)


def noisy():
    """Everything a notebook can hold that is none of the client's business."""
    new = nbformat.v4.new_output
    outputs = [
        new("stream", name="stdout", text=SECRET),
        new("stream", name="stderr", text=f"{SECRET} warning"),
        new("error", ename="ZeroDivisionError", evalue=SECRET, traceback=[SECRET]),
        new(
            "display_data",
            data={"text/html": f"<script>{SECRET}</script>", "text/markdown": SECRET, "image/png": SECRET},
        ),
    ]
    notebook = nbformat.v4.new_notebook(metadata={"papermill": {"input_path": SECRET}})
    notebook.cells = [nbformat.v4.new_markdown_cell(SECRET), nbformat.v4.new_code_cell(SECRET, outputs=outputs)]
    return notebook


def exported(*notebooks):
    frame = replace(PAGE, front=None, chapters=tuple(Chapter(c, None, ()) for c, _ in notebooks))
    html, _ = ReportExporter().from_notebook_node(merged(list(notebooks)), resources={"page": frame})
    return html


def with_blocks(chapter):
    notebook = noisy()
    notebook.cells += [cell(chapter.opening, metadata={"path": SECRET}), cell(*chapter.blocks)]
    return notebook


def test_only_blocks_reach_the_page():
    value = PAGE.chapters[0]
    html = exported((value.id, with_blocks(value)))
    assert SECRET not in html and value.opening.answer in html


def test_what_stays_of_a_cell_is_its_blocks_alone():
    kept, _ = KeepBlocks(enabled=True)(with_blocks(PAGE.chapters[0]), {})
    assert SECRET not in nbformat.writes(kept)
    assert all(c.source == "" and set(c.metadata) == {"chapter"} for c in kept.cells)


def test_other_files_get_the_page_with_the_same_blocks():
    value = PAGE.chapters[0]
    frame = replace(PAGE, front=None, chapters=(Chapter(value.id, None, ()),))
    page = filled(frame, merged([(value.id, with_blocks(value))]))
    assert page.chapters[0].blocks == value.blocks and page.chapters[0].opening == value.opening


def test_blocks_stand_in_their_own_chapters_in_order():
    one, two = PAGE.chapters
    html = exported((one.id, with_blocks(one)), (two.id, with_blocks(two)))
    assert html.index(one.opening.answer) < html.index(two.opening.answer)


def test_a_failed_chapter_shows_its_sentence_and_nothing_half_done():
    value = PAGE.chapters[0]
    frame = replace(PAGE, front=None, chapters=(Chapter(value.id, None, (), "Nicht erstellt."),))
    html, _ = ReportExporter().from_notebook_node(merged([(value.id, with_blocks(value))]), resources={"page": frame})
    assert "Nicht erstellt." in html and value.opening.answer not in html


def test_merging_leaves_the_notebooks_as_they_were():
    notebook = with_blocks(PAGE.chapters[0])
    before = nbformat.writes(notebook)
    both = merged([("value", notebook), ("coverage", notebook)])
    assert nbformat.writes(notebook) == before
    assert len({c.id for c in both.cells}) == len(both.cells) == 2 * len(notebook.cells)
