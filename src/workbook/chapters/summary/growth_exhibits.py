"""What chapter 6 shows of growth per class."""

from __future__ import annotations

from workbook.chapters import Draw
from workbook.chapters.summary.analysis import Result
from workbook.chapters.summary.growth import BOTH, LESS, grouping
from workbook.exhibit import Exhibit
from workbook.finding import Value, count, setting, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def growth(result: Result, words: Words) -> Exhibit | None:
    """By class: what is open up to the share of wallet aimed at, and the growth if little, half or much of it is won."""
    table = result.growth
    if table.empty or not table["central"].notna().any():
        return None
    by, p = grouping(result.so_far), result.client.parameters.value
    numbers: dict[str, Value] = {
        "n": count(int(table["known"].sum())),
        "n_total": count(int(table["customers"].sum())),
        "n_years": count(p.horizon_years),
        "points": count(round(LESS * 100)),
        **{name: setting(part) for name, part in zip(("few", "half", "much"), p.acceptance, strict=True)},
    }
    large, small = BOTH[by]
    both = {large: ("low", "high"), small: ("low_small", "high_small")}
    for name, (least, most) in both.items():
        if name in table.index:
            numbers |= {least: share(table.loc[name, "low"]), most: share(table.loc[name, "high"])}
    whole = table["central"].reindex(list(both)).notna().all()
    shown = [
        Shown("group", f"head.{by}", "term", "group."),
        Shown("customers", "head.customers", "count"),
        Shown("known", "head.potential_known", "count"),
        Shown("revenue", "head.revenue_year", "money"),
        Shown("open", "head.open_wallet", "money"),
        *(Shown(c, f"head.{c}_money", "share") for c in ("low", "central", "high")),
        Shown("below", "head.growth_below", "share"),
    ]
    behind = Behind(table.reset_index(names="group"), shown)
    message = f"summary.growth_{by}" if whole else "summary.growth_partly"
    aim = "summary.growth.certainty_set" if p.share_of_wallet_target is not None else "summary.growth.certainty"
    return plate(
        words, "summary.growth", numbers, behind, None, ("read", "certainty", "limit"), message=message, certainty=aim
    )


EXHIBITS: dict[str, Draw] = {"growth": growth}
