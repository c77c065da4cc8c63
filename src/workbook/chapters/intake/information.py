"""The facts of the information profile: every statement about a customer with its source and age, and what follows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook import schema
from workbook.client import Client
from workbook.methods import information_profile as profile

STALE_MONTHS, TOP = 12, 10
COLUMNS = ["customer_id", "field", "value", "source", "as_of"]
FIELDS = tuple(field for fields in profile.ITEMS.values() for field in fields)


@dataclass(frozen=True)
class Information:
    """What is known about the customers.

    `items`: item, by_customer, by_value (0–1), known, dated, stale (values), sources (mean), contradictions (customers).
    `top`: the customers with the most revenue (index customer_id): name, weight, the items (0–1), all.
    """

    items: pd.DataFrame
    top: pd.DataFrame
    n_customers: int
    n_contradicting: int

    @property
    def little_known(self) -> pd.DataFrame:
        """Of the most valuable, those of whom less than half is known."""
        return self.top[self.top["all"] < 0.5]


def information(client: Client) -> Information | None:
    """The profile, weighted by revenue; None where not one of the statements was delivered."""
    told = statements(client)
    if told.empty:
        return None
    lines = client.tables["transactions"]
    revenue = lines.groupby("customer_id")["net_revenue"].sum()
    known = profile.known_items(told, customers(client))
    clash = profile.contradictions(told)
    items = profile.completeness_by_item(known, revenue)
    items = items.merge(profile.freshness(told, client.as_of, STALE_MONTHS), on="item", validate="1:1")
    items["sources"] = items["item"].map(profile.sources_per_value(told))
    per_item = {i: clash["customer_id"][clash["field"].isin(f)].nunique() for i, f in profile.ITEMS.items()}
    items["contradictions"] = items["item"].map(per_item)
    top = profile.most_valuable(known, revenue, TOP)
    top.insert(0, "name", _names(client, top.index))
    return Information(items, top, len(known), clash["customer_id"].nunique())


def customers(client: Client) -> list[str]:
    """Everybody who buys or is listed as a customer; no prospects."""
    buyers = set(client.tables["transactions"]["customer_id"].dropna())
    if not client.has("customers"):
        return sorted(buyers)
    listed = client.tables["customers"]
    if "existing" in listed:
        listed = listed[~listed["existing"].eq(False).fillna(False)]
    return sorted(buyers | set(listed["customer_id"].dropna()))


def statements(client: Client) -> pd.DataFrame:
    """One row per statement about a customer: the list with its provenance, the facts, the contents of activities."""
    parts = [_of_list(client, field) for field in FIELDS] + [_of_facts(client), _of_activities(client)]
    told = pd.concat([part.astype(object) for part in parts], ignore_index=True)
    told["as_of"] = pd.to_datetime(told["as_of"])
    return told[told["value"].notna() & told["customer_id"].isin(set(customers(client)))]


def _of_list(client: Client, field: str) -> pd.DataFrame:
    if not client.has("customers", field):
        return pd.DataFrame(columns=COLUMNS)
    listed = client.tables["customers"]
    nothing = pd.Series(None, index=listed.index, dtype=object)
    parts = {"customer_id": listed["customer_id"], "field": field, "value": listed[field]}
    source = listed.get(f"{field}_source", nothing).astype(object)
    return pd.DataFrame({**parts, "source": source.where(source.notna(), ""), "as_of": listed.get(f"{field}_as_of")})


def _of_facts(client: Client) -> pd.DataFrame:
    """The facts under our names of the fields, as far as they speak of one."""
    if not client.has("facts"):
        return pd.DataFrame(columns=COLUMNS)
    facts = client.tables["facts"].reindex(columns=COLUMNS)
    ours = {name: next(iter(schema.candidates("customers", name)), None) for name in facts["field"].dropna().unique()}
    facts = facts.assign(field=facts["field"].map(ours))
    return facts[facts["field"].isin(FIELDS)]


def _of_activities(client: Client) -> pd.DataFrame:
    """The latest activity of each customer of which the content is recorded."""
    if not client.has("activities", "content", "customer_id"):
        return pd.DataFrame(columns=COLUMNS)
    noted = client.tables["activities"].dropna(subset=["content", "customer_id"])
    latest = noted.groupby("customer_id")["date"].max().reset_index(name="as_of")
    return latest.assign(field="content", value="x", source="activities")[COLUMNS]


def _names(client: Client, ids: pd.Index) -> list[str]:
    return [str(name) if pd.notna(name) else str(one) for one, name in client.listed("name", ids).items()]
