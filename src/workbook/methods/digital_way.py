"""Whether an order came a digital way: nobody had to take it by hand."""

from __future__ import annotations

import re

import pandas as pd

WORDS = re.compile(r"shop|web|online|internet|portal|\bedi\b|\bapi\b|\bapp\b|digital|ele[ck]troni", re.IGNORECASE)


def digital_way(ways: pd.Series) -> pd.Series:
    """By the words in its name, German or English.

    From one name per order (text, missing = unknown) to True, False or missing, same index.
    """
    names = ways.astype(object)
    return names.map({name: bool(WORDS.search(str(name))) for name in names.dropna().unique()})
