"""Opinion in chapter 5 against the raw answers: gaps, groups, agreement, order, and what protects the people asked."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import friedmanchisquare

from workbook.chapters.process.exhibits import EXHIBITS
from workbook.chapters.process.opinion import Opinion
from workbook.language import Words
from workbook.methods.protect import tells_of_few
from workbook.statement import statement, unknown

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
PHASES = range(1, 9)
TARGET = 4.0


def topic(found):
    return found.run.chapter("process").result.topics.of(Opinion)


def shown(found, words=GERMAN):
    return EXHIBITS["priorities"](found.run.chapter("process").result, words)


@pytest.fixture(scope="module")
def raw(sheets):
    """The raw answers on phases, the phase as a number."""
    frame = sheets["Befragung"]
    frame = frame[frame["Dimension"].str.startswith("phase:")]
    return frame.assign(phase=frame["Dimension"].str[-1].astype(int))


def gap_of(rows):
    return rows["Wichtigkeit"].mean() * (TARGET - rows["Leistung"].mean())


def test_gaps_of_classes_and_phases(muster, raw):
    cells = {key: gap_of(rows) for key, rows in raw.groupby(["Segment", "phase"])}
    found = topic(muster).opinion.set_index(["class", "phase"])["gap"]
    assert {("Key" if c == "key" else "Smart", p): g for (c, p), g in found.items()} == pytest.approx(cells)
    phases = topic(muster).phases.set_index("phase")["gap"]
    means = {p: (cells["Key", p] + cells["Smart", p]) / 2 for p in PHASES}
    assert phases.to_dict() == pytest.approx(means)
    assert phases.index.tolist() == sorted(means, key=means.get, reverse=True)


def test_gaps_of_groups_over_both_classes(muster, raw):
    found = topic(muster).groups.set_index(["group", "phase"])
    for (group, phase), rows in raw.groupby(["Gruppe", "phase"]):
        assert found.loc[(group, phase), "gap"] == pytest.approx(gap_of(rows))
        assert found.loc[(group, phase), "n"] == rows["Teilnehmer"].nunique()


def test_intervals_hold_their_values_and_are_told_in_the_figures(muster):
    phases = topic(muster).phases
    for of in ("importance", "performance", "gap"):
        assert (phases[f"{of}_low"] < phases[of]).all() and (phases[of] < phases[f"{of}_high"]).all()
    low, high = muster.figures["process.performance.2"].interval
    assert low < muster["process.performance.2"] < high


def test_an_interval_is_that_of_persons_drawn_anew(muster, raw):
    own = raw[raw["phase"] == 2].pivot(index="Teilnehmer", columns="Segment", values="Leistung").to_numpy(float)
    draw = np.random.default_rng(4)
    tries = [np.nanmean(own[draw.integers(0, len(own), len(own))], axis=0).mean() for _ in range(4000)]
    found = muster.figures["process.performance.2"].interval
    assert found == pytest.approx(tuple(np.quantile(tries, [0.025, 0.975])), abs=0.06)


@pytest.mark.parametrize("segment", ["Key", "Smart"])
def test_agreement_is_friedmans_statistic_of_those_who_rated_every_phase(muster, raw, segment):
    own = raw[raw["Segment"] == segment].pivot(index="Teilnehmer", columns="phase", values="Leistung").dropna()
    w = friedmanchisquare(*own.to_numpy().T).statistic / (len(own) * 7)
    name = f"process.agreement.{segment.lower()}"
    assert muster[name] == pytest.approx(w)
    row = topic(muster).agreement.set_index("class").loc[segment.lower()]
    assert (row["n"], row["asked"]) == (len(own), raw["Teilnehmer"].nunique())
    low, high = muster.figures[name].interval
    assert 0 <= low < high <= 1


def test_the_planted_phase_is_first_and_sure_for_key_accounts(muster, truth):
    phase = truth["weak_phase"]["phase"]
    assert topic(muster).phases["phase"].iloc[0] == phase and topic(muster).leads
    assert muster.findings["process.gap"].numbers["order"].key == "process.order_sure"


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_the_table_shows_phases_by_gap_with_the_deepest_field_darkest(muster, words):
    table = shown(muster, words).table
    gaps = [row[1].value for row in table.rows]
    assert gaps == sorted(gaps, reverse=True) and len(gaps) == 8
    fields = [cell for row in table.rows for cell in row if cell.tint]
    assert max(fields, key=lambda cell: cell.value).tint == 4
    assert [h.title for h in table.heads[-3:]] == ["Geschäftsleitung", "Innendienst", "Vertrieb"]
    notes = " ".join(note.text for note in shown(muster, words).notes)
    assert "14" in notes and "24" in notes


def test_groups_below_five_persons_are_merged(changed, muster):
    answers = muster.run.client.tables["assessment"]
    board = sorted(answers.loc[answers["group"] == "Geschäftsleitung", "respondent"].unique())
    moved = answers.assign(group=answers["group"].mask(answers["respondent"].isin(board[:3]), "Service"))
    found = changed(assessment=moved)
    groups = topic(found).groups
    assert set(groups["group"]) == {"Innendienst", "Vertrieb", "others"} and (groups["n"] >= 5).all()
    heads = [h.title for h in shown(found).table.heads]
    assert "Service" not in heads and "Geschäftsleitung" not in heads


def test_two_groups_one_of_them_too_small_show_no_group_at_all(changed, muster):
    answers = muster.run.client.tables["assessment"]
    some = sorted(answers["respondent"].unique())
    kept = answers[answers["respondent"].isin(some[:8])]
    found = changed(assessment=kept.assign(group=np.where(kept["respondent"].isin(some[:3]), "A", "B")))
    assert topic(found).groups is None


def test_a_split_between_groups_is_found_where_there_is_one(changed, muster):
    assert "process.split" not in muster.findings
    answers = muster.run.client.tables["assessment"]
    there = answers["dimension"] == "phase:3"
    performance = answers["performance"].mask(there & (answers["group"] == "Innendienst"), 1.0)
    performance = performance.mask(there & (answers["group"] == "Vertrieb"), 4.0)
    numbers = changed(assessment=answers.assign(performance=performance)).findings["process.split"].numbers
    assert (numbers["phase"].key, numbers["higher"], numbers["lower"]) == ("phase.3", "Vertrieb", "Innendienst")
    assert numbers["points"].value == pytest.approx(3)


def test_a_split_reads_well_in_both_languages(changed, muster):
    answers = muster.run.client.tables["assessment"]
    low = (answers["group"] == "Innendienst") & (answers["dimension"] == "phase:3")
    found = changed(assessment=answers.assign(performance=answers["performance"].mask(low, 1.0)))
    german, english = (statement(found.findings["process.split"], words) for words in (GERMAN, ENGLISH))
    assert "Gruppe „Innendienst“" in german.headline and "“Innendienst”" in english.headline


def test_one_respondent_is_shown_nowhere(changed, muster):
    answers = muster.run.client.tables["assessment"]
    found = changed(assessment=answers[answers["respondent"] == "B-01"])
    assert topic(found).phases is None and shown(found) is None
    assert not [f for f in found.figures if f.startswith(("process.importance", "process.agreement"))]
    assert "process.gap" not in found.findings


def test_without_importance_there_is_no_order_but_performance(changed, muster):
    found = changed(assessment=muster.run.client.tables["assessment"].drop(columns="importance"))
    assert shown(found) is None and "process.gap" not in found.findings
    assert found["process.performance.2"] == muster["process.performance.2"]
    assert "process.importance.2" in found.open_figures


def test_without_classes_and_groups_all_customers_stand_together(changed, muster):
    found = changed(assessment=muster.run.client.tables["assessment"].drop(columns=["class", "group"]))
    assert set(topic(found).opinion["class"]) == {"all"} and topic(found).groups is None
    assert len(shown(found).table.heads) == 4


def test_row_order_changes_nothing(changed, muster):
    found = changed(assessment=muster.run.client.tables["assessment"].sample(frac=1, random_state=3))
    for name, figure in muster.figures.items():
        if name.startswith(("process.importance", "process.performance", "process.agreement")):
            assert found.figures[name].interval == pytest.approx(figure.interval), name
    pd.testing.assert_frame_equal(topic(found).phases, topic(muster).phases)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_where_nobody_was_asked_the_questionnaire_is_offered(northwind, words):
    gap = next(g for g in northwind.gaps if g.text == "process.gap_opinion")
    assert "workbook new" in unknown(gap, words).who and "--questionnaire" in unknown(gap, words).who


def told_of(found, answers, of):
    """By phase the persons behind every mean of `of` the topic shows, over all and by group, as rows of 0 and 1."""
    heard = answers[answers["dimension"].str.match(r"phase:\d") & answers[of].notna()]
    heard = heard.assign(phase=heard["dimension"].str[-1].astype(int))
    persons = sorted(answers["respondent"].unique())
    groups = topic(found).groups
    for phase, own in heard.groupby("phase"):
        named = [] if groups is None else groups.loc[(groups["phase"] == phase) & groups[of].notna(), "group"]
        several = set(answers["group"].dropna()) - set(named)
        sets = [own["respondent"]]
        sets += [own.loc[own["group"].isin(several if g == "others" else {g}), "respondent"] for g in named]
        yield phase, np.array([np.isin(persons, list(one)) for one in sets], dtype=float)


@pytest.mark.parametrize("unnamed", [0, 3])
def test_no_answer_of_fewer_than_five_follows_from_the_means_shown(redone, muster, unnamed):
    """Some named no group, all but four of a group left a phase out, and two rated the importance of another: all attacked."""
    answers = muster.run.client.tables["assessment"].copy()
    people = answers.drop_duplicates("respondent").set_index("respondent")["group"]
    own = people.index[people == people.value_counts().index[0]]
    answers.loc[answers["respondent"].isin(own[:unnamed]), "group"] = None
    silent = answers["respondent"].isin(own[unnamed + 4 :]) & (answers["dimension"] == "phase:3")
    answers.loc[silent, ["performance", "importance"]] = np.nan
    late = answers["respondent"].isin(people.index[2:]) & (answers["dimension"] == "phase:5")
    answers.loc[late, "importance"] = np.nan
    found = redone(assessment=answers)
    shown = topic(found).groups
    assert len(shown) and people[own[0]] not in set(shown.loc[shown["phase"] == 3, "group"])
    for of in ("performance", "importance"):
        assert [phase for phase, sums in told_of(found, answers, of) if phase != 5 and tells_of_few(sums)] == []
    assert topic(found).opinion.set_index("phase").loc[5, "importance"].isna().all()
    assert "process.importance.5" not in found.figures
