"""Instruments towards customers and inside the company: how much they are used, and how well they suit."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.chapters.process.maturity import ratings
from workbook.finding import Figure, Finding, Quantity, Term, Value, count
from workbook.parameters import INSTRUMENTS
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class Instruments(Topic):
    """`ratings`: instrument, side (outward, inward, open), said (what it is called), performance (use today) and importance
    (suitability) in points, gap = importance − performance, n; the widest gap first."""

    ratings: pd.DataFrame

    def figures(self) -> tuple[Figure, ...]:
        """How many instruments were rated."""
        return (Figure("process.instruments", len(self.ratings), "count"),) if len(self.ratings) else ()

    def findings(self) -> tuple[Finding, ...]:
        """The instrument that suits better than it is used, and the one used more than it suits."""
        known = self.ratings.dropna(subset=["gap"])
        if known.empty or not known["gap"].iloc[0] > 0:
            return ()
        first, last = known.iloc[0], known.iloc[-1]
        over = Term("process.instruments_over_none")
        if last["gap"] < 0:
            over = Term("process.instruments_over", {"instrument": called(last)})
        numbers: dict[str, Value] = {
            "instrument": called(first),
            "points": Quantity(float(first["gap"]), "score"),
            "importance": Quantity(float(first["importance"]), "score"),
            "performance": Quantity(float(first["performance"]), "score"),
            "n_people": count(int(first["n"])),
            "n_total": count(len(known)),
            "over": over,
        }
        return (Finding("process.instruments", numbers, 1 if first["n"] < 10 else 2, ("[002]",)),)


def instruments(base: Base, _: Topics) -> Instruments:
    """Every instrument enough persons rated, also one the questionnaire does not ask about."""
    found = ratings(base, "instrument").rename(columns={"dimension": "instrument"})
    found["side"] = found["instrument"].map(INSTRUMENTS).fillna("open")
    found["gap"] = found["importance"] - found["performance"]
    found = found.sort_values(["gap", "instrument"], ascending=[False, True], kind="stable", ignore_index=True)
    return Instruments(found)


def called(row: pd.Series) -> Value:
    """An instrument by its name, one we do not know by its question."""
    if row["side"] != "open":
        return Term(f"process.instrument.{row['instrument']}")
    return str(row["item"]) or str(row["instrument"])
