"""Whether the differences between the classes are lived: the differentiation index of five levers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.groups import said
from workbook.finding import Claim, Figure, Finding, Gap, Quantity, Term, Terms, Value, count, hours, share
from workbook.methods.claim_verdict import verdict
from workbook.methods.differentiation_index import LEAST, LEVERS, Differentiation, differentiation_index
from workbook.methods.protect import LEAST as FEWEST
from workbook.topic import Topic, Topics

PAPER, LIVED = 33.0, 66.0
MORE = ("transactions",)  # everything is there, but of too few customers
NEEDS = {
    "assignment": "customers.current_class",
    "cooperation": "activities.hours",
    "standardisation": "transactions.is_special",
    "coverage": "customers.owner_rep_id",
    "information": "customers.has_account_plan",
}


@dataclass(frozen=True)
class Index(Topic):
    """The index, None where there are no classes at all; `kind`: the company's own classes or the recommended ones.

    `levels`: one row per lever with the level of key and of smart accounts in the lever's own unit, missing where it is not known
    or would be a figure about fewer than five persons. `discount`: discount rate (0–1) of key and of smart accounts.
    """

    base: Base
    kind: str
    found: Differentiation | None
    levels: pd.DataFrame
    discount: tuple[float, float] | None

    @property
    def verdict(self) -> str:
        """On paper, partly lived, lived."""
        index = self.found.index if self.found is not None and self.found.index is not None else 0.0
        return "paper" if index < PAPER else "lived" if index > LIVED else "partly"

    @property
    def assessable(self) -> bool:
        """Whether at least three levers are known."""
        return self.found is not None and self.found.index is not None

    @property
    def points(self) -> pd.Series:
        """Points per lever (0–100), missing where not assessable."""
        return self.found.levers if self.found is not None else pd.Series(np.nan, list(LEVERS))

    def figures(self) -> tuple[Figure, ...]:
        """The index with its interval, and the points of each lever."""
        if self.found is None or self.found.index is None:
            return ()
        made = [Figure("segmentation.differentiation_index", self.found.index, "score", self.found.interval)]
        levers = self.points.dropna().items()
        return (*made, *(Figure(f"segmentation.differentiation.{name}", float(p), "score") for name, p in levers))

    def claims(self) -> tuple[Claim, ...]:
        """A0-03: differences are on paper, not lived: the index lies below 33."""
        if self.found is None or self.found.index is None or self.found.interval is None:
            return ()
        low, high = self.found.interval
        ends, n = (PAPER - high, PAPER - low), min(self.found.key, self.found.smart)
        numbers: dict[str, Value] = {
            "index": Quantity(self.found.index, "score"),
            "index_low": Quantity(low, "score"),
            "index_high": Quantity(high, "score"),
        }
        cases = self.found.key + self.found.smart
        return (Claim("A0-03", verdict(ends, n), PAPER - self.found.index, ends, cases, "score", "[000]", numbers),)

    def gaps(self) -> tuple[Gap, ...]:
        """Levers that cannot be assessed; without three of them the index."""
        open_ = [name for name in LEVERS if not np.isfinite(self.points[name])]
        if self.assessable and not open_:
            return ()
        ids = tuple(f"segmentation.differentiation.{name}" for name in (open_ if self.assessable else LEVERS))
        if not self.assessable:
            ids = ("segmentation.differentiation_index", "claims.A0-03", *ids)
        needs = self.base.client.missing(*(NEEDS[name] for name in open_)) or MORE
        listed = Terms(tuple(Term(f"segmentation.lever.{name}") for name in open_))
        numbers: dict[str, Value] = {"n": count(len(open_)), "list": listed, "least": count(LEAST)}
        text = "segmentation.gap_lever" if self.assessable else "segmentation.gap_index"
        return (Gap("segmentation.differentiation_index", needs, text, ids, numbers),)

    def findings(self) -> tuple[Finding, ...]:
        """How far the differences are lived, the weakest lever first."""
        if self.found is None or self.found.index is None or self.found.interval is None:
            return ()
        low, high = self.found.interval
        order = self.points.dropna().sort_values(kind="stable")
        weakest, strongest = str(order.index[0]), str(order.index[-1])
        numbers: dict[str, Value] = {
            "score": Quantity(self.found.index, "score"),
            "verdict": Term(f"segmentation.lived.{self.verdict}"),
            "low": Quantity(low, "score"),
            "high": Quantity(high, "score"),
            "n_levers": count(len(order)),
            "n_key": count(self.found.key),
            "n_smart": count(self.found.smart),
            "weakest": Term(f"segmentation.lever.{weakest}"),
            "weakest_points": Quantity(float(order.iloc[0]), "score"),
            "strongest": Term(f"segmentation.lever.{strongest}"),
            "strongest_points": Quantity(float(order.iloc[-1]), "score"),
            "discount": self.discounted(),
            "kind": Term(f"segmentation.said.{self.kind}"),
            "advice": Term(f"segmentation.lever_advice.{weakest}"),
        }
        return (Finding("segmentation.differentiation_index", numbers, 2, ("[000]", "[001]")),)

    def discounted(self) -> Term:
        """The discount of both sides: differences in price are no differences in care."""
        if self.discount is None:
            return Term("segmentation.discount_unknown")
        key, smart = self.discount
        return Term("segmentation.discount_beside", {"share_key": share(key), "share_smart": share(smart)})


def index(base: Base, topics: Topics) -> Index:
    """The five levers by the company's own classes where delivered, else by the recommended ones."""
    own = said(base)
    empty = pd.DataFrame(index=list(LEVERS), columns=["key", "smart"], dtype=float)
    if own is None:
        return Index(base, "recommended", None, empty, None)
    kind, classes = own
    table = _measures(base, classes, kind)
    found = differentiation_index(table, base.client.parameters.seed)
    return Index(base, kind, found, _levels(base, table), _discount(base, table))


