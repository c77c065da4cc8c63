"""Waits: as they were, as they would be under each order, by simulation and in closed form, and who pays for whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.coverage.requests_log import Log
from workbook.methods.backlog import backlog
from workbook.methods.bootstrap import enough, interval
from workbook.methods.cobham import shared_priority_waits, shared_wait
from workbook.methods.queue_simulation import WARM_UP, mean_wait, poisson_arrivals, starts
from workbook.methods.request_order import POLICIES, Policy, request_order

LEAST = 30  # requests below which no rate and no mix is read from a log
ALL = "all"


@dataclass(frozen=True)
class Simulated:
    """What one simulation of every policy gave.

    `waits` (index policy, group; with `all`): mean, low, high (hours), n. `closed` (index policy, group) of the two policies that
    have a closed form: exact for one server, else an approximation (hours). `rates` (index group): requests and hours of work per
    working hour.
    """

    waits: pd.DataFrame
    closed: pd.Series
    rates: pd.DataFrame

    @property
    def apart(self) -> float:
        """How far the closed forms are from the simulation at most, as a share of the simulated wait."""
        seen = self.waits["mean"].reindex(self.closed.index)
        return float(((self.closed - seen).abs() / seen.where(seen > 0)).max())

    @property
    def within(self) -> tuple[int, int]:
        """How many closed forms lie within the simulation's interval, and of how many."""
        seen = self.waits.reindex(self.closed.index)
        inside = (self.closed >= seen["low"] - 1e-12) & (self.closed <= seen["high"] + 1e-12)
        return int(inside.sum()), len(inside)

    def bill(self, policy: Policy) -> pd.DataFrame:
        """What a policy does to each group against the order of arrival: change of the wait per request (hours, below zero is a
        gain), requests a working hour, and the change weighted with the work of the group, whose sum is next to nothing."""
        change = self.waits.loc[policy, "mean"] - self.waits.loc["fcfs", "mean"]
        change = change.drop(ALL)
        return self.rates.assign(change=change, weighted=change * self.rates["work"])


def actual_waits(log: Log) -> pd.DataFrame:
    """Mean wait of the requests begun, by group and of all: n, wait, low, high (95 %, bootstrap), in working hours."""
    begun, seed = log.begun, log.client.parameters.seed
    wait = begun["begun"] - begun["arrived"]
    made = {}
    for name, own in [(ALL, wait), *wait.groupby(begun["group"].astype(object))]:
        ends = interval(own.to_numpy(), lambda rows: float(rows.mean()), seed, enough(len(own)))
        made[str(name)] = (len(own), float(own.mean()) if len(own) else np.nan, *ends)
    return pd.DataFrame.from_dict(made, orient="index", columns=["n", "wait", "low", "high"])


def replayed(log: Log) -> pd.Series | None:
    """Wait of every request begun, had the log been worked on in the recommended order by as many as there are: the same requests
    at the same times (working hours, index request_id); None where times, efforts or servers are unknown."""
    if not log.timed or log.servers is None or not log.has_effort or log.begun.empty:
        return None
    rows = log.rows
    place = log.place(log.client.parameters.coverage.desk.policy, rows)
    arrived, effort = rows["arrived"].to_numpy(float), rows["effort"].to_numpy(float)
    wait = pd.Series(starts(arrived, effort, place, log.servers) - arrived, rows.index)
    return wait[log.begun.index]


def simulated(log: Log) -> Simulated | None:
    """The desk under each policy, requests drawn from the log arriving by chance at the log's rate; None where the log is short,
    something is unknown, or more work comes than can be done."""
    if not log.timed or len(log.rows) < LEAST or log.servers is None or not log.load < 1:
        return None
    p, rows = log.client.parameters, log.rows
    n = p.coverage.desk.simulated
    drawn = rows.iloc[np.random.default_rng(p.seed).integers(0, len(rows), n)]
    group = drawn["group"].astype(object).fillna("none").to_numpy()
    arrived, effort = poisson_arrivals(log.rate, n, p.seed + 1), drawn["effort"].to_numpy(float)
    rank, score = drawn["rank"].to_numpy(float), drawn["score"].to_numpy(float)
    per_hour, made = p.coverage.desk.ageing / p.coverage.desk.length, {}
    groups = sorted(map(str, rows["group"].dropna().unique()))
    for policy in POLICIES:
        place = request_order(policy, arrived, rank, score, per_hour)
        wait = starts(arrived, effort, place, log.servers) - arrived
        for name in (ALL, *groups):
            found = mean_wait(wait, np.ones(n, dtype=bool) if name == ALL else group == name)
            made[(policy, str(name))] = (found.mean, found.low, found.high, found.n)
    waits = pd.DataFrame.from_dict(made, orient="index", columns=["mean", "low", "high", "n"])
    waits.index = pd.MultiIndex.from_tuples(waits.index, names=["policy", "group"])
    return Simulated(waits, _closed(log), _rates(log))


def _rates(log: Log) -> pd.DataFrame:
    """Requests and hours of work per working hour, by group; who has no group counts as `none`."""
    by = log.rows.groupby(log.rows["group"].astype(object).fillna("none"))["effort"]
    each = log.rate / len(log.rows)
    return pd.DataFrame({"requests": by.size() * each, "work": by.sum() * each})


def _closed(log: Log) -> pd.Series:
    """Waits in closed form: by arrival, and strictly by class."""
    assert log.servers is not None
    rows = log.rows
    by = rows.groupby("rank")["effort"]
    rate = (by.size() / len(rows) * log.rate).tolist()
    mean, square = by.mean().tolist(), by.agg(lambda e: float((e**2).mean())).tolist()
    common = shared_wait(rate, mean, square, log.servers)
    strict = pd.Series(shared_priority_waits(rate, mean, square, log.servers), by.size().index)
    ranks = rows.dropna(subset=["group"]).groupby("group")["rank"].first()
    made = {("strict", str(name)): float(strict[rank]) for name, rank in ranks.items()}
    made |= {("fcfs", ALL): common}
    return pd.Series(made).rename_axis(["policy", "group"])


@dataclass(frozen=True)
class Overload:
    """More work than the desk can do: the log replayed in the recommended order. Requests and hours waiting at its end, growth in
    hours of work per week, mean wait of those begun by the end (hours)."""

    waiting: int
    hours: float
    per_week: float
    wait: float


def overload(log: Log) -> Overload | None:
    """The log replayed where the offered load is 1 or more."""
    if not log.timed or len(log.rows) < LEAST or log.servers is None or not log.load >= 1:
        return None
    rows, desk = log.rows, log.client.parameters.coverage.desk
    arrived, effort = rows["arrived"].to_numpy(float), rows["effort"].to_numpy(float)
    begun = starts(arrived, effort, log.place(desk.policy, rows), log.servers)
    at = np.linspace(arrived[0], max(log.now, arrived[-1]), 200)
    found = backlog(arrived, begun, effort, at[int(200 * WARM_UP) :])
    done = begun <= at[-1]
    wait = float((begun - arrived)[done].mean()) if done.any() else float("nan")
    return Overload(int(found.waiting[-1]), float(found.hours[-1]), found.growth * 5 * desk.length, wait)
