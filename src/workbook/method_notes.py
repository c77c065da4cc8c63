"""How the figures of a chapter are worked out and who published it, in a sentence per family of methods (assets/methods.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from workbook.exhibit import MethodNote
from workbook.language import Words


def method_notes(chapter: str, words: Words) -> tuple[MethodNote, ...]:
    """The notes of a chapter in the order of the file; none where it computes nothing of its own."""
    found = [note for name, note in shipped().items() if name.partition(".")[0] == chapter]
    return tuple(MethodNote(words.own(note), note["source"]) for note in found)


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Every note by `<chapter>.<family>`: methods (modules), de, en, source."""
    return tomllib.loads(files("workbook").joinpath("assets/methods.toml").read_text("utf-8"))
