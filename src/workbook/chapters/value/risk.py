"""Dependence and effort: what a bad year costs, what the loss of a key customer costs, whether hours follow value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbook.chapters.value.base import Base
from workbook.chapters.value.groups import Groups, groups
from workbook.chapters.value.leading import leading
from workbook.finding import Claim, Figure, Finding, Gap, Quantity, Term, Value, count, money, setting, share
from workbook.methods.bootstrap import interval
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.concentration import effective_number, group_of, hhi
from workbook.methods.cumulated import abc_class
from workbook.methods.dependence_loss import loss_quantile, yearly_losses
from workbook.methods.effort_curve import effort_curve
from workbook.methods.loss_impact import loss_impact
from workbook.methods.matched_difference import matched_difference, strata
from workbook.methods.portfolios import portfolios
from workbook.methods.rank_correlation import Correlation, rank_correlation
from workbook.methods.retention import retention
from workbook.methods.windows import within

# Every figure and claim of this topic: what falls away together stands together.
FIGURES = (
    "value.revenue_at_risk",
    "value.revenue_at_risk.grown",
    "value.effective_customers.grown",
    "value.revenue_at_risk.moved",
    "value.effective_customers.moved",
    "claims.A4-01",
    "value.hours_on_half_of_value",
    "claims.A1-12",
    "claims.A3-05",
    "value.key_loss",
    "claims.A3-18",
)


@dataclass(frozen=True)
class Risk:
    """What depends on whom, and who gets the time; None where the data do not carry it.

    `amounts`: revenue per year of every group with revenue in up to three portfolios (today, grown, moved). `losses`: one row per
    draw, the revenue lost in a year in each of them. `spread`: per portfolio revenue, expected, quantile, low, high (currency per
    year), share, hhi, effective. `impact`: per customer cm3, stranded_cost, lost_result per year. `curve`: see effort_curve.
    `served`: the valuable customers of the earlier window with days they waited, slow, lost (0|1), stratum; `service` says
    what was waited for (requests|deliveries).
    """

    base: Base
    groups: Groups
    retained: pd.Series
    amounts: pd.DataFrame | None
    losses: pd.DataFrame | None
    spread: pd.DataFrame | None
    impact: pd.DataFrame | None
    curve: pd.DataFrame | None
    follows: Correlation | None
    served: pd.DataFrame | None
    service: str

    @property
    def stated(self) -> bool:
        """Whether every customer's probability to stay was delivered: else it is estimated."""
        return "retention_probability" in _stated(self.base) and bool(
            _stated(self.base)["retention_probability"].notna().all()
        )

    @cached_property
    def key_losses(self) -> pd.DataFrame:
        """The key customers whose loss costs result, the largest first: impact and its share of the total CM III."""
        if self.impact is None:
            return pd.DataFrame(columns=["lost_result", "share"])
        own = self.impact[self.groups.key.reindex(self.impact.index, fill_value=False)]
        own = own.sort_index().sort_values("lost_result", ascending=False, kind="stable")
        total = float(self.impact["cm3"].sum())
        own = own.assign(share=own["lost_result"] / total if total > 0 else float("nan"))
        return own.assign(name=self.base.table["name"].reindex(own.index))

    @property
    def half(self) -> tuple[int, float]:
        """How many customers bring half of the value, and the share of the hours they get."""
        assert self.curve is not None
        row = self.curve[self.curve["value_share"] >= 0.5].iloc[0]
        return int(row["rank"]), float(row["hours_share"])


def risk(base: Base, parents: pd.Series | None) -> Risk:
    """Dependence, loss and effort of one client; `parents` holds each customer's parent id where groups are known."""
    p, of = base.client.parameters.value, groups(base)
    months = base.windows.months if base.windows else 12
    retained = retention(_stated(base), base.growth, p.size_edges, months)
    amounts = _amounts(base, of, retained, parents)
    losses = spread = impact = curve = follows = None
    if amounts is not None:
        losses = yearly_losses(
            amounts.drop(columns="churn"), amounts["churn"], base.client.parameters.seed, p.loss_draws
        )
        amounts = amounts.drop(columns="churn")
        spread = _spread(amounts, losses)
    if base.has_margin:
        yearly = base.table[["cm3", "care_cost"]] / base.client.years
        impact = loss_impact(yearly["cm3"], yearly["care_cost"], p.stranded_share)
        value, hours = worth(base.table), base.table["hours"].fillna(0.0) / base.client.years
        if hours.sum() > 0 and (value > 0).any():
            curve, follows = effort_curve(hours, value), rank_correlation(hours, value)
    service, served = _served(base)
    return Risk(base, of, retained, amounts, losses, spread, impact, curve, follows, served, service)


