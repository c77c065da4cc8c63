"""Scope: where the time for customers goes by field of customer management, and what each field brings."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Value, count, hours, money, share
from workbook.methods.complaint_return import complaint_return
from workbook.methods.cross_selling import cross_selling
from workbook.methods.protect import LEAST
from workbook.methods.time_driven_cost import hours_of
from workbook.methods.win_back import win_back
from workbook.methods.windows import Windows, two_windows, within
from workbook.topic import Topic, Topics

FIELDS = ("complaints", "retention", "cross_selling", "win_back", "acquisition")
AGAIN = 183  # days after a complaint within which a purchase counts


@dataclass(frozen=True)
class Fields(Topic):
    """`hours`: hours per year in the later window by field, what is not logged apart or rests on too few persons absent.
    `results`: what is known of each field, as text; `shares`: the shares (0–1) these say. `hidden`: whether hours are held back
    because too few persons logged them."""

    client: Client
    windows: Windows | None = None
    hours: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    results: dict[str, Term] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    hidden: bool = False

    def figures(self) -> tuple[Figure, ...]:
        """Hours per year and result of every field known."""
        made = [Figure(f"process.field_hours.{name}", float(h), "hours") for name, h in self.hours.items()]
        return (*made, *(Figure(f"process.field_result.{name}", part, "share") for name, part in self.shares.items()))

    def findings(self) -> tuple[Finding, ...]:
        """How the time is split between keeping and winning customers, and what it brings."""
        if self.windows is None or not {"retention", "acquisition"} <= set(self.hours.index):
            return ()
        whole = float(self.hours.sum())
        numbers: dict[str, Value] = {
            "share": share(1 - self.hours["acquisition"] / whole),
            "share_new": share(self.hours["acquisition"] / whole),
            "hours": hours(whole),
            "complaints": self._part("complaints"),
            "win_back": self._part("win_back"),
            "kept": self.results.get("retention", Term("process.field_open")),
            "fresh": self.results.get("acquisition", Term("process.field_open")),
            "n_months": count(self.windows.months),
        }
        return (Finding("process.fields", numbers, 2, ("[002]",)),)

    def _part(self, name: str) -> Term:
        if name not in self.hours:
            return Term(f"process.field_part_open.{name}")
        part = share(float(self.hours[name] / self.hours.sum()))
        return Term(f"process.field_part.{name}", {"share": part, "hours": hours(float(self.hours[name]))})

    def gaps(self) -> tuple[Gap, ...]:
        """What a log of activities, categories and longer history would show."""
        made = {figure.id for figure in self.figures()}
        ids = [f"process.field_hours.{f}" for f in FIELDS if f != "cross_selling"]
        ids += [f"process.field_result.{f}" for f in FIELDS if f != "acquisition"]
        left = tuple(i for i in ids if i not in made)
        if not left:
            return ()
        wanted = ("transactions", "transactions.category", "activities.hours", "activities.customer_id")
        needs = self.client.missing(*wanted) or (("people",) if self.hidden else ("activities.type",))
        return (Gap("process.fields", needs, "process.gap_fields", left),)


def fields(base: Base, _: Topics) -> Fields:
    """Effort and result of every field."""
    client = base.client
    windows = two_windows(client.period) if client.dated and client.has("transactions") else None
    if windows is None:
        return Fields(client)
    lost = win_back(client.tables["transactions"], windows)
    results, shares = _results(base, windows, lost)
    spent, hidden = _hours(base, windows, lost)
    return Fields(client, windows, spent, results, shares, hidden)


def _hours(base: Base, windows: Windows, lost: pd.DataFrame) -> tuple[pd.Series, bool]:
    """Hours per year by field (complaints and win-back from the log, acquisition and all others from chapter 3), and whether
    some are held back."""
    split = next((f.numbers for f in base.so_far.findings if f.id == "segmentation.acquisition"), None)
    if split is None:
        return pd.Series(dtype=float), False
    new, kept = split["hours"], split["hours_kept"]
    assert isinstance(new, Quantity) and isinstance(kept, Quantity)
    apart, hidden = _apart(base, windows, lost)
    found = {"retention": max(kept.value - sum(apart.values()), 0.0), "acquisition": new.value, **apart}
    return pd.Series({name: found[name] for name in FIELDS if name in found}, dtype=float), hidden


def _apart(base: Base, windows: Windows, lost: pd.DataFrame) -> tuple[dict[str, float], bool]:
    """Hours per year for complaints of customers that bought before, and for those that had stopped buying; whether some are
    held back.

    Hours logged by fewer than five persons are not told apart: they stay among those for keeping customers.
    """
    client = base.client
    done = client.tables["activities"]
    done = done[within(done["date"], windows.later) & done["customer_id"].notna()]
    done = done.assign(hours=hours_of(done))
    lines = client.tables["transactions"]
    old = lines.loc[lines["date"] < windows.later[0], "customer_id"]
    complaint = done["customer_id"].isin(old) & (done["type"] == "complaint") if "type" in done else done["hours"] < 0
    stopped = done["customer_id"].isin(lost.index) & ~complaint
    found, hidden = {}, False
    for name, chosen in (("complaints", complaint), ("win_back", stopped)):
        part = done[chosen & (done["hours"] > 0)]
        few = "rep_id" in part and 0 < part["rep_id"].nunique() < LEAST
        if few:
            hidden = True
        elif len(part) or (name == "win_back" and len(lost)):
            found[name] = float(part["hours"].sum() * 12 / windows.months)
    return found, hidden


def _results(base: Base, windows: Windows, lost: pd.DataFrame) -> tuple[dict[str, Term], dict[str, float]]:
    """What each field brought in the later window, as text, and the share it says."""
    said, shares = {}, {}
    for name, found in (
        ("complaints", _complaints(base, windows)),
        ("retention", _kept(base)),
        ("cross_selling", _cross(base, windows)),
        ("win_back", _won_back(lost, windows)),
    ):
        if found is not None:
            said[name], shares[name] = found
    told = {f.id: f.numbers for f in base.so_far.findings}
    first = told.get("segmentation.acquisition", {}).get("n_new") or told.get("value.base_audit", {}).get("n_first")
    if first is not None:
        said["acquisition"] = Term("process.field_result.acquisition", {"n": first})
    return said, shares


def _complaints(base: Base, windows: Windows) -> tuple[Term, float] | None:
    """How many complaints of the later window's half-year and the one before were followed by a purchase."""
    client = base.client
    if not client.has("activities", "customer_id", "type"):
        return None
    done = client.tables["activities"]
    chosen = done[(done["type"] == "complaint") & within(done["date"], (windows.earlier[0], windows.later[1]))]
    part, n = complaint_return(chosen, client.tables["transactions"], windows.later[1], AGAIN)
    if not n:
        return None
    recent = within(chosen["date"], windows.later).sum() * 12 / windows.months
    told: dict[str, Value] = {"share": share(part), "n": count(n), "days_dat": Quantity(AGAIN, "days")}
    told["n_year"] = count(float(recent))
    return Term("process.field_result.complaints", told), part


