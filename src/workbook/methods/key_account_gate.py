"""Is key-account management worth it here: the value of the key customers against what the management costs."""

from __future__ import annotations

from typing import NamedTuple


class Gate(NamedTuple):
    """Value and cost over the same years (currency), the share of the value that pays the cost, whether the value covers it."""

    value: float
    cost: float
    break_even: float
    met: bool


def key_account_gate(value: float, yearly_cost: float, years: int = 1, interest: float = 0.0) -> Gate:
    """The gate: value of the key customers ≥ cost of key-account management over the same years.

    From a present value over `years` years (currency; earned value: one year without interest) and the cost of one year to
    the Gate; the cost is discounted as the value is, Σ cost ÷ (1 + interest)^t. `break_even` is missing without a value above 0.

    Source: METHOD.md §9; A1-07.
    """
    cost = sum(yearly_cost / (1 + interest) ** year for year in range(1, years + 1))
    return Gate(value, cost, cost / value if value > 0 else float("nan"), value >= cost)
