"""Who is meant by a key account and by a small customer: the client's own classes where delivered, else size classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from workbook.chapters.value.base import Base

ORDER = {"class": ("key", "core", "smart", "lean"), "size": ("large", "medium", "small")}


@dataclass(frozen=True)
class Groups:
    """One group per customer (index customer_id, missing where none): `kind` says by the client's classes or by size.

    `unmapped`: the client has classes of its own, but client.yaml puts none of them into one of ours.
    """

    kind: Literal["class", "size"]
    of: pd.Series
    unmapped: bool = False

    @property
    def why(self) -> Literal["class", "size", "unmapped"]:
        """By what customers are grouped, and that classes were delivered where they could not be used."""
        return "unmapped" if self.unmapped else self.kind

    @property
    def key(self) -> pd.Series:
        """Whether a customer is a key account (large, where there are no classes)."""
        return self.of == ORDER[self.kind][0]

    @property
    def small(self) -> pd.Series:
        """Whether a customer is small: smart or lean by class, else of the small size class."""
        return self.of.isin(("smart", "lean") if self.kind == "class" else ("small",))

    @property
    def names(self) -> tuple[str, ...]:
        """The groups that have customers, from key to small."""
        return tuple(name for name in ORDER[self.kind] if (self.of == name).any())


def groups(base: Base) -> Groups:
    """The client's own class of every customer as `current_classes` reads it, else its size class."""
    client, ids = base.client, base.table.index
    named = dict(client.parameters.segmentation.current_classes)
    if named and client.has("customers", "current_class"):
        classes = client.listed("current_class", ids).map(named)
        if classes.notna().any():
            return Groups("class", classes)
    return sizes(base)


def sizes(base: Base) -> Groups:
    """The size class of every customer by its revenue over the whole period."""
    size = base.table["size"].astype(object)
    return Groups("size", size.where(size.isin(ORDER["size"])), base.client.classes_unmapped)
