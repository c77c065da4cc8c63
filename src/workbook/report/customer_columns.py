"""The columns of the customers table that may leave the house: an allow-list with what each holds and how it is written.

Every name here has its head in texts/files.toml (`customer_column.<name>`). Whatever is about a person is not here: no owner, no
person in charge, so that nobody's customers can be added up.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbook.language import Words

MONEY, SHARE, COUNT, HOURS, RATIO, NUMBER, DAY, TEXT, FLAG = (
    "money", "share", "count", "hours", "ratio", "number", "date", "text", "flag",
)  # fmt: skip

# name: what it holds; a word ending in a full stop is the family of texts its codes stand in.
COLUMNS: Mapping[str, str] = {
    "name": TEXT, "industry": TEXT, "country": TEXT, "region": TEXT, "customer_since": DAY, "existing": FLAG,
    "current_class": TEXT, "class": "class.", "class_reason": "code.", "score": SHARE, "completeness": SHARE,
    "class_probability": SHARE, "class_probability_weights": SHARE, "class_probability_data": SHARE,
    "class_probability_uniform": SHARE, "probability_key": SHARE, "probability_core": SHARE, "probability_smart": SHARE,
    "probability_lean": SHARE, "flips_at": TEXT, "first_share": SHARE, "class_earlier": "class.", "class_later": "class.",
    "priority": "priority_name.", "potential_level": "potential_level.", "sow_level": "potential_level.", "cluster": COUNT,
    "package": "segmentation.package.", "need": "code.", "need_source": "code.", "net_revenue": MONEY,
    "revenue_per_year": MONEY, "orders": COUNT, "order_lines": COUNT, "size": "size.", "abc": TEXT, "list_revenue": MONEY,
    "discount": MONEY, "discount_rate": SHARE, "freight": MONEY, "cm1": MONEY, "order_cost": MONEY, "cm2": MONEY,
    "care_cost": MONEY, "cm3": MONEY, "cost_to_serve": MONEY, "value_earned": MONEY, "value": MONEY,
    "value_expected": MONEY, "value_today": MONEY, "value_future": MONEY, "value_if_won": MONEY, "retention": SHARE,
    "growth_ratio": RATIO, "growth_error": RATIO, "cm2_earlier": MONEY, "cm2_later": MONEY, "cm3_earlier": MONEY,
    "cm3_later": MONEY, "discount_edge": SHARE, "excess_discount": MONEY, "discount_verdict": "verdict_growth.",
    "growth_step": "step.", "growth_quadrant": "code.", "effort_of_revenue": SHARE, "effort_of_margin": SHARE,
    "effort_of_result": SHARE, "lost_result": MONEY, "potential_revenue": MONEY, "sow": SHARE, "sow_from": SHARE,
    "sow_to": SHARE, "sow_source": "code.", "open_categories": TEXT, "sow_guess": FLAG, "potential_understated": FLAG,
    "judged_by_revenue": "code.", "large_firm_small_buyer": FLAG, "first_time": FLAG, "size_before": "size.",
    "size_after": "size.", "hoped_for": FLAG, "hours": HOURS, "hours_now": HOURS, "hours_budget": HOURS,
    "hours_target": HOURS, "hours_optimal": HOURS, "hours_left_alone": "code.", "over_served": FLAG,
    "under_served": FLAG, "below_floor": FLAG, "visit_hours_movable": HOURS, "small_orders": COUNT, "orders_judged": COUNT,
    "orders_late": COUNT, "effectiveness": SHARE, "efficiency": RATIO, "quadrant": "quadrant.",
    "quadrant_on_border": FLAG, "months_outside": NUMBER,
}  # fmt: skip

# Columns the chapters add that stay inside, each for its reason.
KEPT_BACK: Mapping[str, str] = {
    "owner_now": "a person",
    "owner_target": "a person",
    "owner_reason": "speaks of a change between two persons",
    "owner_flip_cost": "what another person would cost, one customer at a time",
    "worklist_rank": "a place in one person's list",
}

ADDED_UP = (MONEY, COUNT, HOURS)
NOT_ADDED = {"cluster"}


def columns(customers: pd.DataFrame) -> list[str]:
    """Those columns of the table that may be shown and hold something, in our order."""
    return [name for name in COLUMNS if name in customers and customers[name].notna().any()]


def written(name: str, values: pd.Series, words: Words) -> list[str]:
    """The column's texts, codes as words; empty where nothing is known."""
    family, given = COLUMNS[name], values.notna().tolist()
    if family == FLAG or family.endswith((".", "_")):
        said = {v: spoken(name, v, words) for v in values.dropna().unique()}
        return [said[v] if there else "" for v, there in zip(values.tolist(), given, strict=True)]
    return [str(v) if there else "" for v, there in zip(values.tolist(), given, strict=True)]


def spoken(name: str, value: object, words: Words) -> str:
    """One value of a column of codes or of yes and no, in words; empty where nothing is known."""
    if pd.isna(value):
        return ""
    if COLUMNS[name] == FLAG:
        return words.text("word.yes" if value else "word.no")
    return _word(words, COLUMNS[name] + str(value))


def _word(words: Words, key: str) -> str:
    """The word of a code; a code that is none (empty) has none."""
    return words.label(key).partition("‖")[0].strip() if words.has(key) else ""
