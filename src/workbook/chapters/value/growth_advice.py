"""What to do first about growth: decided once from what went and what came, said by the two findings that speak of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.finding import Term, Value, count, money
from workbook.methods.base_audit import Audit

SHRINKS = 0.1  # from this part of the earlier revenue on, what customers cut or took away comes before new customers


@dataclass(frozen=True)
class Balance:
    """Revenue that went between two windows and revenue of who came, currency per window.

    `before`: all of the earlier window; `gone`: contraction and lost customers; `left`: the `n_left` lost customers alone;
    `won`: the `n_won` customers who bought for the first time ever, not those who came back after a pause.
    """

    before: float
    gone: float
    left: float
    n_left: int
    won: float
    n_won: int

    @property
    def decline_first(self) -> bool:
        """Whether more went than counts as usual, and first-time customers do not make up for it."""
        return self.shrinks and self.won < self.gone

    @property
    def shrinks(self) -> bool:
        """Whether contraction and losses exceed a tenth of the earlier revenue."""
        return self.before > 0 and self.gone > SHRINKS * self.before

    def of_bridge(self) -> Term:
        """What the finding on the change of revenue recommends."""
        if not self.shrinks:
            return Term("value.advice_watch")
        return Term("value.advice_follow_up" if self.decline_first else "value.advice_both", {"won": self._won()})

    def of_audit(self) -> Term:
        """What the finding on who came and left recommends: never against the other."""
        if self.decline_first:
            return Term("value.audit_decline_first", {"won": self._won()})
        if not self.n_won and not self.n_left:
            return Term("value.audit_same")
        sides: dict[str, Value] = {"n": count(self.n_left), "won": money(self.won), "left": money(self.left)}
        if self.won < self.left:
            return Term("value.audit_shrinks", {k: sides[k] for k in ("won", "left")})
        return Term("value.audit_replaced", sides)

    def _won(self) -> Term:
        sides: dict[str, Value] = {"n": count(self.n_won), "won": money(self.won), "gone": money(self.gone)}
        return Term("value.won_and_gone", sides)


def balance(change: pd.DataFrame, audit: Audit) -> Balance:
    """What went and what came: from each customer's earlier revenue, its change and step, and the audit of the same windows."""
    lost, down = audit.two.loc["lost"], change["step"].isin(["contracted", "lost"])
    return Balance(
        float(change["earlier"].sum()),
        -float(change.loc[down, "revenue"].sum()),
        float(lost["earlier"]),
        int(lost["customers"]),
        float(audit.whole.iloc[-1, -1]),
        int(audit.sizes.iloc[-1]),
    )
