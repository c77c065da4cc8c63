"""What the articles claim about customer value, tested on the client's data."""

from __future__ import annotations

from dataclasses import replace

from workbook.chapters import SoFar
from workbook.chapters.value import expected, prices, risk
from workbook.chapters.value.analysis import Result, facts
from workbook.client import Client
from workbook.finding import Claim
from workbook.methods.claim_verdict import verdict


def analyse(client: Client, so_far: SoFar) -> Result:
    """Value against revenue, and every claim about it that the data let us test."""
    result = facts(client)
    return replace(result, claims=_tested(result))


def claims(result: Result) -> tuple[Claim, ...]:
    """Every claim of this chapter that the data let us test."""
    return result.claims


def _tested(result: Result) -> tuple[Claim, ...]:
    made = [_carried(result), *expected.claims(result, result.expected), *prices.claims(result.prices)]
    made += [*result.history.claims, *risk.claims(result.risk)]
    return tuple(c for c in made if c is not None)


def _carried(result: Result) -> Claim | None:
    """A1-06: bad accounts must be carried by excellent ones: what the loss makers consume, as a share of the total (0–1)."""
    curve, interval = result.curve, result.subsidy_range
    if curve is None or interval is None or curve.subsidy is None:
        return None
    n = len(curve.order)
    return Claim("A1-06", verdict(interval, n), curve.subsidy, interval, n, "share", "[001]")
