"""Small is not small: groups of small customers, the two conditions of a smart account, and what a broken promise costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.segmentation import small_facts
from workbook.chapters.segmentation.base import Base
from workbook.finding import Claim, Figure, Finding, Gap, Quantity, Term, Terms, Value, count, money, setting, share
from workbook.methods.bootstrap import interval
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.clusters import STABLE, Structure, clusters
from workbook.methods.matched_difference import matched_difference
from workbook.topic import Topic, Topics

CORNERS = {"both": (True, True), "profit": (True, False), "trend": (False, True), "neither": (False, False)}
OF_CLUSTERS = ("segmentation.clusters", "segmentation.cluster_stability")
DRAWS = 500


@dataclass(frozen=True)
class Small(Topic):
    """What is known of the small customers; None where the data do not carry it.

    `behaviour`: how every existing customer with orders buys. `structure`, `profiles`: the groups of the small ones (see
    small_facts). `conditions`: profit, trend, cm3 per small customer. `definitions`: one row per measure of small. `promises`:
    purchases after a failure in `failures` (late, complaint).
    """

    base: Base
    behaviour: pd.DataFrame
    structure: Structure | None
    profiles: pd.DataFrame | None
    conditions: pd.DataFrame | None
    definitions: pd.DataFrame | None
    promises: np.ndarray
    failures: tuple[str, ...]

    @property
    def corners(self) -> pd.DataFrame | None:
        """Customers and cm3 per year by which conditions hold: both, profit alone, trend alone, neither."""
        if self.conditions is None:
            return None
        rows = {
            name: self.conditions[self.conditions["profit"].eq(p) & self.conditions["trend"].eq(t)]
            for name, (p, t) in CORNERS.items()
        }
        found = {name: (len(own), own["cm3"].sum(min_count=1)) for name, own in rows.items()}
        table = pd.DataFrame(found, ["customers", "cm3"]).T
        return table if table["customers"].sum() else None

    def figures(self) -> tuple[Figure, ...]:
        """How many groups, how stable, how many pass which condition, how far the definitions of small agree."""
        made = []
        if self.structure is not None:
            made.append(Figure(OF_CLUSTERS[0], self.structure.k, "count"))
            made.append(Figure(OF_CLUSTERS[1], self.structure.stability, "index"))
        if self.corners is not None:
            made += [Figure(f"segmentation.small_{n}", int(self.corners.loc[n, "customers"]), "count") for n in CORNERS]
        if self.definitions is not None:
            others = self.definitions.drop(index="revenue")["overlap"].dropna()
            made += [Figure(f"segmentation.small_overlap.{n}", float(v), "share") for n, v in others.items()]
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """The groups, or that there are none; the two conditions; what another measure would change."""
        made = [self._groups(), self._conditions(), self._definitions()]
        return tuple(finding for finding in made if finding is not None)

    def _groups(self) -> Finding | None:
        s = self.structure
        if s is None:
            return None
        numbers: dict[str, Value] = {
            "n_total": count(len(s.groups)),
            "n": count(s.k if s.k > 1 else s.candidate),
            "tested": count(s.tested),
        }
        if s.k == 1 or self.profiles is None:
            numbers["why"] = _why(s)
            return Finding("segmentation.no_clusters", numbers, 2, ("[004]",))
        numbers |= _stable(s) | _clear(s)
        numbers["groups"] = _chain([self.described(g) for g in self.profiles.index])
        numbers["packages"] = _chain([self.packaged(g) for g in self.profiles.index])
        return Finding("segmentation.clusters", numbers, 2, ("[004]",))

    def described(self, group: int) -> Term:
        """A group in words: its size, its money, its most distinct traits."""
        assert self.profiles is not None
        row = self.profiles.loc[group]
        numbers: dict[str, Value] = {"n": count(row["customers"]), "traits": traits(row["traits"])}
        numbers["money"] = money(row["cm3"] if "cm3" in row else row["revenue"])
        return Term("segmentation.group_cm3" if "cm3" in row else "segmentation.group_revenue", numbers)

    def packaged(self, group: int) -> Term:
        """Which package a group gets."""
        assert self.profiles is not None
        row = self.profiles.loc[group]
        package = Term(f"segmentation.package.{row['package']}")
        return Term("segmentation.packaged", {"traits": traits(row["traits"][:2]), "package": package})

    def _conditions(self) -> Finding | None:
        table = self.corners
        if table is None or self.conditions is None:
            return None
        numbers: dict[str, Value] = {f"n_{name}": count(row["customers"]) for name, row in table.iterrows()}
        numbers["n_total"] = count(len(self.conditions))
        numbers["n"] = count(table.loc["both", "customers"])
        numbers["n_open"] = count(len(self.conditions) - table["customers"].sum())
        numbers["factor"] = setting(self.base.client.parameters.segmentation.lean_hours_factor)
        numbers["limit"] = setting(self.base.client.parameters.segmentation.decline_limit)
        return Finding("segmentation.two_conditions", numbers, 2, ("[004]",))

    def _definitions(self) -> Finding | None:
        if self.definitions is None:
            return None
        others = self.definitions.drop(index="revenue").dropna(subset=["overlap"])
        if others.empty:
            return None
        least = others.sort_values("overlap", kind="stable").iloc[0]
        numbers: dict[str, Value] = {
            "n": count(least["left"] + least["joined"]),
            "measure": Term(f"segmentation.by.{least.name}"),
            "left": Term(
                "segmentation.small_left",
                {"n": count(least["left"]), "n_total": count(least["both"] + least["left"])},
            ),
            "joined": Term("segmentation.small_joined", {"n": count(least["joined"])}),
            "overlaps": Terms(tuple(_overlap(str(name), float(v)) for name, v in others["overlap"].items())),
        }
        return Finding("segmentation.small_definitions", numbers, 3, ("[004]",))

    def gaps(self) -> tuple[Gap, ...]:
        """What cannot be said of small customers."""
        client, made = self.base.client, []
        if self.structure is None:
            needs = client.missing("transactions", "transactions.order_id") or ("transactions.customer_id",)
            made.append(Gap("segmentation.clusters", needs, "segmentation.gap_clusters", OF_CLUSTERS))
        if self.corners is None:
            needs = client.missing("transactions.cost_of_goods", "activities.hours", "staff.annual_cost")
            ids = tuple(f"segmentation.small_{name}" for name in CORNERS)
            made.append(
                Gap("segmentation.two_conditions", needs or ("transactions.date",), "segmentation.gap_conditions", ids)
            )
        if not self._judged():
            needs = client.missing("transactions.promised_at", "transactions.shipped_at", "activities.type")
            made.append(
                Gap(
                    "claims.A4-15", needs or ("transactions.shipped_at",), "segmentation.gap_promise", ("claims.A4-15",)
                )
            )
        return tuple(made)

    def _judged(self) -> bool:
        """Whether at least ten customers with and ten without a failure can be compared."""
        return self.promises.size > 0 and self._cases() >= LEAST

    def _cases(self) -> int:
        """Customers with a failure followed by a half-year, or those ever without where these are fewer."""
        failed, known = self.promises[:, :, 1], ~np.isnan(self.promises[:, :, 1])
        return int(min((failed == 1).any(axis=1).sum(), (known & (failed == 0)).any(axis=1).sum()))

    def claims(self) -> tuple[Claim, ...]:
        """A4-15: one broken promise lasts: small customers buy less in the half-year after it than comparable ones."""
        if not self._judged():
            return ()

        def less(cases: np.ndarray) -> float:
            rows = cases.reshape(-1, 3)
            return -matched_difference(rows[~np.isnan(rows[:, 0])])

        p = self.base.client.parameters
        ends, n = interval(self.promises, less, p.seed, draws=DRAWS), self._cases()
        rows = self.promises.reshape(-1, 3)
        rows = rows[~np.isnan(rows[:, 0])]
        numbers: dict[str, Value] = {
            "kinds": Terms(tuple(Term(f"segmentation.failure.{kind}") for kind in self.failures)),
            "share_failed": share(float(rows[rows[:, 1] == 1, 2].mean())),
            "share_other": share(float(rows[rows[:, 1] == 0, 2].mean())),
            "n_failed": count(n),
        }
        found = verdict(ends, n, p.value.min_effect)
        return (Claim("A4-15", found, less(self.promises), ends, n, "points", "[004]", numbers, p.value.min_effect),)

    def columns(self) -> pd.DataFrame:
        """Group and package of the small customers: cluster (1 for all without structure), package."""
        if self.structure is None or self.profiles is None:
            return pd.DataFrame()
        table = pd.DataFrame({"cluster": self.structure.groups.astype("Int64")})
        if self.structure.k > 1:
            table["package"] = self.structure.groups.map(self.profiles["package"]).astype(str)
        return table


def traits(found: tuple[tuple[str, str], ...]) -> Value:
    """Traits as a list in words."""
    if not found:
        return Term("segmentation.no_trait")
    return Terms(tuple(Term(f"segmentation.trait.{name}.{side}") for name, side in found))


def _chain(parts: Sequence[Term]) -> Term:
    """Several parts with commas of their own, one after the other."""
    first, *rest = parts
    return first if not rest else Term("segmentation.chain", {"first": first, "rest": _chain(rest)})


def _stable(found: Structure) -> dict[str, Value]:
    return {"ratio": Quantity(found.stability, "ratio"), "threshold": Quantity(STABLE, "ratio")}


def _clear(found: Structure) -> dict[str, Value]:
    return {"clear": Quantity(found.silhouette, "ratio"), "chance": Quantity(found.threshold, "ratio")}


def _why(found: Structure) -> Term:
    """Why groups do not count: they do not return, or they are no clearer than chance."""
    if found.stability < STABLE:
        return Term("segmentation.unstable", _stable(found))
    return Term("segmentation.unclear", _clear(found))


def _overlap(name: str, value: float) -> Term:
    return Term("segmentation.overlap", {"measure": Term(f"segmentation.by.{name}"), "share": share(value)})


def small(base: Base, topics: Topics) -> Small:
    """What is known of the small customers of one client."""
    behaviour = small_facts.how_they_buy(base)
    size = base.known["size"] if "size" in base.known else pd.Series(dtype=object)
    ids = size.index[size == "small"]
    measures = small_facts.comparable(behaviour, ids)
    structure = clusters(measures, base.client.parameters.seed) if len(measures) else None
    found = small_facts.profiles(base, behaviour, measures, structure) if structure is not None else None
    rows, kinds = small_facts.broken_promises(base, ids)
    return Small(
        base,
        behaviour,
        structure,
        found,
        small_facts.conditions(base),
        small_facts.definitions(base, behaviour) if len(behaviour) else None,
        rows,
        kinds,
    )
