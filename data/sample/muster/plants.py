"""What is planted: causes drawn from distributions, each with a strength that follows the effect (0 nothing, 1 planted)."""

from datetime import date, timedelta

import numpy as np
from customer import FIRST, LAST, Customer
from names import CATEGORIES, CLUSTERS, NEEDS

# cause: how many customers, planned yearly revenue from … to …
GROUPS = {
    "overrated": (8, 65_000, 145_000),
    "deep_discount": (8, 32_000, 110_000),
    "excess": (14, 24_000, 130_000),
    "slow": (18, 45_000, 260_000),
    "habit": (14, 14_000, 38_000),
    "neglected": (12, 12_000, 40_000),
    "riser": (9, 5_000, 8_500),
    "hidden": (12, 6_000, 6_900),
    "small_orders": (24, 4_000, 12_500),
}
SMALL = 13_500  # planned yearly revenue below which a customer belongs to one of four small kinds
LARGE = 90_000  # above which business goes up and down from year to year
KEYS_PUSHED, KEYS_GROWN, LEAVERS, NEWCOMERS, FAMILIES = 6, 5, 24, 26, 12
# strengths at effect 1
ORDERS = {"small_orders": 4.2, "deep_discount": 1.6, "overrated": 4.2}
DISCOUNT = {"small_orders": 0.09, "deep_discount": 0.20, "overrated": 0.22, "excess": 0.20, "hidden": -0.07}
CARE = {"small_orders": 2.8, "deep_discount": 3.0, "overrated": 5.5, "neglected": -0.9, "hidden": -0.95}
HABIT, SERVICE, REGULAR, FEWER_LINES, RISE = 13.0, 2.2, 30.0, 1.3, 14.0
SLOW_LATE, SLOW_LEAVE, LEAVE, WAVES, STEADY = 0.55, 0.45, 0.05, 0.24, 0.04
PUSH_DISCOUNT, PUSH_GROWTH, GROWTH = 0.10, 0.12, 0.30


def plant(rng, found: list[Customer], effect: float, structureless: bool) -> None:
    """Give some customers a cause each, all a type of need, small ones a kind; then who leaves and who comes."""
    for cause, (n, low, high) in GROUPS.items():
        for c in pick(rng, found, n, low, high):
            c.cause = cause
            burden(rng, c, effect)
    for c in found:
        c.need_type = str(rng.choice(list(NEEDS), p=[0.40, 0.35, 0.25]))
        if c.revenue < SMALL and not c.cause:
            small_kind(rng, c, effect, structureless)
        else:
            lean_to_need(c, NEEDS[c.need_type], effect)
        spread = STEADY + WAVES * effect * (c.revenue > LARGE)
        c.waves = tuple(np.exp(rng.normal(0, spread, 3) - spread**2 / 2))
    come_and_go(rng, found, effect)


def pick(rng, found: list[Customer], n: int, low: float, high: float) -> list[Customer]:
    return list(rng.permutation([c for c in found if not c.cause and low <= c.revenue <= high])[:n])


def burden(rng, c: Customer, effect: float) -> None:
    """What a cause does to orders, discount, care and deliveries; every customer in its own measure."""
    own = effect * float(np.clip(rng.normal(1, 0.12), 0.7, 1.3))
    c.orders = max(c.orders, 3.0 if c.cause == "small_orders" else 0) * (1 + ORDERS.get(c.cause, 0) * own)
    c.discount += DISCOUNT.get(c.cause, 0) * own
    c.care = max(1 + CARE.get(c.cause, 0) * own, 0.03)
    if c.cause == "small_orders":
        c.lines -= FEWER_LINES * own
    elif c.cause == "habit":
        c.habit = 1 + HABIT * own
    elif c.cause == "hidden":
        c.service = min(max(c.service, SERVICE * own), 0.95)
        c.orders = max(c.orders, float(rng.normal(2.5, 0.2)))
        c.growth *= 0.3
        c.regular = max(c.regular, 1 + REGULAR * own)
        c.digital = max(c.digital, int(rng.integers(3, 6)))
        c.need = planted(c.need, c.revenue / float(rng.uniform(0.07, 0.20)), effect)
    elif c.cause == "neglected":
        c.need = planted(c.need, c.revenue / float(rng.uniform(0.06, 0.15)), effect)
    elif c.cause == "overrated":
        c.need = planted(c.need, c.revenue / float(rng.uniform(0.65, 0.92)), effect)
    elif c.cause == "riser":
        c.rise = np.log(RISE) / 2 * own
        c.need = planted(c.need, c.revenue * float(rng.uniform(16, 28)), effect)
    elif c.cause == "slow":
        c.late = SLOW_LATE * own


