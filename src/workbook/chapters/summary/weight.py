"""What carries enough weight for the first page: decisions something depends on, amounts that show beside revenue."""

from __future__ import annotations

from workbook.finding import Finding, Quantity

# Of a year's net revenue. The report gives shares to one decimal: what lies below would stand there as "< 0.1 %", so no board
# decides on it. Auditors leave as much aside as clearly trivial: in practice 5 % of 1 % of revenue (ISA 450).
MATERIAL = 0.0005

# Findings that say how things stand or what to know first: no measure of the plan follows from them.
NO_MEASURE = frozenset(
    {
        "coverage.favoured_persons",
        "coverage.persons",
        "coverage.territory_balance",
        "coverage.territory_conflict",
        "coverage.territory_dearer",
        "coverage.territory_misfit",
        "intake.account",
        "intake.account_rows",
        "intake.information",
        "process.fields",
        "process.instruments",
        "process.maturity",
        "process.points",
        "process.split",
        "segmentation.acquisition",
        "segmentation.misjudged",
        "segmentation.priorities",
        "segmentation.quality",
        "segmentation.rewards",
        "segmentation.sow_guess",
    }
)
# Findings that concern nobody where their count is 0: the headline then says that there is none, and nothing is to decide.
NONE_IS_NOTHING = frozenset(
    {
        "coverage.below_floor",
        "coverage.exceptions",
        "coverage.favouritism",
        "coverage.kam_accounts",
        "coverage.overserved",
        "coverage.response",
        "coverage.skills",
        "coverage.strategic",
        "process.conversion",
        "process.on_time_share",
        "process.outside",
        "process.targets",
        "segmentation.agreement",
        "segmentation.borderline",
        "segmentation.depends_on_weights",
        "segmentation.first_time",
        "segmentation.myths",
        "segmentation.neglected",
        "segmentation.reclassified",
        "segmentation.small_definitions",
        "value.effort_of_margin",
        "value.growth_quadrant",
        "value.kendall_tau",
        "value.key_discount",
        "value.loss_makers",
    }
)
# Findings without a price of their own whose headline is an amount: as small as this, they ask for nothing.
AMOUNTS = frozenset({"value.discount", "value.excess_discount", "value.unused_capacity_cost"})


def concerns_nobody(finding: Finding) -> bool:
    """Whether there is none of what the finding is about, so that nothing depends on a decision."""
    n = finding.numbers.get("n")
    return finding.id in NONE_IS_NOTHING and isinstance(n, Quantity) and n.value == 0


def material(finding: Finding, revenue_per_year: float) -> bool:
    """Whether the money at stake, even in the favourable case, shows beside a year's revenue; without money it may be."""
    if finding.impact is not None and finding.impact.high > 0:
        return finding.impact.high >= MATERIAL * revenue_per_year
    amount = finding.numbers.get("money") if finding.id in AMOUNTS else None
    return not isinstance(amount, Quantity) or abs(amount.value) >= MATERIAL * revenue_per_year


def weighs(finding: Finding, revenue_per_year: float) -> bool:
    """Whether the finding may ask for a measure, and for a decision on the first page."""
    return finding.id not in NO_MEASURE and not concerns_nobody(finding) and material(finding, revenue_per_year)
