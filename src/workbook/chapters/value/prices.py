"""Prices and discounts: what is usual, what lies beyond it, what explains it, whether it bought growth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbook.chapters.value.base import Base
from workbook.chapters.value.groups import Groups, groups
from workbook.finding import (
    Claim,
    Figure,
    Finding,
    Gap,
    Impact,
    Quantity,
    Term,
    Terms,
    Value,
    bound,
    count,
    money,
    setting,
    share,
)
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.delivery import wilson
from workbook.methods.discount_corridor import Corridor, discount_corridor
from workbook.methods.discount_explained import Explained, discount_explained
from workbook.methods.discount_growth import discount_growth
from workbook.methods.excess_discount import Excess, excess_discount
from workbook.methods.key_discount_index import key_discount_index
from workbook.methods.price_realisation import price_realisation
from workbook.methods.renegotiation import renegotiation

HALF = 0.5  # "mostly": more than half
CORRIDOR = ("excess_discount", "excess_discount_by_chance")


@dataclass(frozen=True)
class Prices:
    """Discounts of the period, None where the data do not carry it.

    `realisation`: one row per group, key first. `index`: key discount index (−1 to 1) and its interval. `beyond`: per customer
    its excess without the part chance explains, `asked`: what is asked of it (both currency over the period). `growth`: one row
    per key account with its verdict.
    """

    base: Base
    groups: Groups
    realisation: pd.DataFrame
    index: tuple[float, tuple[float, float]] | None
    corridor: Corridor | None
    excess: Excess | None
    beyond: pd.Series
    asked: pd.Series
    explained: Explained | None
    growth: pd.DataFrame | None

    @property
    def outliers(self) -> pd.DataFrame:
        """The customers above the edge (index customer_id: name, volume, rate, upper, excess), the largest excess first."""
        if self.corridor is None or self.excess is None:
            return pd.DataFrame(columns=["name", "volume", "rate", "upper", "excess"])
        table = self.corridor.table.assign(excess=self.excess.by_customer, name=self.base.table["name"])
        return table[table["excess"] > 0].sort_values("excess", ascending=False, kind="stable")

    @property
    def dearer(self) -> pd.DataFrame:
        """Key accounts whose discount rate rose between the two windows."""
        if self.growth is None:
            return pd.DataFrame(columns=["verdict", "cm3_change", "dearer"])
        return self.growth[self.growth["rate_change"] > 0]

    @property
    def grown(self) -> pd.DataFrame:
        """Key accounts that bought more at a higher discount rate: where the discount may have bought growth."""
        return self.dearer if self.growth is None else self.dearer[self.dearer["revenue_change"] > 0]


def prices(found: Base) -> Prices | None:
    """Everything about discounts; None without list revenue."""
    table, p, client = found.table, found.client.parameters, found.client
    if "list_revenue" not in table:
        return None
    who, bought = groups(found), found.buyers
    realisation = price_realisation(bought, who.of.reindex(bought.index)).reindex(who.names)
    index = key_discount_index(bought, who.key, who.small, p.seed)
    steps = tuple((s.volume, s.rate) for s in p.value.discount_policy)
    corridor = discount_corridor(table["discount"], table["list_revenue"], client.years, steps, p.seed)
    excess = excess_discount(corridor, table["list_revenue"], p.seed) if corridor else None
    beyond = _beyond(table, excess)
    return Prices(
        base=found,
        groups=who,
        realisation=realisation[realisation["rate"].notna()],
        index=index if np.isfinite([index[0], *index[1]]).all() else None,
        corridor=corridor,
        excess=excess,
        beyond=beyond,
        asked=_asked(table, beyond),
        explained=discount_explained(bought["discount_rate"], _drivers(found), p.seed),
        growth=_growth(found, who),
    )


def _beyond(table: pd.DataFrame, excess: Excess | None) -> pd.Series:
    """Each excess without the part chance explains."""
    if excess is None or not excess.shown:
        return pd.Series(0.0, table.index)
    return (excess.by_customer * excess.amount / excess.above).reindex(table.index).fillna(0.0)


def _asked(table: pd.DataFrame, beyond: pd.Series) -> pd.Series:
    """What is asked of each excess: without what a loss maker gives up already."""
    given = renegotiation(table) if "cm3" in table else pd.Series(dtype=float)
    return (beyond - given.reindex(table.index).fillna(0.0)).clip(lower=0)


def _drivers(found: Base) -> pd.DataFrame:
    """What may explain a discount, one row per customer with orders: log list volume, cost to serve, share of wallet."""
    bought, client = found.buyers, found.client
    listed = bought["list_revenue"].where(bought["list_revenue"] > 0)
    made = pd.DataFrame({"volume": np.log(listed / client.years)})
    if "cost_to_serve" in bought:
        made["cost_to_serve"] = bought["cost_to_serve"] / listed
    return made.assign(share_of_wallet=_wallet(found))


def _wallet(found: Base) -> pd.Series:
    """Share of wallet of the customers with orders: stated, else revenue a year over potential (0–1); else missing."""
    bought, client = found.buyers, found.client
    stated, potential = (
        pd.to_numeric(client.listed(c, bought.index)).astype(float) for c in ("share_of_wallet", "potential_revenue")
    )
    return stated.fillna((bought["revenue_per_year"] / potential.where(potential > 0)).clip(0, 1))


def _growth(found: Base, who: Groups) -> pd.DataFrame | None:
    """The verdict on every key account, with what a higher rate cost in the later window (dearer, currency)."""
    windows, ids = found.windows, who.of.index[who.key]
    if windows is None or found.by_window is None or not len(ids) or _care_in_part(found):
        return None
    earlier, later = found.by_window
    before, after = (t[t.index.isin(ids)] for t in (earlier, later))
    table = discount_growth(before, after, found.lines, windows)
    table["dearer"] = table["rate_change"].clip(lower=0) * later["list_revenue"].reindex(table.index)
    table["name"] = found.table["name"].reindex(table.index)
    return table.sort_values("net", ascending=False, kind="stable") if len(table) else None


def _care_in_part(found: Base) -> bool:
    """Whether care is known for a part of the two windows only: what it cost more would then be what was not written down."""
    return found.client.has("activities") and not found.care_covers


def figures(found: Prices | None) -> tuple[Figure, ...]:
    """Discount figures for results.json."""
    if found is None:
        return ()
    cash = found.base.client.parameters.currency
    made = [
        Figure(f"value.price_realisation.{g}", float(r), "share") for g, r in found.realisation["realisation"].items()
    ]
    if found.index is not None:
        made.append(Figure("value.key_discount_index", found.index[0], "index", found.index[1]))
    if found.excess is not None:
        own = found.corridor is not None and found.corridor.source == "own"
        interval = found.excess.interval if own else None
        made.append(Figure("value.excess_discount", found.excess.amount, cash, interval, own))
        made.append(Figure("value.excess_discount_by_chance", found.excess.chance, cash, None, own))
    if found.explained is not None:
        made.append(
            Figure("value.discount_unexplained", found.explained.unexplained, "share", found.explained.interval)
        )
    return tuple(made)


def columns(found: Prices | None) -> pd.DataFrame:
    """Per customer: discount_edge (0–1), excess_discount (currency over the period), discount_verdict of key accounts."""
    if found is None or found.corridor is None or found.excess is None:
        return pd.DataFrame()
    table = pd.DataFrame({"discount_edge": found.corridor.table["upper"], "excess_discount": found.excess.by_customer})
    return table if found.growth is None else table.join(found.growth["verdict"].rename("discount_verdict"))


def findings(found: Prices | None) -> tuple[Finding, ...]:
    """What lies above the corridor, and whether discounts of key accounts bought growth."""
    if found is None:
        return ()
    return tuple(f for f in (_excess(found), _key_discount(found)) if f is not None)


def _excess(found: Prices) -> Finding | None:
    if found.corridor is None or found.excess is None:
        return None
    excess, years, own = found.excess, found.base.client.years, found.corridor.source == "own"
    worst, chance, above = found.outliers, money(found.excess.chance / years, own), money(found.excess.above / years)
    numbers: dict[str, Value] = {"n": count(len(worst)), "n_total": count(len(found.corridor.table))}
    if not excess.shown:
        why = (
            Term("value.none_own", {"money_above": above, "money_chance": chance}) if own else Term("value.none_policy")
        )
        return Finding("value.no_excess_discount", {**numbers, "grounds": why}, 2 if own else 3, ("[000]",))
    low, central, high = found.base.client.parameters.value.acceptance
    asked = float(found.asked.sum()) / years
    numbers |= {
        "money": money(excess.amount / years, own),
        "share": share(excess.amount / years / float(found.corridor.table["volume"].sum()), own),
        "customers": Terms(tuple(worst["name"].head(3))),
        "beyond": Term("value.beyond_own" if own else "value.beyond_policy"),
        "certainty": certainty(found),
    }
    # What may be chance is no money at stake.
    if own and excess.interval[0] <= 0:
        numbers["counted"] = Term("value.excess_open")
        return Finding("value.excess_discount", numbers, 1, ("[000]", "[001]"), None, tuple(worst.index))
    shares = {"money_asked": money(asked, own), "low_share": setting(low), "high_share": setting(high)}
    numbers["counted"] = Term("value.excess_once" if found.base.has_margin else "value.excess_counted", shares)
    whole = Impact.asked("discount", (found.beyond / years).to_dict(), (low, central, high))
    stake = replace(whole, low=asked * low, central=asked * central, high=asked * high)
    return Finding("value.excess_discount", numbers, 2, ("[000]", "[001]"), stake, tuple(worst.index))


def certainty(found: Prices) -> Term:
    """How sure the excess is: what chance alone would give, and its interval; or that it is measured against a policy."""
    if found.corridor is None or found.excess is None or found.corridor.source == "policy":
        return Term("value.excess_policy")
    years = found.base.client.years
    low, high = (bound(end / years) for end in found.excess.interval)
    return Term(
        "value.excess_own", {"money_chance": money(found.excess.chance / years, True), "low": low, "high": high}
    )


def meant(found: Prices) -> Term:
    """Who is meant by key and small."""
    edge = setting(found.base.client.parameters.value.size_edges[0])
    why = found.groups.why
    return Term(f"value.groups.{why}", {"high": edge}) if why != "class" else Term("value.groups.class")


def _key_discount(found: Prices) -> Finding | None:
    if found.growth is None or found.base.windows is None:
        return None
    months = found.base.windows.months
    bad = found.dearer[found.dearer["cm3_change"] <= 0]
    numbers: dict[str, Value] = {
        "n": count(len(bad)),
        "n_total": count(len(found.growth)),
        "dearer": _dearer(found),
        "who": Term(f"value.among.{found.groups.kind}"),
        "money": money(float(bad["dearer"].sum()) * 12 / months),
        "n_months": count(months),
        "groups": meant(found),
        "season": Term("value.windows_even" if months == 12 else "value.windows_short"),
    }
    return Finding("value.key_discount", numbers, 3 if months == 12 else 2, ("[000]",), None, tuple(bad.index))


def _dearer(found: Prices) -> Term:
    """At how many key accounts the discount rate rose, and at how many of these growth was profitable."""
    paid = Term("value.paid", {"n": count(int((found.dearer["verdict"] == "profitable").sum()))})
    total = 0 if found.growth is None else len(found.growth)
    who = Term(f"value.among.{found.groups.kind}")
    return Term("value.dearer", {"n": count(len(found.dearer)), "n_total": count(total), "who": who, "paid": paid})


def claims(found: Prices | None) -> tuple[Claim, ...]:
    """A0-04 and A0-05, where enough customers let them be tested."""
    if found is None:
        return ()
    made = []
    if found.explained is not None:
        e = found.explained
        named: dict[str, Value] = {"drivers": Terms(tuple(Term(f"value.driver.{d}") for d in e.drivers.index))}
        made.append(
            Claim(
                "A0-04", verdict(e.interval, e.n, HALF), e.unexplained, e.interval, e.n, "share", "[000]", named, HALF
            )
        )
    if len(found.grown) >= LEAST:
        # By the sign of the net gain: what is open for one account is no proof against it; the interval is that of the share.
        n, unpaid = len(found.grown), int((found.grown["net"] <= 0).sum())
        interval, who = wilson(unpaid, n), Term(f"value.among.{found.groups.kind}")
        made.append(
            Claim("A0-05", verdict(interval, n, HALF), unpaid / n, interval, n, "share", "[000]", {"who": who}, HALF)
        )
    return tuple(made)


def gaps(client_base: Base, found: Prices | None) -> tuple[Gap, ...]:
    """What discounts leave open, and what would make it known."""
    client = client_base.client
    if found is None:
        ids = (*CORRIDOR, "key_discount_index", "discount_unexplained")
        open_ = (*(f"value.{i}" for i in ids), "claims.A0-04", "claims.A0-05")
        return (Gap("value.excess_discount", client.missing("transactions.list_revenue"), "value.gap_prices", open_),)
    made = []
    if found.corridor is None:
        made.append(Gap("value.excess_discount", (), "value.gap_corridor", tuple(f"value.{i}" for i in CORRIDOR)))
    if found.index is None:
        made.append(Gap("value.key_discount_index", (), "value.gap_index", ("value.key_discount_index",)))
    if found.explained is None:
        made.append(
            Gap("value.discount_unexplained", (), "value.gap_explained", ("value.discount_unexplained", "claims.A0-04"))
        )
    if len(found.grown) < LEAST:
        needs = (
            ("transactions",)
            if found.growth is not None
            else client.missing("transactions.cost_of_goods", "activities.hours", "staff.annual_cost")
        )
        if client_base.windows is not None and _care_in_part(client_base):
            needs = ("effort", *needs)
        numbers = {"n": Quantity(len(found.grown), "count"), "least": count(LEAST)}
        made.append(Gap("claims.A0-05", needs, "value.gap_key_discount", ("claims.A0-05",), numbers))
    return tuple(made)
