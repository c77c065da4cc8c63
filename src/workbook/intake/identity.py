"""Customers that may be one: names compared after taking away what does not tell companies apart. Nothing is merged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from workbook.finding import Term, Value, count, share
from workbook.intake.notes import SHOWN, Notes, quoted

ALIKE = 88.0  # similarity in percent from which two names at one postcode are shown
ALIKE_UNPLACED = 93.0  # the same where a postcode is missing
LARGEST = 400  # names compared with each other at once
LONGEST_PREFIX = 24
LEGAL = re.compile(
    r"\b(?:g(?:es(?:ellschaft)?)? ?m ?b ?h|mbh|aktiengesellschaft|ag|kgaa|kg|ohg|gbr|ug|haftungsbeschraenkt|e ?k|e ?g|e ?u"
    r"|se|s ?a ?r ?l|s ?a ?s|s ?a|s ?p ?a|s ?r ?l|b ?v|n ?v|ltd|limited|plc|llc|inc|corp|co)\b"
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae"})


@dataclass(frozen=True)
class Pair:
    """Two rows of the list (positions, the first one lower) and how similar their names are (0–1)."""

    first: int
    second: int
    similarity: float


def matching_name(name: object) -> str:
    """A name as it is compared: no case, no invisible characters, ä as ae, no accents, no legal form, no punctuation."""
    text = unicodedata.normalize("NFKC", str(name)).casefold()
    text = "".join(c for c in text if unicodedata.category(c) != "Cf").translate(UMLAUTS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = " ".join(re.sub(r"[^\w]+", " ", text.replace(".", " ")).split())
    bare = " ".join(LEGAL.sub(" ", plain).split())
    return bare or plain


def similar_pairs(customers: pd.DataFrame) -> list[Pair]:
    """Pairs of customers whose names are alike at one postcode, the most alike first.

    From one row per customer (name; postcode and parent_id where known). Two of one group are known to be two, and names
    that differ in a number (branch 1, branch 2) are two. Names are compared within a postcode, else by their first letters.
    """
    if "name" not in customers or len(customers) < 2:
        return []
    given = customers["name"].notna().to_numpy()
    distinct = {name: matching_name(name) for name in customers["name"].dropna().unique()}
    names = np.array([distinct.get(name, "") for name in customers["name"]], dtype=object)
    places = _postcodes(customers)
    groups = [customers[c].to_numpy(object) for c in ("customer_id", "parent_id")] if "parent_id" in customers else None
    found: dict[tuple[int, int], float] = {}
    for block in _blocks(names, places, given):
        for first, second, score in _compared(names, block):
            pair = (min(first, second), max(first, second))
            if score >= _needed(places, *pair) and not _told_apart(groups, names, *pair):
                found[pair] = max(score, found.get(pair, 0.0))
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [Pair(first, second, score / 100) for (first, second), score in ranked]


def _postcodes(customers: pd.DataFrame) -> np.ndarray:
    if "postcode" not in customers:
        return np.full(len(customers), "", dtype=object)
    return customers["postcode"].map(lambda v: "" if pd.isna(v) else re.sub(r"\W", "", str(v)).upper()).to_numpy(object)


def _blocks(names: np.ndarray, places: np.ndarray, given: np.ndarray) -> Iterator[np.ndarray]:
    """Rows worth comparing: those of one postcode; where one is missing, those whose names begin alike."""
    rows = np.flatnonzero(given & (names != ""))
    yield from _small(rows[places[rows] != ""], places, names)
    if (places[rows] == "").any():
        begin = np.array([name[:3] for name in names], dtype=object)
        unplaced = set(begin[rows[places[rows] == ""]])
        yield from _small(rows[[begin[row] in unplaced for row in rows]], begin, names)


def _small(rows: np.ndarray, keys: np.ndarray, names: np.ndarray, prefix: int = 1) -> Iterator[np.ndarray]:
    """The rows by key; a block too large to compare is split by ever more letters of the name."""
    order = pd.Series(rows).groupby(keys[rows], sort=True)
    for _, part in order:
        block = part.to_numpy()
        if len(block) < 2:
            continue
        if len(block) <= LARGEST or prefix > LONGEST_PREFIX:
            yield block[:LARGEST]
        else:
            finer = np.array([name[:prefix] for name in names], dtype=object)
            yield from _small(block, finer, names, prefix * 2)


def _compared(names: np.ndarray, block: np.ndarray) -> Iterator[tuple[int, int, float]]:
    texts = list(names[block])
    scores = process.cdist(texts, texts, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, dtype=np.float32)
    for a, b in zip(*np.nonzero(np.triu(scores, 1)), strict=True):
        yield int(block[a]), int(block[b]), float(scores[a, b])


def _needed(places: np.ndarray, first: int, second: int) -> float:
    """How alike the names must be; names at two postcodes are two customers."""
    if not places[first] or not places[second]:
        return ALIKE_UNPLACED
    return ALIKE if places[first] == places[second] else 101.0


def _told_apart(groups: Sequence[np.ndarray] | None, names: np.ndarray, first: int, second: int) -> bool:
    """Whether the list itself says that these are two: a number in the name, or one group (`groups`: ids and parents)."""
    if re.findall(r"\d+", names[first]) != re.findall(r"\d+", names[second]):
        return True
    if groups is None:
        return False
    ids, parents = groups
    mine, theirs = parents[first], parents[second]
    same_group = isinstance(mine, str) and mine == theirs
    return same_group or mine == ids[second] or theirs == ids[first]


def similar(customers: pd.DataFrame | None, notes: Notes) -> None:
    """Tell the pairs most alike one by one, the rest in one count."""
    if customers is None:
        return
    pairs = similar_pairs(customers.reset_index(drop=True))
    ids, names = customers["customer_id"].to_numpy(object), customers["name"].to_numpy(object) if pairs else []
    for number, pair in enumerate(pairs[: SHOWN + 1]):
        told: dict[str, Value] = {
            "a": quoted(names[pair.first]),
            "id_a": quoted(ids[pair.first]),
            "b": quoted(names[pair.second]),
            "id_b": quoted(ids[pair.second]),
            "share": share(pair.similarity),
        }
        rest = len(pairs) - SHOWN if number == SHOWN else 1
        notes.add("ID-SIMILAR", "warn", values={"candidates": Term("similar.pair", told), "n": count(rest)}, count=rest)
