"""Needs and approaches: what customers look for, whether they are approached that way, and what a contact brings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbook.chapters.segmentation import needs_facts
from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.small import Small
from workbook.finding import Claim, Figure, Finding, Gap, Quantity, Term, Value, count, hours, setting, share
from workbook.methods.approach_mix import APPROACHES, off_by_chance, off_the_mark
from workbook.methods.bootstrap import enough, interval
from workbook.methods.change_slope import change_slope
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.delivery import wilson
from workbook.methods.need_type import TYPES
from workbook.topic import Topic, Topics

FIRST = ("performance", "stable_price", "temporary_price")  # performance or price put first
DEALS = 10  # of a segment, from which its mix is judged


@dataclass(frozen=True)
class Needs(Topic):
    """What customers look for and how they are approached; tables without rows where the data do not carry it.

    `table`: stated, rule, need, source per existing customer. `used`, `fitting`: segments × approaches (0–1; `used` with n
    deals); `fitting_source`: stated|rule. `deals`: approach and won per opportunity. `new`: first-time users, `contacts`: see
    needs_facts.
    """

    base: Base
    table: pd.DataFrame
    kappa: float
    compared: int
    deals: pd.DataFrame
    used: pd.DataFrame
    fitting: pd.DataFrame
    fitting_source: str
    new: pd.DataFrame | None
    contacts: pd.DataFrame | None

    @property
    def known(self) -> bool:
        """Whether the type of need of any customer is known."""
        return bool(self.table["need"].notna().any())

    @cached_property
    def off(self) -> pd.DataFrame:
        """By segment with enough deals: how much of the approaches is not what fits (share), how much of it is chance; largest
        excess first."""
        enough = self.used[self.used["n"] >= DEALS] if len(self.used) else self.used
        if enough.empty or self.fitting.empty:
            return pd.DataFrame(columns=["share", "chance"], dtype=float)
        mark = off_the_mark(enough, self.fitting).sort_index()
        chance = off_by_chance(self.fitting.loc[mark.index], enough["n"], self.base.client.parameters.seed)
        table = pd.DataFrame({"share": mark, "chance": chance})
        return table.iloc[np.argsort((chance - mark).to_numpy(), kind="stable")]

    @property
    def rates(self) -> pd.DataFrame:
        """Won and decided deals by approach with the share won and its 95 % interval."""
        decided = self.deals.dropna(subset=["won"])
        table = decided.groupby("approach")["won"].agg(["sum", "size"]).reindex(list(APPROACHES)).fillna(0)
        table = table[table["size"] > 0].astype(int)
        ends = [wilson(int(row["sum"]), int(row["size"])) for _, row in table.iterrows()]
        low_high = pd.DataFrame(ends, table.index, ["low", "high"])
        return table.assign(rate=table["sum"] / table["size"]).join(low_high)

    def figures(self) -> tuple[Figure, ...]:
        """Types of need, agreement of the rule, distance of the mixes, share won by approach, first-time users."""
        made = []
        if self.known:
            counts = self.table["need"].value_counts()
            ruled = bool((self.table["source"] == "rule").any())
            made += [Figure(f"segmentation.need.{t}", int(counts.get(t, 0)), "count", None, ruled) for t in TYPES]
        if self._agreed():
            made.append(Figure("segmentation.need_kappa", self.kappa, "index"))
        assumed = self.fitting_source == "rule"
        made += [
            Figure(f"segmentation.approach_gap.{g}", float(v), "share", None, assumed)
            for g, v in self.off["share"].items()
        ]
        for name, row in self.rates.iterrows():
            made.append(
                Figure(
                    f"segmentation.win_rate.{name}",
                    float(row["rate"]),
                    "share",
                    (float(row["low"]), float(row["high"])),
                )
            )
        if self.new is not None:
            made.append(Figure("segmentation.first_time", int(self.new["new"].sum()), "count"))
        return tuple(made)

    def _agreed(self) -> bool:
        return self.compared >= LEAST and self.kappa == self.kappa

    def findings(self) -> tuple[Finding, ...]:
        """Whether customers are approached as they want to be; whether first-time users are served differently."""
        made = [self._approaches(), self._new()]
        return tuple(finding for finding in made if finding is not None)

    def _approaches(self) -> Finding | None:
        if not self.known or self.off.empty:
            return None
        worst, judged = str(self.off.index[0]), self.off.iloc[0]
        clear = bool(judged["share"] > judged["chance"])
        gap = self.fitting.loc[worst, list(APPROACHES)] - self.used.loc[worst, list(APPROACHES)]
        counts = self.table["need"].value_counts()
        numbers: dict[str, Value] = {f"n_{t}": count(int(counts.get(t, 0))) for t in TYPES}
        numbers |= {
            "share": share(float(judged["share"]), self.fitting_source == "rule"),
            "chance": share(float(judged["chance"])),
            "n_worst": count(int(self.used.loc[worst, "n"])),
            "group": Term(f"group.{worst}"),
            "more": Term(f"segmentation.approach.{gap.idxmax()}"),
            "less": Term(f"segmentation.approach.{gap.idxmin()}"),
            "n": count(int(self.used["n"].sum())),
            "agreement": self.honesty(),
            "from": Term(f"segmentation.fitting_{self.fitting_source}"),
        }
        name = "segmentation.approaches" if clear else "segmentation.approaches_fit"
        return Finding(name, numbers, 1 if self.fitting_source == "rule" else 2, ("[002]",))

    def honesty(self) -> Term:
        """How far the rule agrees with what was stated, or that there is nothing to compare it with."""
        ruled = int((self.table["source"] == "rule").sum())
        numbers: dict[str, Value] = {"n": count(ruled), "n_both": count(self.compared)}
        if not self._agreed():
            return Term("segmentation.rule_untested", {"n": count(ruled)})
        return Term("segmentation.rule_agrees", {**numbers, "ratio": Quantity(self.kappa, "ratio")})

    def _new(self) -> Finding | None:
        if self.new is None or "hours" not in self.new:
            return None
        spent = self.new.groupby("new")["hours"].agg(["size", "mean"])
        if len(spent) < 2 or spent["size"].min() < LEAST:
            return None
        numbers: dict[str, Value] = {
            "n": count(spent.loc[True, "size"]),
            "n_other": count(spent.loc[False, "size"]),
            "hours": hours(spent.loc[True, "mean"]),
            "hours_other": hours(spent.loc[False, "mean"]),
        }
        ids = tuple(self.new.index[self.new["new"]])
        return Finding("segmentation.first_time", numbers, 2, ("[002]",), None, ids)

    def gaps(self) -> tuple[Gap, ...]:
        """What cannot be said of needs and approaches."""
        client, made = self.base.client, []
        if not self.known:
            needs = client.missing("customers.need_type", "transactions.order_channel", "transactions.is_special")
            ids = tuple(f"segmentation.need.{t}" for t in TYPES)
            made.append(Gap("segmentation.need", needs or ("customers.need_type",), "segmentation.gap_needs", ids))
        if not self._won_comparable():
            needs = client.missing("opportunities.approach", "opportunities.outcome") or ("opportunities.approach",)
            made.append(Gap("segmentation.approaches", needs, "segmentation.gap_approach", ("claims.A2-15",)))
        if not self._contacts_followed():
            needs = client.missing("activities.customer_id", "transactions.cost_of_goods")
            needs = needs or (("effort",) if client.effort_span else ())
            made.append(Gap("segmentation.contacts", needs, "segmentation.gap_contacts", ("claims.A2-16",)))
        return tuple(made)

    def _sides(self) -> np.ndarray:
        """Decided deals: performance or price first (1|0), won (1|0); in an order of their own, whatever that of the file."""
        decided = self.deals.dropna(subset=["won"])
        sides = np.column_stack([decided["approach"].isin(FIRST).astype(float), decided["won"].to_numpy(float)])
        return sides[np.lexsort(sides.T)]

    def _won_comparable(self) -> bool:
        sides = self._sides()
        return min((sides[:, 0] == 1).sum(), (sides[:, 0] == 0).sum()) >= LEAST

    def _contacts_followed(self) -> bool:
        return self.contacts is not None and len(self.contacts) >= LEAST and np.isfinite(self._slope[0])

    def claims(self) -> tuple[Claim, ...]:
        """A2-15 and A2-16 as far as the data let us test them."""
        made = []
        if self._won_comparable():
            made.append(self._often_won())
        if self._contacts_followed():
            made.append(self._quality())
        return tuple(made)

    def _often_won(self) -> Claim:
        """A2-15: putting performance or price first is often successful: their share won less that of the other approaches."""
        p, sides = self.base.client.parameters, self._sides()
        ends = interval(sides, _ahead, p.seed)
        first, rest = sides[sides[:, 0] == 1, 1], sides[sides[:, 0] == 0, 1]
        numbers: dict[str, Value] = {"share_first": share(float(first.mean())), "share_rest": share(float(rest.mean()))}
        numbers["n_first"], numbers["n_rest"] = count(len(first)), count(len(rest))
        least = p.value.min_effect * float(rest.mean())
        found = verdict(ends, min(len(first), len(rest)), least)
        return Claim("A2-15", found, _ahead(sides), ends, len(sides), "points", "[002]", numbers, least)

    @cached_property
    def _slope(self) -> tuple[float, tuple[float, float]]:
        """How the change of CM II follows the change of contacts, with its interval."""
        assert self.contacts is not None
        rows = self.contacts.sort_index().to_numpy(float)
        return change_slope(rows), interval(rows, change_slope, self.base.client.parameters.seed, enough(len(rows)))

    def _quality(self) -> Claim:
        """A2-16: quality counts, not quantity: a customer's result does not follow the number of its contacts.

        The effect is the slope that would be negligible less the slope found: confirmed only where the whole interval of the
        slope lies below `min_effect`, refuted where it lies above.
        """
        assert self.contacts is not None
        slope, (low, high) = self._slope
        least = self.base.client.parameters.value.min_effect
        ends, n = (least - high, least - low), len(self.contacts)
        numbers: dict[str, Value] = {
            "slope": share(slope),
            "slope_low": share(low),
            "slope_high": share(high),
            "threshold": setting(least),
        }
        return Claim("A2-16", verdict(ends, n), least - slope, ends, n, "share", "[002]", numbers)

    def columns(self) -> pd.DataFrame:
        """Per customer: need_type where none was delivered at all, need, need_source (stated|rule), first_time."""
        if not self.known:
            return pd.DataFrame()
        table = pd.DataFrame({"need_type": self.table["need"], "need": self.table["need"]}).astype("str")
        table = table.where(self.table["need"].notna()).assign(need_source=self.table["source"])
        return (
            table
            if self.new is None
            else table.assign(first_time=self.new["new"].reindex(table.index).astype("boolean"))
        )


def _ahead(sides: np.ndarray) -> float:
    """Share won of the first kind less that of the other; missing where a sample holds one kind only."""
    first = sides[:, 0] == 1
    if not first.any() or first.all():
        return float("nan")
    return float(sides[first, 1].mean() - sides[~first, 1].mean())


def needs(base: Base, topics: Topics) -> Needs:
    """What the customers of one client look for, and how they are approached."""
    table = needs_facts.needs(base, topics.of(Small).behaviour)
    kappa, compared = needs_facts.agreement(table)
    found = needs_facts.deals(base)
    used, fitting, source = needs_facts.mixes(base, table["need"], found)
    new, contacts = needs_facts.newcomers(base), needs_facts.contacts(base)
    return Needs(base, table, kappa, compared, found, used, fitting, source, new, contacts)
