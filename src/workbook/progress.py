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


class Several:
    """The same for many clients: how many are done, and on a terminal what is being made and how long it may still take."""

    def __init__(self, total: int) -> None:
        self._done, self._total = 0, total
        tqdm.monitor_interval = 0  # its thread would be lost in the processes forked meanwhile
        form = "{l_bar}{bar}| {n_fmt}/{total_fmt} [{elapsed}<{remaining}]"
        self._bar = tqdm(total=total, bar_format=form) if sys.stderr.isatty() and total else None

    def __enter__(self) -> Several:
        return self

    def at(self, step: str) -> None:
        """Say what is being made, where there is a bar to say it at."""
        if self._bar is not None:
            self._bar.set_description(step)

    def ended(self, line: str) -> None:
        """One client more, with what became of it."""
        self._done += 1
        if self._bar is None:
            print(f"  {self._done}/{self._total} {line}", file=sys.stderr, flush=True)
        else:
            self._bar.write(line, file=sys.stderr)
            self._bar.update(1)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
