"""Persons: what is said of fewer than five of them, only where agreed and apart from customers and places."""

from dataclasses import replace

import pytest

from workbook.book import Chapter
from workbook.chapters.coverage.persons import Persons
from workbook.language import Words
from workbook.parameters import Agreement
from workbook.run import Run
from workbook.statement import facts

WORDS = [Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")]
AGREED = {"with": "Betriebsrat", "date": "2025-01-01", "scope": "Kapazität"}


@pytest.fixture(scope="module")
def agreed(muster):
    """Muster where figures about persons were agreed, every person with a name of its own, as a run of all chapters."""

    def run(people):
        client = muster.run.client
        agreement = Agreement.model_validate(AGREED, strict=False)
        p = client.parameters.model_copy(update={"people": people, "agreement": agreement})
        staff = client.tables["staff"]
        staff = staff.assign(name=[f"Zäzilie Quast{n:02d}" for n in range(len(staff))])
        return Run(replace(client, parameters=p, tables={**client.tables, "staff": staff}))

    return {people: run(people) for people in ("named", "pseudonym")}


def words_of(shown):
    """Everything a reader of some blocks sees, drawings included."""
    return "".join(str(b) for b in shown.blocks)


def main_page(run, words):
    """All that chapter 4 puts on the report."""
    chapter = Chapter("coverage", run, words)
    exhibits = [chapter.exhibit(name) for name in run.chapter("coverage").module.EXHIBITS]
    return "".join(words_of(s) for s in (chapter.opening(), chapter.findings(), *exhibits, chapter.gaps()))


def test_without_an_agreement_nothing_is_there(muster):
    topic = muster.run.chapter("coverage").result.topics.of(Persons)
    assert topic.loads is None and topic.figures() == () and topic.apart() == ()
    assert Chapter("coverage", muster.run, WORDS[0]).persons().blocks == ()


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("people", ["named", "pseudonym"])
def test_the_report_shows_groups_only_and_persons_stand_apart(agreed, people, words):
    run = agreed[people]
    client = run.client
    said, apart = main_page(run, words), words_of(Chapter("coverage", run, words).persons())
    staff, customers = client.tables["staff"], client.tables["customers"]
    topic = run.chapter("coverage").result.topics.of(Persons)
    for who in (*staff["rep_id"], *staff["name"], *topic.loads["label"]):
        assert f"'{who}'" not in said and f"{who}," not in said
    assert "Quast" not in said and run.chapter("coverage").result.roles["persons"].min() >= 5
    assert len(topic.loads) == len(staff) and topic.loads["label"].iloc[0] in apart
    assert ("Quast" in apart) == (people == "named")
    for column in ("name", "customer_id", "region", "postcode"):
        assert not [text for text in customers[column].dropna().unique() if str(text) in apart], column
    assert not [place for place in staff["territory"].dropna().unique() if str(place) in apart]


def test_the_planted_overload_and_the_idle_role_are_found(agreed, truth):
    done = agreed["named"].chapter("coverage")
    topic = done.result.topics.of(Persons)
    assert topic.overloaded.index.tolist() == truth["overloaded"]["persons"]
    (finding,) = topic.apart()
    said = facts("coverage", done, WORDS[0])
    assert finding.id in {f["id"] for f in said["findings"]} and not finding.customers
    (idle,) = truth["idle_role"]["roles"]
    assert said["figures"][f"coverage.utilisation.{idle}"]["value"] < 0.6
    assert not [g for g in said["not_assessable"] if g["id"].endswith(idle) and g["needs"] == ["people"]]


def test_utilisation_of_small_roles_and_persons_from_the_raw_files(agreed, activities, staff):
    done = agreed["named"].chapter("coverage")
    own = activities[activities["Kundennummer"].notna()]
    can = staff["practical"] * staff["Kundenzeitanteil"] * 3
    loads = done.result.topics.of(Persons).loads["utilisation"]
    spent = own.groupby("Mitarbeiternummer")["Stunden"].sum()
    assert loads.to_dict() == pytest.approx((spent / can).to_dict())
    kam = staff.index[staff["Rolle"] == "Key Account Manager"]
    figure = next(f for f in done.result.topics.of(Persons).figures() if f.id == "coverage.utilisation.kam")
    assert figure.value == pytest.approx(spent[kam].sum() / can[kam].sum())


def test_no_summary_hears_of_persons(agreed):
    after = agreed["named"].chapter("summary").after
    assert "coverage.persons" not in {f.id for f in after.findings}
    assert "Quast" not in str(after.findings)


def test_pseudonyms_hide_numbers_in_the_table_too(agreed):
    run = agreed["pseudonym"]
    owners = set(run.chapter("coverage").after.customers["owner_now"].dropna())
    assert owners and not owners & set(run.client.tables["staff"]["rep_id"])
