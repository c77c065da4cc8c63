"""The status of a point of an audit: what the company says, else what the data show, else what people think."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """`state`: in_order, weak or unknown; `source`: stated, data, opinion or none; `disputed`: data and opinion disagree."""

    state: str
    source: str
    disputed: bool


def check_status(met: bool | None, opinion: float | None, target: float, stated: str | None = None) -> Status:
    """From evidence (met, not met, None: no data), mean opinion (1–5, None: not asked) and a stated status to one status.

    A stated status goes before the data, the data before opinion; opinion counts as in order from `target` on. Disputed: the data
    say one thing and opinion the other, whatever was stated.

    Source: METHOD.md §7.
    """
    thought = None if opinion is None else opinion >= target
    disputed = met is not None and thought is not None and met != thought
    if stated is not None:
        return Status(stated, "stated", disputed)
    for source, good in (("data", met), ("opinion", thought)):
        if good is not None:
            return Status("in_order" if good else "weak", source, disputed)
    return Status("unknown", "none", False)
