"""What chapter 2 says."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from workbook.chapters.value import effort, expected, prices, risk
from workbook.chapters.value.analysis import Result, parents_of
from workbook.chapters.value.groups import groups
from workbook.chapters.value.growth_advice import balance
from workbook.chapters.value.history_claims import IDS as CLAIMS_OF_PAST
from workbook.chapters.value.history_findings import PAST
from workbook.chapters.value.history_findings import findings as history_findings
from workbook.chapters.value.history_findings import gaps as history_gaps
from workbook.chapters.value.leading import leading
from workbook.finding import Finding, Gap, Impact, Quantity, Term, Terms, Value, count, money, setting, share
from workbook.methods.concentration import effective_number, group_of, hhi, leading_customers, top_share
from workbook.methods.discount import discount_rate
from workbook.methods.renegotiation import renegotiation

MARGIN = ("cm1", "cm2", "cm3", "cost_to_serve", "whale_peak", "subsidy", "loss_makers", "kendall_tau")


def findings(result: Result) -> tuple[Finding, ...]:
    """The findings, those with money at stake first."""
    made = [_loss_makers(result), _capacity(result), _corners(result), _concentration(result), _discount(result)]
    made.append(_growth(result))
    made += expected.findings(result, result.expected)
    made += prices.findings(result.prices)
    made += history_findings(result, result.history)
    made += risk.findings(result.risk)
    made += effort.findings(result.effort)
    return tuple(f for f in made if f is not None)


def _loss_makers(result: Result) -> Finding | None:
    if not result.has_margin or not (result.table["cm3"] < 0).any():
        return None
    t, years = result.table, result.client.years
    losing = t[t["cm3"] < 0].sort_values("cm3")
    worst = losing.head(10)
    numbers: dict[str, Value] = {
        "n": count(len(losing)),
        "n_total": count(len(t)),
        "money": money(-losing["cm3"].sum() / years),
        "n_worst": count(len(worst)),
        "money_worst": money(-worst["cm3"].sum() / years),
        "customers": Terms(tuple(worst["name"].head(2))),
        "share": share(result.curve.subsidy if result.curve and result.curve.subsidy else 0.0),
        "spread": setting(result.client.parameters.value.cost_rate_range),
        "low_share": setting(result.client.parameters.value.acceptance[0]),
        "high_share": setting(result.client.parameters.value.acceptance[2]),
        "costs": _cost_basis(result),
    }
    stake = _renegotiation(result)
    return Finding(
        "value.loss_makers",
        numbers,
        3 if result.estimated_cost == 0 else 2,
        ("[001]", "[003]"),
        stake,
        tuple(losing.index),
    )


def _cost_basis(result: Result) -> Term:
    """Whether every line's cost was delivered, or part of it estimated."""
    if result.estimated_cost > 0:
        return Term("value.cost_estimated", {"share": share(result.estimated_cost)})
    return Term("value.cost_measured")


def _capacity(result: Result) -> Finding | None:
    """Staff cost that reaches no customer because nobody's time with customers was recorded for it."""
    pools, years = result.pools, result.client.years
    if pools is None or not pools.total > 0 or pools.unused <= 0:
        return None
    numbers: dict[str, Value] = {
        "money": money(pools.unused / years),
        "share": share(pools.unused / pools.total),
        "share_customers": share(pools.assigned / pools.total),
        "share_inside": share(pools.non_selling / pools.total),
        "money_total": money(pools.total / years),
        "practical": setting(result.client.parameters.value.practical_share),
    }
    return Finding("value.unused_capacity_cost", numbers, 2, ("[002]",))


def _renegotiation(result: Result) -> Impact | None:
    """Bringing the loss makers' discounts to the median of their size class, as far as it is accepted, never above the loss."""
    t = result.table
    if "discount_rate" not in t or not (t["cm3"] < 0).any():
        return None
    gain = renegotiation(t) / result.client.years
    return Impact.asked("discount", gain.to_dict(), result.client.parameters.value.acceptance)


