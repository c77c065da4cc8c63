"""Share of wallet as a range with its source: from the potential, as stated, from the rank among suppliers, from peers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbook.methods.wallet_allocation import share_of_wallet

SHARE = ["share", "low", "high"]


def from_potential(revenue: pd.Series, potential: pd.DataFrame) -> pd.DataFrame:
    """Revenue over potential, its range from that of the potential.

    From revenue (currency per year) and central, low, high of the potential (currency per year, same index; low and high may
    be missing: the point then) to share, low, high (0–1, above 1 where the potential is understated). Missing without
    potential above 0.
    """
    known = potential["central"].where(potential["central"] > 0)
    least = potential["low"].where(potential["low"] > 0).fillna(known).clip(upper=known)
    most = potential["high"].where(potential["high"] > 0).fillna(known).clip(lower=known)
    made = pd.DataFrame({"share": revenue / known, "low": revenue / most, "high": revenue / least})
    return made.where(known.notna())


def from_statement(stated: pd.DataFrame) -> pd.DataFrame:
    """The stated share with its stated range: share, low, high (0–1); a missing end is the share itself."""
    share = stated["share"].astype(float)
    low, high = (stated[c].astype(float).fillna(share) for c in ("low", "high"))
    return pd.DataFrame({"share": share, "low": low.clip(upper=share), "high": high.clip(lower=share)})


def from_rank(rank: pd.Series, suppliers: pd.Series) -> pd.DataFrame:
    """The wallet allocation rule, its range from one supplier more to one fewer: share, low, high (0–1)."""
    share = share_of_wallet(rank, suppliers)
    low = share_of_wallet(rank, suppliers + 1).where(share.notna())
    high = share_of_wallet(rank, suppliers - 1).where(suppliers > 1).fillna(share)
    return pd.DataFrame({"share": share, "low": low.clip(upper=share), "high": high.clip(lower=share)})


def first_known(sources: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Per customer the first source that knows it: share, low, high, source (missing where none does)."""
    made: pd.DataFrame | None = None
    for name, table in sources.items():
        own = table[SHARE].assign(source=pd.Series(name, table.index, dtype=object).where(table["share"].notna(), None))
        made = own if made is None else made.where(made["share"].notna(), own)
    return made if made is not None else pd.DataFrame(columns=[*SHARE, "source"])
