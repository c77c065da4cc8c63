"""The facts of chapter 5."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters import SoFar
from workbook.client import Client
from workbook.finding import Figure
from workbook.methods.delivery import Delivery, delivery
from workbook.methods.opinion import dimension_means, phase_opinion
from workbook.methods.phases import days_to_win, phase_evidence, win_rate
from workbook.methods.protect import LEAST
from workbook.methods.repurchase import Repurchase, repurchase
from workbook.methods.windows import within
from workbook.parameters import PHASES


@dataclass(frozen=True)
class Result:
    """Opinion and evidence on the eight phases. Every part is None where its data were not delivered.

    `opinion`: class, phase, importance, performance, n, gap. `evidence`: phase, entered, went_on, conversion, days. `late`: one
    row per size class: orders judged, late, share. `won_days`: days from opening to winning, one per dated case won.
    """

    client: Client
    opinion: pd.DataFrame | None
    maturity: pd.DataFrame | None
    evidence: pd.DataFrame | None
    wins: tuple[float, int] | None
    won_days: pd.Series
    delivered: Delivery | None
    late: pd.DataFrame | None
    again: Repurchase | None
    margin_rate: float | None
    lost_value: pd.Series | None


def analyse(client: Client, so_far: SoFar) -> Result:
    """What people think of the phases, and what the dates say."""
    p, tables = client.parameters.process, client.tables
    won_days = pd.Series(dtype=float)
    opinion = maturity = evidence = wins = delivered = late = lost = None
    if client.has("assessment", "dimension", "performance"):
        opinion = _protected(client, phase_opinion(tables["assessment"], p.target))
        maturity = _protected(client, dimension_means(tables["assessment"], "maturity"))
    if client.has("opportunities", "outcome"):
        chances = tables["opportunities"]
        wins, won_days = win_rate(chances), days_to_win(chances)
        if client.has("stage_history"):
            outcomes = chances.drop_duplicates("opportunity_id").set_index("opportunity_id")["outcome"]
            evidence = phase_evidence(tables["stage_history"], outcomes)
            lost = _lost_value(client)
    if client.has("transactions", "shipped_at", "order_id"):
        lines = tables["transactions"]
        span = pd.Timestamp(client.period[0]), pd.Timestamp(client.period[1])
        delivered = delivery(lines[within(lines["date"], span)], client.as_of)
        late = _late_by_size(delivered, so_far.customers)
    again = None
    if client.dated:
        again = repurchase(tables["transactions"], client.as_of, p.repurchase_days, client.parameters.seed)
    rate = _margin_rate(so_far.customers)
    return Result(client, opinion, maturity, evidence, wins, won_days, delivered, late, again, rate, lost)


def _protected(client: Client, means: pd.DataFrame) -> pd.DataFrame | None:
    """Means of answers without those of fewer than five respondents, where persons are shown in groups only."""
    shown = means[means["n"] >= LEAST] if client.parameters.people == "group" else means
    return shown.reset_index(drop=True) if len(shown) else None


def _late_by_size(done: Delivery, customers: pd.DataFrame) -> pd.DataFrame:
    """Late deliveries by size class of the customer: judged, late, share, median_days."""
    table = done.table[done.table["late"].notna()].assign(size=lambda t: t["customer_id"].map(customers["size"]))
    grouped = table.assign(late=table["late"].astype(bool)).groupby("size")
    result = grouped.agg(judged=("late", "size"), late=("late", "sum"), median_days=("days", "median"))
    result["share"] = result["late"] / result["judged"]
    return result.reindex([s for s in ("large", "medium", "small") if s in result.index])


def _margin_rate(customers: pd.DataFrame) -> float | None:
    """CM II per unit of revenue over all customers."""
    if "cm2" not in customers or customers["net_revenue"].sum() <= 0:
        return None
    return float(customers["cm2"].sum() / customers["net_revenue"].sum())


def _lost_value(client: Client) -> pd.Series | None:
    """Value of the lost cases per year by the phase they last reached (currency)."""
    if not client.has("opportunities", "value"):
        return None
    chances = client.tables["opportunities"]
    lost = chances[chances["outcome"] == "lost"].set_index("opportunity_id")["value"]
    last = client.tables["stage_history"].groupby("opportunity_id")["phase"].max()
    return lost.groupby(last.reindex(lost.index)).sum() / client.years


def weakest(result: Result) -> pd.Series | None:
    """The class and phase with the largest gap = importance × (target − performance)."""
    if result.opinion is None or result.opinion["gap"].dropna().empty:
        return None
    return result.opinion.loc[result.opinion["gap"].idxmax()]


def figures(result: Result) -> tuple[Figure, ...]:
    """The figures of chapter 5 for results.json."""
    made: list[Figure] = []
    if result.opinion is not None:
        means = result.opinion.groupby("phase")[["importance", "performance"]].mean()
        for phase in PHASES:
            if phase in means.index:
                for name in ("importance", "performance"):
                    if means.loc[phase, name] == means.loc[phase, name]:
                        made.append(Figure(f"process.{name}.{phase}", float(means.loc[phase, name]), "score"))
    if result.maturity is not None:
        made += [
            Figure(f"process.maturity.{r.dimension}", float(r.performance), "score")
            for r in result.maturity.itertuples()
        ]
    if result.evidence is not None:
        for row in result.evidence.itertuples():
            made.append(Figure(f"process.conversion.{row.phase}", float(row.conversion), "share"))
            if row.median_days == row.median_days:
                made.append(Figure(f"process.lead_time_days.{row.phase}", float(row.median_days), "days"))
    elif result.wins is not None and result.wins[1]:
        made.append(Figure("process.conversion.4", result.wins[0], "share"))
    if result.delivered is not None and result.delivered.shipped:
        d = result.delivered
        made.append(Figure("process.lead_time_days.5", d.median_days, "days"))
        made.append(Figure("process.conversion.5", d.conversion, "share"))
        if d.judged:
            made.append(Figure("process.on_time_share", d.on_time_share, "share", d.interval))
    if result.again is not None and result.again.orders:
        made.append(Figure("process.conversion.8", result.again.within, "share", result.again.interval))
        if result.again.median_days == result.again.median_days:
            made.append(Figure("process.lead_time_days.8", result.again.median_days, "days"))
    return tuple(made)


def customers(result: Result) -> pd.DataFrame:
    """Orders delivered late per customer."""
    if result.delivered is None:
        return pd.DataFrame()
    table = result.delivered.table
    judged = table[table["late"].notna()]
    late = judged["late"].astype(bool).groupby(judged["customer_id"])
    return pd.DataFrame({"orders_judged": late.size(), "orders_late": late.sum()})
