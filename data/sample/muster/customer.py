"""A customer with its hidden drivers, and the calendar."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from names import STAFF

FIRST, LAST = date(2023, 1, 1), date(2025, 12, 31)
HOLIDAYS = [(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26)]
KAMS = [row[0] for row in STAFF if row[2] == "kam"]


@dataclass
class Customer:
    """One customer; everything but the ids is a driver, not a result."""

    id: str
    name: str
    city: tuple
    industry: str
    prospect: bool
    need: float = 0.0
    share: float = 0.0
    growth: float = 0.0
    start: date = FIRST
    end: date = LAST
    complexity: int = 3
    digital: int = 3
    competition: int = 3
    strategic: int = 3
    orders: float = 0.0
    discount: float = 0.0
    freight: float = 0.03
    lines: float = 2.3
    care: float = 1.0
    habit: float = 1.0
    cause: str = ""
    owner: str = ""
    parent: str | None = None
    products: list = field(default_factory=list)
    revenue: float = 0.0
    need_type: str = ""
    cluster: str = ""
    special: float = 0.0
    web: float = 0.0
    service: float = 0.03
    late: float = 0.0
    regular: float = 1.0
    rise: float = 0.0
    waves: tuple = (1.0, 1.0, 1.0)
    stay: float = 0.95
    pushed: bool = False
    grown: bool = False
    push: float = 0.0
    lift: float = 1.0

    @property
    def share_now(self) -> float:
        """Share of its need bought here in the last year of the period."""
        return self.revenue * self.path(date(LAST.year, 7, 1)) / self.need

    @property
    def key(self) -> bool:
        return self.owner in KAMS

    def path(self, day: date) -> float:
        """Business on a day against the planned yearly revenue: trend, ups and downs, the last year's push."""
        years = max((day - FIRST).days / 365.25, 0)
        last = self.lift if day.year == LAST.year else 1.0
        rise = float(np.exp(self.rise * max(years - 0.5, 0)))
        return (1 + self.growth) ** (years - 1.5) * self.waves[max(day.year - FIRST.year, 0)] * last * rise

    def discount_on(self, day: date) -> float:
        return self.discount + (self.push if day.year == LAST.year else 0.0)

    def active(self, day: date) -> bool:
        return self.start <= day <= self.end


def one_of(rng, items: list):
    """One of them, each as likely: what `rng.choice` draws, without making an array of them first."""
    return items[int(rng.integers(len(items)))]


def ends(shares) -> list[float]:
    """Where each part of the whole ends (0–1), for `place`."""
    found = np.asarray(shares, float).cumsum()
    return (found / found[-1]).tolist()


def place(rng, ends: list[float]) -> int:
    """The position of a part drawn by its share: what `rng.choice` draws with these shares, without testing them each time."""
    return bisect_right(ends, rng.random())


def workday(day: date, step: int = 1) -> date:
    while day.weekday() > 4 or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=step)
    return day
