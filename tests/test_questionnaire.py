"""The questionnaire, filled in as several persons would, and read back from a client's folder."""

import openpyxl
import pytest

from workbook import intake, schema
from workbook.language import Words
from workbook.parameters import INSTRUMENTS
from workbook.problem import Misuse
from workbook.problem_text import sentence
from workbook.questionnaire import APPROACHES, questionnaire, questions, write
from workbook.settings import read_settings

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
BOTH = pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
LINES = "Kundennummer;Datum;Nettoumsatz\nK1;31.01.2024;1000,50\nK2;29.02.2024;20,00\n"


@pytest.fixture
def folder(tmp_path):
    """A client with two order lines and no questionnaire yet."""
    place = tmp_path / "acme"
    (place / "data").mkdir(parents=True)
    (place / "client.yaml").write_text("name: Acme\n", encoding="utf-8")
    (place / "data" / "Umsatz.csv").write_text(LINES, encoding="utf-8")
    return place


def places(sheet, words):
    """The row of the head, and by canonical name the column of each."""
    table = schema.table("assessment")
    heads = {column.headers[words.language][0]: name for name, column in table.columns.items()}
    row = next(r for r in range(1, 30) if sheet.cell(r, 1).value in heads)
    return row, {heads[sheet.cell(row, c).value]: c for c in range(1, sheet.max_column + 1)}


def fill(folder, words, code, answers, group="Vertrieb", name="", comments=()):
    """One person's file: code and group in the first row, ratings (performance, importance) by position of the question."""
    book = questionnaire(words)
    sheet = book.active
    head, at = places(sheet, words)
    if code:
        sheet.cell(head + 1, at["respondent"], code)
    sheet.cell(head + 1, at["group"], group)
    for n, ratings in answers.items():
        for column, value in zip(("performance", "importance"), ratings, strict=True):
            sheet.cell(head + 1 + n, at[column], value)
    for n, text in comments:
        sheet.cell(head + 1 + n, at["comment"], text)
    place = folder / "data" / (name or f"{words.text('questionnaire.file').removesuffix('.xlsx')}_{code}.xlsx")
    book.save(place)
    return place


def read(folder):
    return intake.read(folder, read_settings(folder))


def problems(folder):
    try:
        return read(folder).reading.problems
    except intake.Stopped as stopped:
        return stopped.problems


def told(answers):
    """What was filled in, as (class, dimension, item) → ratings; unanswered questions left out."""
    return {k: v for k, v in answers.items() if v != (None, None)}


def six(words):
    """Six persons, the k-th of whom leaves every (k + 2)-th question open and gives no importance to every fifth."""
    asked = len(questions(words))
    people = {}
    for k in range(6):
        people[f"B-0{k + 1}"] = {
            n: (None, None) if n % (k + 2) == 0 else (1 + (n + k) % 5, None if n % 5 == 4 else 1 + (n * k) % 5)
            for n in range(asked)
        }
    return people


@BOTH
def test_six_files_become_one_table_with_exactly_the_answers_given(folder, words):
    people, groups = six(words), ("Vertrieb", "Innendienst")
    for k, (code, answers) in enumerate(people.items()):
        fill(folder, words, code, answers, groups[k % 2])
    client = read(folder)
    table, asked = client.tables["assessment"], questions(words)
    given = {
        (code, *asked[n]): (ratings, groups[k % 2])
        for k, (code, answers) in enumerate(people.items())
        for n, ratings in told(answers).items()
    }
    found = {
        (row["respondent"], row["class"], row["dimension"], row["item"]): (
            tuple(None if row[c] != row[c] else int(row[c]) for c in ("performance", "importance")),
            row["group"],
        )
        for row in table.to_dict("records")
    }
    assert found == given and len(table) == len(given)
    assert not [p for p in client.reading.problems if p.stops] and client.reading.rejects.empty
    assert {p.code for p in client.reading.problems} >= {"BLANK-ANSWER"}
    assert client.reading.unmapped == ()


def test_german_and_english_files_stand_in_one_table(folder):
    fill(folder, GERMAN, "B-01", {0: (2, 5)})
    fill(folder, ENGLISH, "B-02", {0: (4, 3)})
    table = read(folder).tables["assessment"].sort_values("respondent")
    assert table["dimension"].tolist() == ["phase:1"] * 2 and table["class"].tolist() == ["key"] * 2
    assert table["performance"].tolist() == [2, 4]


@BOTH
def test_a_questionnaire_nobody_answered_is_told_and_stops_nothing(folder, words):
    fill(folder, words, "B-01", {})
    client = read(folder)
    assert not client.has("assessment")
    (problem,) = [p for p in client.reading.problems if p.code == "IN-UNANSWERED"]
    assert problem.level == "warn" and "_B-01" in sentence(problem, words)