def _measures(base: Base, classes: pd.Series, kind: str) -> pd.DataFrame:
    """What the five levers look at, one row per existing customer."""
    known, client = base.known, base.client
    table = pd.DataFrame({"said": classes}, index=known.index)
    if kind == "current" and base.segmented:
        table["rule"] = base.table["rule_class"]
    if "hours" in known and known["hours"].notna().any():
        table["hours"] = known["hours"].fillna(0.0) / client.years
    if client.has("transactions", "is_special"):
        table[["special", "lines"]] = special_lines(base)
    if "owner_rep_id" in known and client.has("staff", "rep_id"):
        table["owner"] = known["owner_rep_id"]
        table["portfolio"] = _portfolios(base, known["owner_rep_id"])
    if "has_account_plan" in known:
        plan = known["has_account_plan"].astype(object)
        table["plan"] = plan.where(plan.notna(), np.nan).astype(float)
    return table


def special_lines(base: Base) -> pd.DataFrame:
    """Special and all order lines of the period per existing customer, credit notes left out."""
    client, ids = base.client, base.known.index
    first, last = (pd.Timestamp(day) for day in client.period)
    lines = client.tables["transactions"]
    lines = lines[
        (lines["date"] >= first) & (lines["date"] < last + pd.Timedelta(days=1)) & (lines["net_revenue"] >= 0)
    ]
    lines = lines[lines["customer_id"].isin(ids) & lines["is_special"].notna()]
    weight = lines["order_lines"].astype(float) if "order_lines" in lines else pd.Series(1.0, lines.index)
    parts = {"special": weight.where(lines["is_special"].astype(bool), 0.0), "lines": weight}
    return pd.DataFrame(parts).groupby(lines["customer_id"]).sum().reindex(ids).fillna(0.0)


def _portfolios(base: Base, owner: pd.Series) -> pd.Series:
    """How many existing customers the customer's owner has per full-time position; missing below five owners in all."""
    staff = base.client.tables["staff"].drop_duplicates("rep_id").set_index("rep_id")
    fte = staff["fte"].fillna(1.0) if "fte" in staff else pd.Series(1.0, staff.index)
    size = owner.value_counts()
    per = size / fte.reindex(size.index).where(lambda f: f > 0)
    if per.notna().sum() < FEWEST:
        return pd.Series(np.nan, owner.index)
    return owner.map(per).astype(float)


def _levels(base: Base, table: pd.DataFrame) -> pd.DataFrame:
    """Key and smart side by side, each lever in its own unit."""
    made = pd.DataFrame(index=list(LEVERS), columns=["key", "smart"], dtype=float)
    for side in ("key", "smart"):
        own = table[table["said"] == side]
        if "hours" in own:
            made.loc["cooperation", side] = own["hours"].mean()
        if "lines" in own and own["lines"].sum() > 0:
            made.loc["standardisation", side] = own["special"].sum() / own["lines"].sum()
        # how many customers so few persons look after would be a figure about them
        if "portfolio" in own and own["owner"].nunique() >= FEWEST:
            made.loc["coverage", side] = own["portfolio"].median()
        if "plan" in own:
            made.loc["information", side] = own["plan"].mean()
    return made


def _discount(base: Base, table: pd.DataFrame) -> tuple[float, float] | None:
    if not {"discount", "list_revenue"} <= set(base.known):
        return None
    sums = base.known.groupby(table["said"])[["discount", "list_revenue"]].sum().reindex(["key", "smart"])
    rates = sums["discount"] / sums["list_revenue"].where(sums["list_revenue"] > 0)
    return (float(rates["key"]), float(rates["smart"])) if rates.notna().all() else None


def written(name: str, value: float) -> Value:
    """A lever's level with its unit."""
    if name == "cooperation":
        return hours(value)
    return Quantity(value, "number") if name == "coverage" else share(value)
