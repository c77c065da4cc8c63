"""Expected customer value: purchases to come, retention, margin, and what follows for who is valuable."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from workbook.chapters.value.base import Base
from workbook.finding import Claim, Figure, Finding, Gap, Quantity, Term, Terms, Value, count, money, setting, share
from workbook.methods.bg_nbd import bg_nbd
from workbook.methods.bootstrap import interval
from workbook.methods.claim_verdict import verdict
from workbook.methods.expected_value import acquisition_cost_rate, expected_value
from workbook.methods.gamma_gamma import gamma_gamma
from workbook.methods.hold_out import HoldOut, Model, hold_out
from workbook.methods.mbg_nbd import mbg_nbd
from workbook.methods.pareto_nbd import pareto_nbd
from workbook.methods.purchase_history import WEEKS_PER_YEAR, purchase_history
from workbook.methods.rank_correlation import places, spearman, spearman_of_places
from workbook.methods.recency_rate import recency_rate
from workbook.methods.retention import retention, retention_by_size
from workbook.methods.value_definitions import value_definitions
from workbook.methods.value_drivers import value_drivers
from workbook.methods.wallet_target import wallet_target

Measure = Literal["expected", "earned"]
MODELS: dict[str, Callable[[pd.DataFrame], Model]] = {"mbg_nbd": mbg_nbd, "bg_nbd": bg_nbd, "pareto_nbd": pareto_nbd}
RULE = "recency_rate"
UNRELATED = 0.3  # rank correlation of how often and how much up to which Gamma-Gamma may be used
ROWS = ["value_expected", "value_today", "value_future", "retention"]


@dataclass(frozen=True)
class Expected:
    """What is expected of the customers.

    `customers`: one row per existing customer with value_expected, value_today, value_future (currency, present values),
    retention (0–1), path (`linear` to the potential, `level` by purchases), margin_estimated, order_rate (per year); None
    without margins. `prospects`: the same for customers still to be won. `purchases`: the hold-out; None where too few bought
    again. `used`: the way that forecasts purchases. `acquisition`: currency per currency of new revenue. `definitions`: both
    readings of value (None without ratings), `agreement` their τ-b. `drivers`: why value differs from revenue.
    """

    customers: pd.DataFrame | None = None
    prospects: pd.DataFrame | None = None
    purchases: HoldOut | None = None
    used: str = RULE
    by_orders: str = "mean"
    acquisition: float = math.nan
    definitions: pd.DataFrame | None = None
    agreement: float = math.nan
    drivers: pd.DataFrame | None = None
    measure: Measure = "earned"

    def on(self, found: Base) -> Base:
        """The base with value_expected, its parts and `value`: the expected one where every customer has it, else the earned."""
        if self.customers is None:
            return found
        table = found.table.join(self.customers[ROWS])
        return replace(found, table=table.assign(value=table[f"value_{self.measure}"]))


def expected(found: Base) -> Expected:
    """What the base lets us expect."""
    tried = _tried(found)
    made = Expected(purchases=tried, used=tried.best if tried else RULE)
    if not found.has_margin:
        return made
    facts, by_orders = _inputs(found, made.used)
    p = found.client.parameters.value
    care, wallet = facts["care_cost"], facts["share"]
    cost = p.acquisition_cost_rate
    if cost is None:
        cost = acquisition_cost_rate(facts["revenue"], care, wallet, p.low_share_of_wallet)
    worth = expected_value(facts, p.horizon_years, p.interest_rate, cost)
    customers = facts.join(worth)
    known = customers.loc[found.table["orders"] > 0, "value_expected"].notna()
    measure: Measure = "expected" if len(known) and bool(known.all()) else "earned"
    definitions, agreement = _definitions(found, customers["value_expected"] if measure == "expected" else None)
    return replace(
        made,
        customers=customers,
        prospects=_prospects(found, cost),
        by_orders=by_orders,
        acquisition=cost,
        definitions=definitions,
        agreement=agreement,
        drivers=value_drivers(found.table) if found.table["net_revenue"].sum() > 0 else None,
        measure=measure,
    )


def _tried(found: Base) -> HoldOut | None:
    """All models and the plain rule on the client's own history; None without days or with too little of it."""
    if not found.client.dated or found.windows is None:
        return None
    rule = partial(_rule, found.client.parameters.value.hiatus_weeks)
    return hold_out(found.lines, found.client.period, {RULE: rule, **MODELS})


def _rule(hiatus: float, history: pd.DataFrame) -> Model:
    return recency_rate(hiatus)