@BOTH
def test_one_code_with_other_answers_in_two_files_is_asked(folder, words):
    fill(folder, words, "B-01", {0: (2, 5), 3: (1, 1)}, name="Fragebogen_a.xlsx")
    fill(folder, words, "B-01", {0: (4, 5)}, name="Fragebogen_b.xlsx")
    (problem,) = [p for p in problems(folder) if p.stops]
    assert (problem.code, problem.file, problem.level) == ("ID-RESPONDENT", "Fragebogen_b.xlsx", "ask")
    assert "B-01" in sentence(problem, words) and "Fragebogen_a.xlsx" in sentence(problem, words)


def test_the_same_file_twice_counts_once_and_is_told(folder):
    for name in ("Fragebogen_a.xlsx", "Fragebogen_b.xlsx"):
        fill(folder, GERMAN, "B-01", {0: (2, 5), 1: (3, None)}, name=name)
    client = read(folder)
    assert len(client.tables["assessment"]) == 2
    (problem,) = [p for p in client.reading.problems if p.code == "DUP-ROW"]
    assert (problem.file, problem.count) == ("Fragebogen_b.xlsx", 2)


def test_one_code_with_other_questions_in_two_files_is_one_person_and_told(folder):
    fill(folder, GERMAN, "B-01", {0: (2, 5)}, name="Fragebogen_a.xlsx")
    fill(folder, GERMAN, "B-01", {9: (3, 4)}, name="Fragebogen_b.xlsx")
    client = read(folder)
    assert len(client.tables["assessment"]) == 2
    assert [p.level for p in client.reading.problems if p.code == "ID-SHARED"] == ["warn"]


def test_files_without_a_code_are_persons_of_their_own_and_told(folder):
    for name in ("Fragebogen_a.xlsx", "Fragebogen_b.xlsx"):
        fill(folder, GERMAN, "", {0: (2, 5), 1: (3, 4)}, name=name)
    client = read(folder)
    assert client.tables["assessment"].groupby("respondent").size().tolist() == [2, 2]
    assert len([p for p in client.reading.problems if p.code == "ID-NOCODE"]) == 2


def test_a_code_in_an_unanswered_first_row_still_holds_for_the_rest(folder):
    fill(folder, GERMAN, "B-01", {4: (2, 5), 7: (3, 4)}, "Innendienst")
    table = read(folder).tables["assessment"]
    assert set(table["respondent"]) == {"B-01"} and set(table["group"]) == {"Innendienst"} and len(table) == 2


def test_a_formula_is_never_taken_for_an_answer(folder):
    fill(folder, GERMAN, "B-01", {0: (2, 5), 1: ("=1+1", 4)}, comments=[(2, "=HYPERLINK('x')")])
    told = {(p.code, p.row) for p in problems(folder) if p.stops}
    assert {code for code, _ in told} == {"NUM-FORMULA"} and len(told) == 2


def test_a_rating_outside_the_scale_is_told_with_its_place(folder):
    fill(folder, GERMAN, "B-01", {0: (2, 5), 1: (9, 4)})
    assert [p.code for p in problems(folder) if p.stops] == ["RANGE"]


def test_a_sheet_of_many_persons_keeps_them_as_they_are(folder):
    rows = [("Teilnehmer", "Dimension", "Frage", "Leistung", "Wichtigkeit")]
    rows += [(code, "phase:1", "Kundenansprache", 3, 4) for code in ("B-01", "B-02", None, None)]
    book = openpyxl.Workbook()
    book.active.title = "Befragung"
    for row in rows:
        book.active.append(row)
    book.save(folder / "data" / "Befragung.xlsx")
    table = read(folder).tables["assessment"]
    assert table["respondent"].fillna("").tolist() == ["B-01", "B-02", "", ""]


@BOTH
def test_every_kind_of_question_is_asked_once(words):
    asked = questions(words)
    assert len({(about, dimension, item) for about, dimension, item in asked}) == len(asked)
    dimensions = {dimension for _, dimension, _ in asked}
    assert dimensions >= {f"phase:{n}" for n in range(1, 9)} | {f"kam:{n}" for n in range(1, 11)}
    assert dimensions >= {f"lever:{n}" for n in range(1, 6)} | {f"approach:{name}" for name in APPROACHES}
    assert dimensions >= {f"instrument:{name}" for name in INSTRUMENTS} | {"maturity:strategy", "maturity:steering"}
    assert {(about, d) for about, d, _ in asked if d.startswith("phase:")} == {
        (about, f"phase:{n}") for about in ("key", "smart") for n in range(1, 9)
    }


@BOTH
def test_the_sheet_asks_for_a_code_once_and_offers_the_scale(words):
    sheet = questionnaire(words).active
    head, at = places(sheet, words)
    assert sheet.max_row - head == len(questions(words)) and set(at) == set(schema.table("assessment").columns)
    offered = sheet.data_validations.dataValidation
    assert [v.formula1 for v in offered] == ['"1,2,3,4,5"'] * 2
    cells = [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    assert not [text for text in cells if text[:1] in "=+-@"]


def test_a_questionnaire_is_never_written_over(tmp_path):
    place = write(tmp_path / "acme", GERMAN)
    assert place.name == "Fragebogen.xlsx"
    with pytest.raises(Misuse, match="file_taken"):
        write(tmp_path / "acme", GERMAN)
