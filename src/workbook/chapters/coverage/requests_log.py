"""The request log: when each request came and was begun in working hours, for which customer, with what score and effort."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.coverage.base import STANDS_FOR, Base
from workbook.client import Client
from workbook.methods.backlog import offered_load
from workbook.methods.request_order import CLASS_RANK, LAST_RANK, Policy, customer_score, request_order
from workbook.methods.working_hours import working_hours

DESK_ROLES = ("inside", "service")
CLOSED = ("won", "lost", "served")
ASKED = ("type", "requested_by", "assigned_priority", "override", "override_reason", "approved_by", "win_probability",
         "expected_value", "outcome", "value")  # fmt: skip
NUMBERS = ("assigned_priority", "win_probability", "expected_value", "value", "effort_hours")


@dataclass(frozen=True)
class Log:
    """All requests received up to `as_of`, in order of arrival.

    `rows` (index request_id): customer_id, name, group (class, else size; missing for who is no customer yet), rank (1–5), score
    (0–1), arrived, begun, ended, due (working hours since 1990, missing where unknown), waiting (not begun, bool), effort (hours;
    `effort_known` where it was recorded, else the median of the type), and the columns of the log in ASKED. `servers` is None
    where neither the staff nor the settings tell how many work on requests; `now` is the end of the working day `as_of`.
    """

    client: Client
    rows: pd.DataFrame
    servers: int | None
    now: float

    @property
    def begun(self) -> pd.DataFrame:
        """The requests begun by `now`."""
        return self.rows[self.rows["begun"].notna()]

    @property
    def open(self) -> pd.DataFrame:
        """The requests that wait."""
        return self.rows[self.rows["waiting"]]

    @property
    def has_effort(self) -> bool:
        """Whether the effort of requests is known."""
        return bool(self.rows["effort"].notna().all())

    @property
    def timed(self) -> bool:
        """Whether requests arrive at a time of the day, not only on a day."""
        stamps = self.rows["received_at"]
        return bool((stamps != stamps.dt.normalize()).mean() >= 0.5)

    @property
    def rate(self) -> float:
        """Requests that arrive in a working hour (missing below two different times)."""
        span = float(np.ptp(self.rows["arrived"])) if len(self.rows) else 0.0
        return (len(self.rows) - 1) / span if span > 0 else float("nan")

    @property
    def load(self) -> float:
        """Work that arrives per hour of the desk's; missing where servers, effort or times are unknown."""
        if self.servers is None or not self.has_effort:
            return float("nan")
        return offered_load(self.rate, float(self.rows["effort"].mean()), self.servers)

    def place(self, policy: Policy, rows: pd.DataFrame) -> np.ndarray:
        """Positions of some requests in the order of a policy, 0 first."""
        p = self.client.parameters.coverage.desk
        arrived, rank, score = (rows[c].to_numpy(float) for c in ("arrived", "rank", "score"))
        return request_order(policy, arrived, rank, score, p.ageing / p.length)

    def priority(self, rows: pd.DataFrame) -> np.ndarray:
        """Positions in the order of the assigned priority, 1 first, none last, ties by arrival."""
        given = rows["assigned_priority"].astype(float).fillna(np.inf)
        return np.argsort(np.lexsort((rows["arrived"], given)))


def request_log(base: Base) -> Log | None:
    """The log of a client; None where there is none, or where it does not tell which requests were begun."""
    client = base.client
    if not client.has("requests", "received_at") or not (
        client.has("requests", "started_at") or client.has("requests", "finished_at")
    ):
        return None
    raw = client.tables["requests"]
    end = pd.Timestamp(client.as_of) + pd.Timedelta(days=1)
    raw = raw[raw["received_at"].notna() & (raw["received_at"] < end)]
    if raw.empty:
        return None
    rows = _times(client, raw, end)
    rows = rows.join(_customers(base), on="customer_id")
    rows["rank"] = rows["rank"].fillna(LAST_RANK)
    rows["effort"], rows["effort_known"] = _effort(rows)
    rows = rows.sort_index(kind="stable").sort_values("arrived", kind="stable")
    return Log(client, rows, _servers(client), float(_hours(client, pd.Series([end - pd.Timedelta(minutes=1)]))[0]))


