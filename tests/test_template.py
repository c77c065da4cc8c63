"""A new client: settings and a workbook to fill in, which the intake reads back without being told anything."""

import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from workbook import intake, schema
from workbook.language import Words
from workbook.parameters import Coverage, Summary, Value
from workbook.parameters_actions import STATUS, Action
from workbook.parameters_desk import Desk
from workbook.parameters_norms import Norms
from workbook.parameters_scope import Scope
from workbook.parameters_segmentation import Segmentation
from workbook.parameters_territory import Territory
from workbook.problem import Misuse, Refused
from workbook.problem_text import sentence
from workbook.questionnaire import questionnaire
from workbook.settings import read_settings
from workbook.small_template import small_workbook
from workbook.template import intake_workbook, new_client, save, settings_text, spoken

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
ROWS = {
    "customers": [{"customer_id": "0001", "name": "Adler & Söhne"}, {"customer_id": "0002", "name": "Birke"}],
    "transactions": [
        {"customer_id": "0001", "date": date(2024, 1, 31), "net_revenue": 1000.5, "order_id": "A1", "quantity": 3},
        {"customer_id": "0002", "date": date(2024, 2, 29), "net_revenue": 20, "order_id": "A2", "quantity": 1},
    ],
}


def filled(path, words):
    """The template as a client would fill it in: headers untouched, rows below them."""
    book = openpyxl.load_workbook(path)
    for name, rows in ROWS.items():
        table = schema.table(name)
        sheet = book[table.sheets[words.language][0]]
        places = {c.value: c.column for c in sheet[1]}
        for number, row in enumerate(rows, 2):
            for column, value in row.items():
                sheet.cell(number, places[table.columns[column].headers[words.language][0]], value)
    book.save(path)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_a_filled_template_is_read_back_without_any_mapping(tmp_path, words):
    folder = tmp_path / "acme"
    new_client(folder, words)
    filled(folder / "data" / words.text("template.file"), words)
    client = intake.read(folder, read_settings(folder))
    assert client.tables["transactions"]["net_revenue"].tolist() == [1000.5, 20.0]
    assert client.tables["transactions"]["customer_id"].tolist() == ["0001", "0002"]
    assert client.tables["customers"]["name"].tolist() == ["Adler & Söhne", "Birke"]
    assert client.reading.money_used == 1020.5 and not any(p.stops for p in client.reading.problems)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_an_untouched_template_is_an_empty_file_and_said_so_by_its_name(tmp_path, words):
    new_client(tmp_path / "acme", words)
    with pytest.raises(Refused) as refused:
        intake.read(tmp_path / "acme", read_settings(tmp_path / "acme"))
    (problem,) = refused.value.problems
    assert problem.code == "IN-EMPTY" and words.text("template.file") in sentence(problem, words)


def plausible(table, column, number, words):
    """What a client might write into this column of row 1 or 2."""
    low = 1 if column.low is None else column.low
    kinds = {
        "id": f"{column.name[:3].upper()}-{number}",
        "text": f"{column.name} {number}",
        "postcode": f"1234{number}",
        "date": date(2024, number, 15),
        "datetime": datetime(2024, number, 15, 9, 30),
        "share": (25 if schema.unit_of(column.headers[words.language][0]) == "%" else 0.25) * number,
        "rating5": 2 + number,
        "rating10": 6 + number,
    }
    if column.codes or column.type == "flag":
        return spoken(table, column, words)[number - 1]
    if column.name == "parent_id":
        return "CUS-1"
    return kinds.get(column.type, max(low, 0) + number)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_every_sheet_filled_in_is_read_back_without_a_mapping(tmp_path, words):
    folder = tmp_path / "acme"
    new_client(folder, words)
    place = folder / "data" / words.text("template.file")
    book, told = openpyxl.load_workbook(place), {}
    for name, table in schema.tables().items():
        told[name] = [{c: plausible(table, one, n, words) for c, one in table.columns.items()} for n in (1, 2)]
        for row in told[name]:
            book[table.sheets[words.language][0]].append(list(row.values()))
    book.save(place)
    client = intake.enough(intake.read(folder, read_settings(folder)))
    assert not [p for p in client.reading.problems if p.stops] and client.reading.rejects.empty
    for name, table in schema.tables().items():
        read = client.tables[name]
        assert set(table.columns) <= set(read.columns) and len(read) == 2
        for column, one in table.columns.items():
            if one.codes:
                assert read[column].tolist() == list(one.codes[:2]), column
            elif one.type == "flag":
                assert read[column].tolist() == [True, False], column
            elif one.type in ("id", "text", "postcode"):
                assert read[column].tolist() == [row[column] for row in told[name]], column


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_what_a_drop_down_offers_is_read_back_as_its_code(words):
    for table in schema.tables().values():
        for column in table.columns.values():
            offered = spoken(table, column, words)
            if column.codes:
                assert [schema.code_word(table.name, column.name, word) for word in offered] == list(column.codes)
            elif column.type == "flag":
                assert [schema.flag(word) for word in offered] == [True, False]


