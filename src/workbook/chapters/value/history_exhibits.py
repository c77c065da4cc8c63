"""What the past of the customer base looks like."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.value.analysis import Result
from workbook.chapters.value.groups import ORDER
from workbook.chapters.value.history_drawings import draw_balance, draw_cohorts, draw_stability, draw_walk
from workbook.chapters.value.history_findings import findings
from workbook.exhibit import Exhibit
from workbook.finding import Finding, Quantity, Value, count, money, share
from workbook.language import Words
from workbook.methods.growth_bridge import STEPS
from workbook.methods.windows import equal_windows
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

LAYERS = ("first", "between", "newest")


def audit(result: Result, words: Words) -> Exhibit | None:
    """The whole base: revenue of each window by when its customers first bought; all cohorts in the table."""
    found, told = result.history.audit, _told(result, "value.base_audit")
    if found is None or result.windows is None or told is None:
        return None
    edges = equal_windows(result.client.period, result.windows)
    days = [words.date(day.date()) for day in edges[1:] - pd.Timedelta(days=1)]
    newest = len(days) - 1
    of = ["first" if k == 0 else "newest" if k == newest else "between" for k in found.whole.index]
    layers = found.whole.groupby(of).sum().reindex([name for name in LAYERS if name in of])
    steps = ((found.compared.index[k], k + age) for k in range(len(days)) for age in range(len(days) - k))
    table = pd.DataFrame(
        {
            "cohort": words.text("value.until", day=days[cohort]),
            "window": words.text("value.until", day=days[at]),
            "customers": found.sizes[cohort],
            "active": found.compared.loc[cohort, at - cohort],
            "revenue": found.whole.loc[cohort, at],
        }
        for cohort, at in steps
    )
    shown = [
        Shown("cohort", "head.past_window_first"),
        Shown("window", "head.past_window"),
        Shown("customers", "head.past_won", "count"),
        Shown("active", "head.past_active", "share"),
        Shown("revenue", "head.revenue", "money"),
    ]
    numbers = {**told.numbers, "last": result.windows.later[1].date()}
    old = layers.loc["first"].iloc[-1] >= layers.iloc[:, -1].sum() / 2
    draw = partial(draw_cohorts, layers, days, words)
    margin = ("read", "limit", "source.lines")
    message = "value.audit" if old else "value.audit_young"
    return plate(words, "value.audit", numbers, Behind(table, shown), draw, margin, message=message)


def _told(result: Result, name: str) -> Finding | None:
    """The finding of that name: the exhibit beside it uses its numbers."""
    return next((f for f in findings(result, result.history) if f.id == name), None)


def bridge(result: Result, words: Words) -> Exhibit | None:
    """From the revenue of the earlier window to the later one, group by group; step by step in the table, with the margin."""
    past = result.history
    if past.by_class is None or past.change is None or result.windows is None:
        return None
    rows = _balance(past.by_class["revenue"], ORDER[past.groups.kind])
    names = [words.text("total" if name == "total" else f"value.group.{name}") for name in rows.index]
    before, after = float(past.change["earlier"].sum()), float(past.change["later"].sum())
    steps = result.bridge["amount"] if result.bridge is not None else past.by_class["revenue"].groupby("step").sum()
    ranked = rows.drop(index=["total", "none"], errors="ignore")["balance"].sort_values()
    numbers: dict[str, Value] = {
        "money": money(before),
        "money_now": money(after),
        "money_new": money(float(steps["new"])),
        "money_lost": money(-float(steps["lost"])),
        "n_months": count(result.windows.months),
        "first": result.windows.earlier[0].date(),
        "middle": result.windows.later[0].date(),
        "last": result.windows.later[1].date(),
        "groups": words.text(f"value.groups_by.{past.groups.why}"),
    }
    for name, place in (("best", -1), ("worst", 0)) if len(ranked) > 1 else ():
        numbers[name] = words.text(f"value.group_of.{ranked.index[place]}")
        numbers[f"money_{name}"] = words.money(ranked.iloc[place], sign=True)
    return plate(
        words,
        "value.bridge",
        numbers,
        _steps_behind(result, words, after - before),
        partial(draw_balance, rows, names, words),
        ("read", "limit", "source.lines"),
        message="value.bridge_groups" if len(ranked) > 1 else "value.bridge",
        read="value.bridge.groups",
        limit="value.bridge.season" if result.windows.months < 12 else "value.bridge.year",
    )


def _balance(amounts: pd.Series, order: tuple[str, ...]) -> pd.DataFrame:
    """Gain, loss and balance of each group, all together in the last row."""
    wide = amounts.unstack("step").reindex(columns=[*STEPS, "same"]).fillna(0.0)
    rows = pd.DataFrame({"gain": wide["new"] + wide["expanded"], "loss": wide["contracted"] + wide["lost"]})
    rows = rows.reindex([name for name in (*order, "none") if name in rows.index])
    rows.loc["total"] = rows.sum()
    return rows.assign(balance=rows["gain"] + rows["loss"])


def _steps_behind(result: Result, words: Words, change: float) -> Behind:
    """Every group and step with customers, revenue and the margin that could be followed."""
    past = result.history
    assert past.by_class is not None
    order = {name: i for i, name in enumerate((*ORDER[past.groups.kind], "none"))}
    table = past.by_class.reset_index()
    place = table["class"].map(order) * 10 + table["step"].map({s: i for i, s in enumerate((*STEPS, "same"))})
    table = table.iloc[place.argsort(kind="stable")]
    shown = [
        Shown("class", "head.group", "term", "value.group."),
        Shown("step", "head.step", "term", "step."),
        Shown("customers", "head.customers", "count"),
        Shown("revenue", "head.change", "money"),
    ]
    total: dict[str, float | str] = {"class": words.text("total"), "revenue": change}
    if "cm" in table:
        shown.append(Shown("cm", f"head.past_change_{past.level}", "money"))
        total["cm"] = float(table["cm"].sum())
    return Behind(table, shown, total)


def stability(result: Result, words: Words) -> Exhibit | None:
    """How much the revenue of each size class varies around its own trend; the client's own classes in the table."""
    told = _told(result, "value.volatility")
    steady = result.history.steady
    if told is None or steady is None:
        return None
    steady = steady.reindex([n for n in (*ORDER["size"], *ORDER["class"]) if n in steady.index])
    steady = steady[steady["volatility"].notna()]
    names = [words.text(f"value.group.{name}") for name in steady.index]
    drawn = steady[steady.index.isin(ORDER["size"])]
    shown = [
        Shown("group", "head.group"),
        Shown("customers", "head.customers", "count"),
        Shown("revenue", "head.past_revenue_step", "money"),
        Shown("volatility", "head.past_volatility", "share"),
        Shown("volatility_low", "head.past_interval_low", "share"),
        Shown("volatility_high", "head.past_interval_high", "share"),
        Shown("drawdown", "head.past_drawdown", "share"),
    ]
    behind = Behind(steady.assign(group=names), shown)
    draw = partial(draw_stability, drawn, names, words)
    message = "value.stability_open" if told.confidence == 1 else "value.stability"
    margin = ("read", "certainty", "source.lines")
    return plate(words, "value.stability", told.numbers, behind, draw, margin, message=message)


