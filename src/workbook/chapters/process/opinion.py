"""Opinion: what the people asked think of the eight phases."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.chapters.process.opinion_findings import gap, split
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap
from workbook.methods.group_contrast import group_contrast
from workbook.methods.kendalls_w import agreement
from workbook.methods.opinion import phase_answers, phase_opinion
from workbook.methods.opinion_gap import in_order, opinion_gap
from workbook.methods.protect import LEAST, merged_groups, safe_groups
from workbook.parameters import PHASES
from workbook.topic import Topic, Topics

RATED = ("importance", "performance")


@dataclass(frozen=True)
class Opinion(Topic):
    """`opinion`: class, phase, importance, performance, n, gap, each of the three with `_low`, `_high`. `phases`: the same
    over the classes, the largest gap first, and `sure` to come before the next. `groups`: group (`others`: merged), phase and
    the same means. `agreement`: class, w, low, high, n (raters), asked. `contrast`: groups that rate a phase differently.
    None where nobody (or fewer than five) answered.
    """

    client: Client
    opinion: pd.DataFrame | None = None
    phases: pd.DataFrame | None = None
    groups: pd.DataFrame | None = None
    agreement: pd.DataFrame | None = None
    contrast: pd.DataFrame | None = None

    @property
    def weakest(self) -> pd.Series | None:
        """The class and phase with the largest gap = importance × (target − performance)."""
        if self.opinion is None or self.opinion["gap"].dropna().empty:
            return None
        return self.opinion.loc[self.opinion["gap"].idxmax()]

    @property
    def leads(self) -> bool:
        """Whether the largest gap is sure to be the largest: its interval lies above that of the next."""
        return self.opinion is not None and bool(in_order(self.opinion)["sure"].fillna(False).head(1).any())

    def figures(self) -> tuple[Figure, ...]:
        """Mean importance and performance of each phase, agreement of the raters."""
        made = [
            Figure(f"process.{of}.{r['phase']}", float(r[of]), "score", _interval(r, of))
            for r in ([] if self.phases is None else self.phases.sort_values("phase").to_dict("records"))
            for of in RATED
            if r[of] == r[of]
        ]
        if self.agreement is not None:
            made += [
                Figure(f"process.agreement.{r['class']}", float(r["w"]), "index", (float(r["low"]), float(r["high"])))
                for r in self.agreement.to_dict("records")
            ]
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """The phase with the largest weighted gap, and the one the groups see most differently."""
        found = (gap(self.weakest, self.leads, self.client.parameters.process.target), split(self.contrast))
        return tuple(f for f in found if f is not None)

    def gaps(self) -> tuple[Gap, ...]:
        """The figures of opinion nobody, or fewer than five (people are protected), gave an answer for."""
        ids = [f"process.{k}.{p}" for k in RATED for p in PHASES]
        made = {figure.id for figure in self.figures()}
        unheard = tuple(i for i in ids if i not in made)
        if unheard and not self.client.has("assessment", "dimension", "performance"):
            return (Gap("process.importance", ("assessment",), "process.gap_opinion", unheard),)
        return (Gap("process.few_answers", ("people",), "process.gap_few", unheard),) if unheard else ()


def opinion(base: Base, _: Topics) -> Opinion:
    """What the people asked think."""
    client = base.client
    if not client.has("assessment", "dimension", "performance"):
        return Opinion(client)
    target, least = client.parameters.process.target, LEAST
    answers = _weighed(client.tables["assessment"], least)
    means = base.protected(phase_opinion(answers, target))
    if means is None:
        return Opinion(client)
    heard = _heard(answers, means)
    spread = opinion_gap(heard, target, client.parameters.seed)
    classes = means.merge(spread.drop(columns=["importance", "performance", "gap"]), on=["class", "phase"])
    phases = spread[spread["class"] == "mean"]
    phases = pd.concat([in_order(phases), phases[phases["gap"].isna()]], ignore_index=True)
    named = _safe(_merged(heard, least), heard, least)
    contrast = group_contrast(named[named["group"] != "others"], least)
    return Opinion(client, classes, phases, _groups(named, target, least), _agreed(base, heard), contrast)


def _weighed(answers: pd.DataFrame, least: int) -> pd.DataFrame:
    """The answers on the phases without the importance of a class's phase where fewer than five rated it."""
    whole = phase_answers(answers)
    raters = (
        whole["who"].where(whole["importance"].notna()).groupby([whole["class"], whole["phase"]]).transform("nunique")
    )
    return whole.assign(importance=whole["importance"].where(raters >= least))


def _heard(answers: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """The answers on the classes and phases that are shown; whoever gave no code is known by the number of the answer."""
    whole = phase_answers(answers)
    return whole.assign(respondent=whole["who"]).merge(means[["class", "phase"]], on=["class", "phase"])


def _merged(answers: pd.DataFrame, least: int) -> pd.DataFrame:
    """The answers with groups of fewer than five respondents as `others`; none where fewer than five named their group."""
    if "group" not in answers:
        return answers.assign(group=pd.NA)[:0]
    rated = answers.dropna(subset=["group", "performance"])
    shown = merged_groups(rated.groupby("group")["who"].nunique(), least)
    return answers.assign(group=answers["group"].map(shown)).dropna(subset=["group"])


def _safe(named: pd.DataFrame, heard: pd.DataFrame, least: int) -> pd.DataFrame:
    """The answers of the groups that may be shown beside the mean of all, phase by phase: who is in none of them is nobody or
    at least five, among those who rated the performance and among those who rated the importance."""
    kept = [named[:0]]
    for phase, own in named.groupby("phase"):
        everyone = heard[heard["phase"] == phase]
        raters = [_raters(own, everyone, of) for of in RATED]
        sizes = [pairs.groupby("group")["person"].nunique() for pairs in raters]
        shown = [g for g in own["group"].unique() if all(n.get(g, least) >= least for n in sizes)]
        for pairs in (*raters, *raters):
            shown = safe_groups(pairs, shown, least)
        kept.append(own[own["group"].isin(shown)])
    return pd.concat(kept)


def _raters(named: pd.DataFrame, everyone: pd.DataFrame, of: str) -> pd.DataFrame:
    """person, group (empty where none is named) of whoever rated something."""
    groups = named["group"].reindex(everyone.index).astype(object).fillna("")
    return pd.DataFrame({"person": everyone["who"], "group": groups})[everyone[of].notna()]


def _groups(answers: pd.DataFrame, target: float, least: int) -> pd.DataFrame | None:
    """Means by group; None where there are not two groups to compare."""
    found = phase_opinion(answers, target, "group")
    found = found[found["n"] >= least]
    return found if found["group"].nunique() > 1 else None


def _agreed(base: Base, answers: pd.DataFrame) -> pd.DataFrame | None:
    """How far the respondents agree on which phases work, class by class."""
    rows = []
    for about, own in answers.dropna(subset=["performance"]).groupby("class"):
        scores = own.groupby(["phase", "who"])["performance"].mean().unstack("who")
        rows.append((about, *agreement(scores, base.client.parameters.seed), scores.shape[1]))
    table = pd.DataFrame(rows, columns=["class", "w", "low", "high", "n", "asked"])
    return base.protected(table[table["w"].notna() & table["low"].notna()])


def _interval(row: dict, of: str) -> tuple[float, float] | None:
    low, high = float(row[f"{of}_low"]), float(row[f"{of}_high"])
    return (low, high) if low == low else None
