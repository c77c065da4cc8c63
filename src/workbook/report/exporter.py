"""The report as an nbconvert export: of all that executed notebooks hold, only findings and exhibits reach the page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from nbconvert.preprocessors import Preprocessor

from workbook.exhibit import MIME, Block, Chapter, Front, Opening, Page, from_json
from workbook.report.page import render


class KeepBlocks(Preprocessor):
    """An allow-list: of every cell only the outputs of our own kind stay; code, prints, warnings, paths and metadata go."""

    def preprocess(self, nb: nbformat.NotebookNode, resources: Any) -> tuple[nbformat.NotebookNode, Any]:
        """The notebook reduced to its blocks."""
        kept = []
        for cell in nb.cells:
            outputs = [o for o in cell.get("outputs", []) if MIME in o.get("data", {})]
            if outputs:
                blocks = [
                    {"output_type": "display_data", "data": {MIME: o["data"][MIME]}, "metadata": {}} for o in outputs
                ]
                chapter = {"chapter": cell.metadata.get("chapter", "")}
                clean = {"cell_type": "code", "id": cell.id, "source": "", "execution_count": None}
                kept.append(nbformat.from_dict({**clean, "outputs": blocks, "metadata": chapter}))
        return nbformat.v4.new_notebook(cells=kept), resources


class ReportExporter(Exporter):
    """From the executed notebooks of one report, merged, to one self-contained HTML page.

    `resources["page"]` is the page's frame; its chapters say which there are, and which failed.
    """

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(self, nb: nbformat.NotebookNode, resources: Any = None, **kw: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Keep the blocks, set them into their chapters, render."""
        nb, resources = KeepBlocks(enabled=True)(nb, resources or {})
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        frame: Page = resources["page"]
        return render(_filled(frame, nb)), resources


def merged(notebooks: list[tuple[str, nbformat.NotebookNode]]) -> nbformat.NotebookNode:
    """The cells of several chapters' notebooks one after the other, each marked with its chapter."""
    cells: list[nbformat.NotebookNode] = []
    for chapter, notebook in notebooks:
        for cell in notebook.cells:
            marked = nbformat.NotebookNode(cell)
            marked["metadata"] = nbformat.NotebookNode(cell.metadata, chapter=chapter)
            marked["id"] = f"{chapter}-{len(cells):03d}"
            cells.append(marked)
    return nbformat.v4.new_notebook(cells=cells)


def filled(frame: Page, notebook: nbformat.NotebookNode) -> Page:
    """The frame with the blocks of the merged notebooks in its chapters: what the page shows, for the other files."""
    return _filled(frame, KeepBlocks(enabled=True)(notebook, {})[0])


def _filled(frame: Page, nb: nbformat.NotebookNode) -> Page:
    """The frame with every chapter's blocks in it."""
    found: dict[str, list[Block]] = {}
    for cell in nb.cells:
        for output in cell.outputs:
            found.setdefault(cell.metadata["chapter"], []).extend(from_json(b) for b in output["data"][MIME])
    fronts = [b for blocks in found.values() for b in blocks if isinstance(b, Front)]
    chapters = []
    for chapter in frame.chapters:
        blocks = [] if chapter.failed else found.get(chapter.id, [])
        openings = [b for b in blocks if isinstance(b, Opening)]
        rest = tuple(b for b in blocks if not isinstance(b, Opening | Front))
        chapters.append(Chapter(chapter.id, openings[0] if openings else None, rest, chapter.failed))
    return replace(frame, front=fronts[0] if fronts else None, chapters=tuple(chapters))