def planted(usual: float, other: float, effect: float) -> float:
    """What a cause makes of something; without effect it stays as usual."""
    return other if effect else usual


def small_kind(rng, c: Customer, effect: float, structureless: bool) -> None:
    """One of four kinds of small accounts; without structure every trait comes from a kind of its own."""
    c.cluster = str(rng.choice(list(CLUSTERS), p=[0.30, 0.22, 0.22, 0.26]))
    traits = ["orders", "care", "lines", "discount", "special", "web", "products"]
    of = {t: CLUSTERS[str(rng.choice(list(CLUSTERS))) if structureless else c.cluster] for t in traits}
    if structureless:
        c.cluster = ""
    c.orders *= of["orders"]["orders"] ** effect
    c.care *= of["care"]["care"] ** effect
    c.lines += of["lines"]["lines"] * effect
    c.discount += of["discount"]["discount"] * effect
    c.special += of["special"]["special"] * effect
    c.web += (of["web"]["web"] - c.web) * effect
    if rng.random() < effect:
        c.products = list(of["products"]["products"])
    if c.cluster and rng.random() < 0.8 * effect:
        c.need_type = CLUSTERS[c.cluster]["need"]


def lean_to_need(c: Customer, need: dict, effect: float) -> None:
    c.care *= need["care"] ** effect
    c.discount += need["discount"] * effect
    c.special += need["special"] * effect
    c.web += (need["web"] - c.web) * effect
    more = [name for name in list(CATEGORIES)[:6] if name not in c.products]
    c.products += more[: round(need["categories"] * effect)]


def come_and_go(rng, found: list[Customer], effect: float) -> None:
    """Some leave, some are won; valuable customers that wait for their deliveries leave more often."""
    for c in found:
        slow = c.cause == "slow"
        c.stay = 1 - LEAVE - SLOW_LEAVE * effect * slow
        if slow and rng.random() > c.stay:
            c.end = date(2024, 9, 1) + timedelta(days=int(rng.integers(0, 330)))
    ordinary = [c for c in found if not c.cause and c.revenue < 250_000]
    moving = list(rng.permutation(ordinary)[: LEAVERS + NEWCOMERS])
    for c in moving[:LEAVERS]:
        c.end = date(2024, 4, 1) + timedelta(days=int(rng.integers(0, 510)))
        c.stay = float(rng.uniform(0.5, 0.8))
    for c in moving[LEAVERS:]:
        c.start = date(2023, 5, 1) + timedelta(days=int(rng.integers(0, 820)))


def push_keys(rng, found: list[Customer], effect: float) -> None:
    """Key accounts of the last year: some grew because their discount did, some without."""
    keys = list(rng.permutation([c for c in found if c.key]))
    for i, c in enumerate(keys[: KEYS_PUSHED + KEYS_GROWN]):
        own = effect * float(np.clip(rng.normal(1, 0.15), 0.7, 1.3))
        c.waves = (c.waves[0], c.waves[1], c.waves[1])
        c.pushed, c.grown = i < KEYS_PUSHED, i >= KEYS_PUSHED
        c.push = PUSH_DISCOUNT * own * c.pushed
        c.lift = 1 + (PUSH_GROWTH if c.pushed else GROWTH) * own


def form_groups(rng, found: list[Customer]) -> None:
    """Families of two to four customers under one parent."""
    free = list(rng.permutation([c for c in found if not c.cause]))
    for _ in range(FAMILIES):
        head, *others = [free.pop() for _ in range(int(rng.integers(2, 5)))]
        for c in others:
            c.parent = head.id
            c.name = head.name.split()[0] + " " + c.name.split(" ", 1)[1]


def alone(found: list[Customer]) -> list[Customer]:
    """German customers that belong to no family."""
    parents = {c.parent for c in found}
    return [c for c in found if c.city[3] == "DE" and not c.parent and c.id not in parents]


def whole_time(c: Customer) -> bool:
    return c.start == FIRST and c.end == LAST
