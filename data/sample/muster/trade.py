"""Customers with their hidden drivers, and the orders those drivers cause."""

from bisect import bisect_left, bisect_right
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from operator import itemgetter

import numpy as np
import plants
from customer import FIRST, KAMS, LAST, Customer, ends, one_of, place, workday
from names import BACK, CATEGORIES, CITIES, FRONT, INDUSTRIES, LEGAL, SERVICE, SPECIAL_NAMES, STAFF

EXISTING, PROSPECTS, KEY = 580, 30, 22
YEARLY_REVENUE = 17_000_000
SEASON = [0.90, 0.95, 1.10, 1.05, 1.00, 1.05, 0.95, 0.80, 1.10, 1.15, 1.10, 0.85]
CREDITS = 110
CHANNELS, CHANNEL_ENDS = ["E-Mail", "Telefon", "Außendienst"], ends([0.6, 0.3, 0.1])
RHYTHM = 8.0, 24.0  # shape of the intervals between orders: they scatter by 20 to 35 % (1 would be chance alone)
LATE, LATE_SPECIAL = 0.035, 0.30
HELD_SPECIAL = 0.18  # of special orders, what is late no more where promises are made with care (no effect)
EARLY, EARLY_FROM = 0.25, 20_000  # share of orders promised too early, with customers of so much planned yearly revenue


def company_names(rng, cities, industries) -> list[str]:
    stems = [a + b for a in FRONT for b in BACK]
    picked = rng.permutation(stems)[: len(cities)]
    return [
        f"{stem} {rng.choice(INDUSTRIES[industry])} {rng.choice(LEGAL[city[3]])}"
        for stem, city, industry in zip(picked, cities, industries, strict=True)
    ]


def customers(rng, effect: float, structureless: bool) -> list[Customer]:
    n = EXISTING + PROSPECTS
    territories = Counter(city[6] for city in CITIES)
    p = [1 / territories[city[6]] / len(territories) for city in CITIES]
    cities = [CITIES[i] for i in rng.choice(len(CITIES), n, p=p)]
    industries = list(rng.choice(list(INDUSTRIES), n, p=[0.24, 0.18, 0.14, 0.13, 0.11, 0.11, 0.09]))
    names = company_names(rng, cities, industries)
    numbers = np.sort(rng.choice(np.arange(101, 9800), n, replace=False))
    existing = rng.permutation(n) < EXISTING
    found = [
        Customer(f"{number:06d}", name, city, str(industry), prospect=not known)
        for number, name, city, industry, known in zip(numbers, names, cities, industries, existing, strict=True)
    ]
    draw_drivers(rng, found)
    existing = [c for c in found if not c.prospect]
    plants.plant(rng, existing, effect, structureless)
    assign_owners(rng, found)
    plants.push_keys(rng, existing, effect)
    plants.form_groups(rng, existing)
    for name, c in zip(SPECIAL_NAMES, rng.permutation(plants.alone(existing)), strict=False):
        c.name = name
    return found


def draw_drivers(rng, found: list[Customer]) -> None:
    """Many customers of a like size and a few far larger ones."""
    sizes = {}
    for c in found:
        sizes[c.id] = float(rng.lognormal(0, 0.55) * (rng.uniform(6, 20) if rng.random() < 0.08 else 1))
        c.share = float(np.clip(rng.beta(2.4, 2.6), 0.08, 0.92))
        c.growth = float(rng.normal(0.02, 0.07))
        c.complexity = int(rng.choice([1, 2, 3, 4, 5], p=[0.10, 0.25, 0.30, 0.25, 0.10]))
        c.digital = int(rng.choice([1, 2, 3, 4, 5], p=[0.15, 0.25, 0.30, 0.20, 0.10]))
        c.competition = int(rng.choice([1, 2, 3, 4, 5], p=[0.05, 0.20, 0.35, 0.25, 0.15]))
    scale = YEARLY_REVENUE / sum(sizes[c.id] for c in found if not c.prospect)
    for c in found:
        c.need = sizes[c.id] * scale / c.share
        c.share = 0.0 if c.prospect else c.share
        c.revenue = c.need * c.share
        c.orders = 2.62 * (c.revenue / 15_000) ** 0.5 * float(rng.lognormal(0, 0.2))
        c.discount = discount_of(c.revenue) + float(rng.normal(0, 0.022))
        c.strategic = int(np.clip(round(1.2 + 0.55 * np.log(c.need / 15_000) + rng.normal(0, 0.8)), 1, 5))
        c.products = list(rng.choice(list(CATEGORIES)[:6], int(rng.integers(2, 6)), replace=False))
        c.web = 0.14 * (c.digital - 1)
    steady = rng.spawn(1)[0]  # of its own, so that the other drivers stay as they are
    for c in found:
        c.regular = float(steady.uniform(*RHYTHM))


def discount_of(revenue: float) -> float:
    """What volume alone would explain."""
    return 0.075 + 0.046 * max(np.log(max(revenue, 1) / 10_000), 0)