def worth(table: pd.DataFrame) -> pd.Series:
    """The value of every customer: expected where it is known for all, else earned."""
    return table["value"] if "value" in table else table["value_earned"]


def _stated(base: Base) -> pd.DataFrame:
    """The table with the probabilities to stay that were delivered."""
    if "retention_probability" in base.table or not base.client.has("customers", "retention_probability"):
        return base.table
    return base.table.assign(retention_probability=base.client.listed("retention_probability", base.table.index))


def _amounts(base: Base, of: Groups, retained: pd.Series, parents: pd.Series | None) -> pd.DataFrame | None:
    """Portfolios by group with its churn, the mean of its members weighted with their revenue; None where a churn is unknown."""
    t = base.table.assign(churn=1 - retained, small=of.small)
    t = t[t["revenue_per_year"] > 0]
    if t.empty or t["churn"].isna().any():
        return None
    root = (t.index.to_series() if parents is None else group_of(t.index, parents.reindex(t.index))).to_numpy()
    revenue = t["revenue_per_year"].groupby(root).sum()
    churn = (t["revenue_per_year"] * t["churn"]).groupby(root).sum() / revenue
    found = portfolios(revenue, t["small"].groupby(root).all(), shift=base.client.parameters.value.portfolio_shift)
    return found.assign(churn=churn.reindex(found.index))


def _spread(amounts: pd.DataFrame, losses: pd.DataFrame) -> pd.DataFrame:
    """Per portfolio: its revenue, what is lost on average and in a bad year, how concentrated it is."""
    bad = pd.DataFrame([loss_quantile(losses[c].to_numpy()) for c in losses], list(losses), ["quantile", "low", "high"])
    table = pd.DataFrame({"revenue": amounts.sum(), "expected": losses.mean()}).join(bad)
    table["share"] = table["quantile"] / table["revenue"]
    return table.assign(
        hhi=[hhi(amounts[c]) for c in amounts], effective=[effective_number(amounts[c]) for c in amounts]
    )


def _served(base: Base) -> tuple[str, pd.DataFrame | None]:
    """The most valuable customers of the earlier window: how long they waited in it, and whether they bought in the later one."""
    if base.windows is None or base.growth is None:
        return "", None
    service, days = _waited(base)
    own = base.lines[within(base.lines["date"], base.windows.earlier)]
    gain = own["net_revenue"] - own["cost_of_goods"] if "cost_of_goods" in own else own["net_revenue"]
    value = gain.groupby(own["customer_id"]).sum()
    value = value[abc_class(value, base.client.parameters.value.abc_edges) == "A"]
    table = pd.DataFrame({"value": value, "days": days.reindex(value.index)}).dropna()
    table = table[table.index.isin(base.table.index)]
    table["slow"] = (table["days"] > table["days"].median()).astype(float)
    table["lost"] = (base.growth["later"].reindex(table.index) <= 0).astype(float)
    table["stratum"] = strata(table["value"].to_numpy())
    return service, table if len(table) else None


def _waited(base: Base) -> tuple[str, pd.Series]:
    """Mean days a customer waited in the earlier window: for its requests to be started where they cover it, else for goods."""
    assert base.windows is not None
    client, window = base.client, base.windows.earlier
    if client.has("requests", "received_at", "started_at"):
        asked = client.tables["requests"]
        asked = asked[within(asked["received_at"], window)].dropna(subset=["started_at"])
        if asked["customer_id"].nunique() >= 2 * LEAST:
            return "requests", _mean_days(asked["started_at"] - asked["received_at"], asked["customer_id"])
    if "shipped_at" not in base.lines:
        return "deliveries", pd.Series(dtype=float)
    sent = base.lines[within(base.lines["date"], window)].dropna(subset=["shipped_at"])
    since = sent["ordered_at"].fillna(sent["date"]) if "ordered_at" in sent else sent["date"]
    return "deliveries", _mean_days(sent["shipped_at"] - since, sent["customer_id"])


def _mean_days(waits: pd.Series, customer: pd.Series) -> pd.Series:
    return (waits / pd.Timedelta(days=1)).groupby(customer).mean()


