"""What chapter 2 shows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.value.analysis import Result
from workbook.chapters.value.drawings import draw_bars, draw_bridge, draw_ranks, draw_revenue, draw_whale
from workbook.charts import Bar
from workbook.exhibit import Exhibit, Note
from workbook.finding import Quantity, Value, count, money, setting, share
from workbook.language import Words
from workbook.methods.discount import discount_rate
from workbook.tabulate import Shown, tabulate
from workbook.theme import both


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
    key = "value.whale_curve" if n > curve.customers_at_peak else "value.whale_curve_none"
    message, alt = words.text_from(key, numbers), words.text_from("value.whale_curve.alt", numbers)
    return Exhibit(
        "value.whale_curve",
        message,
        words.text_from("value.whale_curve.unit", numbers),
        tabulate(words, table, shown, message),
        both(draw_whale, "value-whale", alt, curve=curve, band=band, years=result.client.years, words=words),
        alt,
        (
            Note(words.text("note.read"), words.text("value.whale_curve.read")),
            Note(words.text("note.certainty"), words.text_from("value.whale_curve.certainty", numbers)),
            Note(words.text("note.source"), words.text("source.costs")),
        ),
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
    message, alt = words.text_from("value.revenue_curve", numbers), words.text_from("value.revenue_curve.alt", numbers)
    place = {"first": result.client.period[0], "last": result.client.period[1]}
    return Exhibit(
        "value.revenue_curve",
        message,
        words.text("value.revenue_curve.unit", **place),
        tabulate(words, table, shown, message),
        both(draw_revenue, "value-revenue", alt, line=line, half=half, words=words),
        alt,
        (
            Note(words.text("note.read"), words.text("value.revenue_curve.read")),
            Note(words.text("note.limit"), words.text("value.revenue_curve.limit")),
            Note(words.text("note.source"), words.text("source.lines")),
        ),
    )


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
    message = words.text_from("value.ranks_both" if len(hidden) else "value.ranks", numbers)
    alt = words.text_from("value.ranks.alt", numbers)
    return Exhibit(
        "value.ranks",
        message,
        words.text_from("value.ranks.unit", numbers),
        tabulate(words, table, shown, words.text("value.ranks.caption"), sortable=True),
        both(draw_ranks, "value-ranks", alt, t=t, words=words),
        alt,
        (
            Note(words.text("note.read"), words.text("value.ranks.read")),
            Note(words.text("note.agreement"), words.text_from("value.ranks.agreement", numbers)),
            Note(words.text("note.source"), words.text("source.costs")),
        ),
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
    key = "value.discounts" if len(table) > 1 else "value.discounts_one"
    message, alt = words.text_from(key, numbers), words.text_from("value.discounts.alt", numbers)
    return Exhibit(
        "value.discounts",
        message,
        words.text("value.discounts.unit", first=result.client.period[0], last=result.client.period[1]),
        tabulate(words, table, shown, message),
        both(draw_bars, "value-discounts", alt, bars=bars),
        alt,
        (
            Note(words.text("note.read"), words.text("value.discounts.read")),
            Note(words.text("note.limit"), words.text("value.discounts.limit")),
            Note(words.text("note.source"), words.text("source.lines")),
        ),
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
    message, alt = words.text_from("value.bridge", numbers), words.text_from("value.bridge.alt", numbers)
    total: dict[str, float | str] = {"step": words.text("total"), "amount": after - before}
    season = "value.bridge.season" if result.windows.months < 12 else "value.bridge.year"
    return Exhibit(
        "value.bridge",
        message,
        words.text_from("value.bridge.unit", numbers),
        tabulate(words, table, shown, message, total=total),
        both(draw_bridge, "value-bridge", alt, steps=steps["amount"], before=before, after=after, words=words),
        alt,
        (
            Note(words.text("note.read"), words.text("value.bridge.read")),
            Note(words.text("note.limit"), words.text_from(season, numbers)),
            Note(words.text("note.source"), words.text("source.lines")),
        ),
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
    caption = words.text("value.top_customers.caption", n=count(len(top)))
    table = tabulate(words, top, shown, caption, total=total, sortable=True)
    return Exhibit("value.top_customers", words.text_from("value.top_customers", numbers), "", table)


EXHIBITS: dict[str, Draw] = {
    "whale_curve": whale_curve,
    "revenue_curve": revenue_curve,
    "ranks": ranks,
    "discounts": discounts,
    "bridge": bridge,
    "top_customers": top_customers,
}
