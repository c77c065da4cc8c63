"""What chapter 3 shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.segmentation import (
    certainty_exhibits,
    differentiation_exhibits,
    dispute_exhibits,
    myths_exhibits,
    overrides_exhibits,
    quality_exhibits,
    transitions_exhibits,
    traps_exhibits,
    treatment_exhibits,
    wallet_exhibits,
)
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.certainty import Certainty
from workbook.chapters.segmentation.needs_exhibits import EXHIBITS as OF_NEEDS
from workbook.chapters.segmentation.small_exhibits import EXHIBITS as OF_SMALL
from workbook.charts import Pair, dumbbell, share_ticks
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, setting, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.section import CLASSES
from workbook.tabulate import Shown

KEYS = 60  # every key account has its line, as far as a meeting can go through them


def classes(result: Result, words: Words) -> Exhibit | None:
    """Share of customers against share of revenue (or earned value) per class."""
    if not result.segmented:
        return None
    t = result.table
    measure = "value_earned" if "value_earned" in t and t["value_earned"].sum() > 0 else "revenue_per_year"
    table = _shares(t, "class", measure, list(CLASSES))
    top = table.iloc[(table["part"] - table["share"]).to_numpy().argmax()]
    numbers: dict[str, Value] = {
        "group": Term(f"group.{top.name}"),
        "share": share(float(top["share"])),
        "share_part": share(float(top["part"])),
        "n": count(len(t)),
    }
    kind = "value" if measure == "value_earned" else "revenue"
    numbers |= {
        "threshold": Quantity(100 * result.client.parameters.segmentation.key_score, "score"),
        "limit": count(result.limit),
    }
    pairs = _pairs(table, words, "class.")
    return plate(
        words,
        "segmentation.classes",
        numbers,
        Behind(table.reset_index(names="class"), _columns("class", "class", kind)),
        partial(dumbbell, pairs, _names(words, kind), share_ticks(pairs, words)),
        ("read", "rule", "source.customers"),
        message=f"segmentation.classes_{kind}",
        unit=f"segmentation.classes.unit_{kind}",
        read=f"segmentation.classes.read_{kind}",
        rule="segmentation.rule",
    )


def ranking(result: Result, words: Words) -> Exhibit | None:
    """Where there is no class: size classes by revenue, called a revenue ranking."""
    if result.segmented or not result.client.has("transactions"):
        return None
    order = [s for s in ("large", "medium", "small") if (result.table["size"] == s).any()]
    if not order:
        return None
    table = _shares(result.table, "size", "revenue_per_year", order)
    top = table.iloc[(table["part"] - table["share"]).to_numpy().argmax()]
    numbers: dict[str, Value] = {
        "n": count(int(top["customers"])),
        "share_part": share(float(top["part"])),
        "n_total": count(len(result.table)),
    }
    edges = result.client.parameters.value.size_edges
    numbers |= {"low": setting(edges[0]), "high": setting(edges[1])}
    pairs = _pairs(table, words, "size.")
    return plate(
        words,
        "segmentation.ranking",
        numbers,
        Behind(table.reset_index(names="size"), _columns("size", "term", "revenue")),
        partial(dumbbell, pairs, _names(words, "revenue"), share_ticks(pairs, words)),
        ("read", "limit", "source.lines"),
        read="segmentation.classes.read_revenue",
    )


def _shares(t: pd.DataFrame, by: str, measure: str, order: Sequence[str]) -> pd.DataFrame:
    """One row per group: customers, amount, share of customers, part of the amount."""
    grouped = t.groupby(by)[measure].agg(["size", "sum"]).reindex(order).fillna(0.0)
    table = grouped.rename(columns={"size": "customers", "sum": "amount"})
    table["share"] = table["customers"] / table["customers"].sum()
    table["part"] = table["amount"] / table["amount"].sum()
    return table


def _pairs(table: pd.DataFrame, words: Words, prefix: str) -> list[Pair]:
    made = []
    for name, row in table.iterrows():
        mark = str(name) if prefix == "class." else None
        detail = (
            words.text("n_customers", n=count(row["customers"]))
            + ", "
            + words.text("per_year", money=Quantity(row["amount"], "money"))
        )
        texts = (words.short_percent(row["share"]), words.short_percent(row["part"]))
        made.append(Pair(words.text(f"{prefix}{name}"), detail, row["share"], row["part"], *texts, mark or "ink", mark))
    return made


def _names(words: Words, kind: str) -> tuple[str, str]:
    return words.text("axis.share_customers"), words.text(f"axis.share_{kind}")


def _columns(column: str, kind: str, measure: str) -> list[Shown]:
    first = Shown(column, f"head.{column}", "class" if kind == "class" else "term", f"{column}.")
    rest = [Shown("customers", "head.customers", "count"), Shown("share", "head.share_customers", "share")]
    return [
        first,
        *rest,
        Shown("amount", f"head.{measure}_year", "money"),
        Shown("part", f"head.share_{measure}", "share"),
    ]


def key_accounts(result: Result, words: Words) -> Exhibit | None:
    """Every key account with its reason in one sentence, and the first candidates below the line."""
    if not result.segmented:
        return None
    t = result.table.sort_values("score", ascending=False)
    key = t[t["class"] == "key"]
    near = t[(t["class"] != "key") & t["score"].notna()].head(3)
    rows = pd.concat([key.head(KEYS), near])
    rows["points"] = 100 * rows["score"]
    rows["reason"] = [reason(result, words, c) for c in rows.index]
    rows["flips"] = [dispute_exhibits.flips(result, words, str(c), 1) for c in rows.index]
    certain = result.topics.of(Certainty).table
    rows["certain"] = certain["probability"].reindex(rows.index) if certain is not None else float("nan")
    shown = [
        Shown("name", "head.customer"),
        Shown("class", "head.class", "class", "class."),
        Shown("points", "head.score", "points"),
        Shown("certain", "head.class_probability", "share", decimals=0),
        Shown("revenue_per_year", "head.revenue_year", "money"),
        Shown("reason", "head.reason"),
        Shown("flips", "head.flips"),
    ]
    numbers: dict[str, Value] = {"n": count(len(key)), "limit": count(result.limit), "n_near": count(len(near))}
    return plate(words, "segmentation.key_accounts", numbers, Behind(rows, shown, sortable=True))


def reason(result: Result, words: Words, customer: str) -> str:
    """Why this customer has its class, in one sentence with the two strongest grounds."""
    row = result.table.loc[customer]
    if row["class_reason"] == "override":
        override = next(o for o in result.client.parameters.overrides if o.customer_id == customer)
        return words.text("reason.override", owner=override.owner, why=override.reason, day=override.expires)
    score = result.score
    grounds: list[str] = []
    if score is not None:
        above = (score.values.loc[customer] - 0.5) * pd.Series(dict(score.used))
        strongest = above.dropna().sort_values(ascending=False, kind="stable").index[:2]
        points = result.client.potential_in_points
        grounds = [_ground(words, c, float(result.criteria.loc[customer, c]), points) for c in strongest]
    numbers: dict[str, Value] = {
        "grounds": words.listing(grounds),
        "place": count(int((result.table["score"] > row["score"]).sum()) + 1),
        "limit": count(result.limit),
    }
    return words.text_from(f"reason.{row['class_reason']}", numbers)


def largest(result: Result, words: Words) -> Exhibit | None:
    """Where there is no class: the ten largest by revenue and the criteria that would make it a segmentation."""
    if result.segmented or not result.client.has("transactions"):
        return None
    t = result.table.sort_values("revenue_per_year", ascending=False)
    rows = t.head(10).assign(part=lambda f: f["revenue_per_year"] / t["revenue_per_year"].sum())
    shown = [
        Shown("name", "head.customer"),
        Shown("size", "head.size", "term", "size."),
        Shown("revenue_per_year", "head.revenue_year", "money"),
        Shown("part", "head.share", "share"),
    ]
    numbers: dict[str, Value] = {"n": count(len(rows)), "share": share(float(rows["part"].sum()))}
    return plate(words, "segmentation.largest", numbers, Behind(rows, shown, sortable=True))


def _ground(words: Words, criterion: str, value: float, points: bool) -> str:
    """A criterion with the customer's own value: potential (620 T€), strategic importance (5)."""
    in_money = criterion in ("earned_value", "revenue") or (criterion == "potential" and not points)
    shown = words.money(value) if in_money else words.number(value)
    return f"{words.text(f'criterion.{criterion}')} ({shown})"


EXHIBITS: dict[str, Draw] = {
    "classes": classes,
    "ranking": ranking,
    "key_accounts": key_accounts,
    **overrides_exhibits.EXHIBITS,
    "largest": largest,
    **certainty_exhibits.EXHIBITS,
    **dispute_exhibits.EXHIBITS,
    **wallet_exhibits.EXHIBITS,
    **quality_exhibits.EXHIBITS,
    **OF_SMALL,
    **OF_NEEDS,
    **transitions_exhibits.EXHIBITS,
    **myths_exhibits.EXHIBITS,
    **differentiation_exhibits.EXHIBITS,
    **treatment_exhibits.EXHIBITS,
    **traps_exhibits.EXHIBITS,
}