def figures(found: Risk) -> Iterator[Figure]:
    """Revenue at risk and effective number per portfolio, the largest loss of a key customer, hours on half of the value."""
    cash = found.base.client.parameters.currency
    if found.spread is not None:
        for name, row in found.spread.iterrows():
            tail = "" if name == "today" else f".{name}"
            ends = float(row["low"]), float(row["high"])
            yield Figure(f"value.revenue_at_risk{tail}", float(row["quantile"]), cash, ends, not found.stated)
            if tail:
                yield Figure(f"value.effective_customers{tail}", float(row["effective"]), "count")
    if len(found.key_losses):
        most = float(found.key_losses["lost_result"].iloc[0])
        yield Figure("value.key_loss", most, cash, None, found.base.estimated_cost > 0)
    if found.curve is not None:
        yield Figure("value.hours_on_half_of_value", found.half[1], "share")


def findings(found: Risk) -> Iterator[Finding]:
    """A bad year, and the hours of those who bring half of the value."""
    if found.spread is not None:
        yield _bad_year(found)
    if found.curve is not None and _judged(found):
        yield _effort(found)


def _bad_year(found: Risk) -> Finding:
    assert found.spread is not None and found.amounts is not None
    today, p = found.spread.loc["today"], found.base.client.parameters.value
    largest = found.amounts["today"].nlargest(10)
    numbers: dict[str, Value] = {
        "money": money(today["quantile"], True),
        "share": share(today["share"]),
        "money_mean": money(today["expected"], True),
        "money_all": money(today["revenue"]),
        "n": count(len(found.amounts)),
        "leading": leading(found.amounts["today"]),
        "key": _key_part(found),
        "advice": _advice(found),
        "how": Term("value.risk_stated" if found.stated else "value.risk_estimated"),
        "draws": count(p.loss_draws),
    }
    named = found.key_losses.index[:10] if len(found.key_losses) else largest.index
    known = tuple(c for c in named if c in found.base.table.index)
    return Finding("value.revenue_at_risk", numbers, 2, ("[004]", "[003]"), None, known)


def _advice(found: Risk) -> Term:
    """Whether moving revenue to small customers makes the bad year cheaper beyond the simulation's error, and by how much."""
    s = found.spread
    if s is None or "moved" not in s.index:
        return Term("value.advice_hold_only")
    shift = setting(found.base.client.parameters.value.portfolio_shift)
    cheaper = bool(s.loc["moved", "high"] < s.loc["today", "low"])
    less = 1 - float(s.loc["moved", "quantile"] / s.loc["today", "quantile"])
    return (
        Term("value.advice_spread", {"shift": shift, "cheaper": share(less)})
        if cheaper
        else Term("value.advice_hold", {"shift": shift})
    )


def _key_part(found: Risk) -> Term:
    """What the dearest key customer takes along; an empty part where margins are not known."""
    if found.key_losses.empty or not found.key_losses["lost_result"].iloc[0] > 0:
        return Term("value.key_unknown")
    most = found.key_losses.iloc[0]
    numbers: dict[str, Value] = {"customer": str(most["name"]), "money": money(most["lost_result"])}
    if found.base.client.effort_span is not None:  # the care that goes on is too low then
        return Term("value.key_part_open", numbers)
    return Term("value.key_part", numbers | {"stranded": money(most["stranded_cost"])})


def _effort(found: Risk) -> Finding:
    assert found.curve is not None and found.follows is not None
    n, hours = found.half
    rest = 1 - float(found.curve.loc[found.curve["value_share"] >= 0.95, "hours_share"].iloc[0])
    late = int((found.curve["value_share"] >= 0.95).sum()) - 1
    numbers: dict[str, Value] = {
        "n": count(n),
        "n_total": count(len(found.curve)),
        "share": share(hours),
        "rest": Term("value.rest_part", {"n": count(late), "share": share(rest)}),
        "ratio": Quantity(found.follows.rho, "ratio"),
        "measure": measure(found),
    }
    return Finding("value.hours_on_half_of_value", numbers, 3, ("[001]",), None, tuple(found.curve.index[:n]))


def measure(found: Risk) -> Term:
    """Which value counts here: expected or earned."""
    return Term("value.measure_expected" if "value" in found.base.table else "value.measure_earned")


def gaps(found: Risk) -> Iterator[Gap]:
    """What of this topic cannot be said."""
    client = found.base.client
    if not client.has("transactions"):
        yield Gap("value.revenue_at_risk", ("transactions",), "value.gap_risk", FIGURES)
        return
    if found.spread is None:
        yield Gap("value.revenue_at_risk", ("customers.retention_probability",), "value.gap_risk", FIGURES[:6])
    elif "moved" not in found.spread.index:
        needs = client.missing("customers.current_class") or ("transactions.customer_id",)
        yield Gap("value.revenue_at_risk.moved", needs, "value.gap_moved", FIGURES[3:6])
    if not _judged(found):
        needs = client.missing("activities.hours", "transactions.cost_of_goods") or ("activities.hours",)
        yield Gap("value.effort_curve", needs, "value.gap_curve", FIGURES[6 if found.curve is None else 7 : 8])
    if not _comparable(found):
        needs = client.missing("transactions.shipped_at", "requests.started_at") or ("transactions.date",)
        yield Gap("value.served", needs, "value.gap_served", FIGURES[8:9])
    if len(found.key_losses) < LEAST or found.key_losses["share"].isna().any():
        needs = client.missing("transactions.cost_of_goods", "customers.current_class") or ("customers.current_class",)
        yield Gap("value.key_loss", needs, "value.gap_key_loss", FIGURES[10 if len(found.key_losses) else 9 : 11])


