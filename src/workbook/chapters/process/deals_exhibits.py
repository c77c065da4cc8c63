"""What chapter 5 shows of deals by product and by office."""

from __future__ import annotations

from functools import partial

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.deals import Deals, named_as, named_of
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def _table(by: str, result: Result, words: Words) -> Exhibit | None:
    """Won, lost and open deals with conversion and days, by product or by office."""
    table = result.topics.of(Deals).tables.get(by)
    if table is None:
        return None
    said = [named_as(by, str(group)) for group in table.index]
    names = [words.text(name.key) if isinstance(name, Term) else str(name) for name in said]
    known, decided = named_of(table)["conversion"], int(table["won"].sum() + table["lost"].sum())
    numbers: dict[str, Value] = {
        "n": count(len(table)),
        "n_deals": count(int(table["deals"].sum())),
        "n_won": count(int(table["won"].sum())),
        "n_lost": count(int(table["lost"].sum())),
        "n_open": count(int(table["open"].sum())),
        "low": share(float(known.min())) if len(known) else Term("process.deals.unknown"),
        "high": share(float(known.max())) if len(known) else Term("process.deals.unknown"),
    }
    shown = [
        Shown("name", f"head.deals_{by}"),
        Shown("deals", "head.deals", "count"),
        Shown("won", "head.won", "count"),
        Shown("lost", "head.lost", "count"),
        Shown("open", "head.open_deals", "count"),
        Shown("conversion", "head.won_share", "share"),
        Shown("low", "head.rate_low", "share"),
        Shown("high", "head.rate_high", "share"),
        Shown("median_days", "head.median_days", "days"),
        Shown("p90_days", "head.p90_days", "days"),
    ]
    total: dict[str, float | str] = {c: float(table[c].sum()) for c in ("deals", "won", "lost", "open")}
    total |= {"name": words.text("total")}
    total |= {"conversion": float(table["won"].sum()) / decided} if decided else {}
    margin = ("read", "people") if by == "office" else ("read",)
    behind = Behind(table.assign(name=names), shown, total)
    name = f"process.deals_{by}"
    return plate(words, name, numbers, behind, margin=margin, read="process.deals.read", people="process.deals.people")


EXHIBITS: dict[str, Draw] = {f"deals_{by}": partial(_table, by) for by in ("product", "office")}
