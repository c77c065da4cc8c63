"""The page of persons: what was agreed to be shown of fewer than five of them, apart from all customers and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import nbformat

from workbook.chapters import ORDER
from workbook.client import Client
from workbook.exhibit import PERSONS, Block, Chapter, Opening, Page, from_json
from workbook.finding import Value
from workbook.language import Words
from workbook.report.assemble import generated_at
from workbook.report.execute import Executed
from workbook.report.page import render


def persons_page(frame: Page, client: Client, words: Words, executed: Sequence[Executed]) -> str | None:
    """The page in the frame of the report; None where nothing was agreed or no chapter has anything to show."""
    agreement = client.parameters.agreement
    chapters = [(done.chapter, _blocks(done.notebook)) for done in executed if not done.failed]
    told = [(name, blocks) for name, blocks in chapters if blocks]
    if agreement is None or not told:
        return None
    agreed: dict[str, Value] = {"with": agreement.with_, "day": agreement.date, "scope": agreement.scope}
    title = words.text("report.persons.title", client=client.parameters.name, day=generated_at().date())
    answer, lead = words.text("report.persons.answer"), words.text("report.persons.lead", **agreed)
    made = []
    for name, blocks in told:
        short, full = words.text(f"{name}.short"), words.text(f"page.chapter.{name}")
        opening = Opening(name, ORDER.index(name) + 1, short, full, answer, lead, ())
        made.append(Chapter(name, opening, blocks))
    return render(replace(frame, title=title, front=None, chapters=tuple(made), methods=()))


def _blocks(notebook: nbformat.NotebookNode) -> tuple[Block, ...]:
    """What a notebook's cells hold for this page."""
    kept = [o["data"][PERSONS] for c in notebook.cells for o in c.get("outputs", []) if PERSONS in o.get("data", {})]
    return tuple(from_json(block) for blocks in kept for block in blocks)


def without_persons(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The notebook as it may lie beside the report: it shows customers, so the cells about persons lose their outputs."""
    shown = nbformat.from_dict(notebook)
    for cell in shown.cells:
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if PERSONS not in o.get("data", {})]
    return shown
