"""Which role each customer belongs to, as far as persons may be shown."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.methods.protect import LEAST, merged_groups


def owner_roles(base: Base) -> pd.Series | None:
    """The role of each customer's owner, missing where there is none; None where owners or roles are not delivered.

    A role is counted by the persons who own customers; roles of fewer than five merge into `others`, as do owners who are not on
    the list or have no role: apart from the roles they would follow from the company's sum. No role at all is named
    where only one group is left: it would say no more than the company.
    """
    client = base.client
    if not (client.has("customers", "owner_rep_id") and client.has("staff", "role")):
        return None
    owner = client.listed("owner_rep_id", base.known.index)
    role = owner.map(client.tables["staff"].drop_duplicates("rep_id").set_index("rep_id")["role"])
    role = role.where(role.notna() | owner.isna(), "others")
    shown = merged_groups(owner.groupby(role).nunique(), LEAST)
    found = role.map(shown).astype(object)
    return found if found.nunique() > 1 else pd.Series(None, found.index, dtype=object)