def _inputs(found: Base, used: str) -> tuple[pd.DataFrame, str]:
    """One row per existing customer with everything expected_value needs, and how an order's value is expected."""
    t, client = found.table, found.client
    p, years = client.parameters.value, client.years
    wallet = wallet_target(
        t["revenue_per_year"],
        _column(found, "potential_revenue", t.index),
        _industry(found, t.index),
        p.share_of_wallet_target,
    )
    orders, by_orders = _by_purchases(found, used)
    stated = _column(found, "retention_probability", t.index)
    kept = retention(t[["size"]].assign(retention_probability=stated), found.growth, p.size_edges, _months(found))
    margin, estimated = _margins(found)
    growth_margin = _column(found, "potential_margin_rate", t.index).fillna(margin)
    linear = wallet["revenue_target"].notna()
    facts = {
        "revenue": t["revenue_per_year"],
        "path": np.where(linear, "linear", "level"),
        "revenue_target": wallet["revenue_target"].fillna(orders["revenue"]),
        "margin": margin,
        "growth_margin": growth_margin,
        "care_cost": t["care_cost"] / years,
        "retention": kept,
        "share": wallet["share"],
        "order_rate": orders["rate"],
        "margin_estimated": estimated,
        "retention_estimated": stated.isna(),
    }
    return pd.DataFrame(facts, index=t.index), by_orders


def _margins(found: Base) -> tuple[pd.Series, pd.Series]:
    """CM II per revenue of each customer, and where it is that of its size class because it has few orders."""
    t = found.table
    own = (t["cm2"] / t["net_revenue"]).where(t["net_revenue"] > 0)
    sure = own.where(t["orders"] >= found.client.parameters.value.least_orders)
    usual = sure.groupby(t["size"]).transform("median").fillna(sure.median()).fillna(own.median())
    return sure.fillna(usual), sure.isna()


def _by_purchases(found: Base, used: str) -> tuple[pd.DataFrame, str]:
    """Orders a year and revenue a year expected of each customer today by the chosen way; missing without days."""
    t, client = found.table, found.client
    if not client.dated or not len(found.lines):
        return pd.DataFrame({"rate": np.nan, "revenue": np.nan}, index=t.index), "mean"
    history = purchase_history(found.lines, client.period[1])
    if used == RULE or not (history["x"] > 0).any():
        model: Model = recency_rate(client.parameters.value.hiatus_weeks)
    else:
        model = MODELS[used](history)
    rate = (model.rate(history) * WEEKS_PER_YEAR).reindex(t.index).fillna(0.0)
    spent = t["net_revenue"] / (history["x"] + 1).reindex(t.index)
    again = history[history["value"] > 0]
    related = spearman(again[["x", "value"]].to_numpy(float)) if len(again) > 2 else math.nan
    if used == RULE or not abs(related) <= UNRELATED:
        return pd.DataFrame({"rate": rate, "revenue": (rate * spent).fillna(0.0)}), "mean"
    worth = gamma_gamma(history).expected(history).reindex(t.index).fillna(spent)
    return pd.DataFrame({"rate": rate, "revenue": (rate * worth).fillna(0.0)}), "gamma_gamma"


def _prospects(found: Base, cost: float) -> pd.DataFrame | None:
    """Customers still to be won that have a potential: worth on condition of winning them, at everyone's margin and retention."""
    client, p, t = found.client, found.client.parameters.value, found.table
    if not client.has("customers", "potential_revenue") or found.growth is None or not t["net_revenue"].sum() > 0:
        return None
    listed = pd.Index(client.tables["customers"]["customer_id"].unique())
    ids = listed.difference(t.index)
    ids = ids.difference(
        client.existing(ids)
    )  # whom the list calls a customer is not to be won, even if nothing was bought yet
    everyone = t.index.append(ids)
    aimed = wallet_target(
        t["revenue_per_year"].reindex(everyone),
        _column(found, "potential_revenue", everyone),
        _industry(found, everyone),
        p.share_of_wallet_target,
    )
    margin = float(t["cm2"].sum() / t["net_revenue"].sum())
    kept = float(retention_by_size(found.growth, p.size_edges)["all"]) ** (12 / _months(found))
    facts = {
        "revenue": 0.0,
        "path": "linear",
        "revenue_target": aimed["revenue_target"].reindex(ids),
        "margin": margin,
        "growth_margin": _column(found, "potential_margin_rate", ids).fillna(margin),
        "care_cost": 0.0,
        "retention": _column(found, "retention_probability", ids).fillna(kept),
    }
    new = pd.DataFrame(facts, index=ids)
    worth = new.join(expected_value(new, p.horizon_years, p.interest_rate, cost)).dropna(subset="value_expected")
    return worth if len(worth) else None


def _months(found: Base) -> int:
    return found.windows.months if found.windows else 12


def _definitions(found: Base, profit: pd.Series | None) -> tuple[pd.DataFrame | None, float]:
    """Profit alone and profit with partnership and relevance, ranked; nothing where too few ratings are known."""
    profit = found.table["value_earned"] if profit is None else profit
    rated = {c: _column(found, c, profit.index) for c in ("satisfaction", "strategic_importance")}
    least = found.client.parameters.segmentation.least_known
    beside = pd.DataFrame({c: v for c, v in rated.items() if v.notna().mean() >= least and v.nunique() > 1})
    if beside.empty or len(profit) < 2:
        return None, math.nan
    return value_definitions(profit, beside)


def _column(found: Base, name: str, ids: pd.Index) -> pd.Series:
    """A number of the customer list by customer, missing where it was not delivered."""
    return pd.to_numeric(found.client.listed(name, ids)).astype(float)


