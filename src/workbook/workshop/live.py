"""What answers while a lever moves: classes, who changes class, the first places, the guard, and one picture.

The classes come from chapter 3's own `classed`, so they are those of a later report by construction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from workbook.chapters import SoFar
from workbook.chapters.segmentation.base import Base, classed, inputs
from workbook.client import Client
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Value, count
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.report.page import fragment
from workbook.section import CLASSES
from workbook.statement import page_labels
from workbook.tabulate import Shown, tabulate

FIRST = 10
MOVED = 12


class LiveClasses:
    """The classes of one client under other parameters; everything before chapter 3 is worked out once."""

    def __init__(self, client: Client, before: SoFar) -> None:
        self._client, self._given = client, inputs(client, before)
        self._codes: Mapping[str, str] = {}
        self._opened = classed(client, self._given)

    @property
    def opened(self) -> Base:
        """As at opening."""
        return self._called(self._opened)

    def under(self, parameters: Parameters) -> Base:
        """Score and class of every existing customer under these parameters, as chapter 3 gives them."""
        return self._called(classed(replace(self._client, parameters=parameters), self._given))

    def rebase(self, client: Client, before: SoFar) -> None:
        """What the chapters before say is another now; what was at opening stays."""
        self._client, self._given = client, inputs(client, before)

    def call(self, codes: Mapping[str, str]) -> None:
        """Customers by these codes, by id; by their names where there are none."""
        self._codes = codes

    def _called(self, base: Base) -> Base:
        if not self._codes:
            return base
        ids = base.table.index.to_series().astype(str)
        return replace(base, table=base.table.assign(name=ids.map(self._codes)))


def fingerprint(table: pd.DataFrame) -> str:
    """One hash over score, class and reason of every customer: equal hashes, equal classes."""
    shown = table[[c for c in ("score", "completeness", "class", "class_reason") if c in table]].sort_index()
    return hashlib.sha256(shown.to_csv(float_format="%.17g").encode()).hexdigest()


def classes_table(now: Base, opened: Base, words: Words) -> Exhibit:
    """Customers per class, now and at opening."""
    counted = {name: _counts(found) for name, found in (("now", now), ("opened", opened))}
    frame = pd.DataFrame({**counted, "class": list(CLASSES)})
    frame["change"] = frame["now"] - frame["opened"]
    shown = [
        Shown("class", "head.class", "class", "class."),
        Shown("now", "workshop.live.now", "count"),
        Shown("opened", "workshop.live.opened", "count"),
        Shown("change", "head.change", "count", signed=True),
    ]
    same = moved(now, opened).empty
    caption = words.text("workshop.live.classes_same" if same else "workshop.live.classes")
    return Exhibit("workshop.classes", _guard(now, words), "", tabulate(words, frame, shown, caption))


def moved(now: Base, opened: Base) -> pd.DataFrame:
    """Who has another class than at opening, those with most revenue first: name, revenue_per_year, class, before."""
    both = now.table[["name", "revenue_per_year", "class"]].join(opened.table["class"].rename("before"), how="left")
    return both[both["class"] != both["before"]].sort_values("revenue_per_year", ascending=False, kind="stable")


def moved_table(found: pd.DataFrame, words: Words) -> Exhibit:
    """Those customers, the first of them."""
    shown = [
        Shown("name", "head.customer"),
        Shown("before", "workshop.live.from", "class", "class."),
        Shown("class", "workshop.live.to", "class", "class."),
        Shown("revenue_per_year", "head.revenue_year", "money"),
    ]
    said = words.text("workshop.live.moved", n=count(len(found)))
    return Exhibit("workshop.moved", "", "", tabulate(words, found.head(MOVED), shown, said))


def ranking_table(now: Base, words: Words) -> Exhibit:
    """The first places by score."""
    first = now.table.sort_values("score", ascending=False, kind="stable").head(FIRST)
    rows = first.assign(place=range(1, len(first) + 1), points=100 * first["score"])
    shown = [
        Shown("place", "head.rank", "count"),
        Shown("name", "head.customer"),
        Shown("points", "head.score", "points"),
        Shown("class", "head.class", "class", "class."),
    ]
    said = words.text("workshop.live.ranking", n_shown=count(len(rows)))
    return Exhibit("workshop.ranking", "", "", tabulate(words, rows, shown, said))


def answer(now: Base, opened: Base, words: Words, coded: bool = False) -> str:
    """All of it as HTML, escaped where the page escapes; a sentence where these weights give no classes."""
    if not (now.segmented and opened.segmented):
        empty = tabulate(words, pd.DataFrame({"class": []}), [Shown("class", "head.class", "class")], "")
        return html(Exhibit("workshop.none", words.text("workshop.live.unsegmented"), "", empty), words, coded)
    found = moved(now, opened)
    blocks = [classes_table(now, opened, words), ranking_table(now, words)]
    if not found.empty:
        blocks.insert(1, moved_table(found, words))
    return "".join(html(block, words, coded) for block in blocks)


def html(block: Exhibit, words: Words, coded: bool = False) -> str:
    """One table as HTML."""
    return fragment(block, page_labels(words), words.language, coded)


def _counts(found: Base) -> list[int]:
    return [int((found.table["class"] == name).sum()) for name in CLASSES]


def _guard(now: Base, words: Words) -> str:
    if now.guard is None:
        return ""
    numbers: dict[str, Value] = {
        "jaccard": Quantity(now.guard.jaccard, "share"),
        "spearman": Quantity(now.guard.spearman, "ratio"),
    }
    said = words.text("workshop.live.guard", **numbers)
    return f"{said} {words.text('workshop.live.disguised')}" if now.guard.disguised else said
