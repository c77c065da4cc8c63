"""What effectiveness and efficiency rest on: goals, what was reached, margin and care cost, over the period and by window."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.chapters.process.care import costed
from workbook.chapters.process.owners import owner_roles
from workbook.client import Client
from workbook.methods.contribution import customer_sums, event_rates, fill_cost, margins, order_cost
from workbook.methods.goal_quadrant import goal_quadrant
from workbook.methods.months_outside import months_outside
from workbook.methods.rolling_windows import rolling_windows
from workbook.methods.windows import within

AMOUNTS = ["actual", "goal", "margin", "care"]
CLASSES = ("key", "core", "smart", "lean")
NEAR = pd.Timedelta(days=31)  # activities that begin or end this much inside a window still cover it


def goals(base: Base) -> pd.DataFrame:
    """Per customer the goal a year (currency) and what it is held against: the margin goal where there is one, else revenue.

    Columns goal, of (`margin` or `revenue`); both missing where there is no goal above 0, or no margin to hold it against.
    """
    known, level = base.known, base.client.parameters.process.goal_margin_level
    missing = pd.Series(float("nan"), known.index)
    wanted = {
        of: pd.to_numeric(known[f"goal_{of}"]).astype(float) if f"goal_{of}" in known else missing
        for of in ("margin", "revenue")
    }
    by_margin = wanted["margin"].notna() & (level in known)
    goal = wanted["margin"].where(by_margin, wanted["revenue"])
    goal = goal.where(goal > 0)
    of = pd.Series("revenue", known.index, dtype=object).mask(by_margin, "margin").where(goal.notna())
    return pd.DataFrame({"goal": goal, "of": of})


def yearly(base: Base, set_goals: pd.DataFrame, level: str) -> pd.DataFrame:
    """Per customer actual, goal, margin and care a year (currency); margin missing where no contribution margin is known."""
    known, years = base.known, base.client.years
    sums = pd.DataFrame(index=known.index)
    for column in ("net_revenue", level, "cm2", "care_cost"):
        sums[column] = known[column].astype(float) / years if column in known else float("nan")
    return _held(sums, set_goals, level)


def _held(sums: pd.DataFrame, set_goals: pd.DataFrame, level: str) -> pd.DataFrame:
    """The four amounts from sums a year (net_revenue, the level of margin, cm2, care_cost)."""
    actual = sums["net_revenue"].where(set_goals["of"] == "revenue", sums[level]).where(set_goals["goal"].notna())
    parts = {"actual": actual, "goal": set_goals["goal"], "margin": sums["cm2"], "care": sums["care_cost"]}
    return pd.DataFrame(parts, columns=AMOUNTS)


def groups(base: Base) -> dict[str, pd.Series]:
    """By kind of group (class, role) the group of each customer."""
    found = {}
    if "class" in base.known and base.known["class"].notna().any():
        found["class"] = base.known["class"]
    roles = owner_roles(base)
    if roles is not None and roles.notna().any():
        found["role"] = roles
    return found


def rolled(table: pd.DataFrame, of: dict[str, pd.Series]) -> pd.DataFrame:
    """The amounts of the company (index `company`) and of each group (index `<kind>.<group>`), added up.

    Goals and what was reached over customers with goals, margin and care over all. Columns AMOUNTS, customers, with_goals.
    """
    counted = table.assign(customers=1, with_goals=table["goal"].notna().astype(int))
    parts = [counted.sum(min_count=1).to_frame("company").T]
    parts += [
        counted.groupby(by).sum(min_count=1).rename(lambda name, k=kind: f"{k}.{name}") for kind, by in of.items()
    ]
    found = pd.concat(parts)
    return found.fillna({"customers": 0, "with_goals": 0})


def durations(base: Base, set_goals: pd.DataFrame, of: dict[str, pd.Series]) -> tuple[pd.Series, int]:
    """Months outside the qualified state per customer and per group (as in `rolled`), and how many windows they rest on.

    Windows of twelve months, quarter by quarter, as far back as activities were recorded; goals are those of today.
    """
    client = base.client
    done = costed(client)
    ids = [*base.known.index, *rolled(_empty(base), of).index]
    if not client.dated or base.lines is None or done is None or "cost_of_goods" not in base.lines:
        return pd.Series(float("nan"), ids), 0
    lines, _ = fill_cost(base.lines)
    if "cost_of_goods" not in lines:
        return pd.Series(float("nan"), ids), 0
    target, level = client.parameters.process.efficiency_target, client.parameters.process.goal_margin_level
    states = {}
    for window in rolling_windows(client.period):
        if not done["date"].min() <= window[0] + NEAR or not done["date"].max() >= window[1] - NEAR:
            break
        table = _held(_window(client, lines, done, window).reindex(base.known.index).fillna(0.0), set_goals, level)
        both = pd.concat([table, rolled(table, of)[AMOUNTS]])
        states[window[0]] = goal_quadrant(both, target)["quadrant"]
    return months_outside(pd.DataFrame(states, index=ids)), len(states)


def _empty(base: Base) -> pd.DataFrame:
    return pd.DataFrame(float("nan"), base.known.index, AMOUNTS)


def _window(
    client: Client, lines: pd.DataFrame, done: pd.DataFrame, window: tuple[pd.Timestamp, pd.Timestamp]
) -> pd.DataFrame:
    """Revenue and margins per customer in one window of twelve months (currency)."""
    sums = customer_sums(lines[within(lines["date"], window)])
    care = done[within(done["date"], window)].groupby("customer_id")["spent"].sum()
    found = margins(sums, order_cost(sums, *event_rates(client.tables.get("cost_rates"))), care)
    return found.join(sums["net_revenue"])
