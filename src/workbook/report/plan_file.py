"""What an account plan's file is called: one name per customer, on every system, in every address."""

from __future__ import annotations

import hashlib
import re

# Names of our own pages, and names one system keeps for its devices.
TAKEN = re.compile(r"INDEX|SMART-ACCOUNTS|CON|PRN|AUX|NUL|COM\d|LPT\d", re.ASCII)
LONGEST = 60


def plan_file(customer_id: str) -> str:
    """The name of a customer's account plan, ASCII: its id where that is a safe name, else what is left of it and a short hash.

    A name holds small letters only with a hash, so that no two ids share one where capitals do not count.
    """
    if re.fullmatch(rf"[A-Z0-9][A-Z0-9_-]{{0,{LONGEST - 1}}}", customer_id) and not TAKEN.fullmatch(customer_id):
        return f"{customer_id}.html"
    left = re.sub(r"[^A-Za-z0-9_-]+", "-", customer_id).strip("-")[:LONGEST] or "plan"
    return f"{left}-x{hashlib.sha256(customer_id.encode()).hexdigest()[:8]}.html"
