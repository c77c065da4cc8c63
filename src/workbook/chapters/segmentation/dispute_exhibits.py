"""What chapter 3 shows of flips, of the weights a key account needs, and of those who disagree."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.dispute import Dispute, change, weight_change
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Value, count
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import shorten

ROWS = 10


def flips(result: Result, words: Words, customer: str, most: int = 2) -> str:
    """The nearest single changes that give a customer another class: potential below 310 T€; weight of potential above 41 %."""
    found = result.topics.of(Dispute)
    if customer not in found.examined:
        return words.unknown()
    points = result.client.potential_in_points
    own = [
        words.write(change(r.criterion, r.sign, r.at, points)) for r in found.nearest(customer).head(most).itertuples()
    ]
    weight = weight_change(found, customer)
    said = own + ([words.write(weight)] if weight is not None else [])
    return "; ".join(said) if said else words.text("flip.none")


def acceptability(result: Result, words: Words) -> Exhibit | None:
    """Under which share of all conceivable weights the least certain key accounts and candidates are among the first."""
    found = result.topics.of(Dispute)
    if found.accepted is None or result.rule is None or not len(found.key) or result.limit < 1:
        return None
    first = found.accepted.first.sort_index().sort_values(kind="stable")
    key = first[first.index.isin(found.key)]
    # a customer whose group is in already is no candidate
    inside = result.rule["group"].isin(result.rule.loc[found.key, "group"]).reindex(first.index)
    above = (result.rule["score"] >= result.client.parameters.segmentation.key_score).reindex(first.index)
    others = first[~inside & above & (first > 0)]
    picked = pd.concat([key.head(ROWS), others.tail(3)[::-1]]).sort_values(ascending=False, kind="stable")
    table = result.table.loc[picked.index, ["name", "rule_class"]].assign(first=picked)
    central = found.accepted.central.loc[picked.index]
    table = table.join(central.add_prefix("weight_"))
    shown = [
        Shown("name", "head.customer"),
        Shown("rule_class", "head.class", "class", "class."),
        Shown("first", "head.first_share", "share"),
        *(Shown(f"weight_{c}", f"criterion.{c}", "share", decimals=0) for c in central),
    ]
    numbers: dict[str, Value] = {
        "n": count(int((key <= 0.5).sum())),
        "n_total": count(len(key)),
        "n_key": count(min(len(key), ROWS)),
        "n_others": count(len(picked) - min(len(key), ROWS)),
        "limit": count(result.limit),
        "draws": count(found.accepted.draws),
    }
    bars = [
        Bar(shorten(str(r.name), 32), r.first, words.short_percent(r.first), token=str(r.rule_class))
        for r in table.itertuples(index=False)
    ]
    draw = partial(bar_rows, bars)
    behind = Behind(table, shown)
    return plate(words, "segmentation.acceptability", numbers, behind, draw, ("read", "limit", "source.customers"))


def agreement(result: Result, words: Words) -> Exhibit | None:
    """Whom the participants disagree about; only from five of them on."""
    found = result.topics.of(Dispute)
    if found.panel is None or not found.panel.shown or found.panel.disputed.empty:
        return None
    top = found.panel.disputed.head(ROWS)
    table = result.table.loc[top.index, ["name", "rule_class"]].assign(votes=top, group=found.panel.group[top.index])
    shown = [
        Shown("name", "head.customer"),
        Shown("votes", "head.votes", "count"),
        Shown("group", "head.class_group", "class", "class."),
        Shown("rule_class", "head.class", "class", "class."),
    ]
    numbers: dict[str, Value] = {
        "n": count(len(found.panel.disputed)),
        "n_shown": count(len(top)),
        "n_persons": count(found.panel.n),
        "ratio": Quantity(found.panel.agreement, "ratio"),
    }
    return plate(words, "segmentation.disputed", numbers, Behind(table, shown))


def side_by_side(result: Result, words: Words) -> Exhibit | None:
    """Too few to judge by the guard: the key accounts beside the equally many largest by revenue, without verdict."""
    check = result.guard
    if not result.segmented or check is None or check.disguised is not None:
        return None
    t = result.table.assign(id=result.table.index.astype(str))
    key = t[t["class"] == "key"].sort_values(["score", "id"], ascending=[False, True])
    largest = t.sort_values(["revenue_per_year", "id"], ascending=False).head(len(key))
    if key.empty:
        return None
    names = {"place": range(1, len(key) + 1), "by_rule": key["name"].tolist(), "by_revenue": largest["name"].tolist()}
    shown = [
        Shown("place", "head.rank", "count"),
        Shown("by_rule", "head.by_rule"),
        Shown("by_revenue", "head.by_revenue_list"),
    ]
    numbers: dict[str, Value] = {"n": count(len(key)), "n_both": count(int(key.index.isin(largest.index).sum()))}
    return plate(words, "segmentation.side_by_side", numbers, Behind(pd.DataFrame(names), shown))


EXHIBITS: dict[str, Draw] = {
    "acceptability": acceptability,
    "disputed": agreement,
    "side_by_side": side_by_side,
}