def _hours(client: Client, stamps: pd.Series) -> np.ndarray:
    p = client.parameters.coverage.desk
    return working_hours(pd.to_datetime(stamps), p.day, p.holidays)


def _times(client: Client, raw: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    """The log in working hours; what happened after `as_of` is not known yet."""
    rows = raw[["customer_id", "received_at"]].copy()
    for column in (*ASKED, "effort_hours", "started_at", "finished_at", "due_at"):
        rows[column] = raw[column] if column in raw else pd.Series(None, raw.index, dtype=object)
    for column in NUMBERS:
        rows[column] = pd.to_numeric(rows[column]).astype(float)
    started, finished = (pd.to_datetime(rows[c]) for c in ("started_at", "finished_at"))
    started, finished = started.where(started < end), finished.where(finished < end)
    due = pd.to_datetime(rows["due_at"])
    whole = due.notna() & (due == due.dt.normalize())  # a day without a time: until its end
    due = due.where(~whole, due + pd.Timedelta(hours=client.parameters.coverage.desk.day[1]))
    rows["arrived"] = _hours(client, rows["received_at"])
    rows["begun"] = np.maximum(_hours(client, started), rows["arrived"])
    rows["ended"], rows["due"] = _hours(client, finished), _hours(client, due)
    closed = rows["outcome"].isin(CLOSED) & finished.isna() & rows["finished_at"].isna()
    rows["waiting"] = started.isna() & finished.isna() & ~closed
    return rows.set_index(raw["request_id"].astype(str))


def _customers(base: Base) -> pd.DataFrame:
    """Name, group, rank and score of each customer."""
    known = base.known
    table = base.customers[["name", "group"]].copy()
    table["rank"] = table["group"].replace(STANDS_FOR).map(CLASS_RANK).astype(float)
    nothing = pd.Series(np.nan, known.index)
    potential = known["potential_revenue"].astype(float) if "potential_revenue" in known else nothing
    share = next((known[c].astype(float) for c in ("sow", "share_of_wallet") if c in known), nothing)
    value = known["value"].astype(float) if "value" in known else known["revenue_per_year"].astype(float)
    table["score"] = customer_score(potential * _margin(base), share, value)
    return table


def _margin(base: Base) -> pd.Series:
    """The margin rate of each customer's further purchases: as stated, else that of its own purchases, else everybody's."""
    known = base.known
    own = pd.Series(np.nan, known.index)
    if "cm2" in known:
        sold = known["net_revenue"].astype(float)
        own = (known["cm2"] / sold.where(sold > 0)).clip(lower=0.0)
        own = own.fillna(max(0.0, float(known["cm2"].sum() / sold.sum())) if sold.sum() > 0 else np.nan)
    stated = pd.to_numeric(base.client.listed("potential_margin_rate", known.index), errors="coerce").astype(float)
    return stated.fillna(own).fillna(1.0)


def _effort(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Hours of each request and whether they were recorded; else the median of its type, else of all."""
    effort = rows["effort_hours"].astype(float)
    effort = effort.where(effort >= 0)
    typical = effort.groupby(rows["type"].astype(object).fillna("")).transform("median")
    return effort.fillna(typical).fillna(effort.median()), effort.notna()


def _servers(client: Client) -> int | None:
    """How many work on requests: as set, else the positions of inside sales and service, at least one; None without either."""
    told = client.parameters.coverage.desk.servers
    if told is not None:
        return told
    if not client.has("staff", "role"):
        return None
    staff = client.tables["staff"]
    desk = staff[staff["role"].isin(DESK_ROLES)]
    fte = desk["fte"].astype(float).fillna(1.0) if "fte" in desk else pd.Series(1.0, desk.index)
    return max(1, int(fte.sum() + 1e-9))
