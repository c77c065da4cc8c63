"""What the staff think: the eight phases, maturity, levers, key-account management, instruments."""

import numpy as np
from names import INSTRUMENTS, KAM, LEVERS, MATURITY, PHASES

WEAK_OPINION, WEAK_IMPORTANCE = 1.3, 0.5  # phase 2 with key accounts
PRAISED, PRAISE = 5, 0.7  # the phase rated better than the dates allow, and by how much
WEAK_LEVER, WEAK_LEVER_OPINION = 3, 1.3  # standard and tailored are not kept apart
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


def audit(rng, effect: float) -> list[list]:
    """The same respondents on the five levers and the instruments; management and sales on key-account management too."""
    rows = []
    for i, group in enumerate(GROUPS):
        leaning = float(rng.normal(MILD[group], 0.25))
        for segment, dimension, item, level, needed in questions(effect):
            if segment == "alle" or group != "Innendienst":
                rows.append(answer(rng, i, group, segment, dimension, item, level + leaning, needed, None))
    return [row for row in rows if row is not None]


def questions(effect: float) -> list[tuple]:
    """Segment, dimension, question, usual answer, importance."""
    weak = {WEAK_LEVER: WEAK_LEVER_OPINION * effect}
    levers = [("alle", f"lever:{k}", *own, 4.1) for k, own in enumerate(LEVERS.items(), 1)]
    levers = [(*q[:3], q[3] - weak.get(k, 0.0), q[4]) for k, q in enumerate(levers, 1)]
    points = [("Key", f"kam:{k}", *own, 4.0) for k, own in enumerate(KAM.items(), 1)]
    return levers + points + [("alle", f"instrument:{n}", *own, 3.8) for n, own in INSTRUMENTS.items()]


def answer(
    rng, i: int, group: str, segment: str, dimension: str, item: str, mean: float, needed: float, note: str | None
):
    performance, importance = (int(np.clip(round(float(rng.normal(m, 0.75))), 1, 5)) for m in (mean, needed))
    if rng.random() < 0.03:
        return None
    return [f"B-{i + 1:02d}", group, segment, dimension, item, performance, importance, note]