def claims(found: Risk) -> Iterator[Claim]:
    """A1-12, A3-05, A3-18 and A4-01 as far as the data let us test them."""
    p, seed = found.base.client.parameters.value, found.base.client.parameters.seed
    if found.follows is not None and _judged(found):
        yield _misdirected(found.follows, p.follows_from)
    if _comparable(found):
        yield _slow_lost(found, seed)
    if len(found.key_losses) >= LEAST and found.key_losses["share"].notna().all():
        parts = found.key_losses["share"].to_numpy()
        ends, n = interval(parts, lambda rows: float(rows.mean()), seed), len(parts)
        most = {"most": share(float(parts.max())), "threshold": setting(p.min_effect)}
        yield Claim(
            "A3-18", verdict(ends, n, p.min_effect), float(parts.mean()), ends, n, "share", "[003]", most, p.min_effect
        )
    if found.losses is not None and "moved" in found.losses:
        yield _spreading(found, seed)


def _judged(found: Risk) -> bool:
    """Whether hours and value of at least ten customers can be ranked."""
    return found.follows is not None and found.follows.n >= LEAST and found.follows.rho == found.follows.rho


def _misdirected(found: Correlation, follows_from: float) -> Claim:
    """A1-12: hours do not follow value: how far the rank correlation stays below what would count as following."""
    ends = follows_from - found.high, follows_from - found.low
    numbers: dict[str, Value] = {
        "ratio": Quantity(found.rho, "ratio"),
        "ratio_low": Quantity(found.low, "ratio"),
        "ratio_high": Quantity(found.high, "ratio"),
        "threshold": Quantity(follows_from, "ratio"),
    }
    return Claim("A1-12", verdict(ends, found.n), follows_from - found.rho, ends, found.n, "ratio", "[001]", numbers)


def _comparable(found: Risk) -> bool:
    """Whether slowly and quickly served valuable customers are at least ten each, and any of them was lost."""
    t = found.served
    return t is not None and min(t["slow"].sum(), (1 - t["slow"]).sum()) >= LEAST and 0 < t["lost"].sum() < len(t)


def _slow_lost(found: Risk, seed: int) -> Claim:
    """A3-05: slowly served valuable customers are lost more often than quickly served ones of like value."""
    t = found.served
    assert t is not None
    rows = t[["stratum", "slow", "lost"]].to_numpy(float)
    ends = interval(rows, matched_difference, seed, draws=500)
    slow = t["slow"] > 0
    n = int(min(slow.sum(), (~slow).sum()))
    numbers: dict[str, Value] = {
        "share_slow": share(float(t.loc[slow, "lost"].mean())),
        "share_quick": share(float(t.loc[~slow, "lost"].mean())),
        "service": Term(f"value.waited_{found.service}"),
    }
    least = found.base.client.parameters.value.min_effect * float(t.loc[~slow, "lost"].mean())
    return Claim("A3-05", verdict(ends, n, least), matched_difference(rows), ends, n, "points", "[003]", numbers, least)


def _spreading(found: Risk, seed: int) -> Claim:
    """A4-01: more weight on small customers lowers the loss of a bad year: the part (0–1) of it that is saved."""
    assert found.losses is not None and found.amounts is not None and found.spread is not None
    p = found.base.client.parameters.value

    def saved(rows: np.ndarray) -> float:
        now, then = np.quantile(rows, 0.95, axis=0)
        return float(1 - then / now) if now > 0 else float("nan")

    rows = found.losses[["today", "moved"]].to_numpy()
    ends, n = interval(rows, saved, seed, draws=500), len(found.amounts)
    numbers: dict[str, Value] = {
        "shift": setting(p.portfolio_shift),
        "number": Quantity(float(found.spread.loc["today", "effective"]), "number"),
        "number_moved": Quantity(float(found.spread.loc["moved", "effective"]), "number"),
    }
    return Claim("A4-01", verdict(ends, n, p.min_effect), saved(rows), ends, n, "share", "[004]", numbers, p.min_effect)
