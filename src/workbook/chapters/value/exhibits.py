"""What chapter 2 shows."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.value import prices_exhibits, risk_exhibits
from workbook.chapters.value.analysis import Result
from workbook.chapters.value.drawings import draw_ranks, draw_revenue, draw_whale
from workbook.chapters.value.effort_exhibits import EXHIBITS as OF_EFFORT
from workbook.chapters.value.expected_exhibits import EXHIBITS as OF_EXPECTED
from workbook.chapters.value.history_exhibits import EXHIBITS as OF_HISTORY
from workbook.chapters.value.leading import leading
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, money, setting, share
from workbook.language import Words
from workbook.methods.concentration import ENOUGH, leading_customers
from workbook.methods.cost_range import order_cost_range
from workbook.methods.discount import discount_rate
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

CORNERS = 15  # customers named at most behind the ranks


def whale_curve(result: Result, words: Words) -> Exhibit | None:
    """Cumulated CM III, best customer first, with the band from uncertain cost rates."""
    curve, band = result.curve, result.band
    if curve is None or band is None or curve.peak is None:
        return None
    n = len(curve.order)
    peaks = band[["low", "high"]].max() / curve.total
    numbers: dict[str, Value] = {
        "n": count(curve.customers_at_peak),
        "share": share(curve.peak),
        "n_rest": count(n - curve.customers_at_peak),
        "points": Quantity(curve.peak - 1, "points"),
        "low": share(peaks["low"]),
        "high": share(peaks["high"]),
        "money": money(curve.total),
        "spread": setting(result.client.parameters.value.cost_rate_range),
        "orders": _order_range(result),
        "first": result.client.period[0],
        "last": result.client.period[1],
    }
    part = result.client.effort_span is not None
    marks = sorted({1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, curve.customers_at_peak, n} & set(range(1, n + 1)))
    table = pd.DataFrame(
        {
            "rank": marks,
            "central": curve.curve[marks] / curve.total,
            "low": band["low"].to_numpy()[np.array(marks) - 1] / curve.total,
            "high": band["high"].to_numpy()[np.array(marks) - 1] / curve.total,
        }
    )
    shown = [Shown("rank", "head.customers", "count")]
    shown += [Shown(c, f"head.{c}", "share") for c in ("central", "low", "high")]
    return plate(
        words,
        "value.whale_curve",
        numbers,
        Behind(table, shown),
        partial(draw_whale, curve, band, result.client.years, words),
        ("read", "certainty", "source.costs"),
        message=f"value.whale_curve{'' if n > curve.customers_at_peak else '_part' if part else '_none'}",
    )


def _order_range(result: Result) -> Term:
    """How far order cost is uncertain: by the client's own ranges, else as all other rates."""
    ends = order_cost_range(result.client.tables.get("cost_rates"), result.table)
    if ends is None:
        return Term("value.whale_curve.orders_alike")
    return Term("value.whale_curve.orders", {"low": setting(ends[0]), "high": setting(ends[1])})


def revenue_curve(result: Result, words: Words) -> Exhibit | None:
    """Cumulated revenue, largest customer first: shown where margins are not known."""
    if result.has_margin or not result.earning:
        return None
    amounts = result.buyers["net_revenue"].sort_values(ascending=False)
    amounts = amounts[amounts > 0]
    line = np.r_[0, amounts.cumsum().to_numpy() / amounts.sum()]
    half = int(np.searchsorted(line, 0.5))
    named = leading_customers(amounts)
    numbers: dict[str, Value] = {
        "n": count(half),
        "n_total": count(len(amounts)),
        "share": share(float(line[named])),
        "n_top": count(named),
        "leading": leading(amounts),
    }
    marks = sorted({1, 3, 5, 10, 20, half, 50, 100, len(amounts)} & set(range(1, len(amounts) + 1)))
    table = pd.DataFrame(
        {"rank": marks, "revenue": amounts.cumsum().to_numpy()[np.array(marks) - 1], "part": line[marks]}
    )
    shown = [
        Shown("rank", "head.customers", "count"),
        Shown("revenue", "head.revenue_cumulated", "money"),
        Shown("part", "head.share", "share"),
    ]
    numbers |= {"first": result.client.period[0], "last": result.client.period[1]}
    draw = partial(draw_revenue, line, half, words)
    margin = ("read", "limit", "source.lines")
    message = "value.revenue_curve" if len(amounts) >= ENOUGH else "value.revenue_curve_few"
    return plate(words, "value.revenue_curve", numbers, Behind(table, shown), draw, margin, message=message)


