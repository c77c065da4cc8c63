"""What the sales staff do: activities, opportunities, requests."""

from collections import Counter
from datetime import date, datetime, timedelta
from math import cos, hypot, radians

import numpy as np
from customer import FIRST, HOLIDAYS, LAST, Customer, ends, one_of, place, workday
from names import APPROACH, APPROACHES, FITTING, MIX, STAFF

DAYS = (LAST - FIRST).days
PRACTICAL = 0.80
PUSHER, PUSHED, USUAL = "V-06", 0.62, 0.03  # whose requests are moved forward, how much more often than the usual share
PROMISED = 0.35  # by how much approved exceptions promise a better chance than they have
OVERLOADED, OVERLOAD = "V-01", 0.45  # the key-account manager with more work than time, and by how much
IDLE, IDLENESS = "service", 0.45  # the role with more time than work, and by how much
# phase: share going on to the next one, mean days; at key accounts phase 2 is weakened by the effect
CONVERSION = {1: 0.88, 2: 0.80, 3: 0.74, 4: 0.82}
DURATION = {1: 11, 2: 17, 3: 21, 4: 9}
WEAK_CONVERSION, WEAK_DAYS = 0.32, 26


def some_day(rng, first: date = FIRST, last: date = LAST) -> date:
    day = workday(first + timedelta(days=int(rng.integers(0, max((last - first).days, 1)))))
    return min(day, LAST)


def distance(rep: tuple, c: Customer) -> float:
    """Kilometres by road, roughly."""
    return 1.3 * hypot(111 * (rep[9] - c.city[4]), 111 * cos(radians(50)) * (rep[10] - c.city[5]))


def weight(rng, rep: tuple, c: Customer, n_lines: int, effect_free: float) -> float:
    """How much of a rep's customer time a customer draws: need for care, order work, habit."""
    size = (c.need * 0.1 if c.prospect else c.revenue) ** 0.7 * ((c.end - c.start).days / DAYS)
    care = (0.6 + 0.14 * c.complexity) * c.care * effect_free
    own = c.owner == rep[0]
    if rep[2] in ("kam", "field"):
        return size * care * c.habit if own else 0.0
    if rep[2] == "inside":
        return (4 + n_lines) ** 0.7 * care * (2.0 if own else 1.0)
    if rep[2] == "service":
        return size * care
    return c.digital**2 * size**0.5 * care * (2.0 if own else 1.0)


def load(rep: tuple, effect: float) -> float:
    """The planned utilisation of a rep: one key-account manager has too much to do, one role too little."""
    return rep[11] * (1 + OVERLOAD * effect * (rep[0] == OVERLOADED)) * (1 - IDLENESS * effect * (rep[2] == IDLE))


