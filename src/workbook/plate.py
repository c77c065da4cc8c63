"""One way to put up an exhibit: message, unit, chart with its table, margin notes, all texts found under the exhibit's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from matplotlib.figure import Figure

from workbook.exhibit import Exhibit, Note
from workbook.finding import Value
from workbook.language import Words
from workbook.tabulate import Shown, tabulate
from workbook.theme import both


@dataclass(frozen=True)
class Behind:
    """The table of an exhibit: rows, the columns shown, the values of a last row by column, whether readers may sort it."""

    frame: pd.DataFrame
    shown: Sequence[Shown]
    total: Mapping[str, float | str] = field(default_factory=dict)
    sortable: bool = False


def plate(
    words: Words,
    name: str,
    numbers: Mapping[str, Value],
    behind: Behind,
    draw: Callable[..., Figure] | None = None,
    margin: Sequence[str] = (),
    **keys: str,
) -> Exhibit:
    """The exhibit `name` (`<chapter>.<exhibit>`) in words.

    Texts: `name` (message), `.alt` and `.unit` where there is a chart, `.caption` where there is none, and one for each note
    of the margin (read, limit, certainty, …; a note that begins with `source.` is the text itself); `keys` names another
    text for one of these. All of them draw on `numbers`. `draw` makes the figure from `narrow` alone.
    """

    def say(part: str) -> str:
        return words.text_from(keys.get(part, f"{name}.{part}"), numbers)

    message = words.text_from(keys.get("message", name), numbers)
    caption = say("caption") if draw is None or "caption" in keys else message
    table = tabulate(
        words, behind.frame, behind.shown, caption, total=dict(behind.total) or None, sortable=behind.sortable
    )
    notes = tuple(
        Note(words.text("note.source"), words.text_from(part, numbers))
        if part.startswith("source.")
        else Note(words.text(f"note.{part}"), say(part))
        for part in margin
    )
    if draw is None:
        return Exhibit(name, message, "", table, notes=notes)
    alt = say("alt")
    return Exhibit(name, message, say("unit"), table, both(draw, name.replace(".", "-"), alt), alt, notes)
