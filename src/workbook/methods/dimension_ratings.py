"""What people think of one kind of dimension (maturity, levers, checklist, instruments), and how far they agree."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import enough, interval

COLUMNS = [
    "dimension",
    "performance",
    "importance",
    "n",
    "low",
    "high",
    "quarter",
    "three_quarters",
    "item",
    "item_mean",
]


def dimension_ratings(assessment: pd.DataFrame, kind: str, seed: int, least: int = 1) -> pd.DataFrame:
    """Means of a kind of dimension with their spread between respondents, weakest first.

    From one row per answer (dimension `<kind>:<name>`, item, performance 1–5, optional importance 1–5, respondent) to one row per
    name with at least `least` respondents: performance and importance (means of all answers, points; importance missing below
    `least` respondents of its own), n (respondents), low and high (95 % interval of performance, respondents drawn), quarter and
    three_quarters (quartiles of the respondents' own means), item (the question rated lowest by at least `least`) and item_mean.
    Without codes a person answers a question once, so n is the most answers to one question, and the spread is missing. Answers
    without a code among others with one count as one person.

    Source: METHOD.md §7; bootstrap over respondents, Efron 1979.
    """
    own = assessment[assessment["dimension"].str.startswith(f"{kind}:", na=False) & assessment["performance"].notna()]
    own = own.assign(dimension=own["dimension"].str.removeprefix(f"{kind}:").str.strip(), who=_respondents(own))
    if "importance" not in own:
        own["importance"] = float("nan")
    table = pd.DataFrame(
        [_row(str(name), part, seed, least) for name, part in own.groupby("dimension")], columns=COLUMNS
    )
    table = table[table["n"] >= least]
    return table.sort_values(["performance", "dimension"], kind="stable", ignore_index=True)


def _respondents(answers: pd.DataFrame) -> pd.Series:
    """Who answered: the code, else the number of the answer among those to the same question."""
    if "respondent" in answers:
        return answers["respondent"].astype(object).where(answers["respondent"].notna(), "")
    return answers.groupby(["dimension", "item"]).cumcount()


def _row(name: str, answers: pd.DataFrame, seed: int, least: int) -> dict[str, object]:
    """One dimension."""
    persons = answers.groupby("who")["performance"].agg(["sum", "size"])
    weighed = answers.dropna(subset=["importance"])
    heard = weighed["who"].nunique() >= max(least, 1)
    low = high = quarter = three = float("nan")
    if "respondent" in answers and len(persons) > 1:
        draws = persons.sort_values(["sum", "size"]).to_numpy(float)
        low, high = interval(draws, lambda r: float(r[:, 0].sum() / r[:, 1].sum()), seed, enough(len(draws)))
        quarter, three = np.quantile(draws[:, 0] / draws[:, 1], [0.25, 0.75])
    items = answers.groupby("item").agg(mean=("performance", "mean"), n=("who", "nunique"))
    items = items[items["n"] >= least].sort_index().sort_values("mean", kind="stable")
    return {
        "dimension": name,
        "performance": float(answers["performance"].mean()),
        "importance": float(weighed["importance"].mean()) if heard else float("nan"),
        "n": len(persons),
        "low": low,
        "high": high,
        "quarter": float(quarter),
        "three_quarters": float(three),
        "item": str(items.index[0]) if len(items) else "",
        "item_mean": float(items["mean"].iloc[0]) if len(items) else float("nan"),
    }