def _kept(base: Base) -> tuple[Term, float] | None:
    """How many of the customers of the earlier window still bought: counted in chapter 2."""
    kept, gone = (base.so_far.figures.get(f"value.{name}_customers") for name in ("kept", "lost"))
    if kept is None or gone is None or not float(kept.value) + float(gone.value):
        return None
    whole = float(kept.value) + float(gone.value)
    part = float(kept.value) / whole
    told: dict[str, Value] = {"n": count(float(kept.value)), "n_total": count(whole), "share": share(part)}
    return Term("process.field_result.retention", told), part


def _cross(base: Base, windows: Windows) -> tuple[Term, float] | None:
    """How many of the kept customers bought from a category new to them, and for how much."""
    if not base.client.has("transactions", "category"):
        return None
    found = cross_selling(base.client.tables["transactions"], windows)
    if not len(found) or not found["revenue"].sum() > 0:
        return None
    bought = found["fresh"] > 0
    told: dict[str, Value] = {
        "n": count(int(bought.sum())),
        "n_total": count(len(found)),
        "money": money(float(found["fresh"].sum() * 12 / windows.months)),
    }
    return Term("process.field_result.cross_selling", told), float(bought.mean())


def _won_back(lost: pd.DataFrame, windows: Windows) -> tuple[Term, float] | None:
    if lost.empty:
        return None
    part = float(lost["back"].mean())
    told: dict[str, Value] = {
        "n": count(int(lost["back"].sum())),
        "n_total": count(len(lost)),
        "money": money(float(lost["revenue"].sum() * 12 / windows.months)),
    }
    return Term("process.field_result.win_back", told), part
