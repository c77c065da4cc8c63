"""One class per customer, by a rule in four steps, each with its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Classes:
    """One row per existing customer (index customer_id): class (key, core, smart, lean) and class_reason (a text key).

    `limit` is how many key accounts the key-account management can look after, `limit_source` where that number is from.
    """

    table: pd.DataFrame
    limit: int
    limit_source: str


def key_limit(customers: int, kam_fte: float | None, accounts_per_kam: float) -> tuple[int, str]:
    """How many key accounts are possible: floor(kam_fte × accounts_per_kam), else max(⌈5 %⌉, min(3, ⌈n/4⌉)) as an assumption."""
    if kam_fte is not None and kam_fte > 0:
        return math.floor(kam_fte * accounts_per_kam + 1e-9), "capacity"
    return max(math.ceil(0.05 * customers), min(3, math.ceil(customers / 4))), "assumed"


def classify(table: pd.DataFrame, limit: int, key_score: float = 0.60, decline_limit: float = 0.95) -> pd.DataFrame:
    """The class of every existing customer.

    From one row per customer (index customer_id: score 0–1, size large|medium|small|none, group root id, potential and cm3 in
    currency for ties, or tie = their order as `tie_order` gives it, lean_cm3 = CM III at the lean service level, ratio and error
    of revenue growth; missing = unknown) to class and class_reason. In order: (1) key: score ≥ key_score and among the first
    `limit` groups; (2) small with
    lean_cm3 > 0 and revenue not clearly falling (ratio + 1.28 errors ≥ decline_limit) → smart; (3) small and either known
    to fail → lean;
    (4) all others → core: nobody loses service because data are missing.

    Source: METHOD.md §5 "Class"; [004] for the two conditions of a smart account (A4-05).
    """
    ties = table["tie"] if "tie" in table else tie_order(table)
    score, size = table["score"].to_numpy(float), table["size"].to_numpy(object)
    order = np.lexsort((ties.to_numpy(), -score))
    group_rank = np.empty(len(table), dtype=int)
    group_rank[order] = pd.factorize(table["group"].to_numpy()[order])[0]
    enough = score >= key_score
    small = (size == "small") | (size == "none")
    profit, trend = _of_table(table, decline_limit)
    smart = small & profit.holds & trend.holds
    lean = small & (profit.fails | trend.fails)
    both = lean & profit.fails & trend.fails
    grounds = [enough & (group_rank < limit), smart, both, lean & profit.fails, lean, small, enough]
    reasons = ["key", "smart", "lean_both", "lean_profit", "lean_trend", "core_unknown", "core_capacity"]
    chosen = [reason.partition("_")[0] for reason in reasons]
    result = pd.Series(np.select(grounds, chosen, "core"), table.index, dtype=object)
    return pd.DataFrame({"class": result, "class_reason": np.select(grounds, reasons, "core_score")})


def tie_order(table: pd.DataFrame) -> pd.Series:
    """Who comes first among equal scores, from 0: the higher potential, then the higher CM III, then the lower customer_id.

    From one row per customer (index customer_id: potential and cm3 in currency, missing = unknown, last) to one place each.
    """
    ids = table.index.astype(str).to_numpy(object)
    money = (-table[name].to_numpy(float) for name in ("cm3", "potential"))
    place = np.empty(len(table), dtype=int)
    place[np.lexsort((pd.factorize(ids, sort=True)[0], *money))] = np.arange(len(table))
    return pd.Series(place, table.index)


class Condition(NamedTuple):
    """Who is known to meet a condition and who is known to fail it; of the others it is not known."""

    holds: np.ndarray
    fails: np.ndarray


def conditions(
    lean_cm3: np.ndarray, upper: np.ndarray, none: np.ndarray, decline_limit: float
) -> tuple[Condition, Condition]:
    """The two conditions of a smart account: CM III at the lean level above 0, revenue not clearly falling.

    From lean_cm3 (currency), the upper end of the revenue ratio and who has no revenue at all (one entry per customer, missing =
    unknown) to profit and trend; whoever has no revenue fails the second.
    """
    profit = Condition(lean_cm3 > 0, lean_cm3 <= 0)
    return profit, Condition((upper >= decline_limit) & ~none, (upper < decline_limit) | none)


def two_conditions(table: pd.DataFrame, decline_limit: float = 0.95) -> pd.DataFrame:
    """The two conditions of a smart account, as the class rule takes them.

    From one row per customer (size, lean_cm3, ratio, error as for `classify`) to profit and trend: True, False, or None where the
    data do not say.

    Source: [004], A4-05.
    """
    found = dict(zip(("profit", "trend"), _of_table(table, decline_limit), strict=True))
    said = {
        name: pd.Series(c.holds, table.index, dtype=object).where(c.holds | c.fails, None) for name, c in found.items()
    }
    return pd.DataFrame(said)


def _of_table(table: pd.DataFrame, decline_limit: float) -> tuple[Condition, Condition]:
    upper = table["ratio"].to_numpy(float) + 1.28 * table["error"].to_numpy(float)
    none = table["size"].to_numpy(object) == "none"
    return conditions(table["lean_cm3"].to_numpy(float), upper, none, decline_limit)
