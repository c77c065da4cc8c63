"""What is known of the request desk, as findings and exhibits see it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.requests_log import Log
from workbook.chapters.coverage.requests_order import Exceptions, Triage, Turns
from workbook.chapters.coverage.requests_waits import Overload, Simulated
from workbook.methods.protect import LEAST


@dataclass(frozen=True)
class Facts:
    """The log and what follows from it. `actual`: see `requests_waits.actual_waits`; `replayed`: the wait of each request begun
    (working hours, index request_id), had the recommended order been kept."""

    base: Base
    log: Log | None
    actual: pd.DataFrame | None
    replayed: pd.Series | None
    simulated: Simulated | None
    overload: Overload | None
    turns: Turns | None
    exceptions: Exceptions | None
    triage: Triage | None

    @property
    def persons_shown(self) -> bool:
        """Whether enough persons ask for how many of them are favoured to be no figure about one of them."""
        return self.turns is not None and len(self.turns.persons) >= LEAST
