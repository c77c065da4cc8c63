"""What a customer's margin is worth over its whole life, as a multiple of one year's."""

from __future__ import annotations


def margin_multiple(retention: float, discount: float, margin: float = 1.0) -> float:
    """m·r / (1 + i − r): the worth today of a yearly margin m that returns with probability r each year.

    From retention (0–1), yearly discount rate and margin (currency per year) to currency. ValueError where 1 + i ≤ r.

    Source: Gupta and Lehmann 2003, Customers as assets, Journal of Interactive Marketing 17(1).
    """
    if not 1 + discount > retention:
        raise ValueError("retention")
    return margin * retention / (1 + discount - retention)
