"""What customers bring at each sales rep: time not spent driving is time for customers, and sales respond to it."""

from __future__ import annotations

import numpy as np

LEAST, MOST = 0.5, 1.5  # the response is not known beyond half and one and a half times today's time


def territory_profit(
    margin: np.ndarray, contact: np.ndarray, driving: np.ndarray, own: np.ndarray, elasticity: float
) -> np.ndarray:
    """The margin of each customer at each rep, currency per year.

    From, by customer, the margin of today (currency per year), hours with it (`contact`) and of driving to it (`own`) today,
    and, customers × reps, hours of driving from each rep, to margin × (time left / time today) ^ elasticity: the time of
    today is kept, less driving leaves more of it. Limited to 0.5 and 1.5 times today's time; a customer without hours or with
    a loss stays as it is.

    Source: sales response and territory alignment, Lodish 1975; Zoltners and Sinha 1983.
    """
    left = contact[:, None] + own[:, None] - driving
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(contact[:, None] > 0, left / contact[:, None], 1.0)
    gained = np.clip(ratio, LEAST, MOST) ** elasticity
    return margin[:, None] * np.where(margin[:, None] > 0, gained, 1.0)
