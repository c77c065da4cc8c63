"""Whose weights agree: the rankings of several participants, and the customers they disagree about."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.methods.customer_class import classify
from workbook.methods.kendalls_w import kendalls_w
from workbook.methods.protect import LEAST
from workbook.methods.score import score


@dataclass(frozen=True)
class Panel:
    """The rule under the weights of every participant and under the mean of them.

    `agreement`: Kendall's W of their scores, missing where nobody ranks. `votes`: for how many participants a customer is a key
    account (index customer_id). `group`: the class under the mean weights. `weights`: these means. `shown`: at least five
    participants, so that a number of votes says nothing about one of them.
    """

    n: int
    agreement: float
    votes: pd.Series
    group: pd.Series
    weights: dict[str, float]

    @property
    def shown(self) -> bool:
        """Whether votes may be shown: five participants at least."""
        return self.n >= LEAST

    @property
    def disputed(self) -> pd.Series:
        """Customers that are key accounts for some participants and not for others, the most evenly divided first."""
        open_ = self.votes[(self.votes > 0) & (self.votes < self.n)].sort_index()
        return open_.iloc[(open_ - self.n / 2).abs().argsort(kind="stable")]

    @property
    def agreed(self) -> int:
        """How many customers are key accounts for everybody."""
        return int((self.votes == self.n).sum())


def panel(base: Base) -> Panel | None:
    """The participants' weights on this client's customers; None without classes or with fewer than two participants."""
    p = base.client.parameters.segmentation
    if base.rule is None or len(p.participants) < 2:
        return None
    names = {str(c): 0.0 for weights in p.participants.values() for c in weights}
    mean = {c: sum(dict(w).get(c, 0.0) for w in p.participants.values()) / len(p.participants) for c in names}  # type: ignore[call-overload]
    scores, keys = {}, {}
    for code, weights in sorted(p.participants.items()):
        own = score(base.criteria, {str(c): w for c, w in weights.items()}, p.least_known, p.reversed)
        if own.used:
            scores[code] = own.score
            keys[code] = _classes(base, own.score) == "key"
    if len(scores) < 2:
        return None
    together = score(base.criteria, mean, p.least_known, p.reversed)
    votes = pd.DataFrame(keys).sum(axis=1).astype(int)
    return Panel(len(scores), kendalls_w(pd.DataFrame(scores)), votes, _classes(base, together.score), mean)


def _classes(base: Base, scores: pd.Series) -> pd.Series:
    assert base.rule is not None
    p = base.client.parameters.segmentation
    return classify(base.rule.assign(score=scores), base.limit, p.key_score, p.decline_limit)["class"]
