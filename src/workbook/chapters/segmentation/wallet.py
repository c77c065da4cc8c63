"""Potential and share of wallet of every existing customer: as ranges with their source, compared where several exist."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.client import Client
from workbook.finding import Claim, Figure, Finding, Gap, Quantity, Term, Terms, Value, count, money, setting, share
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.cost_on_share import cost_on_share
from workbook.methods.peer_frontier import category_breadth, peer_frontier
from workbook.methods.potential_level import LEVELS, potential_level, share_level
from workbook.methods.share_range import first_known, from_potential, from_rank, from_statement
from workbook.methods.windows import within
from workbook.topic import Topic, Topics

POTENTIAL = "customers.potential_revenue"
FIGURES = ("segmentation.share_of_wallet", "segmentation.sow_guess", "segmentation.potential_understated")
COUNTS = tuple(f"segmentation.field.{p}.{s}" for p in LEVELS for s in LEVELS[::-1])
REWARDS = ("segmentation.reward_budget", "segmentation.reward_given", "segmentation.reward_exceeded")
PLACES = ("segmentation.misjudged_low", "segmentation.misjudged_high")
CLAIMS = ("claims.A3-10", "claims.A3-17", "claims.A0-10")


@dataclass(frozen=True)
class Wallet(Topic):
    """Share of wallet and potential, one row per existing customer (index customer_id).

    `table`: revenue, potential (currency per year), potential_level, sow, sow_from, sow_to (0–1, above 1 where the potential is
    understated), sow_source (potential, stated, rank, peers), sow_level, guess (the level changes inside the range),
    understated, open_categories. `compared`: one row per source beside the potential: customers that have both, share of them
    at the same level, median distance (0–1).
    """

    base: Base
    table: pd.DataFrame
    compared: pd.DataFrame

    @property
    def stated(self) -> pd.DataFrame:
        """The customers whose potential was delivered, with revenue or not."""
        return self.table[self.table["potential"].notna()]

    @property
    def guesses(self) -> pd.DataFrame:
        """Whose level depends on a guess, the largest potential first."""
        own = self.stated[self.stated["guess"]].sort_index()
        return own.sort_values("potential", ascending=False, kind="stable")

    def figures(self) -> tuple[Figure, ...]:
        """Share of wallet of all customers with a potential, and on how many of them a guess decides."""
        known = self.stated
        if known.empty:
            return ()
        whole, revenue = float(known["potential"].sum()), float(known["revenue"].sum())
        least, most = (float(known[c].sum()) for c in ("potential_low", "potential_high"))
        return (
            Figure(FIGURES[0], revenue / whole, "share", (revenue / most, revenue / least), True),
            Figure(FIGURES[1], len(self.guesses), "count"),
            Figure(FIGURES[2], int(known["understated"].sum()), "count"),
        )

    def findings(self) -> tuple[Finding, ...]:
        """On how many customers the level of the share of wallet depends on a guess."""
        known, unsure = self.stated, self.guesses
        if known.empty:
            return ()
        under = known[known["understated"]]
        numbers: dict[str, Value] = {
            "n": count(len(unsure)),
            "n_total": count(len(known)),
            "money": money(unsure["potential"].sum(), True),
            "first": named("segmentation.wallet_first", self.base, unsure.index, "segmentation.wallet_first_none"),
            "compared": self._compared(),
            "under": Term("segmentation.wallet_understated", {"n": count(len(under))}),
            "low": setting(edges(self.base)[0]),
            "high": setting(edges(self.base)[1]),
        }
        return (Finding("segmentation.sow_guess", numbers, 2, ("[003]",), None, tuple(unsure.index)),)

    def _compared(self) -> Term:
        """What the other sources say of the same customers."""
        if self.compared.empty:
            return Term("segmentation.wallet_one_source")
        parts = [
            Term(f"segmentation.wallet_agrees.{name}", {"n": count(row["n"]), "share": share(row["same"])})
            for name, row in self.compared.iterrows()
        ]
        return Term("segmentation.wallet_compared", {"list": Terms(tuple(parts))})

    def gaps(self) -> tuple[Gap, ...]:
        """One for all that hangs on the potential where there is none; A3-10 without costs or with too few customers."""
        client = self.base.client
        if not has_potential(self.base):
            needs = client.missing("transactions", POTENTIAL) or (POTENTIAL,)
            return (Gap(FIGURES[0], needs, "segmentation.gap_wallet", (*FIGURES, *COUNTS, *REWARDS, *PLACES, *CLAIMS)),)
        if self.claims():
            return ()
        needs = client.missing("transactions.cost_of_goods")
        return (Gap(CLAIMS[0], needs, "segmentation.gap_cost_on_share", CLAIMS[:1]),)

    def claims(self) -> tuple[Claim, ...]:
        """A3-10: a larger share of wallet goes with a lower cost to serve at like revenue; the effect is the slope itself."""
        return self._tested

    @cached_property
    def _tested(self) -> tuple[Claim, ...]:
        known = self.base.known
        if "cost_to_serve" not in known or self.stated.empty:
            return ()
        t = self.stated.join(known[["cost_to_serve", "net_revenue"]])
        t = t[(t["net_revenue"] > 0) & t["sow"].notna() & t["cost_to_serve"].notna()].sort_index()
        if len(t) < LEAST:
            return ()
        cost, held = (t["cost_to_serve"] / t["net_revenue"]).to_numpy(float), t["sow"].clip(0, 1).to_numpy(float)
        p = self.base.client.parameters
        effect, ends = cost_on_share(cost, held, t["net_revenue"].to_numpy(float), p.seed)
        if not math.isfinite(effect) or not math.isfinite(ends[0]):
            return ()
        least = p.value.min_effect * float(cost.mean())
        judged = verdict((-ends[1], -ends[0]), len(t), least)
        numbers: dict[str, Value] = {
            "share_mean": share(float(cost.mean())),
            "threshold": Quantity(least, "points"),
        }
        return (Claim("A3-10", judged, effect, ends, len(t), "points", "[003]", numbers, -least),)

    def columns(self) -> pd.DataFrame:
        """Level of potential and share of wallet with range and source; the delivered sow_low and sow_high stay."""
        if self.table["sow"].notna().any() or self.table["potential"].notna().any():
            kept = ["potential_level", "sow", "sow_from", "sow_to", "sow_source", "sow_level", "open_categories"]
            made = self.table[kept].assign(
                sow_guess=self.table["guess"], potential_understated=self.table["understated"]
            )
            return made if made["open_categories"].notna().any() else made.drop(columns="open_categories")
        return pd.DataFrame()


def wallet(base: Base, topics: Topics) -> Wallet:
    """The share of wallet from every source there is."""
    client, p = base.client, base.client.parameters.segmentation
    revenue = base.known["revenue_per_year"].fillna(0.0).astype(float)
    given = pd.DataFrame({c: number(base, f"potential_{c}") for c in ("revenue", "low", "high")})
    given = given.rename(columns={"revenue": "central"}).where(given["revenue"] > 0)
    if not client.has("transactions"):
        given = given * np.nan
    breadth = _breadth(client, base)
    sources = _sources(base, revenue, given, breadth)
    found = first_known(sources).rename(columns={"share": "sow", "low": "sow_from", "high": "sow_to"})
    table = found.rename(columns={"source": "sow_source"}).assign(revenue=revenue, potential=given["central"])
    table["potential_low"] = given["low"].fillna(given["central"]).clip(upper=given["central"])
    table["potential_high"] = given["high"].fillna(given["central"]).clip(lower=given["central"])
    table["potential_level"] = potential_level(given["central"], p.potential_edges, p.potential_levels)
    table["sow_level"] = share_level(table["sow"], p.sow_edges)
    ends = (share_level(table[c], p.sow_edges) for c in ("sow_from", "sow_to"))
    low, high = ends
    table["guess"] = (low != high) & table["sow"].notna()
    table["understated"] = (revenue > given["central"]).fillna(False)
    table["open_categories"] = breadth["open_categories"]
    return Wallet(base, table, _compare(sources, table["sow_level"], p.sow_edges))


def _sources(base: Base, revenue: pd.Series, given: pd.DataFrame, breadth: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """Share of wallet by source, the most trusted first."""
    if not base.client.has("transactions"):
        return {"potential": from_potential(revenue, given)}
    stated = pd.DataFrame(
        {"share": number(base, "share_of_wallet"), "low": number(base, "sow_low"), "high": number(base, "sow_high")}
    )
    facts = pd.DataFrame({"revenue": revenue, "employees": number(base, "employees")})
    facts["industry"] = base.known.get("industry")
    peers = peer_frontier(facts, breadth["breadth"], base.client.parameters.segmentation.frontier_parts)
    return {
        "potential": from_potential(revenue, given),
        "stated": from_statement(stated),
        "rank": from_rank(number(base, "supplier_rank"), number(base, "supplier_count")),
        "peers": from_potential(revenue, peers).where(revenue > 0),
    }


def _breadth(client: Client, base: Base) -> pd.DataFrame:
    """Breadth and open categories of each customer; missing without categories or industries."""
    empty = pd.DataFrame({"breadth": np.nan, "open_categories": None}, index=base.known.index)
    if not client.has("transactions", "category") or not client.has("customers", "industry"):
        return empty
    lines = client.tables["transactions"]
    if "date" in lines and client.dated:
        first, last = (pd.Timestamp(d) for d in client.period)
        lines = lines[within(lines["date"], (first, last))]
    spend = lines.groupby(["customer_id", "category"])["net_revenue"].sum().unstack(fill_value=0.0)
    spend = spend[spend.index.isin(base.known.index)].sort_index()
    if spend.empty:
        return empty
    return category_breadth(spend, base.known["industry"]).reindex(base.known.index)


def _compare(sources: Mapping[str, pd.DataFrame], level: pd.Series, levels: tuple[float, float]) -> pd.DataFrame:
    """How far the other sources agree with the potential, each on the customers that have both."""
    rows, first = {}, sources["potential"]["share"]
    for name, table in sources.items():
        both = first.notna() & table["share"].notna()
        if name != "potential" and both.sum() >= LEAST:
            same = share_level(table["share"], levels)[both] == level[both]
            apart = (table["share"] - first)[both].abs().median()
            rows[name] = {"n": int(both.sum()), "same": float(same.mean()), "apart": float(apart)}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["n", "same", "apart"])


def has_potential(base: Base) -> bool:
    """Whether any existing customer has a potential in money, and there are order lines to set against it."""
    return base.client.has("transactions") and bool((number(base, "potential_revenue") > 0).any())


def number(base: Base, column: str) -> pd.Series:
    """A number of the customer list by existing customer, missing where it was not delivered."""
    if column not in base.known:
        return pd.Series(np.nan, base.known.index)
    return pd.to_numeric(base.known[column]).astype(float)


def names(base: Base, ids: pd.Index) -> list[str]:
    """The customers' names, prospects too, their id where there is none."""
    known = base.everyone["name"].reindex(ids) if "name" in base.everyone else pd.Series(None, ids, dtype=object)
    return [str(i) if pd.isna(n) else str(n) for i, n in known.items()]


def named(key: str, base: Base, ids: pd.Index, otherwise: str) -> Term:
    """The text `key` with the first three customers by name, the other text where there is none."""
    return Term(key, {"customers": Terms(tuple(names(base, ids[:3])))}) if len(ids) else Term(otherwise)


def edges(base: Base) -> tuple[float, float]:
    """Below which share of wallet the level is low, and from which it is high."""
    return base.client.parameters.segmentation.sow_edges


def ratio(value: float) -> Quantity:
    """A rank correlation as it is written."""
    return Quantity(value, "ratio")
