"""Service catalogue against actual treatment, special requests at small accounts, and what customers answer with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.differentiation import special_lines
from workbook.chapters.segmentation.groups import present, said
from workbook.finding import Claim, Figure, Finding, Gap, Quantity, Term, Value, count, hours, money, setting, share
from workbook.methods.bootstrap import enough, interval
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.matched_difference import matched_difference
from workbook.methods.time_driven_cost import hours_of
from workbook.methods.windows import two_windows, within
from workbook.topic import Topic, Topics

CONTACTS = {"visits": ("visit",), "service": ("service", "training", "complaint")}
ELEMENTS = ("visits", "service", "special", "response", "terms")
ANSWERS = ("repurchase", "satisfaction")  # what customers answer with: no element of the catalogue
SMALL = ("smart", "lean")
RANK = {"none": 0, "standard": 1, "tailored": 2}


@dataclass(frozen=True)
class Leak:
    """Special lines and request hours that go to smart and lean accounts: shares of all (0–1), their number, their cost."""

    lines: float
    share: float
    usual: float
    requests: float | None
    request_hours: float | None
    cost: float | None


@dataclass(frozen=True)
class Treatment(Topic):
    """What each class gets (`actual`: element × class, in the element's unit, a year where it counts contacts).

    `lived`: per element whether key accounts are treated as the catalogue says against the smallest class; missing where not
    known. `tailored`: difference in repurchase between customers with more and with less care of the same class.
    """

    base: Base
    kind: str
    classes: tuple[str, ...]
    actual: pd.DataFrame
    lived: pd.Series
    leak: Leak | None
    tailored: tuple[float, tuple[float, float], int, float] | None

    @property
    def proposal(self) -> bool:
        """Whether the catalogue is our proposal, not the company's."""
        return "service_catalogue" not in self.base.client.parameters.segmentation.model_fields_set

    def figures(self) -> tuple[Figure, ...]:
        """How many elements are lived, and the share of special lines at smart and lean accounts."""
        made = []
        if self.lived.notna().any():
            made.append(Figure("segmentation.catalogue_lived", float(self.lived.dropna().mean()), "share"))
        if self.leak is not None:
            made.append(Figure("segmentation.special_leak", self.leak.share, "share"))
        return tuple(made)

    def gaps(self) -> tuple[Gap, ...]:
        """What would make treatment and its answer known."""
        unknown = {
            "segmentation.catalogue_lived": self.lived.isna().all(),
            "segmentation.special_leak": self.leak is None,
            "claims.A1-14": self.tailored is None,
        }
        ids = tuple(name for name, open_ in unknown.items() if open_)
        if not ids:
            return ()
        asked = ("transactions", "customers.current_class", "transactions.is_special", "activities.hours")
        needs = self.base.client.missing(*asked) or asked[:1]
        numbers: dict[str, Value] = {"least": count(LEAST)}
        return (Gap("segmentation.treatment", needs, "segmentation.gap_treatment", ids, numbers),)

    def claims(self) -> tuple[Claim, ...]:
        """A1-14: more care of the same class goes with more repurchase: a comparison, not a cause."""
        if self.tailored is None:
            return ()
        effect, ends, n, usual = self.tailored
        least = self.base.client.parameters.value.min_effect * usual
        word = verdict(ends, n, least)
        numbers: dict[str, Value] = {
            "share": share(usual),
            "threshold": Quantity(least, "points"),
            "satisfied": self._satisfied(),
        }
        return (Claim("A1-14", word, effect, ends, n, "points", "[001]", numbers, least),)

    def _satisfied(self) -> Term:
        row = self.actual.loc["satisfaction"] if "satisfaction" in self.actual.index else pd.Series(dtype=float)
        known = row.dropna()
        if len(known) < 2:
            return Term("segmentation.satisfied_unknown")
        first, last = str(known.index[0]), str(known.index[-1])
        numbers: dict[str, Value] = {
            "group": Term(f"segmentation.at.{first}"),
            "group_last": Term(f"segmentation.at.{last}"),
            "high": Quantity(float(known.iloc[0]), "score"),
            "low": Quantity(float(known.iloc[-1]), "score"),
        }
        return Term("segmentation.satisfied", numbers)

    def findings(self) -> tuple[Finding, ...]:
        """How much special work reaches the accounts that should get the standard."""
        leak = self.leak
        if leak is None or not leak.lines:
            return ()
        cost = Term("segmentation.leak_cost_unknown")
        if leak.request_hours is not None and leak.requests is not None:
            spent = {"share": share(leak.requests), "hours": hours(leak.request_hours)}
            cost = Term("segmentation.leak_hours", spent)
            if leak.cost is not None:
                cost = Term("segmentation.leak_cost", {**spent, "money": money(leak.cost, True)})
        numbers: dict[str, Value] = {
            "share": share(leak.share),
            "n": count(leak.lines),
            "usual": share(leak.usual),
            "cost": cost,
            "kind": Term(f"segmentation.said.{self.kind}"),
            "who": Term(f"segmentation.leak_who.{'both' if {*SMALL} <= {*self.classes} else 'smart'}"),
        }
        return (Finding("segmentation.special_leak", numbers, 2, ("[000]",)),)


def treatment(base: Base, topics: Topics) -> Treatment:
    """What every class gets, beside what the catalogue declares."""
    own = said(base)
    if own is None:
        nothing = pd.DataFrame(index=[*ELEMENTS, *ANSWERS], dtype=float)
        return Treatment(base, "recommended", (), nothing, pd.Series(np.nan, list(ELEMENTS)), None, None)
    kind, classes = own
    names = present(classes)
    actual = _actual(base, classes).reindex(columns=names)
    leak = _leak(base, classes)
    return Treatment(base, kind, tuple(names), actual, _lived(base, actual), leak, _tailored(base, classes))


def _actual(base: Base, classes: pd.Series) -> pd.DataFrame:
    """One row per element and answer, one column per class."""
    known, client = base.known, base.client
    by: dict[str, pd.Series] = {}
    size = classes.value_counts()
    if client.has("activities", "customer_id"):
        done = _inside(base, client.tables["activities"], "date")
        for name, kinds in CONTACTS.items():
            times = done[done["type"].isin(kinds)]["customer_id"].map(classes).value_counts()
            by[name] = times.reindex(size.index, fill_value=0) / size / client.years
    if client.has("transactions", "is_special"):
        sums = special_lines(base).groupby(classes).sum()
        by["special"] = sums["special"] / sums["lines"].where(sums["lines"] > 0)
    if client.has("requests", "finished_at", "customer_id"):
        asked = client.tables["requests"]
        days = (asked["finished_at"] - asked["received_at"]).dt.total_seconds() / 86_400
        by["response"] = days.groupby(asked["customer_id"].map(classes)).median()
    if {"discount", "list_revenue"} <= set(known):
        sums = known.groupby(classes)[["discount", "list_revenue"]].sum()
        by["terms"] = sums["discount"] / sums["list_revenue"].where(sums["list_revenue"] > 0)
    again = _again(base)
    if again is not None:
        by["repurchase"] = again.groupby(classes.reindex(again.index)).mean()
    if "satisfaction" in known:
        by["satisfaction"] = pd.to_numeric(known["satisfaction"]).groupby(classes).mean()
    return pd.DataFrame(by).T.reindex([*ELEMENTS, *ANSWERS])


def _inside(base: Base, rows: pd.DataFrame, column: str) -> pd.DataFrame:
    return rows[within(rows[column], tuple(pd.Timestamp(day) for day in base.client.period))]


def _again(base: Base) -> pd.Series | None:
    """Whether customers that bought in the earlier window bought again in the later one (0|1)."""
    client = base.client
    windows = two_windows(client.period) if client.dated and client.has("transactions") else None
    if windows is None:
        return None
    lines = client.tables["transactions"]
    lines = lines[(lines["net_revenue"] > 0) & lines["customer_id"].isin(base.known.index)]
    before, after = (lines[within(lines["date"], w)]["customer_id"].unique() for w in (windows.earlier, windows.later))
    return pd.Series(np.isin(before, after).astype(float), pd.Index(before, name="customer_id")).sort_index()


def _lived(base: Base, actual: pd.DataFrame) -> pd.Series:
    """Per element: key accounts above the smallest class by more than `min_effect` where the catalogue says so, alike where not.

    What a class is not to get, it gets at most `min_effect` of what key accounts get.
    """
    names, catalogue = list(actual.columns), base.client.parameters.segmentation.service_catalogue
    made = pd.Series(np.nan, list(ELEMENTS), dtype=object)
    if len(names) < 2 or names[0] != "key":
        return made
    last, margin = names[-1], base.client.parameters.value.min_effect
    for element, levels in catalogue.items():
        key, other = (actual.loc[element, name] for name in ("key", last))
        if {"key", last} <= set(levels) and np.isfinite([key, other]).all() and other > 0:
            more = (other / key if element == "response" else key / other) - 1 if key > 0 else -1.0
            above = RANK[levels["key"]] > RANK[levels[last]]
            kept = more > margin if above else abs(more) <= margin
            made[element] = bool(kept and (levels[last] != "none" or other <= margin * key))
    return made


def _leak(base: Base, classes: pd.Series) -> Leak | None:
    """Special work at smart and lean accounts."""
    client = base.client
    if not client.has("transactions", "is_special") or not classes.isin(SMALL).any():
        return None
    sums = special_lines(base)
    small, whole = classes.isin(SMALL), float(sums["special"].sum())
    if whole <= 0:
        return None
    own, of_small = float(sums.loc[small, "special"].sum()), float(sums.loc[small, "lines"].sum())
    part = spent = cost = None
    if client.has("requests", "effort_hours", "customer_id"):
        asked = _inside(base, client.tables["requests"], "received_at")
        effort = asked["effort_hours"].fillna(0.0)
        theirs = asked["customer_id"].map(classes).isin(SMALL)
        if effort.sum() > 0:
            spent, part = float(effort[theirs].sum()), float(effort[theirs].sum() / effort.sum())
            rate = _hour(base)
            cost = spent * rate if rate is not None else None
    return Leak(own, own / whole, own / of_small if of_small > 0 else 0.0, part, spent, cost)


def _hour(base: Base) -> float | None:
    """What a practical hour of the staff costs on average; None without costs."""
    client = base.client
    if not client.has("staff", "annual_cost", "working_hours"):
        return None
    staff = client.tables["staff"]
    fte = staff["fte"].fillna(1.0) if "fte" in staff else pd.Series(1.0, staff.index)
    can = staff["working_hours"] * fte * client.parameters.value.practical_share
    known = can.notna() & staff["annual_cost"].notna() & (can > 0)
    return float(staff.loc[known, "annual_cost"].sum() / can[known].sum()) if known.any() else None


def _tailored(base: Base, classes: pd.Series) -> tuple[float, tuple[float, float], int, float] | None:
    """Repurchase of customers with more than the median care of their class in the earlier window − that of the others.

    Compared within classes. With its interval, the cases of the smaller side, and the repurchase of the others (0–1).
    """
    client, again = base.client, _again(base)
    if again is None or not client.has("activities", "hours", "customer_id"):
        return None
    windows = two_windows(client.period)
    if windows is None:
        return None
    done = client.tables["activities"]
    done = done[within(done["date"], windows.earlier)]
    care = hours_of(done).groupby(done["customer_id"]).sum().reindex(again.index).fillna(0.0)
    own = classes.reindex(again.index)
    more = care > care.groupby(own).transform("median")
    rows = pd.DataFrame({"stratum": pd.factorize(own, sort=True)[0], "more": more.astype(float), "again": again})
    rows = rows[rows["stratum"] >= 0]
    n = int(min(rows["more"].sum(), (1 - rows["more"]).sum()))
    if n < LEAST:
        return None
    data = rows.to_numpy(float)
    ends = interval(data, matched_difference, client.parameters.seed, enough(len(data)))
    effect, usual = matched_difference(data), float(rows.loc[rows["more"] == 0, "again"].mean())
    return (effect, ends, n, usual) if np.isfinite([effect, *ends]).all() else None


def policy(base: Base, element: str, name: str) -> Term:
    """What the catalogue declares."""
    catalogue: dict[str, dict[str, str]] = base.client.parameters.segmentation.service_catalogue  # type: ignore[assignment]
    level = catalogue.get(element, {}).get(name, "")
    return Term(f"segmentation.level.{level}") if level else Term("segmentation.level.open")


def written(element: str, value: float) -> Value:
    """What a class gets, with its unit."""
    if element in ("special", "terms", "repurchase"):
        return share(value)
    if element == "response":
        return Quantity(value, "days")
    return Quantity(value, "score")  # one decimal


def margin(base: Base) -> Quantity:
    """From which difference two classes count as treated differently."""
    return setting(base.client.parameters.value.min_effect)
