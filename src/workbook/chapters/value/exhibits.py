"""What chapter 2 shows."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.value import risk_exhibits
from workbook.chapters.value.analysis import Result
from workbook.chapters.value.drawings import draw_bridge, draw_ranks, draw_revenue, draw_whale
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Value, count, money, setting, share
from workbook.language import Words
from workbook.methods.discount import discount_rate
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


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
        "first": result.client.period[0],
        "last": result.client.period[1],
    }
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
        message="value.whale_curve" if n > curve.customers_at_peak else "value.whale_curve_none",
    )


def revenue_curve(result: Result, words: Words) -> Exhibit | None:
    """Cumulated revenue, largest customer first: shown where margins are not known."""
    if result.has_margin or not result.earning:
        return None
    amounts = result.buyers["net_revenue"].sort_values(ascending=False)
    amounts = amounts[amounts > 0]
    line = np.r_[0, amounts.cumsum().to_numpy() / amounts.sum()]
    half = int(np.searchsorted(line, 0.5))
    numbers: dict[str, Value] = {
        "n": count(half),
        "n_total": count(len(amounts)),
        "share": share(float(line[min(10, len(amounts))])),
        "n_top": count(min(10, len(amounts))),
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
    return plate(words, "value.revenue_curve", numbers, Behind(table, shown), draw, margin)


def ranks(result: Result, words: Words) -> Exhibit | None:
    """Rank by revenue against rank by earned value; only the two corners are coloured and named."""
    if result.corners is None or result.tau is None:
        return None
    t = result.table.assign(corner=result.corners["corner"])
    t["by_revenue"] = t["net_revenue"].rank(ascending=False, method="first")
    t["by_value"] = t["value_earned"].rank(ascending=False, method="first")
    over, hidden = t[t["corner"] == "overrated"], t[t["corner"] == "hidden"]
    numbers: dict[str, Value] = {
        "n": count(len(over)),
        "n_hidden": count(len(hidden)),
        "n_total": count(len(t)),
        "ratio": Quantity(float(t["by_revenue"].corr(t["by_value"], method="kendall")), "ratio"),
        "money": money(over["revenue_per_year"].sum()),
        "money_value": money(over["value_earned"].sum()),
    }
    table = pd.concat([over, hidden]).sort_values(["corner", "value_earned"]).head(15)
    shown = [
        Shown("name", "head.customer"),
        Shown("corner", "head.corner", "term", "corner."),
        Shown("revenue_per_year", "head.revenue_year", "money"),
        Shown("value_earned", "head.value_year", "money"),
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


def discounts(result: Result, words: Words) -> Exhibit | None:
    """Discount rate by size class of the customer."""
    if result.discounts is None:
        return None
    table = result.discounts.reindex([s for s in ("large", "medium", "small") if s in result.discounts.index])
    table = table[table["rate"].notna()]
    if table.empty:
        return None
    table = table.rename_axis("size").reset_index()
    most, least = table.loc[table["rate"].idxmax()], table.loc[table["rate"].idxmin()]
    numbers: dict[str, Value] = {
        "share": share(float(most["rate"])),
        "share_least": share(float(least["rate"])),
        "size": words.text(f"size.{most['size']}"),
        "size_least": words.text(f"size_of.{least['size']}"),
    }
    shown = [
        Shown("size", "head.size", "term", "size."),
        Shown("customers", "head.customers", "count"),
        Shown("list_revenue", "head.list_revenue", "money"),
        Shown("discount", "head.discount", "money"),
        Shown("rate", "head.discount_rate", "share"),
    ]
    bars = [
        Bar(
            words.text(f"size.{r.size}"),
            r.rate,
            words.percent(r.rate),
            token="ink" if r.size == most["size"] else "dot",
        )
        for r in table.itertuples()
    ]
    numbers |= {"first": result.client.period[0], "last": result.client.period[1]}
    return plate(
        words,
        "value.discounts",
        numbers,
        Behind(table, shown),
        partial(bar_rows, bars),
        ("read", "limit", "source.lines"),
        message="value.discounts" if len(table) > 1 else "value.discounts_one",
    )


def bridge(result: Result, words: Words) -> Exhibit | None:
    """From the revenue of the earlier window to the later one, step by step."""
    if result.bridge is None or result.growth is None or result.windows is None:
        return None
    before, after = float(result.growth["earlier"].sum()), float(result.growth["later"].sum())
    steps = result.bridge
    numbers: dict[str, Value] = {
        "money": money(before),
        "money_now": money(after),
        "share": share(after / before - 1 if before > 0 else float("nan")),
        "money_new": money(float(steps["amount"]["new"])),
        "money_lost": money(-float(steps["amount"]["lost"])),
        "n_months": count(result.windows.months),
        "first": result.windows.earlier[0].date(),
        "middle": result.windows.later[0].date(),
        "last": result.windows.later[1].date(),
    }
    table = steps.rename_axis("step").reset_index()
    shown = [
        Shown("step", "head.step", "term", "step."),
        Shown("customers", "head.customers", "count"),
        Shown("amount", "head.change", "money"),
    ]
    total: dict[str, float | str] = {"step": words.text("total"), "amount": after - before}
    return plate(
        words,
        "value.bridge",
        numbers,
        Behind(table, shown, total),
        partial(draw_bridge, steps["amount"], before, after, words),
        ("read", "limit", "source.lines"),
        limit="value.bridge.season" if result.windows.months < 12 else "value.bridge.year",
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
    numbers: dict[str, Value] = {"n": count(len(top)), "share": share(float(top["part"].sum()))}
    return plate(words, "value.top_customers", numbers, Behind(top, shown, total, sortable=True))


EXHIBITS: dict[str, Draw] = {
    "whale_curve": whale_curve,
    "revenue_curve": revenue_curve,
    "ranks": ranks,
    "discounts": discounts,
    "bridge": bridge,
    "top_customers": top_customers,
    **risk_exhibits.EXHIBITS,
}