def assign_owners(rng, found: list[Customer]) -> None:
    """Key accounts by need and importance as the management sees them; others by territory, some small ones inside."""
    field_rep = {row[7]: row[0] for row in STAFF if row[2] == "field"}
    inside = [row[0] for row in STAFF if row[2] in ("inside", "digital")]
    free = [c for c in found if not c.prospect and not c.cause and plants.whole_time(c)]
    seen = {c.id: np.log(c.need) + 0.35 * c.strategic + rng.normal(0, 0.35) for c in free}
    for i, c in enumerate(sorted(free, key=lambda c: -seen[c.id])[:KEY]):
        c.owner = KAMS[i % len(KAMS)]
    for c in found:
        if c.owner:
            continue
        small = c.revenue < 20_000 and not c.cause and not c.prospect
        c.owner = str(rng.choice(inside)) if small and rng.random() < 0.3 else field_rep[c.city[6]]


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
        day = FIRST - timedelta(days=460)
        while day <= LAST:
            years = max((day - FIRST).days / 365.25 - 0.5, 0)
            rate = c.orders * float(np.exp(c.rise * years / 2)) * SEASON[day.month - 1] / 365.25
            day += timedelta(days=max(1, int(rng.gamma(c.regular, 1 / rate / c.regular))))
            if FIRST - timedelta(days=60) <= day <= LAST and c.active(max(day, FIRST)):
                heads.append((workday(day), c))
    heads.sort(key=lambda head: (head[0], head[1].id))
    lines = []
    for number, (day, c) in enumerate(heads):
        lines += order(rng, c, day, f"A{day:%y}-{10001 + number}", products)
    lines += credit_notes(rng, lines)
    return sorted(lines, key=lambda line: (line["date"], line["order_id"], line["line"]))


def order(rng, c: Customer, day: date, number: str, products) -> list[dict]:
    special_share = max(0.02 + 0.022 * c.complexity + c.special, 0.0)
    n = 1 + min(int(rng.poisson(max(c.lines, 0.2))), 8)
    special = (rng.random(n) < special_share).tolist()
    promised = workday(day + timedelta(days=int(rng.integers(6, 18)) + (21 if any(special) else 0)))
    late = rng.random() < (LATE_SPECIAL if any(special) else LATE) + c.late
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
    frequent = float(np.exp(c.rise * max((day - FIRST).days / 365.25 - 0.5, 0) / 2))
    spread = 0.35 / c.regular**0.5
    net = c.revenue * c.path(day) / frequent / c.orders * float(rng.lognormal(-(spread**2) / 2, spread))
    rate = c.discount_on(day)
    lines = [
        line(rng, c, net * w, rate, s, products)
        for w, s in zip(rng.dirichlet([2.0] * n).tolist(), special, strict=True)
    ]
    freight = 16 + c.freight * sum(row["net"] for row in lines) / 100 * float(rng.lognormal(0, 0.25))
    for i, row in enumerate(lines):
        row |= head | {"line": 10 * (i + 1), "freight": Decimal(f"{freight:.2f}") if i == 0 else None}
    return lines


def line(rng, c: Customer, net: float, discount: float, special: bool, products) -> dict:
    """One line in cents: net = list − discount exactly."""
    rate = float(min(max(discount + rng.normal(0, 0.02), 0.0), 0.6))
    target = 100 * net / (1 - rate)
    category = SERVICE if rng.random() < c.service else str(one_of(rng, c.products))
    by_price = products[category]
    first = bisect_left(by_price, target / 150, key=itemgetter(1))
    fitting = by_price[first : bisect_right(by_price, target * 1.3, key=itemgetter(1))]
    nearest = by_price[0 if target < by_price[0][1] else -1]
    article, price, cost = one_of(rng, fitting) if fitting else nearest
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
    if rng.random() < c.web:
        return "Webshop"
    return CHANNELS[place(rng, CHANNEL_ENDS)]


def promise(rng, lines: list[dict], effect: float) -> None:
    """What was promised, never when it was delivered: with the effect, larger customers are told days that cannot be kept;
    without it, many a special order is promised with more care."""
    orders = {}
    for row in lines:
        if row["shipped"]:
            orders.setdefault(row["order_id"], []).append(row)
    for own in orders.values():
        drawn, days = rng.random(), int(rng.integers(2, 8))
        promised, shipped, c = own[0]["promised"], own[0]["shipped"], own[0]["customer"]
        if shipped <= promised and c.revenue >= EARLY_FROM and drawn < EARLY * effect:
            promised = max(workday(shipped - timedelta(days=days), -1), own[0]["ordered"])
        elif shipped > promised and any(row["special"] for row in own) and not c.late:
            promised = shipped if drawn < HELD_SPECIAL / LATE_SPECIAL * (1 - effect) else promised
        for row in own:
            row["promised"] = promised


def credit_notes(rng, lines: list[dict]) -> list[dict]:
    """Some delivered lines are taken back in full, some weeks later."""
    found = []
    shipped = [row for row in lines if row["shipped"] and row["shipped"] < date(2025, 11, 15)]
    for i, k in enumerate(sorted(rng.choice(len(shipped), CREDITS, replace=False))):
        row = shipped[k]
        day = workday(row["shipped"] + timedelta(days=int(rng.integers(8, 40))))
        money = {name: -row[name] for name in ("net", "list", "discount", "goods", "quantity")}
        found.append(row | money | {
            "date": day, "order_id": f"GS{day:%y}-{501 + i}", "line": 10, "freight": None, "ordered": None,
            "promised": None, "shipped": None,
        })  # fmt: skip
    return found