def activities(rng, found: list[Customer], lines: list[dict], history: list[dict], effect: float) -> list[list]:
    """Rows in the order of the file, by date; each rep's customer time adds up to the planned utilisation."""
    n_lines = Counter(row["customer"].id for row in lines)
    stages = {}
    for row in history:
        stages.setdefault(row["customer"].id, []).append(row)
    rows = []
    for rep in STAFF:
        capacity = rep[3] * rep[5] * PRACTICAL * rep[6] * (DAYS + 1) / 365.25
        weights = [weight(rng, rep, c, n_lines[c.id], float(rng.lognormal(0, 0.22))) for c in found]
        whole = sum(weights)
        for c, w in zip(found, weights, strict=True):
            budget = capacity * load(rep, effect) * w / whole
            rows += contacts(rng, rep, c, budget, stages.get(c.id, []))
        for month in range(36):
            day = workday(date(2023 + month // 12, month % 12 + 1, int(rng.integers(20, 27))))
            word, hours = str(rng.choice(["intern", "Besprechung"])), round(float(rng.normal(18, 4) * rep[3]) * 4) / 4
            rows.append([day, word, None, rep[0], None, None, hours, None])
    met = {row[2] for row in rows}
    for c in found:  # whoever is called a customer was at least rung up once
        if not c.prospect and not n_lines[c.id] and c.id not in met:
            rows.append([workday(c.start), "Anruf", c.id, c.owner, None, None, 0.5, None])
    return sorted(rows, key=lambda r: (r[0], r[3], r[2] or "", r[1], r[6]))


def contacts(rng, rep: tuple, c: Customer, budget: float, stages: list[dict]) -> list[list]:
    words, shares, means = zip(*MIX[rep[2]], strict=True)
    if rep[2] == "field" and c.habit > 1:  # visits by habit, little else
        shares = (0.85, 0.10, 0.03, 0.02)
    rows, km, parts = [], distance(rep, c), ends(shares)
    while budget > 0.5:
        k = place(rng, parts)
        travel = 0.6 * km * 2 if words[k] in ("Besuch", "Service") else 0.0
        hours = max(0.25, round(4 * (means[k] * float(rng.gamma(6, 1 / 6)) + travel / 75)) / 4)
        if hours > 2 * budget:
            words_left = min(range(len(words)), key=lambda i: means[i])
            k, travel, hours = words_left, 0.0, max(0.25, round(4 * min(budget, means[words_left])) / 4)
        day = some_day(rng, c.start, min(c.end, LAST))
        opportunity, phase = link(rng, words[k], day, stages)
        rows.append([day, words[k], c.id, rep[0], opportunity, phase, hours, round(travel) or None])
        budget -= hours
    return rows


def link(rng, word: str, day: date, stages: list[dict]) -> tuple[str | None, int | None]:
    """The opportunity and phase an activity belongs to, where it was recorded."""
    running = [s for s in stages if s["entered"] <= day <= (s["left"] or LAST)]
    if running and word not in ("Service", "Reklamation") and rng.random() < 0.45:
        return running[0]["id"], running[0]["phase"]
    if rng.random() < 0.35:
        return None, None
    usual = {"Service": 6, "Reklamation": 6, "Schulung": 6, "Angebot": 3, "E-Mail": 5}
    return None, usual.get(word, one_of(rng, [1, 5, 7, 7, 8]))


def opportunities(rng, found: list[Customer], effect: float, n: int = 520) -> tuple[list[dict], list[dict]]:
    keys, others = [c for c in found if c.key], [c for c in found if not c.key]
    chances = np.array([c.need**0.4 for c in others])
    deals, history = [], []
    for opened in sorted(some_day(rng, FIRST, LAST - timedelta(days=7)) for _ in range(n)):
        key = rng.random() < 0.40
        c = keys[rng.integers(len(keys))] if key else others[rng.choice(len(others), p=chances / chances.sum())]
        deal = {
            "id": f"C-{len(deals) + 1:04d}", "customer": c, "opened": opened, "closed": None,
            "outcome": "in Bearbeitung", "phase": 1,
            "value": round(float(c.need * 0.09 * rng.lognormal(-0.2, 0.6)), -2),
            "approach": str(rng.choice(APPROACHES, p=approach(c, effect))),
        }  # fmt: skip
        history += walk(rng, deal, effect)
        deals.append(deal)
    return deals, history


def approach(c: Customer, effect: float) -> np.ndarray:
    """Sales people mostly feel what a customer looks for."""
    fitting = np.array(FITTING.get(c.need_type, APPROACH))
    return (1 - 0.7 * min(effect, 1)) * np.array(APPROACH) + 0.7 * min(effect, 1) * fitting


def walk(rng, deal: dict, effect: float) -> list[dict]:
    """The way of one opportunity through phases 1 to 4, until won, lost or the end of the period."""
    day, steps = deal["opened"], []
    for phase in (1, 2, 3, 4):
        weak = effect if phase == 2 and deal["customer"].key else 0.0
        days = (DURATION[phase] + WEAK_DAYS * weak) * float(rng.gamma(4, 1 / 4))
        left = workday(day + timedelta(days=max(1, round(days))))
        deal["phase"] = phase
        steps.append({"id": deal["id"], "customer": deal["customer"], "phase": phase, "entered": day, "left": left})
        if left > LAST:
            steps[-1]["left"] = None
            return steps
        if rng.random() > CONVERSION[phase] - WEAK_CONVERSION * weak:
            deal["outcome"], deal["closed"] = "verloren", left
            return steps
        day = left
    deal["outcome"], deal["closed"] = "gewonnen", day
    return steps


def workdays_after(first: date, n: int) -> date:
    days = [date(year, *day) for year in (2025, 2026) for day in HOLIDAYS]
    return np.busday_offset(first, n, roll="forward", holidays=days).astype(date)


def clock(hour: float, first: date) -> datetime:
    """Working hour → point in time: nine hours a day from eight o'clock, Monday to Friday."""
    day = workdays_after(first, int(hour // 9))
    return datetime(day.year, day.month, day.day, 8) + timedelta(minutes=round(hour % 9 * 60))


def requests(rng, late, found: list[Customer], effect: float, n: int = 620) -> list[dict]:
    """Requests of September to December 2025 at a desk of five; one requester gets his own moved forward.

    `late` draws what comes on top: approved exceptions that promise more than they bring, and many requests before New Year.
    """
    kinds = {"Technische Klärung": 4.5, "Sonderanfertigung": 11.0, "Eilangebot": 6.0, "Muster": 3.0, "Lieferabruf": 2.0}
    existing = [c for c in found if c.end == LAST and not c.prospect]
    p = np.array([c.revenue**0.4 * c.complexity for c in existing])

    def asked(rng, hour: float, kind: str, pushed: float) -> dict:
        c = existing[rng.choice(len(existing), p=p / p.sum())]
        kind = kind or str(rng.choice(list(kinds), p=[0.30, 0.22, 0.20, 0.13, 0.15]))
        return {
            "customer": c, "hour": hour, "kind": kind, "requester": c.owner,
            "pushed": rng.random() < pushed + (PUSHED * effect if c.owner == PUSHER else 0),
            "effort": max(0.5, round(kinds[kind] * float(rng.gamma(3, 1 / 3)) * 2) / 2),
            "priority": 1 if c.key else int(rng.choice([1, 2, 3], p=[0.15, 0.5, 0.35])),
        }  # fmt: skip

    usual = [asked(rng, hour, "", USUAL) for hour in sorted(rng.uniform(0, 84 * 9, n))]
    urgent = [asked(late, hour, "Eilangebot", 1.0) for hour in sorted(late.uniform(0, 80 * 9, 24))]
    for r in urgent:
        r["effort"] = max(0.5, r["effort"] // 2)  # no more than an answer to a pressing question
    rush = [asked(late, hour, "", USUAL) for hour in sorted(late.uniform(82.5 * 9, 84 * 9 - 1, 18))]
    waiting = sorted(usual + urgent + rush, key=lambda r: r["hour"])
    for i, r in enumerate(waiting):
        r["id"] = f"AN-{i + 1:04d}"
    serve(waiting)
    for r in usual:
        complete(rng, r)
    for r in urgent + rush:
        complete(late, r)
    for r in urgent:
        promise(late, r, effect)
    return waiting


def promise(rng, r: dict, effect: float) -> None:
    """An approved exception: its chance was stated higher than it is."""
    r["reason"] = str(rng.choice(["Kunde drängt", "Stillstand beim Kunden", "Messetermin"]))
    r["approver"], r["approved"] = "VL-01", r["received"].date()
    won = rng.random() < r["probability"]
    r["probability"] = round(min(0.95, r["probability"] + PROMISED * effect), 2)
    if r["finished"] is not None:
        r["outcome"], r["value"] = ("gewonnen", r["expected"]) if won else ("verloren", None)


def serve(waiting: list[dict], desks: int = 5) -> None:
    free, left = [0.0] * desks, sorted(waiting, key=lambda r: r["hour"])
    while left:
        k = int(np.argmin(free))
        now = max(free[k], left[0]["hour"])
        there = [r for r in left if r["hour"] <= now]
        chosen = min(there, key=lambda r: (not r["pushed"], r["priority"] > 1, r["hour"]))
        chosen["start"], chosen["end"] = now, now + chosen["effort"]
        free[k] = chosen["end"]
        left.remove(chosen)


def complete(rng, r: dict) -> None:
    first, close = date(2025, 9, 1), datetime(2025, 12, 31, 17)
    r |= {
        "received": clock(r["hour"], first), "started": clock(r["start"], first), "finished": clock(r["end"], first),
        "due": workdays_after(clock(r["hour"], first).date(), int(rng.integers(3, 12))),
        "probability": None, "expected": None, "outcome": "erledigt", "value": None, "reason": None, "approver": None,
        "approved": None,
    }  # fmt: skip
    if r["pushed"]:
        if rng.random() < 0.6:
            r["reason"] = str(rng.choice(["Kunde drängt", "Stillstand beim Kunden", "Messetermin"]))
        if rng.random() < 0.5:
            r["approver"], r["approved"] = "VL-01", r["received"].date()
    if r["kind"] in ("Sonderanfertigung", "Eilangebot"):
        r["probability"] = round(float(np.clip(rng.beta(4, 4), 0.05, 0.95)), 2)
        r["expected"] = round(float(r["customer"].need * 0.06 * rng.lognormal(-0.3, 0.6)), -2)
        won = rng.random() < r["probability"]
        r["outcome"], r["value"] = ("gewonnen", r["expected"]) if won else ("verloren", None)
    if r["started"] > close:
        r["started"] = r["finished"] = None
    elif r["finished"] > close:
        r["finished"] = None
    if r["finished"] is None:
        r["outcome"] = r["value"] = None
