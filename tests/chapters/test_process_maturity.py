"""Maturity in five dimensions against the raw answers."""

import numpy as np
import pytest

from workbook.chapters.process.maturity import DIMENSIONS, Maturity
from workbook.language import Words

GERMAN = Words("de", "de_DE", "EUR")


@pytest.fixture(scope="module")
def answers(sheets):
    frame = sheets["Befragung"]
    return frame[frame["Dimension"].str.startswith("maturity:") & frame["Leistung"].notna()]


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_mean_and_spread_of_a_dimension(muster, answers, dimension):
    own = answers[answers["Dimension"] == f"maturity:{dimension}"]
    figure = muster.figures[f"process.maturity.{dimension}"]
    assert figure.value == pytest.approx(own["Leistung"].mean())
    assert figure.interval[0] < figure.value < figure.interval[1]
    rows = muster.run.chapter("process").result.topics.of(Maturity).ratings.set_index("dimension")
    persons = own.groupby("Teilnehmer")["Leistung"].mean()
    assert rows.loc[dimension, "n"] == len(persons)
    quartiles = rows.loc[dimension, ["quarter", "three_quarters"]].tolist()
    assert quartiles == pytest.approx(np.quantile(persons, [0.25, 0.75]).tolist())
    assert rows.loc[dimension, "item"] == own.groupby("Frage")["Leistung"].mean().idxmin()


def test_the_weakest_dimension_is_named_with_what_to_do(muster, answers):
    means = answers.groupby("Dimension")["Leistung"].mean()
    weakest = means.idxmin().removeprefix("maturity:")
    numbers = muster.findings["process.maturity"].numbers
    assert numbers["dimension"].key == f"process.dimension.{weakest}"
    assert numbers["advice"].key == f"process.maturity_advice.{weakest}"
    assert numbers["n"].value == (means < 4).sum()


def test_the_chart_stands_on_all_five_weakest_first(muster):
    chapter = muster.run.chapter("process")
    shown = chapter.module.EXHIBITS["maturity"](chapter.result, GERMAN)
    means = [row[1].value for row in shown.table.rows]
    assert len(means) == 5 and means == sorted(means) and shown.chart is not None


def test_dimensions_of_four_persons_are_held_back(changed, muster):
    answers = muster.run.client.tables["assessment"]
    four = answers["respondent"].isin(sorted(answers["respondent"].unique())[:4])
    found = changed(assessment=answers[four | (answers["dimension"] != "maturity:steering")])
    assert "process.maturity.steering" not in found.figures
    gap = next(g for g in found.gaps if "process.maturity.steering" in g.figures)
    assert gap.needs == ("people",) and gap.figures == ("process.maturity.steering",)
    assert found["process.maturity.strategy"] == muster["process.maturity.strategy"]


def test_without_answers_the_questionnaire_is_asked_for(northwind):
    gap = next(g for g in northwind.gaps if g.id == "process.maturity")
    assert gap.needs == ("assessment",) and set(gap.figures) == {f"process.maturity.{d}" for d in DIMENSIONS}


def test_all_dimensions_on_target_read_well(changed, muster):
    answers = muster.run.client.tables["assessment"]
    mature = answers["dimension"].str.startswith("maturity:")
    found = changed(assessment=answers.assign(performance=answers["performance"].mask(mature, 5.0)))
    numbers = found.findings["process.maturity"].numbers
    assert numbers["n"].value == 0
    assert GERMAN.text_from("process.maturity", numbers).startswith("Keine der 5 bewerteten Dimensionen")
