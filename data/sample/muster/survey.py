"""What the staff think: the eight phases and maturity."""

import numpy as np
from names import MATURITY, PHASES

WEAK_OPINION, WEAK_IMPORTANCE = 1.3, 0.5  # phase 2 with key accounts
PRAISED, PRAISE = 5, 0.7  # the phase rated better than the dates allow, and by how much
GROUPS = ["Geschäftsleitung"] * 6 + ["Vertrieb"] * 10 + ["Innendienst"] * 8
MILD = {"Geschäftsleitung": 0.15, "Vertrieb": 0.1, "Innendienst": -0.2}
BASE = {1: 3.5, 2: 3.3, 3: 3.7, 4: 3.6, 5: 3.8, 6: 3.3, 7: 3.4, 8: 3.5}
NEEDED = {1: 3.9, 2: 4.0, 3: 4.1, 4: 3.9, 5: 4.2, 6: 3.7, 7: 3.9, 8: 3.6}
LEVEL = {"strategy": 3.1, "organisation": 3.4, "information": 2.5, "steering": 2.3, "instruments": 2.9}


def assessment(rng, effect: float) -> list[list]:
    """24 respondents in three groups: phases for key and smart accounts, maturity without class."""
    rows = []
    for i, group in enumerate(GROUPS):
        leaning = float(rng.normal(MILD[group], 0.25))
        for segment in ("Key", "Smart"):
            for phase, title in enumerate(PHASES, 1):
                weak = effect if segment == "Key" and phase == 2 else 0.0
                mean = BASE[phase] - WEAK_OPINION * weak + PRAISE * effect * (phase == PRAISED) + leaning
                importance = NEEDED[phase] + WEAK_IMPORTANCE * weak - (0.5 if segment == "Smart" else 0)
                note = "Der Bedarf wird zu spät geklärt" if weak and i % 6 == 1 else None
                rows.append(answer(rng, i, group, segment, f"phase:{phase}", title, mean, importance, note))
        for name, items in MATURITY.items():
            for item in items:
                rows.append(answer(rng, i, group, "alle", f"maturity:{name}", item, LEVEL[name] + leaning, 4.0, None))
    return [row for row in rows if row is not None]


def answer(
    rng, i: int, group: str, segment: str, dimension: str, item: str, mean: float, needed: float, note: str | None
):
    performance, importance = (int(np.clip(round(float(rng.normal(m, 0.75))), 1, 5)) for m in (mean, needed))
    if rng.random() < 0.03:
        return None
    return [f"B-{i + 1:02d}", group, segment, dimension, item, performance, importance, note]
