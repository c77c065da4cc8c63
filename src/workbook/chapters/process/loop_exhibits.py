"""What chapter 5 shows of the eight phases as a loop."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.loop import Loop
from workbook.chapters.process.loop_drawings import draw_loop
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, share
from workbook.language import Words
from workbook.parameters import PHASES
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

COLUMNS = (
    Shown("performance", "head.performance", "points"),
    Shown("rate", "head.brought_on", "share"),
    Shown("accepted", "head.accepted", "share", decimals=0),
    Shown("n", "head.cases", "count"),
    Shown("median_days", "head.median_days", "days"),
    Shown("p90_days", "head.p90_days", "days"),
    Shown("hours", "head.hours_phase", "hours"),
    Shown("cost", "head.cost_phase", "money"),
    Shown("lost_value", "head.lost_value", "money"),
    Shown("rework", "head.rework", "share"),
    Shown("skipped_share", "head.skipped", "share"),
)


def evidence(result: Result, words: Words) -> Exhibit | None:
    """What the eight phases bring on, beside what people think of them."""
    found = result.topics.of(Loop)
    table = found.phases
    if table["rate"].notna().sum() < 2:
        return None
    known = [part for part in COLUMNS if table[part.column].notna().any()]
    if table["accepted"].where(table["rate"].notna()).isna().all():
        known = [part for part in known if part.column != "accepted"]
    shown = [Shown("phase", "head.phase", "term", "phase_numbered."), *known]
    message, numbers = _message(found)
    p = found.client.parameters.process
    numbers |= {
        "target": Quantity(p.target, "score"),
        "weak": Quantity(p.target - 1, "score"),
        "contact": Quantity(p.contact_days, "days"),
        "repurchase": Quantity(p.repurchase_days, "days"),
        "unphased": Quantity(found.unphased, "hours"),
    }
    half = "both" if table["performance"].notna().any() else "measured"
    keys = {part: f"process.evidence.{part}.{half}" for part in ("alt", "unit", "read", "rule")}
    draw = partial(draw_loop, table, words)
    notes = ("read", "rule", "limit", "people") if table["hours"].notna().any() else ("read", "rule", "limit")
    behind = Behind(table.rename_axis("phase").reset_index(), shown)
    return plate(words, "process.evidence", numbers, behind, draw, notes, message=message, **keys)


def _message(found: Loop) -> tuple[str, dict[str, Value]]:
    """The contradiction, else the phase furthest below what is accepted, else that there is none."""
    table, against = found.phases, found.contradictions
    numbers: dict[str, Value] = {"n": count(int(table["rate"].notna().sum()))}
    weak = table[table["weak"]]
    name = "strong"
    if len(against):
        row, name = against.iloc[0], str(against.iloc[0]["verdict"])
        numbers["performance"] = Quantity(float(row["performance"]), "score")
    elif len(weak):
        row, name = weak.loc[weak["shortfall"].idxmax()], "weak"
    else:
        return f"process.evidence.{name}", numbers
    numbers |= {"phase": Term(f"phase.{int(row.name)}"), "rate": share(row["rate"]), "accepted": share(row["accepted"])}
    return f"process.evidence.{name}", numbers


def phase_groups(result: Result, words: Words) -> Exhibit | None:
    """What the eight phases bring on by class, else size class, of the customer."""
    found = result.topics.of(Loop)
    if found.by_group is None:
        return None
    table = found.by_group.T.reindex(PHASES).dropna(how="all")
    spread = (table.max(axis=1) - table.min(axis=1)).dropna()
    if spread.empty:
        return None
    phase = int(spread.idxmax())
    row = table.loc[phase]
    numbers: dict[str, Value] = {
        "phase": Term(f"phase.{phase}"),
        "best": Term(f"group.{row.idxmax()}"),
        "least": Term(f"group.{row.idxmin()}"),
        "high": share(float(row.max())),
        "low": share(float(row.min())),
    }
    frame = table.rename_axis("phase").reset_index()
    frame.columns = pd.Index([str(c) for c in frame.columns])
    shown = [Shown("phase", "head.phase", "term", "phase_numbered.")]
    shown += [Shown(str(name), f"group.{name}", "share") for name in table.columns]
    return plate(words, "process.phase_groups", numbers, Behind(frame, shown), margin=("read",))


EXHIBITS: dict[str, Draw] = {"evidence": evidence, "phase_groups": phase_groups}
