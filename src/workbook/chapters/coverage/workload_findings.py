"""What chapter 4 says about required positions."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.coverage.workload_facts import Facts
from workbook.finding import Finding, Gap, Quantity, Term, Terms, Value, count, hours
from workbook.section import ROLES

CLOSE = 0.5  # positions: less is no gap


def findings(found: Facts) -> tuple[Finding, ...]:
    """Required against available positions; accounts per key-account manager."""
    if found.roles is None or not found.needed.sum() > 0:
        return ()
    made = [_required(found)]
    if found.accounts:
        made.append(_accounts(found))
    return tuple(made)


def fte(value: float, estimated: bool = True) -> Quantity:
    """Full-time positions."""
    return Quantity(float(value), "fte", estimated)


def _required(found: Facts) -> Finding:
    roles, p = found.roles, found.base.client.parameters.coverage
    assert roles is not None
    known = roles.dropna(subset=["required"])
    short, spare = known[known["gap"] <= -CLOSE], known[known["gap"] >= CLOSE]
    numbers: dict[str, Value] = {
        "required": fte(known["required"].sum()),
        "available": fte(known["available"].sum(), False),
        "n": count(len(short)),
        "short": _named(-short["gap"]),
        "spare": _named(spare["gap"]),
        "hours": hours(float(found.needed.sum()), True),
        "today": _today(found),
        "lengths": lengths(found),
        "floor": hours(p.service_floor_hours),
        "limit": _limit(found),
    }
    return Finding("coverage.required", numbers, 1, ("[000]", "[001]", "[002]"))


def _named(positions: pd.Series) -> Term | Terms:
    """Roles with their positions, the most first."""
    if positions.empty:
        return Term("coverage.no_positions")
    rows = positions.sort_values(ascending=False).items()
    return Terms(tuple(Term("coverage.positions", {"role": Term(f"role.{role}"), "fte": fte(n)}) for role, n in rows))


def _today(found: Facts) -> Term:
    """The hours of today beside those of the norms."""
    if not found.base.has_hours:
        return Term("coverage.target_no_today")
    return Term("coverage.target_today", {"hours": hours(float(found.base.customers["hours"].sum()))})


def lengths(found: Facts) -> Term:
    """Which lengths are the median of the own log, and which are proposed."""
    logged = found.lengths.index[found.lengths["logged"]]
    if not len(logged):
        return Term("coverage.lengths_assumed")
    return Term("coverage.lengths_logged", {"channels": Terms(tuple(Term(f"channel.{c}") for c in sorted(logged)))})


def _limit(found: Facts) -> Term:
    """Whether the limit of accounts per key-account manager asks for more than the hours do."""
    most = Quantity(found.base.client.parameters.segmentation.accounts_per_kam, "number")
    return Term("coverage.limit_binds" if found.limited else "coverage.limit_holds", {"number": most})


def _accounts(found: Facts) -> Finding:
    """Key accounts per key-account manager against the limit."""
    assert found.roles is not None
    most = found.base.client.parameters.segmentation.accounts_per_kam
    there = float(found.roles["available"].get("kam", 0.0))
    numbers: dict[str, Value] = {
        "n": count(found.accounts),
        "most": Quantity(most, "number"),
        "fte": fte(there, False),
        "needed": fte(found.accounts / most),
        "verdict": Term("coverage.kam_enough" if there * most >= found.accounts - 1e-9 else "coverage.kam_too_few"),
    }
    return Finding("coverage.kam_accounts", numbers, 2, ("[000]", "[001]"))


def gaps(found: Facts) -> tuple[Gap, ...]:
    """What cannot be said without staff, working hours or classes."""
    names = [f"coverage.required_fte.{role}" for role in ROLES]
    if found.roles is None:
        client = found.base.client
        missing = client.missing("staff.role", "staff.working_hours", "transactions")
        needs = missing or (("people",) if found.few else ())
        return (Gap("coverage.required", needs, "coverage.gap_required", (*names, "coverage.target_hours")),)
    known = found.roles["required"].dropna().index
    open_ = tuple(name for name, role in zip(names, ROLES, strict=True) if role not in known)
    return (Gap("coverage.required_roles", (), "coverage.gap_required_roles", open_),) if open_ else ()
