"""Persons: how busy single persons and small roles are, only where that was agreed, on a page without customers and places."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.team import labels
from workbook.chapters.coverage.today import Today
from workbook.chapters.coverage.today_findings import idle, said_idle
from workbook.finding import Figure, Finding, Term, Terms, Value, count, setting, share
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class Persons(Topic):
    """Figures about fewer than five persons; None where they were not agreed or the data do not carry them.

    `loads` (index rep_id): label (what the person may be called), role, utilisation (0–1), the busiest first. The roles one by
    one are `base.each_role`.
    """

    base: Base
    loads: pd.DataFrame | None

    def figures(self) -> tuple[Figure, ...]:
        """Customers per position and utilisation of the roles that are merged elsewhere."""
        roles, shown = self.base.each_role, self.base.roles
        if roles is None or shown is None:
            return ()
        own = roles[~roles.index.isin(shown.index)]
        units = {"customers_per_fte": "count", "utilisation": "share"}
        known = {name: own[name].dropna().items() for name in units}
        return tuple(Figure(f"coverage.{n}.{r}", float(v), units[n]) for n, rows in known.items() for r, v in rows)

    @property
    def overloaded(self) -> pd.DataFrame:
        """The persons above the limit."""
        assert self.loads is not None
        return self.loads[self.loads["utilisation"] > self.base.client.parameters.coverage.overload]

    def apart(self) -> tuple[Finding, ...]:
        """What is said of them on their own page, and nowhere else."""
        if self.loads is None or self.loads.empty or self.base.each_role is None:
            return ()
        over, p = self.overloaded, self.base.client.parameters.coverage
        who = tuple(
            Term(
                "coverage.person_load", {"who": r.label, "role": Term(f"role.{r.role}"), "share": share(r.utilisation)}
            )
            for r in over.itertuples()
        )
        numbers: dict[str, Value] = {
            "n": count(len(over)),
            "n_persons": count(len(self.loads)),
            "overloaded": Terms(who) if who else Term("coverage.nobody"),
            "idle": said_idle(idle(self.base.each_role, p.idle)),
            "limit_high": setting(p.overload),
            "limit_low": setting(p.idle),
        }
        return (Finding("coverage.persons", numbers, 2, ("[001]", "[002]")),)


def persons(base: Base, topics: Topics) -> Persons:
    """How busy each person of the staff is, where that was agreed."""
    found = topics.of(Today).team
    if base.each_role is None or not base.has_hours or found is None or found.capacity is None:
        return Persons(base, None)
    spent = found.work.groupby("rep_id")["hours"].sum().reindex(found.staff.index).fillna(0.0)
    can = found.capacity * found.staff["fte"]
    table = pd.DataFrame(
        {"label": labels(found), "role": found.staff["role"], "utilisation": spent / can.where(can > 0)}
    )
    return Persons(base, table.dropna().sort_index().sort_values("utilisation", ascending=False, kind="stable"))
