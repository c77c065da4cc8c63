"""Service scope: what a change brings when some accept it, some avoid it and some are lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Change:
    """A change for some customers, in currency per year (each one row per customer, none below 0).

    `gain`: brought by a customer that accepts, `avoided` by one that neither accepts nor is lost, `loss`: what goes with one
    that is lost.
    """

    gain: pd.Series
    avoided: pd.Series
    loss: pd.Series


def effect(change: Change, acceptance: float, lost: float) -> pd.Series:
    """Effect per customer (currency per year): acceptance × gain + the others × (those who avoid − those who are lost).

    `acceptance` is the share that accepts (0–1), `lost` the share of the others that is lost (0–1).

    Source: METHOD.md §6 "Channel shift and service scope"; A4-11, A4-12.
    """
    return brought(change, acceptance, lost) - at_risk(change, acceptance, lost)


def brought(change: Change, acceptance: float, lost: float) -> pd.Series:
    """What those who accept and those who avoid bring (currency per year)."""
    return acceptance * change.gain + (1 - acceptance) * (1 - lost) * change.avoided


def at_risk(change: Change, acceptance: float, lost: float) -> pd.Series:
    """What goes with those who are lost (currency per year)."""
    return (1 - acceptance) * lost * change.loss


def break_even(change: Change, lost: float) -> float | None:
    """The acceptance (0–1) at which all customers together bring exactly 0.

    With r = (1 − lost) × Σ avoided − lost × Σ loss, what nobody's accepting would bring: −r ÷ (Σ gain − r). 0 where even that is
    no loss, None where no acceptance makes up for it.
    """
    nobody = float((1 - lost) * change.avoided.sum() - lost * change.loss.sum())
    everybody = float(change.gain.sum())
    if nobody >= 0:
        return 0.0
    return -nobody / (everybody - nobody) if everybody > 0 else None


def joint(
    changes: Mapping[str, Change], answers: Mapping[str, tuple[float, float]], remaining: Mapping[str, pd.Series]
) -> pd.Series:
    """Effect per customer of all changes at once (currency per year), never more than the sum of the single ones.

    `answers`: acceptance and lost share by name; `remaining`: by name the share (0–1) of what a change works on that the others
    leave to it. Each brings only on what remains; what is at risk is counted in full.
    """
    parts = [remaining[n] * brought(c, *answers[n]) - at_risk(c, *answers[n]) for n, c in changes.items()]
    return pd.concat(parts, axis=1).sum(axis=1)
