"""Where customers are named: from findings and tables to their row in the table of key accounts, and from there back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbook.exhibit import Exhibit, Page, Statement

HOME = "segmentation.key_accounts"  # the exhibit whose rows customers are linked to
LEAST = 4  # a shorter name is as well a word


@dataclass(frozen=True)
class Crossings:
    """`anchors`: the row of a customer by name; `back`: ids of the findings that name it, in the order of the page."""

    anchors: Mapping[str, str]
    back: Mapping[str, tuple[str, ...]]

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """The text in parts, each with its anchor: a customer where it is named for the first time; empty for the rest."""
        told: set[str] = set()
        for part in self._split(text):
            known = "" if part in told else self.anchors.get(part, "")
            told |= {part} if known else set()
            yield known, part

    def _split(self, text: str) -> list[str]:
        if not any(name in text for name in self.anchors):
            return [text]
        longest = sorted(self.anchors, key=len, reverse=True)  # so that no name is found inside another
        return re.split(rf"(?<!\w)({'|'.join(map(re.escape, longest))})(?!\w)", text)


NOWHERE = Crossings({}, {})


def crossings(page: Page) -> Crossings:
    """Every customer that has one row of its own in the table of key accounts, and who names it."""
    blocks = [block for chapter in page.chapters for block in chapter.blocks]
    home = next((b for b in blocks if isinstance(b, Exhibit) and b.id == HOME), None)
    if home is None:
        return NOWHERE
    count = Counter(row[0].text for row in home.table.rows)
    names = [row[0].text for row in home.table.rows if count[row[0].text] == 1 and len(row[0].text) >= LEAST]
    anchors = {name: f"customer-{number}" for number, name in enumerate(names, 1)}
    found: dict[str, list[str]] = {name: [] for name in names}
    for block in blocks:
        if isinstance(block, Statement):
            for part in dict.fromkeys(Crossings(anchors, {})._split(f"{block.evidence}\n{block.recommendation}")):
                if part in found:
                    found[part].append(block.id)
    return Crossings(anchors, {name: tuple(ids) for name, ids in found.items()})
