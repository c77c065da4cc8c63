"""The comparison as part of a report: worked out once the chapters are made, put at the end of the last of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from workbook.client import Client
from workbook.exhibit import MIME, as_json
from workbook.language import Words
from workbook.report.comparison import Again, compare, record, worked_out
from workbook.report.comparison_blocks import comparison_blocks
from workbook.report.earlier import Earlier
from workbook.report.execute import Executed


@dataclass(frozen=True)
class Comparing:
    """The earlier result, and how today's data are worked out with its settings (see `comparison.worked_out`)."""

    earlier: Earlier
    again: Again

    def add(
        self,
        told: dict[str, Any],
        notebook: nbformat.NotebookNode,
        customers: pd.DataFrame,
        client: Client,
        words: Words,
        executed: Sequence[Executed],
    ) -> None:
        """`told` (content of results.json) gets `comparison`, the merged notebook a cell; nothing where no chapter was made."""
        chapters = [e.chapter for e in executed if not e.failed]
        if not chapters:
            return
        found = compare(self.earlier, told, customers, client, chapters, self.again)
        told["comparison"] = record(found)
        blocks = [as_json(block) for block in comparison_blocks(found, words)]
        output = nbformat.v4.new_output("display_data", {MIME: blocks})
        cell = nbformat.v4.new_code_cell(outputs=[output], metadata={"chapter": chapters[-1]}, id="comparison")
        notebook.cells.append(cell)


def comparing(earlier: Earlier | None, folder: Path, lost: Sequence[str]) -> Comparing | None:
    """Ready to compare; a chapter that ended an earlier attempt is not computed again with other settings either."""
    if earlier is None:
        return None
    return Comparing(earlier, (lambda _: None) if lost else worked_out(folder))
