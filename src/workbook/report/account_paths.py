"""The four growth paths of an account: what is known of each, what it may be worth a year, and what is not known."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbook.finding import Terms, count
from workbook.language import Words
from workbook.parameters_plans import PATHS
from workbook.report.account_facts import Account


@dataclass(frozen=True)
class Step:
    """One growth path: what is known in words (None: nothing), its worth a year from … to … (None: unknown), how sure.

    `elsewhere`: the money stands in the plans or rows of other customers as well, so it is not added up.
    """

    path: str
    text: str | None
    amount: tuple[float, float] | None
    sure: str
    elsewhere: bool = False


def steps(account: Account, words: Words) -> list[Step]:
    """All four paths, what was agreed before what the data say."""
    made = {"competitors": _competitors, "units": _units}
    found = []
    for path in PATHS:
        agreed = account.plan.growth.get(path)
        if agreed is not None:
            found.append(Step(path, agreed.what, agreed.amount, "stated"))
        else:
            found.append(made[path](account, words) if path in made else Step(path, None, None, "unknown"))
    return found


def total(found: list[Step]) -> tuple[float, float] | None:
    """What the paths are worth together, without what other customers' rows count; None where nothing is known."""
    ends = [s.amount for s in found if s.amount is not None and not s.elsewhere]
    return (sum(low for low, _ in ends), sum(high for _, high in ends)) if ends else None


def _competitors(account: Account, words: Words) -> Step:
    """What it buys from others of what we sell, and the categories among it where categories were delivered."""
    if account.elsewhere is None and not account.spots:
        return Step("competitors", None, None, "unknown")
    said = words.text("plans.path.spots_unknown")
    if account.spots is not None:
        spots = tuple(str(spot["category"]) for spot in account.spots)
        said = words.text("plans.path.spots", n=count(len(spots)), list=Terms(spots))
    return Step("competitors", said, account.elsewhere, "estimated" if account.elsewhere else "unknown")


def _units(account: Account, words: Words) -> Step:
    """Other firms of the group that are customers already, or known as prospects."""
    family = account.family
    if not family:
        return Step("units", None, None, "unknown")
    idle = sum(other["revenue"] <= 0 for other in family)
    said = words.text("plans.path.family", n=count(len(family)), idle=count(idle))
    told = [(other["low"], other["high"]) for other in family if not math.isnan(other["low"] + other["high"])]
    ends = (sum(low for low, _ in told), sum(high for _, high in told)) if told else None
    return Step("units", said, ends, "estimated" if ends else "unknown", True)


def grid(found: dict[str, list[Step]]) -> pd.DataFrame:
    """White-space grid: account × path, the middle of its range in currency a year; missing where it is not known."""
    rows = {
        account: {s.path: sum(s.amount) / 2 if s.amount else math.nan for s in paths}
        for account, paths in found.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(PATHS), dtype=float)