def ranks(result: Result, words: Words) -> Exhibit | None:
    """Rank by revenue against rank by earned value; only the two corners are coloured and named."""
    if result.corners is None or result.tau is None:
        return None
    t = result.table.assign(corner=result.corners["corner"])
    t["by_revenue"] = t["net_revenue"].rank(ascending=False, method="first")
    t["by_value"] = t["value"].rank(ascending=False, method="first")
    over, hidden = t[t["corner"] == "overrated"], t[t["corner"] == "hidden"]
    numbers: dict[str, Value] = {
        "n": count(len(over)),
        "n_hidden": count(len(hidden)),
        "n_total": count(len(t)),
        "ratio": Quantity(float(t["by_revenue"].corr(t["by_value"], method="kendall")), "ratio"),
        "money": money(over["revenue_per_year"].sum()),
        "money_value": money(over["value"].sum(), result.measure == "expected"),
        "meaning": Term(f"value.meaning_of.{result.measure}"),
    }
    over = over.sort_values("net_revenue", ascending=False, kind="stable")
    hidden = hidden.sort_values("value", ascending=False, kind="stable")
    room = min(len(hidden), max(CORNERS // 2, CORNERS - len(over)))
    table = pd.concat([over.head(CORNERS - room), hidden.head(room)])
    shown = [
        Shown("name", "head.customer"),
        Shown("corner", "head.corner", "term", "corner."),
        Shown("revenue_per_year", "head.revenue_year", "money"),
        Shown("value_earned", "head.value_year", "money"),
        *([Shown("value_expected", "head.value_expected", "money")] if result.measure == "expected" else []),
        Shown("by_revenue", "head.rank_revenue", "count"),
        Shown("by_value", "head.rank_value", "count"),
    ]
    return plate(
        words,
        "value.ranks",
        numbers,
        Behind(table, shown, sortable=True),
        partial(draw_ranks, t, words),
        ("read", "agreement", "source.costs"),
        message="value.ranks_both" if len(hidden) else "value.ranks",
        caption="value.ranks.caption",
    )


def top_customers(result: Result, words: Words) -> Exhibit | None:
    """The largest customers with what is known of each, and the rest in one row."""
    if not result.earning:
        return None
    t = result.buyers.sort_values("net_revenue", ascending=False)
    top = t.head(result.client.parameters.value.top).assign(part=lambda f: f["net_revenue"] / t["net_revenue"].sum())
    shown = [
        Shown("name", "head.customer"),
        Shown("revenue_per_year", "head.revenue_year", "money"),
        Shown("part", "head.share", "share"),
        Shown("orders", "head.orders", "count"),
    ]
    if "discount_rate" in top:
        shown.append(Shown("discount_rate", "head.discount_rate", "share"))
    if result.has_margin:
        shown.append(Shown("value_earned", "head.value_year", "money"))
    total: dict[str, float | str] = {"name": words.text("all_customers", n=count(len(t)))}
    total |= {"revenue_per_year": float(t["revenue_per_year"].sum()), "part": 1.0, "orders": float(t["orders"].sum())}
    if "discount_rate" in top:
        total["discount_rate"] = discount_rate(t["discount"], t["list_revenue"])
    if result.has_margin:
        total["value_earned"] = float(result.table["value_earned"].sum())
    numbers: dict[str, Value] = {
        "n": count(len(top)),
        "share": share(float(top["part"].sum())),
        "leading": leading(t["net_revenue"]),
    }
    message = "value.top_customers" if len(t) >= ENOUGH else "value.top_customers_few"
    behind = Behind(top, shown, total, sortable=True)
    return plate(words, "value.top_customers", numbers, behind, message=message, caption="value.top_customers.caption")


EXHIBITS: dict[str, Draw] = {
    "whale_curve": whale_curve,
    "revenue_curve": revenue_curve,
    "ranks": ranks,
    "price_realisation": prices_exhibits.realisation,
    "corridor": prices_exhibits.corridor,
    "discount_growth": prices_exhibits.growth,
    "top_customers": top_customers,
    **OF_EXPECTED,
    **OF_HISTORY,
    **risk_exhibits.EXHIBITS,
    **OF_EFFORT,
}
