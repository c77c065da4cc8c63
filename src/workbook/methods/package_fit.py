"""Which package fits a group of small customers, by a rule from how they buy."""

from __future__ import annotations

import pandas as pd

CLEAR = 0.5  # robust standard deviations from the median of all small customers


def package_fit(profiles: pd.DataFrame) -> pd.Series:
    """A package for every group: economy, project, all_inclusive, fixed_price or standard.

    From one row per group (its median in robust standard deviations from that of all small customers: special_share,
    hours_year, discount_rate, digital_share, any may lack; optional cm3 in currency) to one name. In order: a group with
    negative CM III → economy (serving it has to become cheaper first); special orders clearly above the others → project; care
    clearly above → all_inclusive; discount clearly above → fixed_price; digital orders clearly above or care clearly below →
    economy; else standard.

    Source: METHOD.md §5; packages named in [004], A4-15 and A4-17; the rule is ours.
    """

    def above(column: str) -> pd.Series:
        return profiles[column] >= CLEAR if column in profiles else pd.Series(False, profiles.index)

    little = profiles["hours_year"] <= -CLEAR if "hours_year" in profiles else pd.Series(False, profiles.index)
    found = pd.Series("standard", profiles.index)
    found[above("digital_share") | little] = "economy"
    found[above("discount_rate")] = "fixed_price"
    found[above("hours_year")] = "all_inclusive"
    found[above("special_share")] = "project"
    if "cm3" in profiles:
        found[profiles["cm3"] < 0] = "economy"
    return found
