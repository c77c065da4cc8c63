"""Every text of ours by its key, German and English side by side, read once from assets/texts.

A text may hold four forms, `one ‖ many ∅ zero ∀ all` (all: n is n_total); placeholders stand in braces: `{money}`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from workbook.parameters import Language

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
LANGUAGES = {"de", "en"}


class Forms(NamedTuple):
    """A text as it reads for one, for many, for none and for all of them (absent: as for many)."""

    one: str
    many: str
    none: str
    all: str


def message(key: str, language: Language) -> str:
    """The text of `key` with all its forms; KeyError names a key that does not exist."""
    return _shipped()[key][language]


def keys() -> tuple[str, ...]:
    """Every key there is, in the order of the files."""
    return tuple(_shipped())


def known(key: str) -> bool:
    """Whether there is a text of this key."""
    return key in _shipped()


@cache
def family(start: str) -> tuple[str, ...]:
    """Every key that begins so, in the order of the files."""
    return tuple(key for key in keys() if key.startswith(start))


@cache
def places(text: str) -> frozenset[str]:
    """The names in braces of one of our texts, and `n` where it changes with it."""
    return frozenset(placeholders(text) | ({"n"} if inflected(text) else set()))


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return set(PLACEHOLDER.findall(text))


def inflected(text: str) -> bool:
    """Whether the text changes with a number `n`."""
    return any(sign in text for sign in "‖∅∀")


def forms(text: str) -> Forms:
    """The text split at ‖, ∅ and ∀."""
    some, _, every = text.partition("∀")
    counted, _, none = some.partition("∅")
    one, _, many = counted.partition("‖")
    one, many = one.strip(), many.strip() or one.strip()
    return Forms(one, many, none.strip() or many, every.strip() or many)


def collect(sources: Iterable[tuple[str, str]]) -> dict[str, Mapping[str, str]]:
    """From (file name, TOML) to texts by key; ValueError on a key given twice or without exactly `de` and `en`."""
    texts: dict[str, Mapping[str, str]] = {}
    for name, toml in sources:
        for key, languages in tomllib.loads(toml).items():
            if key in texts:
                raise ValueError(f"{name}: the key {key} exists already")
            if not _both_languages(languages):
                raise ValueError(f"{name}: the key {key} needs exactly one de and one en text")
            texts[key] = languages
    return texts


def _both_languages(languages: object) -> bool:
    if not isinstance(languages, dict) or set(languages) != LANGUAGES:
        return False
    return all(isinstance(text, str) and text.strip() for text in languages.values())


@cache
def _shipped() -> dict[str, Mapping[str, str]]:
    found = sorted(files("workbook").joinpath("assets/texts").iterdir(), key=lambda file: file.name)
    return collect((file.name, file.read_text("utf-8")) for file in found if file.name.endswith(".toml"))
