"""Value at stake: every lever that brings money, all of them together, and the way from today's margin to the target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from workbook.chapters import SoFar
from workbook.client import Client
from workbook.finding import Finding, Impact
from workbook.methods.joint_levers import joint_levers

IN_TOTAL = ("cash", "margin")  # capacity is freed, not earned: it enters only through a measure that uses it
SCENARIOS = ("low", "central", "high")
GAINS = {"coverage.response": "coverage.response_gain"}  # measures that use freed hours, with the figure of their gain

Range = tuple[float, float, float]


@dataclass(frozen=True)
class Stake:
    """The levers in money, each with what it brings on top of those before it (currency per year: low, central, high).

    `levers`: the findings, their impact replaced by their own share of the joint effect; `alone`: what each would bring by
    itself, by finding; `today`: contribution margin III a year, None without costs; `used_by`: the measure that uses freed hours;
    `dropped`: how many levers in money the company dropped.
    """

    levers: tuple[Finding, ...] = ()
    alone: dict[str, Range] = field(default_factory=dict)
    today: float | None = None
    used_by: str | None = None
    dropped: int = 0

    @property
    def total(self) -> Range | None:
        """The joint effect; None where no lever is valued in money, 0 where all of them are dropped."""
        own = [f.impact for f in self.levers if f.impact is not None]
        if not own:
            return (0.0, 0.0, 0.0) if self.dropped else None
        return sum(i.low for i in own), sum(i.central for i in own), sum(i.high for i in own)

    @property
    def overlap(self) -> float:
        """How much the single effects exceed the joint one, central."""
        return sum(a[1] for a in self.alone.values()) - (self.total[1] if self.total else 0.0)


def stake(client: Client, so_far: SoFar) -> Stake:
    """All levers in money that were not dropped, simulated together: in the order of the chapters, a use of freed hours last."""
    p = client.parameters
    dropped = {name for name, action in p.actions.items() if action.status == "dropped"}
    valued = [f for f in so_far.findings if f.impact is not None and f.impact.kind in IN_TOTAL]
    acting = [f for f in valued if f.id not in dropped]
    lost = len(valued) - len(acting)
    used = p.summary.hours_used_by if p.summary.hours_used_by not in dropped else None
    measure = _using_hours(so_far, used)
    acting += [measure] if measure is not None else []
    claims = _claims(acting)
    own = pd.DataFrame({s: joint_levers(claims.assign(amount=claims[s])) for s in SCENARIOS})
    shares, alone = (t.groupby(claims["lever"]).sum() for t in (own, claims[list(SCENARIOS)]))
    levers = tuple(_with(f, shares.loc[f.id].tolist()) for f in acting if f.id in shares.index)
    earned = so_far.figures.get("value.cm3")
    return Stake(
        levers,
        {str(name): (row[0], row[1], row[2]) for name, row in zip(alone.index, alone.to_numpy().tolist(), strict=True)},
        float(earned.value) / client.years if earned is not None else None,
        measure.id if measure is not None else None,
        lost,
    )


def _using_hours(so_far: SoFar, used: str | None) -> Finding | None:
    """The named measure that uses hours set free, with its gain as margin on more sales: the only way capacity counts, once."""
    found = next((f for f in so_far.findings if f.id == used), None)
    gain = so_far.figures.get(GAINS.get(used or "", ""))
    if found is None or gain is None or gain.interval is None:
        return None
    return replace(found, impact=Impact("margin", gain.interval[0], float(gain.value), gain.interval[1], True, "sales"))


def _claims(acting: Sequence[Finding]) -> pd.DataFrame:
    """One row per lever and customer (none: the lever as a whole) with its pool and what it alone would bring there."""
    rows: list[tuple[object, ...]] = []
    for f in acting:
        assert f.impact is not None
        whole = {"": (f.impact.low, f.impact.central, f.impact.high)}
        rows += [(f.id, c, f.impact.pool or f.id, *ways) for c, ways in (f.impact.claims or whole).items()]
    made = pd.DataFrame(rows, columns=["lever", "customer", "pool", *SCENARIOS])
    return made.astype(dict.fromkeys(SCENARIOS, float))


def _with(finding: Finding, own: Sequence[float]) -> Finding:
    """The finding with its own share of the joint effect as its impact."""
    assert finding.impact is not None
    return replace(finding, impact=replace(finding.impact, low=own[0], central=own[1], high=own[2]))
