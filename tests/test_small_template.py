"""The nine-customer sheet: what it holds, and what a consultant gets from it filled in."""

import openpyxl
import pytest

from workbook import intake
from workbook.chapters import ORDER
from workbook.chapters.summary.weight import concerns_nobody
from workbook.cli import main
from workbook.language import Words
from workbook.problem import Misuse, Refused
from workbook.run import Run
from workbook.section import CLASSES
from workbook.settings import read_settings
from workbook.small_template import COLUMNS, CUSTOMERS, small_workbook, write
from workbook.statement import facts, front, opening, statement, unknown

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
BOTH = pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
NINE = [
    ("Adler AG", 900_000, 9, 7, 8, 6), ("Birke KG", 650_000, 3, 9, 2, 2), ("Cedrus SE", 400_000, 10, 6, 9, 8),
    ("Dorn OHG", 210_000, 5, 8, 5, 4), ("Esche eG", 150_000, 8, 4, 7, 9), ("Farn GmbH", 90_000, 2, 10, 1, 3),
    ("Ginster UG", 60_000, 6, 5, 6, 5), ("Hasel AG", 30_000, 1, 7, 3, 1), ("Iris KG", 12_000, 4, 3, 4, 7),
]  # fmt: skip


def made(path, words):
    (path / "data").mkdir(parents=True)
    write(path, 2024, words)
    return path


def filled(path, words):
    place = made(path, words) / "data" / words.text("small.file")
    book = openpyxl.load_workbook(place)
    for number, row in enumerate(NINE, 2):
        for column, value in enumerate(row, 1):
            book[words.text("small.sheet")].cell(number, column, value)
    book.save(place)
    return path


@BOTH
def test_nine_empty_rows_points_from_one_to_ten_and_a_guide(words):
    sheet, guide = small_workbook(words).worksheets
    assert [c.value for c in sheet[1]] == [words.text(f"small.{name}") for name, _, _ in COLUMNS]
    assert sheet.max_row == 1 + CUSTOMERS == 10 and all(c.value is None for row in sheet["A2:F10"] for c in row)
    (points,) = sheet.data_validations.dataValidation
    assert (points.formula1, points.formula2, str(points.sqref)) == ("1", "10", "C2:C10 D2:D10 E2:E10 F2:F10")
    assert [row[0].value for row in guide.iter_rows(min_row=2, max_row=7)] == [c.value for c in sheet[1]]


def test_the_command_makes_it(tmp_path, capsys):
    assert main(["new", str(tmp_path / "neun"), "--small", "--language", "de"]) == 0
    assert [p.name for p in (tmp_path / "neun" / "data").iterdir()] == ["Neun-Kunden-Blatt.xlsx"]
    assert main(["new", str(tmp_path / "neun"), "--small"]) == 2


@BOTH
def test_the_settings_are_valid_and_an_unfilled_sheet_is_empty(tmp_path, words):
    folder = made(tmp_path / 'a "b" c', words)
    parameters = read_settings(folder)
    assert parameters.name == 'a "b" c' and parameters.intake.annual_totals == 2024
    with pytest.raises(Refused) as refused:
        intake.read(folder, parameters)
    assert [problem.code for problem in refused.value.problems] == ["IN-EMPTY"]


@BOTH
def test_nine_customers_are_read_with_points_converted_and_revenue_of_a_year(tmp_path, words):
    folder = filled(tmp_path / "neun", words)
    client = intake.enough(intake.read(folder, read_settings(folder)))
    customers, lines = client.tables["customers"], client.tables["transactions"]
    assert not [p for p in client.reading.problems if p.stops] and client.years == 1
    assert customers["name"].tolist() == [row[0] for row in NINE]
    assert lines["net_revenue"].sum() == sum(row[1] for row in NINE)
    assert set(lines["customer_id"]) == set(customers["customer_id"])
    assert customers["potential_points"].tolist() == pytest.approx([(row[2] - 1) / 9 * 10 for row in NINE])
    assert customers["satisfaction"].max() == 10
    assert customers["competitive_intensity"].tolist() == pytest.approx([1 + (row[4] - 1) / 9 * 4 for row in NINE])


@BOTH
def test_the_report_on_nine_customers_has_classes_and_no_share_of_wallet(tmp_path, words):
    folder = filled(tmp_path / "neun", words)
    run = Run(intake.enough(intake.read(folder, read_settings(folder))))
    for name in ORDER:
        done = run.chapter(name)
        assert opening(name, done, words) and facts(name, done, words)
        said: list[object] = [statement(f, words) for f in done.module.findings(done.result)]
        said += [unknown(g, words) for g in done.module.gaps(done.result)]
        assert said
        assert [draw(done.result, words) for draw in done.module.EXHIBITS.values()]
    after = run.chapter("summary").after
    assert sum(after.figures[f"segmentation.customers.{c}"].value for c in CLASSES) == 9
    assert after.figures["segmentation.customers.key"].value > 0
    assert "potential" in run.chapter("segmentation").result.score.used
    assert not any("wallet" in name for name in after.figures) and front(run.chapter("summary"), words)
    by_id = {f.id: f for f in after.findings}
    assert words.text("field.potential_money") in statement(by_id["intake.unknown"], words).recommendation
    assert words.text("segmentation.potential_points") in statement(by_id["segmentation.customers"], words).evidence
    nobody = {f.id for f in after.findings if concerns_nobody(f)}
    assert "segmentation.small_definitions" in nobody
    assert not nobody & {one.finding for one in front(run.chapter("summary"), words).asks}


@pytest.mark.report
@BOTH
def test_the_page_is_made(tmp_path, words, capsys):
    folder, out = filled(tmp_path / "neun", words), tmp_path / "out"
    assert main(["report", str(folder), "-o", str(out)]) == 0, capsys.readouterr().err
    assert "Cedrus SE" in (out / "neun" / "report.html").read_text("utf-8")


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    from workbook.template import empty_folder

    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(Misuse), empty_folder(tmp_path):
        pass
