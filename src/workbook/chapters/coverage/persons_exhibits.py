"""What chapter 4 shows of persons, on their own page."""

from __future__ import annotations

from workbook.chapters import Draw
from workbook.chapters.coverage import territory_exhibits
from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.persons import Persons
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def each_role(result: Result, words: Words) -> Exhibit | None:
    """Positions, hours and utilisation of every role, small ones too."""
    found = result.topics.of(Persons)
    roles = result.each_role
    if found.loads is None or roles is None or roles["utilisation"].isna().all():
        return None
    busiest = roles["utilisation"].idxmax()
    table = roles.sort_values(["fte", "utilisation"], ascending=False).reset_index(names="role")
    shown = [
        Shown("role", "head.role", "term", "role."),
        Shown("persons", "head.persons", "count"),
        Shown("fte", "head.fte", "number"),
        Shown("customers_per_fte", "head.customers_per_fte", "number", decimals=0),
        Shown("hours_per_fte", "head.hours_per_fte", "hours"),
        Shown("utilisation", "head.utilisation", "share", decimals=0),
    ]
    numbers: dict[str, Value] = {
        "role_in": Term(f"role_in.{busiest}"),
        "share": share(float(roles.loc[busiest, "utilisation"])),
    }
    return plate(words, "coverage.each_role", numbers, Behind(table, shown), margin=("limit", "source.staff_hours"))


def loads(result: Result, words: Words) -> Exhibit | None:
    """Utilisation of every person, the busiest first."""
    found = result.topics.of(Persons)
    if found.loads is None or found.loads.empty:
        return None
    shown = [
        Shown("label", "head.person"),
        Shown("role", "head.role", "term", "role."),
        Shown("utilisation", "head.utilisation", "share", decimals=0),
    ]
    numbers: dict[str, Value] = {
        "n": count(len(found.loads)),
        "low": share(float(found.loads["utilisation"].min())),
        "high": share(float(found.loads["utilisation"].max())),
    }
    behind = Behind(found.loads, shown, sortable=True)
    return plate(words, "coverage.loads", numbers, behind, margin=("limit", "source.staff_hours"))


PERSONS: dict[str, Draw] = {"each_role": each_role, "loads": loads, **territory_exhibits.PERSONS}