def _corners(result: Result) -> Finding | None:
    if result.corners is None or result.tau is None:
        return None
    corner, t = result.corners["corner"], result.table
    over, hidden = t[corner == "overrated"], t[corner == "hidden"]
    moved = result.corners["by_revenue"] != result.corners["by_value"]
    guessed = result.measure == "expected"
    alike = result.tau >= 0.9 or not moved.any()
    numbers: dict[str, Value] = {
        "n": count(int(moved.sum())),
        "n_total": count(len(t)),
        "ratio": Quantity(result.tau, "ratio"),
        "advice": Term("value.advice_alike" if alike else "value.advice_ranking"),
        "over": Term("value.over_part", {"n": count(len(over)), "money": money(over["revenue_per_year"].sum())}),
        "meaning": expected.meaning(result, result.expected),
        "known": Term(f"value.known.{result.measure}"),
        "hidden": Term("value.hidden_part", {"n": count(len(hidden)), "money": money(hidden["value"].sum(), guessed)}),
    }
    return Finding(
        "value.kendall_tau", numbers, 2 if guessed else 3, ("[001]", "[003]"), None, (*over.index, *hidden.index)
    )


def _concentration(result: Result) -> Finding | None:
    if not result.earning:
        return None
    amounts, t = result.dependence, result.buyers
    top = t.sort_values("net_revenue", ascending=False)
    first = amounts.sort_index().sort_values(ascending=False, kind="stable").head(3)
    parents = parents_of(result.client, top.index)
    root = top.index.to_series() if parents is None else group_of(top.index, parents)
    named = top.loc[~root.duplicated() & root.isin(first.index), "name"]  # a group by its largest member
    three: dict[str, Value] = {"n": count(len(first)), "customers": Terms(tuple(named))}
    three["money"] = money(first.sum() / result.client.years)
    numbers: dict[str, Value] = {
        "statement": _depends(round(effective_number(amounts)), int((amounts > 0).sum()), hhi(amounts)),
        "largest": _largest(amounts),
        "leading": leading(amounts),
        "n": count(len(first)),
        "three": Term("value.three_largest", three),
    }
    return Finding("value.effective_customers", numbers, 3, ("[004]",), None, tuple(top.index[:10]))


def _depends(effective: int, n: int, index: float) -> Term:
    """On how many customers revenue effectively depends, where these are fewer than there are."""
    ratio = Quantity(index, "ratio")
    if effective >= n:
        return Term("value.depends_evenly", {"n": count(n), "ratio": ratio})
    return Term("value.depends", {"number": count(effective), "n_total": count(n), "ratio": ratio})


def _largest(amounts: pd.Series) -> Term:
    """The share of the largest customer, and of the largest together where these are several."""
    first: dict[str, Value] = {"share": share(top_share(amounts, 1))}
    if leading_customers(amounts) == 1:
        return Term("value.largest", first)
    return Term("value.largest_and", first | {"leading": leading(amounts)})


def _discount(result: Result) -> Finding | None:
    if result.discounts is None:
        return None
    t, years, rates = result.buyers, result.client.years, result.discounts["rate"]
    key, small = (float(rates.get(side, float("nan"))) for side in ("key", "small"))
    known = math.isfinite(key) and math.isfinite(small)
    rate = discount_rate(t["discount"], t["list_revenue"])
    numbers: dict[str, Value] = {
        "money": money(t["discount"].sum() / years),
        "share": share(rate),
        "sides": Term(f"value.receiving.{groups(result).kind}", {"share_key": share(key), "share_small": share(small)})
        if known
        else Term("value.receiving.open"),
    }
    if any(isinstance(q, Quantity) and q.value != q.value for q in numbers.values()):
        return None
    return Finding("value.discount", numbers, 3, ("[000]", "[004]"))


def _growth(result: Result) -> Finding | None:
    change, audit = result.history.change, result.history.audit
    if result.bridge is None or result.windows is None or change is None or audit is None:
        return None
    b, customers = result.bridge["amount"], result.bridge["customers"]
    whole = result.windows.months == 12
    numbers: dict[str, Value] = {
        "money": money(abs(float(b.sum()))),
        "direction": Term("value.rose" if b.sum() >= 0 else "value.fell"),
        "money_new": money(b["new"]),
        "money_up": money(b["expanded"]),
        "money_down": money(b["contracted"]),
        "money_lost": money(b["lost"]),
        "n_months": count(result.windows.months),
        "new": Term("value.new_part", {"n": count(int(customers["new"]))}),
        "lost": Term("value.lost_part", {"n": count(int(customers["lost"]))}),
        "first": result.windows.earlier[0].date(),
        "last": result.windows.later[1].date(),
        "advice": balance(change, audit).of_bridge(),
        "season": Term("value.season_even" if whole else "value.season_left"),
    }
    return Finding("value.growth_bridge", numbers, 3 if whole else 2, ("[000]", "[004]"))


