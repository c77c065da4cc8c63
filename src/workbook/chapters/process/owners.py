"""Which role each customer belongs to, as far as persons may be shown."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.methods.protect import LEAST, merged_groups


def owner_roles(base: Base) -> pd.Series | None:
    """The role of each customer's owner, missing where there is none; None where owners or roles are not delivered.

    A role is counted by the persons who own customers; roles of fewer than five merge into `others`. No role at all is named
    where only one group is left: it would say no more than the company.
    """
    client = base.client
    if not (client.has("customers", "owner_rep_id") and client.has("staff", "role")):
        return None
    owner = client.listed("owner_rep_id", base.known.index)
    role = owner.map(client.tables["staff"].drop_duplicates("rep_id").set_index("rep_id")["role"])
    shown = merged_groups(owner.groupby(role).nunique(), LEAST)
    found = role.map(shown).astype(object)
    return found if found.nunique() > 1 else pd.Series(None, found.index, dtype=object)
