"""What the past of the customer base says, and what it cannot say."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.value.base import Base
from workbook.chapters.value.growth_advice import balance
from workbook.chapters.value.history import History, first_cohort_share
from workbook.chapters.value.history_claims import IDS
from workbook.finding import Finding, Gap, Quantity, Term, Value, count, money, share
from workbook.methods.windows import equal_windows

DATED = (
    "first_cohort_share",
    "kept_customers",
    "new_customers",
    "lost_customers",
    "growth_spread",
    "growth_spread_excess",
    "rank_correlation",
)
PAST = (*DATED, "revenue_gini", "revenue_p90_p10", "result_after_sales_cost", "parent_changes")


def findings(base: Base, found: History) -> tuple[Finding, ...]:
    """The findings of this topic."""
    made = [_audit(base, found), _quadrant(found), _stability(found), _walk(found)]
    return tuple(f for f in made if f is not None)


def _audit(base: Base, found: History) -> Finding | None:
    """Where the revenue of the last window comes from, and whether first-time customers replace lost ones."""
    if found.audit is None or base.windows is None or found.change is None:
        return None
    brought = float(found.audit.whole.iloc[:, -1].sum())
    if not brought > 0:
        return None
    one, two, sides = found.audit.one, found.audit.two, balance(found.change, found.audit)
    first = equal_windows(base.client.period, base.windows)[1]
    numbers: dict[str, Value] = {
        "share": share(first_cohort_share(found.audit)),
        "day": first.date(),
        "n_months": count(base.windows.months),
        "n_kept": count(two["customers"]["kept"]),
        "n_new": count(two["customers"]["new"]),
        "n_first": count(sides.n_won),
        "money_first": money(sides.won),
        "share_first": share(sides.won / brought),
        "n_lost": count(two["customers"]["lost"]),
        "money_new": money(two["later"]["new"]),
        "money_lost": money(two["earlier"]["lost"]),
        "ratio": Quantity(one["orders_per_customer"], "number"),
        "money_order": money(one["revenue_per_order"]),
        "share_tenth": share(one["top_tenth"]),
        "advice": sides.of_audit(),
    }
    return Finding("value.base_audit", numbers, 2, ("[004]",))


def _quadrant(found: History) -> Finding | None:
    """Customers who grow and still cost more than they bring in."""
    if found.quadrant is None or not found.quadrant.notna().any():
        return None
    n = found.quadrant.value_counts()
    names = ("grows_earns", "grows_loses", "shrinks_earns", "shrinks_loses")
    numbers: dict[str, Value] = {f"n_{name}": count(int(n.get(name, 0))) for name in names}
    numbers["n"] = numbers["n_grows_loses"]
    concerned = found.quadrant.index[found.quadrant == "grows_loses"]
    return Finding("value.growth_quadrant", numbers, 2, ("[001]",), None, tuple(concerned))


def _stability(found: History) -> Finding | None:
    """Whether small customers are the steadier part of revenue."""
    claim = next((c for c in found.claims if c.id == "A4-02"), None)
    if claim is None or found.steady is None or found.matrix is None:
        return None
    low, high = claim.interval
    numbers: dict[str, Value] = {f"fall_{name}": share(found.steady["drawdown"][name]) for name in ("large", "small")}
    numbers |= {
        **claim.numbers,
        "steps": Term(f"value.in_steps.{found.step}", {"n": count(found.matrix.shape[1])}),
        "season": Term(f"value.steady_season.{found.step}"),
        "groups": Term(f"value.steady_groups.{found.groups.kind}"),
        "sure": Term(
            f"value.steady.{claim.verdict}", {"low": Quantity(low, "points"), "high": Quantity(high, "points")}
        ),
        "advice": Term(f"value.steady_advice.{claim.verdict}"),
    }
    return Finding("value.volatility", numbers, 1 if claim.verdict == "undecided" else 2, ("[004]",))


def _walk(found: History) -> Finding | None:
    """What is left of list revenue, and the largest part of it that is no cost of goods."""
    if found.walk is None or found.walk["amount"].iloc[0] <= 0:
        return None
    first, last = found.walk.iloc[0], found.walk.iloc[-1]
    costs = found.walk[(found.walk["kind"] == "cost") & (found.walk["name"] != "cost_of_goods")].set_index("name")[
        "amount"
    ]
    largest = str(costs.idxmin())
    numbers: dict[str, Value] = {
        "money_start": money(first["after"]),
        "start": Term(f"value.walk_start.{first['name']}"),
        "end": Term(f"value.walk_end.{last['name']}"),
        "money": money(last["after"]),
        "share": share(last["after"] / first["after"]),
        "what": Term(f"value.walk_what.{largest}"),
        "at": Term(f"value.walk_at.{largest}"),
        "money_largest": money(-costs[largest]),
        "money_tenth": money(-costs[largest] / 10),
    }
    return Finding("value.result_after_sales_cost", numbers, 3 if last["name"] == "result" else 2, ("[001]",))


def gaps(base: Base, found: History) -> Iterator[Gap]:
    """What the past does not tell here, and what would make it so."""
    client, open_ = base.client, {f"claims.{i}" for i in IDS} - {f"claims.{c.id}" for c in found.claims}
    needs_cost = {"claims.A1-02"} if not base.has_margin else set()
    if found.change is None:
        ids = {f"value.{name}" for name in DATED} | (open_ - needs_cost)
        yield Gap("value.new_customers", ("transactions.date",), "value.gap_windows", tuple(sorted(ids)))
    elif open_ - needs_cost:
        yield Gap("value.volatility", (), "value.gap_few", tuple(sorted(open_ - needs_cost)))
    if found.walk is None or found.walk["name"].iloc[-1] != "result":
        needs = client.missing(
            "transactions.cost_of_goods", "activities.hours", "staff.annual_cost", "staff.working_hours"
        )
        yield Gap(
            "value.result_after_sales_cost",
            needs,
            "value.gap_walk",
            ("value.result_after_sales_cost", *sorted(needs_cost)),
        )
    if found.parents is None:
        yield Gap(
            "value.parent_changes",
            # The table may be there and say nothing about parents: then it is its rows that are missing.
            client.missing("facts.value", "facts.as_of") or ("facts.value", "facts.as_of"),
            "value.gap_parents",
            ("value.parent_changes",),
        )