def gaps(result: Result) -> tuple[Gap, ...]:
    """What chapter 2 cannot say, and what would make it so."""
    client = result.client
    made = list(_revenue_gaps(result)) if client.has("transactions") else [_no_lines()]
    made += risk.gaps(result.risk)
    if result.pools is None:
        needs = client.missing("staff.annual_cost", "staff.working_hours", "activities.hours")
        ids = ("value.non_selling_cost", "value.unused_capacity_cost")
        made.append(Gap("value.non_selling_cost", needs, "value.gap_pools", ids))
    made += expected.gaps(result, result.expected)
    made += prices.gaps(result, result.prices)
    if client.has("transactions"):
        made += [*history_gaps(result, result.history), *effort.gaps(result.effort)]
    return tuple(made)


def _no_lines() -> Gap:
    """Everything that rests on order lines, at once."""
    revenue = ("customers", "net_revenue", "hhi", "effective_customers", "top1_share", "top10_share")
    names = (*revenue, *MARGIN, "list_revenue", "discount_rate", "freight", *PAST)
    claims = tuple(f"claims.{i}" for i in CLAIMS_OF_PAST)
    ids = (*(f"value.{i}" for i in names), *effort.FIGURES, *claims)
    return Gap("value.net_revenue", ("transactions",), "value.gap_lines", ids)


def _revenue_gaps(result: Result) -> Iterator[Gap]:
    """What order lines leave open: margins, shares, discounts, freight."""
    client = result.client
    if not result.has_margin:
        needs = client.missing("transactions.cost_of_goods", "activities.hours", "staff.annual_cost")
        yield Gap("value.cm3", needs, "value.gap_margin", tuple(f"value.{i}" for i in MARGIN))
    elif result.tau is None:
        yield Gap("value.kendall_tau", (), "value.gap_ranks", ("value.kendall_tau",))
    if not result.earning:
        shares = ("value.hhi", "value.effective_customers", "value.top1_share", "value.top10_share")
        yield Gap("value.hhi", (), "value.gap_revenue", (*shares, "value.revenue_gini", "value.revenue_p90_p10"))
    if result.discounts is None:
        needs = client.missing("transactions.list_revenue")
        yield Gap("value.discount_rate", needs, "value.gap_discount", ("value.list_revenue", "value.discount_rate"))
    if "freight" not in result.table:
        yield Gap("value.freight", ("transactions.freight",), "value.gap_freight", ("value.freight",))


def answer(result: Result) -> Term:
    """The sentence that answers the chapter's question."""
    if not result.client.has("transactions"):
        return Term("value.answer_no_lines")
    if not result.earning:
        return Term("value.answer_nothing")
    if result.curve is None or result.curve.total <= 0:
        key = "value.answer_revenue" if result.curve is None else "value.answer_loss"
        return Term(key, {"leading": leading(result.dependence)})
    losing = result.table["cm3"] < 0
    numbers: dict[str, Value] = {
        "half": Term("value.half_of_result", {"n": count(result.curve.customers_for(0.5))}),
        "n": count(int(losing.sum())),
        "money": money(result.curve.losses / result.client.years),
    }
    if not losing.any() and result.client.effort_span is not None:
        return Term("value.answer_margin_part", {"half": numbers["half"]})
    return Term("value.answer_margin", numbers)


def basis(result: Result) -> tuple[Value, ...]:
    """What the chapter rests on, for its margin."""
    items: list[Value] = (
        [Term("basis.lines", {"n": count(result.n_lines)})] if result.client.has("transactions") else []
    )
    if result.client.has("activities"):
        items.append(Term("basis.activities", {"n": count(len(result.client.tables["activities"]))}))
    if result.client.has("staff"):
        items.append(Term("basis.staff", {"n": count(len(result.client.tables["staff"]))}))
    if result.rates is not None and result.client.parameters.value.full_cost:
        items.append(Term("basis.full_cost"))
    return tuple(items)