def profit_walk(result: Result, words: Words) -> Exhibit | None:
    """The profit formula, from list revenue to the result after the cost of sales."""
    told, walk = _told(result, "value.result_after_sales_cost"), result.history.walk
    if told is None or walk is None:
        return None
    first, last = result.client.period
    numbers = {**told.numbers, "first": first, "last": last, "cost_share": share(result.estimated_cost)}
    shown = [Shown("name", "head.step", "term", "value.walk."), Shown("amount", "head.past_amount", "money")]
    estimated = result.estimated_cost > 0
    return plate(
        words,
        "value.profit_walk",
        numbers,
        Behind(walk, shown),
        partial(draw_walk, walk, words),
        ("read", "limit", "source.costs"),
        limit="value.profit_walk.limit_estimated" if estimated else "value.profit_walk.limit",
    )


def bands(result: Result, words: Words) -> Exhibit | None:
    """Fixed size bands and tenths with what each brings, costs and takes."""
    past = result.history
    if past.tenths.empty:
        return None
    edges = [words.money(edge) for edge in result.client.parameters.value.size_bands]
    fixed = [words.text("value.band_below", high=edges[0])]
    fixed += [words.text("value.band_between", low=a, high=b) for a, b in pairwise(edges)]
    fixed.append(words.text("value.band_above", low=edges[-1]))
    tenths = [words.text("value.tenth", n=count(k)) for k in past.tenths.index]
    table = pd.concat([past.bands.assign(band=fixed), past.tenths.assign(band=tenths)])
    table = table[table["customers"] > 0]
    shown = [
        Shown("band", "head.past_band"),
        Shown("customers", "head.customers", "count"),
        Shown("revenue", "head.revenue_year", "money"),
    ]
    more = {"cm3": ("head.past_cm3_year", "money"), "cost_share": ("head.past_cost_share", "share")}
    more["hours_per_customer"] = ("head.past_hours_customer_year", "hours")
    shown += [Shown(c, head, kind) for c, (head, kind) in more.items() if c in table]  # type: ignore[arg-type]
    numbers: dict[str, Value] = {
        "n": count(past.tenths["customers"].iloc[0]),
        "share": share(past.tenths["revenue"].iloc[0] / past.tenths["revenue"].sum()),
        "ratio": Quantity(past.reach, "number"),
        "gini": Quantity(past.inequality, "ratio"),
    }
    return plate(words, "value.size_bands", numbers, Behind(table, shown))


EXHIBITS: dict[str, Draw] = {
    "profit_walk": profit_walk,
    "size_bands": bands,
    "audit": audit,
    "bridge": bridge,
    "stability": stability,
}
