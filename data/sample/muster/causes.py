"""What the causes of a customer come to on average: the same causes with other chance, many times over.

One row per existing customer and sums over the period: what it truly needs, its true ratings, what it buys and costs on
average.
Nothing of this is in the files the client sends.
"""

from collections import Counter, defaultdict

import numpy as np
import trade
import work
from customer import LAST, Customer
from names import STAFF

HEADER = ["id", "need", "strategic", "complexity", "competition", "net", "gain", "orders", "lines", "freight", "hours", "care",
          "earlier", "later", "earlier_squares", "later_squares"]  # fmt: skip
SUMS = HEADER[5:]
KM_COST = 0.42


def expected(seed: int, found: list[Customer], history: list[dict], effect: float, draws: int) -> list[list]:
    """The causes of every existing customer and the mean of its amounts over so many draws of everything that is chance."""
    totals = {c.id: np.zeros(len(SUMS)) for c in found if not c.prospect}
    for stream in np.random.SeedSequence([seed, 1]).spawn(draws):
        rng = np.random.default_rng(stream)
        lines = trade.orders(rng, found)
        for id_, row in amounts(lines, work.activities(rng, found, lines, history, effect)).items():
            if id_ in totals:
                totals[id_] += [row[name] for name in SUMS]
    return [
        [c.id, c.need, c.strategic, c.complexity, c.competition, *(totals[c.id] / draws)]
        for c in found
        if not c.prospect
    ]


def amounts(lines: list[dict], done: list[list]) -> dict[str, Counter]:
    """Sums per customer of one draw; care at what an hour of the person and a kilometre cost."""
    found: defaultdict[str, Counter] = defaultdict(Counter)
    orders: Counter = Counter()
    for row in lines:
        net, when = row["net"] / 100, {LAST.year: "later", LAST.year - 1: "earlier"}.get(row["date"].year, "")
        own = found[row["customer"].id]
        own["net"] += net
        own["gain"] += net - row["goods"] / 100
        own["freight"] += float(row["freight"] or 0)
        own["lines"] += net >= 0
        orders[row["customer"].id, row["order_id"], when] += net
    for (id_, _, when), net in orders.items():
        own = found[id_]
        own["orders"] += net >= 0
        own[when] += net
        own[f"{when}_squares"] += net**2
    rate = {rep[0]: rep[4] / (rep[3] * rep[5] * work.PRACTICAL) for rep in STAFF}
    for row in done:
        if row[2]:
            own = found[row[2]]
            own["hours"] += row[6]
            own["care"] += row[6] * rate[row[3]] + (row[7] or 0) * KM_COST
    return found
