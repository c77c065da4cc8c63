"""How far a long run is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType

from tqdm import tqdm

from workbook.language import Words


class Progress:
    """Called with the name of each chapter as its notebook starts, at last with "writing"."""

    def __init__(self, words: Words, chapters: Sequence[str]) -> None:
        self._words, self._chapters = words, [*chapters, "writing"]
        shown = sys.stderr.isatty()
        self._bar = tqdm(total=len(self._chapters), bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt}") if shown else None

    def __enter__(self) -> Progress:
        return self

    def __call__(self, chapter: str) -> None:
        """Say that this chapter is being made."""
        key = "cli.writing" if chapter == "writing" else f"page.chapter.{chapter}"
        name, at = self._words.text(key), self._chapters.index(chapter)
        if self._bar is None:
            print(f"  {at + 1}/{len(self._chapters)} {name}", file=sys.stderr)
        else:
            self._bar.update(at - self._bar.n)
            self._bar.set_description(name)

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            if kind is None:
                self._bar.update(len(self._chapters) - self._bar.n)
            self._bar.close()
