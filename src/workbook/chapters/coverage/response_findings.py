"""What chapter 4 says about the response to hours."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.coverage.response_facts import Facts
from workbook.finding import Finding, Gap, Quantity, Term, Terms, Value, bound, count, hours, money, setting, share
from workbook.methods.protect import LEAST

FIGURES = ("coverage.response_elasticity", "coverage.response_hours_moved", "coverage.response_gain")
HOUR = "coverage.marginal_contribution"
NAMED = 10  # the largest moves


def wallet(found: Facts) -> pd.DataFrame:
    """The moving customers by share of wallet (high, medium, low), as `grouped`; empty where it is not known."""
    level = found.levels["sow_level"].reindex(found.moving.index)
    table = found.grouped(level.where(level != ""))
    return table.reindex([name for name in ("high", "medium", "low") if name in table.index])


def findings(found: Facts) -> tuple[Finding, ...]:
    """Where the same hours would bring more; acquisition against retention."""
    if not found.assessable:
        return ()
    made = [_better(found)]
    table = wallet(found)
    if {"high", "low"} <= set(table.index):
        made.append(_acquisition(found, table))
    return tuple(made)


def _better(found: Facts) -> Finding:
    moves, t, p = found.moved, found.moving, found.base.client.parameters.coverage
    low, central, high = found.gain
    numbers: dict[str, Value] = {
        "n": count(len(moves)),
        "gain": gained(found),
        "hours": hours(found.hours_moved),
        "share": share(found.hours_moved / t["today"].sum()),
        "money": money(central),
        "low": bound(low),
        "high": bound(high),
        "ways": _ways(found),
        "moves": _largest(found),
        "free": _free(found),
        "floor": hours(p.service_floor_hours),
        "label": label(found),
        "own": own_data(found),
        "left": left(found),
        "limit": key_limit(found),
        "room": setting(p.unknown_room - 1),
    }
    return Finding("coverage.response", numbers, 1, ("[002]", "[003]"), None, tuple(moves.index[:NAMED]))


def gained(found: Facts) -> Term:
    """The low end of the gain, or that it may even be a loss."""
    low, _, high = found.gain
    if low > 0:
        least = "coverage.response_least_literature" if found.source == "literature" else "coverage.response_least"
        return Term(least, {"low": bound(low)})
    return Term("coverage.response_between", {"low": bound(low), "high": bound(high)})


def _ways(found: Facts) -> Term:
    """Which class gives up most hours in balance, and which receives most."""
    net = (found.by_group["given"] - found.by_group["taken"]).sort_index()
    if len(net) < 2 or not net.max() > 0.5 or not net.min() < -0.5:
        return Term("coverage.response_within")
    numbers: dict[str, Value] = {
        "group_from": Term(f"group.{net.idxmin()}"),
        "group_to": Term(f"group.{net.idxmax()}"),
        "hours_from": hours(-float(net.min())),
        "hours_to": hours(float(net.max())),
    }
    return Term("coverage.response_ways", numbers)


def _largest(found: Facts) -> Term:
    """The three largest gains and cuts of hours by name."""
    name = found.moving["name"].reindex(found.moved.index)
    more, fewer = found.moved[found.moved > 0].index[:3], found.moved[found.moved < 0].index[:3]
    if not len(more) or not len(fewer):
        return Term("coverage.response_no_moves")
    return Term("coverage.response_moves", {"more": Terms(tuple(name[more])), "fewer": Terms(tuple(name[fewer]))})


def _free(found: Facts) -> Term:
    """Hours that would bring nothing anywhere."""
    if found.hours_free < 0.5:
        return Term("coverage.response_none_free")
    return Term("coverage.response_free", {"hours": hours(found.hours_free)})


def label(found: Facts) -> Term:
    """Where the response comes from."""
    low, central, high = (Quantity(e, "ratio") for e in found.elasticity)
    numbers: dict[str, Value] = {"low": low, "central": central, "high": high}
    if found.source == "judged":
        judged = found.base.client.parameters.coverage.judgements
        numbers["by"] = Terms(tuple(sorted({j.by for j in judged.values()})))
        numbers["groups"] = Terms(tuple(Term(f"group.{name}") for name in judged))
    elif found.source == "fitted" and found.own is not None:
        numbers |= {"n": count(found.own.customers), "n_years": count(found.own.years)}
    return Term(f"coverage.response_{found.source}", numbers)


def own_data(found: Facts) -> Term:
    """What the client's own years say where they are not used, and what the gain would be then."""
    own = found.own
    if own is None or own.low != own.low:
        return Term("coverage.response_no_panel")
    if own.identified:
        return Term("coverage.response_cause")
    numbers: dict[str, Value] = {
        "n": count(own.customers),
        "n_years": count(own.years),
        "central": Quantity(own.value, "ratio"),
        "low": Quantity(own.low, "ratio"),
        "high": Quantity(own.high, "ratio"),
    }
    if own.high < found.elasticity[0] and found.source == "literature":
        least = money(found.gain_at(max(own.value, 0.0)))
        return Term("coverage.response_weaker", {**numbers, "money": least})
    return Term("coverage.response_unclear", numbers)