def test_drop_downs_speak_the_language_of_the_template():
    def offered(words):
        sheets = intake_workbook(words).worksheets[1:]
        return " ".join(str(v.formula1) for sheet in sheets for v in sheet.data_validations.dataValidation)

    assert "Besuch" in offered(GERMAN) and "visit" not in offered(GERMAN)
    assert "phone call" in offered(ENGLISH) and "Besuch" not in offered(ENGLISH)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_there_is_one_sheet_per_table_and_one_line_of_guide_per_column(words):
    book = intake_workbook(words)
    tables = schema.tables().values()
    assert book.sheetnames[1:] == [t.sheets[words.language][0] for t in tables]
    assert book.worksheets[0].max_row - 1 == sum(len(t.columns) for t in tables)
    assert all(len(name) <= 31 for name in book.sheetnames)
    for sheet in book.worksheets[1:]:
        heads = [c.value for c in sheet[1]]
        assert len(set(heads)) == len(heads) and all(heads) and all(c.comment for c in sheet[1])


def test_codes_have_drop_downs():
    book = intake_workbook(GERMAN)
    lists = [v.formula1 for sheet in book.worksheets for v in sheet.data_validations.dataValidation]
    assert len(lists) > 5 and all(v.startswith('"') and v.endswith('"') for v in lists)


@pytest.mark.parametrize("name", ["Müller & Söhne", 'a "b" \\ c', "yes", "007", "a: b #c"])
def test_the_settings_are_valid_whatever_the_folder_is_called(tmp_path, name):
    folder = tmp_path / name
    new_client(folder, ENGLISH)
    assert read_settings(folder).name == name and read_settings(folder).language == "en"


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(Misuse, match="folder_taken"):
        new_client(tmp_path, GERMAN)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


COMMENTED = re.compile(r"^# (?=  |[a-z_]+:)", re.MULTILINE)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_every_commented_line_is_the_default(tmp_path, words):
    new_client(tmp_path / "acme", words)
    place = tmp_path / "acme" / "client.yaml"
    place.write_text(COMMENTED.sub("", place.read_text("utf-8")), encoding="utf-8")
    found = read_settings(tmp_path / "acme")
    assert found.people == "group" and found.coverage == Coverage()
    assert found.value == Value() and found.summary == Summary() and found.actions == {}
    assert found.segmentation == Segmentation()


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_every_setting_of_coverage_stands_in_the_template(words):
    text = settings_text("acme", words).partition("# coverage:")[2]
    for section in (Coverage, Desk, Norms, Scope, Territory):
        assert not [name for name in section.model_fields if not re.search(rf"^#\s+{name}:", text, re.MULTILINE)]


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_every_setting_of_the_action_plan_stands_in_the_template(words):
    text = settings_text("acme", words).partition("# summary:")[2]
    names = [*Summary.model_fields, *Action.model_fields, *STATUS, "small", "medium", "large"]
    assert not [name for name in names if not re.search(rf"\b{name}\b", text)]


@pytest.mark.parametrize("make", [intake_workbook, small_workbook, questionnaire])
def test_a_workbook_is_the_same_at_any_time(tmp_path, make):
    for name, day in (("one.xlsx", datetime(2024, 2, 29)), ("two.xlsx", datetime(2026, 1, 15))):
        book = make(GERMAN)
        book.properties.created = day
        save(book, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert {one.date_time for one in zipfile.ZipFile(tmp_path / "one.xlsx").infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert openpyxl.load_workbook(tmp_path / "one.xlsx").properties.modified == datetime(1980, 1, 1)