def _industry(found: Base, ids: pd.Index) -> pd.Series | None:
    if not found.client.has("customers", "industry"):
        return None
    return found.client.listed("industry", ids)


def figures(found: Base, seen: Expected) -> Iterator[Figure]:
    """The figures of the topic; estimates are marked."""
    cash = found.client.parameters.currency
    if seen.purchases is not None:
        yield Figure("value.purchases_actual", seen.purchases.actual, "count")
        for name, row in seen.purchases.scores.iterrows():
            yield Figure(f"value.purchases_forecast.{name}", float(row["forecast"]), "count", None, True)
            yield Figure(f"value.purchases_right.{name}", float(row["right"]), "share")
    if seen.customers is not None and seen.measure == "expected":
        worth = seen.customers[["value_expected", "value_future"]].sum()
        yield Figure("value.value_expected", float(worth["value_expected"]), cash, None, True)
        yield Figure("value.value_future", float(worth["value_future"]), cash, None, True)
    if seen.prospects is not None:
        yield Figure("value.value_prospects", float(seen.prospects["value_expected"].sum()), cash, None, True)
    if math.isfinite(seen.agreement):
        yield Figure("value.definitions_tau", seen.agreement, "index")


def findings(found: Base, seen: Expected) -> Iterator[Finding]:
    """What the customers are expected to be worth, and how much of it is still to come."""
    if seen.customers is None or seen.measure != "expected":
        return
    c, p = seen.customers, found.client.parameters.value
    total, future = float(c["value_expected"].sum()), float(c["value_future"].sum())
    change = Term("value.future_more" if future >= 0 else "value.future_less", {"money": money(abs(future), True)})
    if not total > 0:
        return
    growing = c[c["value_future"] > 0].sort_values("value_future", ascending=False)
    first = growing.head(3)
    named = Terms(tuple(found.table["name"].reindex(first.index)))
    most: dict[str, Value] = {"n": count(len(first)), "customers": named}
    most["money"] = money(first["value_future"].sum(), True)
    numbers: dict[str, Value] = {
        "money": money(total, True),
        "n_years": count(p.horizon_years),
        "n": count(len(growing)),
        "n_total": count(len(c)),
        "change": change,
        "growth": Term("value.expected_growing", most) if len(first) else Term("value.expected_level"),
        "definitions": Term("value.definitions_agree", {"ratio": Quantity(seen.agreement, "ratio")})
        if math.isfinite(seen.agreement)
        else Term("value.definitions_open"),
        "model": Term(f"value.model_of.{seen.used}"),
        "interest": setting(p.interest_rate),
        "rate": share(seen.acquisition, True),
        "share_retained": share(float(c["retention"].mean()), True),
        "n_potential": count(int((c["path"] == "linear").sum())),
    }
    yield Finding("value.expected", numbers, 1, ("[003]", "[001]"), None, tuple(growing.index[:10]))


def meaning(found: Base, seen: Expected) -> Term:
    """Which value is meant where rankings say value."""
    years = {"n_years": count(found.client.parameters.value.horizon_years)} if seen.measure == "expected" else {}
    return Term(f"value.meaning.{seen.measure}", years)


def gaps(found: Base, seen: Expected) -> Iterator[Gap]:
    """What cannot be expected, and what would make it so."""
    client = found.client
    if not client.has("transactions"):
        return
    if seen.purchases is None:
        names = tuple(f"value.purchases_{kind}.{name}" for kind in ("forecast", "right") for name in (RULE, *MODELS))
        yield Gap(
            "value.purchases_actual", ("transactions.date",), "value.gap_purchases", ("value.purchases_actual", *names)
        )
    if seen.measure == "earned":
        wanted = ("transactions.cost_of_goods", "customers.retention_probability", "customers.potential_revenue")
        names = ("value.value_expected", "value.value_future", "claims.A3-07")
        yield Gap("value.value_expected", client.missing(*wanted), "value.gap_expected", names)
    if not math.isfinite(seen.agreement):
        needs = client.missing("customers.satisfaction", "customers.strategic_importance")
        yield Gap("value.definitions_tau", needs, "value.gap_definitions", ("value.definitions_tau",))


def claims(found: Base, seen: Expected) -> Iterator[Claim]:
    """A3-07: high discounts and cost to serve make a customer's rank fall from revenue to earned value (rank correlation)."""
    t = found.buyers
    t = t[t["net_revenue"] > 0]
    if seen.drivers is None or len(t) < 2:
        return
    fall = t["value_earned"].rank(ascending=False) - t["net_revenue"].rank(ascending=False)
    burden = t["cost_to_serve"] + (t["discount"].fillna(0.0) if "discount" in t else 0.0)
    rows = np.column_stack([fall, burden / t["net_revenue"]])
    effect = spearman(rows)
    if not math.isfinite(effect):
        return
    bounds = interval(places(rows), spearman_of_places, found.client.parameters.seed)
    yield Claim("A3-07", verdict(bounds, len(t)), effect, bounds, len(t), "ratio", "[003]")
