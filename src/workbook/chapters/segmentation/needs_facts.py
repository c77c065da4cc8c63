"""What customers look for, how they are approached, who is new, and what a contact brings."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.methods.approach_mix import APPROACHES, fitting_mix, used_mix
from workbook.methods.cohens_kappa import cohens_kappa
from workbook.methods.need_type import TYPES, need_types
from workbook.methods.windows import two_windows, within

TALKS = ("visit", "phone_call", "email", "online_meeting")


def needs(base: Base, behaviour: pd.DataFrame) -> pd.DataFrame:
    """Per existing customer the stated type of need, that by the rule, and the one used with its source (stated|rule)."""
    table = pd.DataFrame(index=base.known.index)
    stated = base.known["need_type"] if "need_type" in base.known else pd.Series(pd.NA, table.index, dtype=object)
    table["stated"] = stated.astype(object).where(stated.isin(list(TYPES)), None)
    ruled = need_types(behaviour) if len(behaviour) else None
    table["rule"] = None if ruled is None else ruled.astype(object).reindex(table.index)
    known = table["stated"].notna()
    table["need"] = table["stated"].where(known, table["rule"])
    source = pd.Series("stated", table.index, dtype=object).where(known, "rule")
    return table.assign(source=source.where(table["need"].notna(), None))


def agreement(table: pd.DataFrame) -> tuple[float, int]:
    """Cohen's κ of the stated types with those by the rule, and of how many customers both are known."""
    code = {name: i for i, name in enumerate(TYPES)}
    both = table[table["stated"].notna() & table["rule"].notna()]
    return cohens_kappa(*(both[c].map(code).to_numpy(int) for c in ("stated", "rule"))), len(both)


def segments(base: Base) -> pd.Series:
    """The segment of every existing customer: its class, else its size class."""
    if base.segmented:
        return base.table["class"]
    size = base.table["size"] if "size" in base.table else pd.Series(dtype=object)
    return size[size != "none"]


def deals(base: Base) -> pd.DataFrame:
    """The opportunities whose approach is known: approach, customer_id, won (1|0, missing while open)."""
    if not base.client.has("opportunities", "approach"):
        return pd.DataFrame(columns=["approach", "customer_id", "won"])
    own = base.client.tables["opportunities"]
    own = own[own["approach"].isin(APPROACHES)]
    outcome = own["outcome"] if "outcome" in own else pd.Series(None, own.index, dtype=object)
    customer = own["customer_id"] if "customer_id" in own else pd.Series(None, own.index, dtype=object)
    won = outcome.map({"won": 1.0, "lost": 0.0})
    return pd.DataFrame({"approach": own["approach"], "customer_id": customer, "won": won.astype(float)})


def mixes(base: Base, need: pd.Series, found: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Used and fitting mix by segment, and where the fitting one is from (stated|rule).

    Used: the shares of the deals. Fitting: what the assessment recommends (importance of `approach:<name>`), else the mix
    assumed for the segment's types of need.
    """
    groups = segments(base)
    used = used_mix(found["customer_id"].map(groups), found["approach"])
    said = recommended(base)
    if said is None:
        return used, fitting_mix(groups, need.reindex(groups.index)), "rule"
    which = [str(g) if str(g) in said.index else "all" for g in used.index]
    rows = said.reindex(which).set_axis(used.index)
    return used, rows.dropna(), "stated"


def recommended(base: Base) -> pd.DataFrame | None:
    """The mix recommended in the assessment by class (all|key|smart), each adding up to 1; None where nobody was asked."""
    if not base.client.has("assessment", "importance"):
        return None
    asked = base.client.tables["assessment"]
    asked = asked[asked["dimension"].str.match("^approach:", na=False) & asked["importance"].notna()]
    if asked.empty:
        return None
    group = asked["class"].fillna("all") if "class" in asked else pd.Series("all", asked.index)
    name = asked["dimension"].str.removeprefix("approach:")
    means = asked["importance"].astype(float).groupby([group, name]).mean().unstack()
    means = means.reindex(columns=list(APPROACHES)).fillna(0.0)
    return means[means.sum(axis=1) > 0].div(means.sum(axis=1), axis=0)


def newcomers(base: Base) -> pd.DataFrame | None:
    """Per existing customer with orders whether it is a first-time user, and its hours in the last 12 months where known.

    First-time user: as delivered (`first_use`), else first order and start of the relation less than 12 months before the
    end of the period. None where the order lines do not reach back further.
    """
    client = base.client
    if not client.has("transactions") or not client.dated or "orders" not in base.known:
        return None
    lines, end = client.tables["transactions"], pd.Timestamp(client.period[1])
    since = end - pd.DateOffset(months=12) + pd.Timedelta(days=1)
    own = base.known[base.known["orders"] > 0]
    first = lines.groupby("customer_id")["date"].min().reindex(own.index)
    if not (first < since).any():
        return None
    began = pd.to_datetime(own["customer_since"]) if "customer_since" in own else pd.Series(pd.NaT, own.index)
    new = (first >= since) & ~(began < since)
    if "first_use" in own:
        new = own["first_use"].astype(object).where(own["first_use"].notna(), new).astype(bool)
    table = pd.DataFrame({"new": new})
    if client.has("activities", "hours", "customer_id"):
        done = client.tables["activities"]
        done = done[within(done["date"], (since, end))]
        table["hours"] = done.groupby("customer_id")["hours"].sum().reindex(own.index).fillna(0.0)
    return table


def contacts(base: Base) -> pd.DataFrame | None:
    """Contacts and CM II per existing customer in the earlier and in the later window.

    Columns contacts_earlier, contacts_later, cm2_earlier, cm2_later (currency); only who had contacts in one of the windows and
    a CM II above 0 in both. Contacts are talks: quotes, service and complaints follow orders. None where costs, two windows or
    activities that cover both are missing.
    """
    client, known = base.client, base.known
    windows = two_windows(client.period) if client.dated else None
    if windows is None or not client.has("activities", "customer_id") or "cm3_earlier" not in known:
        return None
    done = client.tables["activities"]
    done = done[done["type"].isin(TALKS)]
    table = pd.DataFrame(index=known.index)
    for name, window in (("earlier", windows.earlier), ("later", windows.later)):
        number = done.loc[within(done["date"], window), "customer_id"].value_counts()
        table[f"contacts_{name}"] = number.reindex(known.index).fillna(0.0).astype(float)
    table = table.join(known[["cm2_earlier", "cm2_later"]].astype(float))
    there = (table[["contacts_earlier", "contacts_later"]].sum(axis=1) > 0) & (known["cm2_earlier"] > 0)
    return table[there & (known["cm2_later"] > 0)]
