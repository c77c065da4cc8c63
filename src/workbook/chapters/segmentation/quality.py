"""How good the segmentation is: what the classes explain of buying behaviour, how large they are, whether they last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.quality_facts import Both, behaviour_by_group, two_years
from workbook.chapters.segmentation.small import Small
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Value, count, share
from workbook.methods.bootstrap import enough, intervals
from workbook.methods.claim_verdict import LEAST
from workbook.methods.cohens_kappa import cohens_kappa
from workbook.methods.variance_explained import variances_explained
from workbook.section import CLASSES
from workbook.topic import Topic, Topics

OF_VARIANCE = ("segmentation.variance_explained", "segmentation.variance_explained_size")
OF_STABILITY = ("segmentation.stability", "segmentation.stability_share")


@dataclass(frozen=True)
class Explained:
    """What classes and size classes explain of buying behaviour.

    `traits` (index trait): classes, size (share of the variance 0–1), chance (what classes explain by chance in one of twenty
    cases), n (customers known). `classes`, `size`: the means over the traits; `interval` of the former, `gap` of the difference.
    """

    traits: pd.DataFrame
    classes: float
    size: float
    interval: tuple[float, float]
    gap: tuple[float, float]

    @property
    def word(self) -> str:
        """Whether classes explain more than size classes, less, or about the same (the interval of the difference holds 0)."""
        low, high = self.gap
        return "more" if low > 0 else "less" if high < 0 else "same"


@dataclass(frozen=True)
class Lasting:
    """The classes of the two windows: `both` as two_years has it, κ and the share with the same class, with intervals."""

    both: Both
    kappa: float
    kappa_interval: tuple[float, float]
    same: float
    same_interval: tuple[float, float]

    @property
    def n(self) -> int:
        """Customers who bought in both windows."""
        return len(self.both.table)


@dataclass(frozen=True)
class Quality(Topic):
    """What the classes explain, and whether they last; None where it cannot be assessed."""

    base: Base
    explained: Explained | None
    lasting: Lasting | None

    @property
    def sizes(self) -> pd.Series:
        """How many customers each class has."""
        if not self.base.segmented:
            return pd.Series(0, list(CLASSES))
        return self.base.table["class"].value_counts().reindex(list(CLASSES)).fillna(0).astype(int)

    def figures(self) -> tuple[Figure, ...]:
        """What classes and size classes explain, agreement of the two windows."""
        made = []
        if (e := self.explained) is not None:
            made.append(Figure(OF_VARIANCE[0], e.classes, "share", e.interval))
            made.append(Figure(OF_VARIANCE[1], e.size, "share"))
        if (s := self.lasting) is not None:
            made.append(Figure(OF_STABILITY[1], s.same, "share", s.same_interval))
            if np.isfinite([s.kappa, *s.kappa_interval]).all():
                made.append(Figure(OF_STABILITY[0], s.kappa, "index", s.kappa_interval))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """Whether the classes say more of buying behaviour than size, and whether they last."""
        if (e := self.explained) is None:
            return ()
        sizes = self.sizes[self.sizes > 0]
        numbers: dict[str, Value] = {
            "share": share(e.classes),
            "share_size": share(e.size),
            "low": share(e.interval[0]),
            "high": share(e.interval[1]),
            "compared": Term(f"segmentation.quality_compared.{e.word}"),
            "advice": Term(f"segmentation.quality_advice.{e.word}"),
            "n": count(int(e.traits["n"].max())),
            "n_traits": count(len(e.traits)),
            "n_clear": count(int((e.traits["classes"] > e.traits["chance"]).sum())),
            "stability": self.lasts(),
            "smallest": Term(f"group.{sizes.idxmin()}"),
            "n_least": count(int(sizes.min())),
        }
        return (Finding("segmentation.quality", numbers, 2, ("[002]",)),)

    def lasts(self) -> Term:
        """How many keep their class from one year to the next."""
        s = self.lasting
        if s is None:
            return Term("segmentation.stability_unknown")
        numbers: dict[str, Value] = {
            "n": count(s.n),
            "share": share(s.same),
            "kappa": self._kappa(s),
            "trend": Term(f"segmentation.stability_trend.{'known' if s.both.trend else 'left_out'}"),
        }
        return Term("segmentation.stability_said", numbers)

    def _kappa(self, s: Lasting) -> Term:
        if not np.isfinite(s.kappa):
            return Term("segmentation.kappa_unknown")
        return Term("segmentation.kappa", {"ratio": Quantity(s.kappa, "ratio")})

    def gaps(self) -> tuple[Gap, ...]:
        """Without classes there is nothing to explain; two windows of 12 months are needed to see whether they last."""
        made = []
        lacking = self.base.client.missing("customers.potential_revenue", "customers.strategic_importance")
        classes = () if self.base.segmented else lacking
        if self.explained is None:
            needs = ("transactions.order_id",) if self.base.segmented else classes
            made.append(Gap("segmentation.quality", needs, "segmentation.gap_quality", OF_VARIANCE))
        known = {f.id for f in self.figures()}
        if missing := tuple(i for i in OF_STABILITY if i not in known):
            made.append(
                Gap("segmentation.stability", (*classes, "transactions.date"), "segmentation.gap_stability", missing)
            )
        return tuple(made)

    def columns(self) -> pd.DataFrame:
        """The class each customer would have had in either window."""
        if self.lasting is None:
            return pd.DataFrame()
        return self.lasting.both.table.rename(columns={"earlier": "class_earlier", "later": "class_later"})


def quality(base: Base, topics: Topics) -> Quality:
    """Quality of the classes of one client."""
    if not base.segmented:
        return Quality(base, None, None)
    rows, traits = behaviour_by_group(base, topics.of(Small).behaviour)
    both = two_years(base)
    return Quality(base, _explained(base, rows, traits), None if both is None else _lasting(base, both))


def _explained(base: Base, rows: np.ndarray, traits: pd.DataFrame) -> Explained | None:
    if traits.empty:
        return None
    seed, draws = base.client.parameters.seed, enough(len(rows))

    def means(some: np.ndarray) -> tuple[float, float]:
        own, size = (float(variances_explained(some[:, by], some[:, 2:]).mean()) for by in (0, 1))
        return own, own - size

    ends, gap = intervals(rows, means, 2, seed, draws)
    whole, ahead = means(rows)
    size = whole - ahead
    return Explained(traits, whole, size, ends, gap) if np.isfinite([whole, size, *ends, *gap]).all() else None


def _lasting(base: Base, both: Both) -> Lasting | None:
    if len(both.table) < LEAST:
        return None
    codes = both.table.sort_index()[["earlier", "later"]].apply(lambda c: c.map({n: i for i, n in enumerate(CLASSES)}))
    rows, seed = codes.to_numpy(int), base.client.parameters.seed

    def lasting(some: np.ndarray) -> tuple[float, float]:
        return cohens_kappa(some[:, 0], some[:, 1]), float((some[:, 0] == some[:, 1]).mean())

    kappa_ends, same_ends = intervals(rows, lasting, 2, seed, enough(len(rows)))
    kappa, same = lasting(rows)
    return Lasting(both, kappa, kappa_ends, same, same_ends)