def left(found: Facts) -> Term:
    """How many customers keep their hours, by reason."""
    assert found.table is not None
    reasons = found.table.loc[found.table["reason"] != "", "reason"].value_counts().sort_index()
    if reasons.empty:
        return Term("coverage.response_left_none")
    least: dict[str, Value] = {"hours": hours(found.base.client.parameters.coverage.response_hours)}
    parts = [
        Term(f"coverage.response_left.{r}", {"number": count(n), **(least if r == "few_hours" else {})})
        for r, n in reasons.items()
    ]
    return Term("coverage.response_left", {"n": count(int(reasons.sum())), "reasons": Terms(tuple(parts))})


def key_limit(found: Facts) -> Term:
    """The limit of hours for key accounts, where one is set."""
    most = found.base.client.parameters.coverage.key_hours_limit
    if most is None:
        return Term("coverage.response_no_limit")
    return Term("coverage.response_limit", {"hours": hours(most)})


def hour_cost(found: Facts) -> Term:
    """What a customer hour costs, where that is known of at least five persons."""
    roles, cost = found.base.roles, found.base.hour_cost
    if cost is None or roles is None or not roles["persons"].sum() >= LEAST:
        return Term("coverage.response_no_cost")
    return Term("coverage.response_cost", {"money": money(cost)})


def _acquisition(found: Facts, table: pd.DataFrame) -> Finding:
    low, high = table.loc["low"], table.loc["high"]
    all_hours = float(found.moving["today"].sum())
    gains = bool(low["per_hour_now"] > high["per_hour_now"])
    new, level = (found.levels[c].reindex(found.moving.index) for c in ("new", "sow_level"))
    numbers: dict[str, Value] = {
        "money_low": money(low["per_hour_now"]),
        "money_high": money(high["per_hour_now"]),
        "share_low": share(low["now"] / all_hours),
        "share_high": share(high["now"] / all_hours),
        "then_low": share(low["then"] / all_hours),
        "then_high": share(high["then"] / all_hours),
        "new": _favoured(found, new, level == "high"),
        "prospects": _prospects(found),
        "advice": Term("coverage.response_acquire" if gains else "coverage.response_retain"),
        "label": label(found),
        "edge_low": setting(found.base.client.parameters.value.low_share_of_wallet),
        "edge_high": setting(found.base.client.parameters.coverage.high_share_of_wallet),
    }
    return Finding("coverage.acquisition", numbers, 1, ("[002]", "[003]"), None, tuple(level.index[level == "low"]))


def _favoured(found: Facts, new: pd.Series, high: pd.Series) -> Term:
    """Whether new customers got more hours each in the last twelve months than those with a high share of wallet."""
    if not new.any():
        return Term("coverage.response_no_new")
    recent = found.levels["recent_hours"].reindex(new.index)
    each, per_high = float(recent[new].mean()), float(recent[high].mean())
    numbers: dict[str, Value] = {"hours_new": hours(each), "hours_high": hours(per_high)}
    return Term("coverage.response_new_favoured" if each > per_high else "coverage.response_new_below", numbers)


def _prospects(found: Facts) -> Term:
    """Hours at prospects, whose response nobody knows."""
    if not found.prospect_hours or found.prospect_hours < 0.5:
        return Term("coverage.response_no_prospects")
    return Term("coverage.response_prospects", {"hours": hours(found.prospect_hours)})


def gaps(found: Facts) -> tuple[Gap, ...]:
    """What cannot be said without hours, margins or potentials."""
    client = found.base.client
    if not found.assessable:
        needs = client.missing("activities.hours", "transactions.cost_of_goods") or ("activities.hours",)
        return (Gap("coverage.response", needs, "coverage.gap_response", (*FIGURES, HOUR, f"{HOUR}.sow")),)
    if {"high", "low"} <= set(wallet(found).index):
        return ()
    needs = client.missing("customers.potential_revenue") or ("customers.potential_revenue",)
    return (Gap("coverage.acquisition", needs, "coverage.gap_acquisition", (f"{HOUR}.sow",)),)
