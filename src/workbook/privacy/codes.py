"""Codes in place of what names somebody: keyed, so that nobody without the key can try out names until one fits."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

import pandas as pd

from workbook.privacy.personal import LETTERS
from workbook.privacy.secret import Secret

SHORTEST = 4  # hexadecimal digits of a code; those that would be the same get two more, and again


def codes(kind: str, values: Iterable[str], client: str, secret: Secret) -> dict[str, str]:
    """From each value to its code: K-7F3A from HMAC-SHA256 of client, kind and value; no two values share one.

    Without a kept key numbers in an order drawn for this run (K-001), which say nothing and hold for one report only.
    A value keeps its code whatever else there is, unless another begins alike: then both get longer, their beginnings stay.
    Source: Krawczyk, Bellare, Canetti 1997 (RFC 2104).
    """
    unique = pd.Index(sorted(set(values)), dtype=object)
    scope = f"{client}\x1f{kind}\x1f"
    digests = [hmac.digest(secret.key, f"{scope}{v}".encode(), hashlib.sha256).hex().upper() for v in unique]
    drawn = pd.Series(digests, unique, dtype=object)
    letter = LETTERS[kind]
    if not secret.kept:
        order = drawn.sort_values().index
        width = max(3, len(str(len(order))))
        return {value: f"{letter}-{place:0{width}d}" for place, value in enumerate(order, 1)}
    return {value: f"{letter}-{code}" for value, code in _shortest(drawn).items()}


def _shortest(digests: pd.Series) -> pd.Series:
    """Of every digest as many digits as tell it from all others, at least four."""
    made, open_ = digests.astype(object).copy(), digests
    for length in range(SHORTEST, 65, 2):
        short = open_.str[:length]
        alike = short.duplicated(keep=False)
        made[open_.index[~alike]] = short[~alike]
        open_ = open_[alike]
        if open_.empty:
            break
    return made
