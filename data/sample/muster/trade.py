"""Customers with their hidden drivers, and the orders those drivers cause."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from names import BACK, CATEGORIES, CITIES, FRONT, INDUSTRIES, LEGAL, SPECIAL_NAMES, STAFF

FIRST, LAST = date(2023, 1, 1), date(2025, 12, 31)
EXISTING, PROSPECTS, KEY = 120, 10, 14
YEARLY_REVENUE = 15_400_000
SEASON = [0.90, 0.95, 1.10, 1.05, 1.00, 1.05, 0.95, 0.80, 1.10, 1.15, 1.10, 0.85]
HOLIDAYS = [(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26)]
SMALL_ORDERS, DEEP_DISCOUNT, HABIT = 9, 5, 8
# causes at effect 1.0
EXTRA_ORDERS, SMALL_EXTRA_DISCOUNT, DEEP_EXTRA_DISCOUNT, EXTRA_CARE, HABIT_VISITS = 3.5, 0.07, 0.18, 1.6, 5.4
LATE, LATE_SPECIAL = 0.035, 0.30


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
    freight: float = 0.044
    lines: float = 2.3
    care: float = 1.0
    habit: float = 1.0
    cause: str = ""
    owner: str = ""
    parent: str | None = None
    products: list = field(default_factory=list)

    @property
    def revenue(self) -> float:
        return self.need * self.share

    @property
    def key(self) -> bool:
        return self.owner in ("V-01", "V-02")

    def active(self, day: date) -> bool:
        return self.start <= day <= self.end


def workday(day: date) -> date:
    while day.weekday() > 4 or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=1)
    return day


def company_names(rng, cities, industries) -> list[str]:
    stems = [a + b for a in FRONT for b in BACK]
    picked = rng.permutation(stems)[: len(cities)]
    return [
        f"{stem} {rng.choice(INDUSTRIES[industry])} {rng.choice(LEGAL[city[3]])}"
        for stem, city, industry in zip(picked, cities, industries, strict=True)
    ]


def customers(rng, effect: float) -> list[Customer]:
    n = EXISTING + PROSPECTS
    cities = [CITIES[i] for i in rng.integers(0, len(CITIES), n)]
    industries = list(rng.choice(list(INDUSTRIES), n, p=[0.24, 0.18, 0.14, 0.13, 0.11, 0.11, 0.09]))
    names = company_names(rng, cities, industries)
    numbers = np.sort(rng.choice(np.arange(101, 2400), n, replace=False))
    found = [
        Customer(f"{number:06d}", name, city, str(industry), prospect=i >= EXISTING)
        for i, (number, name, city, industry) in enumerate(zip(numbers, names, cities, industries, strict=True))
    ]
    draw_drivers(rng, found)
    existing = [c for c in found if not c.prospect]
    plant(rng, existing, effect)
    assign_owners(rng, found)
    form_groups(rng, existing)
    alone = [c for c in existing if c.city[3] == "DE" and not c.parent and not any(d.parent == c.id for d in existing)]
    for name, c in zip(SPECIAL_NAMES, rng.permutation(alone), strict=False):
        c.name = name
    return found


def draw_drivers(rng, found: list[Customer]) -> None:
    for c in found:
        c.need = float(rng.lognormal(0, 1.15))
        c.share = 0.0 if c.prospect else float(np.clip(rng.beta(2.4, 2.6), 0.08, 0.92))
        c.growth = float(rng.normal(0.03, 0.08))
        c.complexity = int(rng.choice([1, 2, 3, 4, 5], p=[0.10, 0.25, 0.30, 0.25, 0.10]))
        c.digital = int(rng.choice([1, 2, 3, 4, 5], p=[0.15, 0.25, 0.30, 0.20, 0.10]))
        c.competition = int(rng.choice([1, 2, 3, 4, 5], p=[0.05, 0.20, 0.35, 0.25, 0.15]))
    scale = YEARLY_REVENUE / sum(c.revenue for c in found)
    for c in found:
        c.need *= scale
        c.orders = 3.6 * (c.revenue / 50_000) ** 0.48 * float(rng.lognormal(0, 0.2))
        c.discount = discount_of(c.revenue) + float(rng.normal(0, 0.022))
        c.strategic = int(np.clip(round(1.2 + 0.55 * np.log(c.need / 15_000) + rng.normal(0, 0.8)), 1, 5))
        c.products = list(rng.choice(list(CATEGORIES), int(rng.integers(2, 6)), replace=False))


def discount_of(revenue: float) -> float:
    """What volume alone would explain."""
    return 0.075 + 0.036 * max(np.log(max(revenue, 1) / 10_000), 0)


def plant(rng, existing: list[Customer], effect: float) -> None:
    """The causes behind the truths: order habits, discounts, care, visits by habit; leavers and newcomers."""
    for c in pick(rng, existing, SMALL_ORDERS, 7_000, 28_000):
        c.cause = "small_orders"
        c.orders = max(c.orders, 3.5) * (1 + EXTRA_ORDERS * effect)
        c.discount += SMALL_EXTRA_DISCOUNT * effect
        c.lines -= 1.3 * effect
        c.care = 1 + EXTRA_CARE * effect
    for c in pick(rng, existing, DEEP_DISCOUNT, 70_000, 200_000):
        c.cause = "deep_discount"
        c.discount += DEEP_EXTRA_DISCOUNT * effect
        c.orders *= 1 + 0.8 * effect
        c.care = 1 + EXTRA_CARE * effect
    for c in pick(rng, existing, HABIT, 26_000, 62_000):
        c.cause, c.habit = "habit", 1 + HABIT_VISITS * effect
    ordinary = [c for c in existing if not c.cause and c.revenue < 250_000]
    moving = list(rng.permutation(ordinary)[:17])
    for c in moving[:7]:
        c.end = date(2025, 1, 1) + timedelta(days=int(rng.integers(0, 240)))
    for c in moving[7:]:
        c.start = date(2023, 5, 1) + timedelta(days=int(rng.integers(0, 820)))


def pick(rng, existing: list[Customer], n: int, low: float, high: float) -> list[Customer]:
    return list(rng.permutation([c for c in existing if not c.cause and low <= c.revenue <= high])[:n])


def assign_owners(rng, found: list[Customer]) -> None:
    """Key accounts by need and importance as the management sees them; others by territory, some small ones inside."""
    field_rep = {row[7]: row[0] for row in STAFF if row[2] == "field"}
    free = [c for c in found if not c.prospect and not c.cause and c.start == FIRST and c.end == LAST]
    seen = {c.id: np.log(c.need) + 0.35 * c.strategic + rng.normal(0, 0.35) for c in free}
    chosen = sorted(free, key=lambda c: -seen[c.id])[:KEY]
    for i, c in enumerate(chosen):
        c.owner = "V-01" if i % 9 < 5 else "V-02"
    for c in found:
        if c.owner:
            continue
        small = c.revenue < 60_000 and not c.cause and not c.prospect
        inside = ["V-08", "V-09", "V-10", "V-12"]
        c.owner = str(rng.choice(inside)) if small and rng.random() < 0.3 else field_rep[c.city[6]]


def form_groups(rng, existing: list[Customer]) -> None:
    chosen = list(rng.permutation([c for c in existing if not c.cause])[:8])
    for group in (chosen[:3], chosen[3:6], chosen[6:]):
        for c in group[1:]:
            c.parent = group[0].id
            c.name = group[0].name.split()[0] + " " + c.name.split(" ", 1)[1]


def product_list(rng) -> dict[str, list[tuple]]:
    """Per category: article number, list price in cents, cost share of the list price."""
    found = {}
    for category, (prefix, cost, low, high) in CATEGORIES.items():
        prices = np.exp(rng.uniform(np.log(low), np.log(high), 14))
        found[category] = [
            (f"{prefix}-{1000 + 35 * i}", round(p * 100), float(cost + rng.normal(0, 0.012)))
            for i, p in enumerate(sorted(prices))
        ]
    return found


def orders(rng, found: list[Customer]) -> list[dict]:
    """Order lines of all customers, by invoice date, with credit notes."""
    products, heads = product_list(rng), []
    for c in found:
        if c.prospect:
            continue
        day = FIRST - timedelta(days=60)
        while day <= LAST:
            rate = c.orders * SEASON[day.month - 1] / 365.25
            day += timedelta(days=max(1, int(rng.exponential(1 / rate))))
            if c.active(max(day, FIRST)) and day <= LAST:
                heads.append((workday(day), c))
    heads.sort(key=lambda head: (head[0], head[1].id))
    lines = []
    for number, (day, c) in enumerate(heads):
        lines += order(rng, c, day, f"A{day:%y}-{10001 + number}", products)
    lines += credit_notes(rng, lines)
    return sorted(lines, key=lambda line: (line["date"], line["order_id"], line["line"]))


def order(rng, c: Customer, day: date, number: str, products) -> list[dict]:
    special_share = 0.02 + 0.022 * c.complexity
    n = 1 + min(int(rng.poisson(max(c.lines, 0.2))), 8)
    special = rng.random(n) < special_share
    promised = workday(day + timedelta(days=int(rng.integers(6, 18)) + (21 if special.any() else 0)))
    late = rng.random() < (LATE_SPECIAL if special.any() else LATE)
    delay = int(rng.integers(2, 15)) if late else -int(rng.integers(0, 4))
    shipped = workday(max(promised + timedelta(days=delay), day))
    if not late and shipped > promised:
        shipped = promised
    invoiced = workday(shipped + timedelta(days=int(rng.integers(0, 3))))
    if invoiced > LAST:  # invoiced in advance, or not yet at all
        invoiced, shipped = workday(day), None
        if rng.random() < 0.45 or invoiced > LAST:
            return []
    if invoiced < FIRST:
        return []
    head = {
        "customer": c, "date": invoiced, "order_id": number, "ordered": day, "promised": promised,
        "shipped": shipped, "channel": channel(rng, c), "rep": c.owner,
    }  # fmt: skip
    years = (day - FIRST).days / 365.25
    net = c.revenue * (1 + c.growth) ** (years - 1.5) / c.orders * float(rng.lognormal(-0.06, 0.35))
    lines = [line(rng, c, net * w, bool(s), products) for w, s in zip(rng.dirichlet([2.0] * n), special, strict=True)]
    freight = 16 + c.freight * sum(row["net"] for row in lines) / 100 * float(rng.lognormal(0, 0.25))
    for i, row in enumerate(lines):
        row |= head | {"line": 10 * (i + 1), "freight": Decimal(f"{freight:.2f}") if i == 0 else None}
    return lines


def line(rng, c: Customer, net: float, special: bool, products) -> dict:
    """One line in cents: net = list − discount exactly."""
    rate = float(np.clip(c.discount + rng.normal(0, 0.02), 0, 0.6))
    target = 100 * net / (1 - rate)
    category = str(rng.choice(c.products))
    fitting = [p for p in products[category] if target / 150 <= p[1] <= target * 1.3]
    nearest = products[category][0 if target < products[category][0][1] else -1]
    article, price, cost = fitting[rng.integers(len(fitting))] if fitting else nearest
    quantity = max(1, round(target / price))
    gross = quantity * price
    discount = round(gross * rate)
    goods = round(gross * cost * (1.06 if special else 1.0) * float(rng.normal(1, 0.02)))
    return {
        "net": gross - discount, "list": gross, "discount": discount, "goods": goods, "article": article,
        "category": category, "quantity": quantity, "special": special,
    }  # fmt: skip


def channel(rng, c: Customer) -> str:
    if c.digital == 5 and c.revenue > 100_000:
        return "EDI"
    if rng.random() < 0.14 * (c.digital - 1):
        return "Webshop"
    return str(rng.choice(["E-Mail", "Telefon", "Außendienst"], p=[0.6, 0.3, 0.1]))


def credit_notes(rng, lines: list[dict]) -> list[dict]:
    """Some delivered lines are taken back in full, some weeks later."""
    found = []
    shipped = [row for row in lines if row["shipped"] and row["shipped"] < date(2025, 11, 15)]
    for i, k in enumerate(sorted(rng.choice(len(shipped), 28, replace=False))):
        row = shipped[k]
        day = workday(row["shipped"] + timedelta(days=int(rng.integers(8, 40))))
        money = {name: -row[name] for name in ("net", "list", "discount", "goods", "quantity")}
        found.append(row | money | {
            "date": day, "order_id": f"GS{day:%y}-{501 + i}", "line": 10, "freight": None, "ordered": None,
            "promised": None, "shipped": None,
        })  # fmt: skip
    return found
