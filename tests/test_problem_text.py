from datetime import date
from typing import Any

import pytest

from workbook.finding import Term, money
from workbook.language import Words
from workbook.problem import Level, Problem
from workbook.problem_text import sentence, sentences
from workbook.texts import keys, message, placeholders

CODES = [key.removeprefix("message.") for key in keys() if key.startswith("message.") and not key.endswith(".plain")]
GERMAN, ENGLISH, SWISS = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR"), Words("de", "de_CH", "CHF")


def not_a_number(row: int | None = 17, value: Any = "12a", level: Level = "reject", **place: Any) -> Problem:
    return Problem("NUM-TEXT", level, row=row, values={"value": value}, **place)


def wrong_setting(value: Any, allowed: Any = "x", row: int | None = 4) -> Problem:
    values = {"value": value, "allowed": allowed}
    return Problem("CFG-VALUE", "reject", file="client.yaml", row=row, key="value.top", values=values)


def test_a_cell_of_a_workbook() -> None:
    problem = not_a_number(file="Kunden.xlsx", sheet="Stamm", column="C", header="Umsatz")
    assert sentence(problem, GERMAN) == (
        "Datei „Kunden.xlsx“, Blatt „Stamm“, Zelle C17 (Spalte „Umsatz“): „12a“ ist keine Zahl. "
        "Bitte berichtigen Sie den Wert oder leeren Sie die Zelle. [abgelehnt]"
    )
    assert sentence(problem, ENGLISH) == (
        "File “Kunden.xlsx”, sheet “Stamm”, cell C17 (column “Umsatz”): “12a” is not a number. "
        "Please correct the value or clear the cell. [rejected]"
    )


def test_a_row_of_a_csv_file_has_no_letter() -> None:
    said = sentence(not_a_number(file="Kunden.csv", column="C", header="Umsatz"), GERMAN)
    assert said.startswith("Datei „Kunden.csv“, Zeile 17 (Spalte „Umsatz“): „12a“ ist")


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({"file": "a.xlsx", "column": "C"}, "Datei „a.xlsx“, Zelle C17: "),
        ({"file": "a.csv"}, "Datei „a.csv“, Zeile 17: "),
        ({"file": "a.csv", "row": None, "header": "Umsatz"}, "Datei „a.csv“, Spalte „Umsatz“: "),
        ({"file": "a.xlsx", "row": None, "column": "C"}, "Datei „a.xlsx“, Spalte C: "),
        ({"file": "a.xlsx", "sheet": "S", "row": None}, "Datei „a.xlsx“, Blatt „S“: "),
        ({}, "Zeile 17: "),
        ({"row": None}, "„12a“ ist keine Zahl"),
    ],
)
def test_only_what_is_known_of_the_place_is_said(place: dict[str, Any], where: str) -> None:
    assert sentence(not_a_number(**place), GERMAN).startswith(where)


@pytest.mark.parametrize(
    ("level", "word"), [("reject", "abgelehnt"), ("ask", "Entscheidung nötig"), ("warn", "Warnung")]
)
def test_the_level_stands_behind(level: Level, word: str) -> None:
    assert sentence(not_a_number(level=level), GERMAN).endswith(f" [{word}]")


def test_a_setting_is_found_by_line_and_path() -> None:
    bounds: dict[str, Any] = {"high": 50.0}
    said = sentence(wrong_setting(99, Term("allowed.at_most", bounds)), GERMAN)
    assert said == (
        "client.yaml, Zeile 4, value.top: 99 ist nicht zulässig; erlaubt ist höchstens 50. "
        "Bitte berichtigen Sie den Wert. [abgelehnt]"
    )


def test_a_setting_without_a_file_or_line() -> None:
    problem = Problem("CFG-MISSING", "reject", key="name")
    assert sentence(problem, ENGLISH).startswith("client.yaml, name: The required setting name is missing.")


@pytest.mark.parametrize(
    ("value", "written"),
    [(1.5, "1.5"), (True, "true"), (None, "null"), (date(2025, 1, 31), "2025-01-31"), (["a", 2, False], "a, 2, false")],
)
def test_settings_are_quoted_as_yaml_writes_them(value: Any, written: str) -> None:
    assert f"value.top: {written} ist nicht" in sentence(wrong_setting(value), GERMAN)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (20250131, "20250131"),
        (1234.5, "1.234,5"),
        (date(2025, 1, 31), "31.01.2025"),
        (True, "ja"),
        (None, "leer"),
        ("", ""),
        (["a", "b"], "a, b"),
        ("{value} {n}", "{value} {n}"),
        (money(214_000), "214\u00a0T€"),
    ],
)
def test_values_of_the_data_are_written_plainly(value: Any, written: str) -> None:
    assert f"„{written}“ ist keine Zahl" in sentence(not_a_number(value=value), GERMAN)


def test_a_long_value_is_cut_at_40_characters() -> None:
    said = sentence(not_a_number(value="x" * 41), GERMAN)
    assert f"„{'x' * 39}…“" in said
    assert f"„{'x' * 40}“" in sentence(not_a_number(value="x" * 40), GERMAN)


def test_what_is_allowed_and_the_path_of_a_setting_are_not_cut() -> None:
    names = ["key", "core", "smart", "lean", "kam", "field", "inside", "service", "digital"]
    one_of: dict[str, Any] = {"candidates": names}
    said = sentence(wrong_setting("x", Term("allowed.one_of", one_of)), GERMAN)
    assert "eines von: key, core, smart, lean, kam, field, inside, service, digital." in said
    path = "intake.tables.transactions.columns.net_revenue"
    assert path in sentence(Problem("CFG-MISSING", "reject", key=path), GERMAN)


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert "„a b\ufffd[31m“" in sentence(not_a_number(value="a\nb\x1b[31m"), GERMAN)


def test_swiss_spelling_leaves_the_value_alone() -> None:
    said = sentence(not_a_number(value="Spaß", file="Größe.csv"), SWISS)
    assert said.startswith("Datei «Größe.csv», Zeile 17: «Spaß» ist")


@pytest.mark.parametrize("nearest", [{}, {"nearest": ""}, {"nearest": None}])
def test_without_a_proposal_none_is_made(nearest: dict[str, Any]) -> None:
    said = sentence(Problem("CFG-KEY", "reject", file="client.yaml", key="valeu", values=nearest), GERMAN)
    assert said.startswith("client.yaml, valeu: Die Einstellung valeu ist unbekannt. Bitte")
    said = sentence(Problem("CFG-KEY", "reject", key="valeu", values={"nearest": "value"}), GERMAN)
    assert "Meinten Sie value?" in said


def test_a_missing_file_is_named_once() -> None:
    said = sentence(Problem("IN-MISSING", "reject", file="Kunden.csv"), GERMAN)
    assert said.startswith("Die Datei „Kunden.csv“ fehlt im Ordner data.")
    said = sentence(
        Problem("JOIN-UNMATCHED", "warn", "a.csv", row=3, values={"value": 7, "key": "Nr", "file": "b.csv"}), GERMAN
    )
    assert said.startswith(
        "Datei „a.csv“, Zeile 3: Der Wert „7“ des Schlüssels „Nr“ hat keine Zeile in der Datei „b.csv“."
    )


def test_a_repair_is_counted_not_shouted() -> None:
    problem = Problem("DUP-ROW", "repair", file="a.csv", count=3)
    assert sentence(problem, GERMAN) == (
        "Datei „a.csv“: Bereinigt: identische doppelte Zeilen entfernt (3 Zeilen). Kein Handeln nötig."
    )
    one = Problem("BLANK-ROW", "repair")
    assert sentence(one, ENGLISH) == "Repaired: blank rows skipped (1 row). Nothing to do."


def test_ten_alike_are_shown_then_counted() -> None:
    many = [not_a_number(row=row, file="a.csv", header="Umsatz") for row in range(2, 15)]
    other = not_a_number(row=2, file="a.csv", header="Rabatt")
    lines = sentences([*many[:5], other, *many[5:]], GERMAN, rejects=True)
    assert len(lines) == 12
    assert lines[10] == "und 3 weitere (siehe rejects.csv)"
    assert "Rabatt" in lines[11]
    assert sentences(many[:10], GERMAN) == [sentence(problem, GERMAN) for problem in many[:10]]
    assert sentences(many[:11], ENGLISH, rejects=True)[-1] == "and one more (see rejects.csv)"
    assert sentences(many[:11], ENGLISH)[-1] == "and one more"


def test_one_problem_may_speak_for_many() -> None:
    late = Problem("DATE-FUTURE", "warn", file="a.csv", values={"value": "1", "date": "2"}, count=37)
    assert sentences([late], ENGLISH, rejects=True)[-1] == "and 36 more"
    values = {"value": "K7, K8", "table": "customers", "in": "lines", "share": "5%", "n": 2}
    orphans = sentences([Problem("REF-ORPHAN", "warn", file="a.csv", values=values, count=370)], ENGLISH, rejects=True)
    assert len(orphans) == 1 and "(2: K7, K8)" in orphans[0]
    assert len(sentences([Problem("DUP-ROW", "repair", count=37)], ENGLISH)) == 1


def test_settings_are_not_in_rejects_csv() -> None:
    assert sentences([wrong_setting(n) for n in range(12)], GERMAN)[-1] == "und 2 weitere"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("words", [GERMAN, ENGLISH, SWISS], ids=["de", "en", "ch"])
def test_every_code_makes_a_sentence(code: str, words: Words) -> None:
    values = dict.fromkeys(placeholders(message(f"message.{code}", "de")), "x")
    level: Level = "repair" if code.endswith("-ROW") else "reject"
    said = sentence(Problem(code, level, values=values), words)
    assert not placeholders(said)
    assert words is not SWISS or not set(said) & set("ß„“")


@pytest.mark.parametrize("key", [key for key in keys() if key.startswith("allowed.")])
def test_every_allowed_phrase_can_be_said(key: str) -> None:
    numbers = dict.fromkeys(placeholders(message(key, "de")), "1")
    assert GERMAN.text(key, **numbers) in sentence(wrong_setting("y", Term(key, numbers)), GERMAN)


def test_its_code_stands_behind_where_asked_for():
    warned = Problem("DATE-GAP", "warn", values={"candidates": ["2024-05"]})
    repaired = Problem("TOTAL-ROW", "repair", file="a.csv", row=7)
    assert sentence(warned, GERMAN, coded=True).endswith("[Warnung, DATE-GAP]")
    assert sentence(repaired, ENGLISH, coded=True).endswith("[TOTAL-ROW]")
    assert "[DATE-GAP" not in sentence(warned, ENGLISH) and "TOTAL-ROW" not in sentence(repaired, GERMAN)
    assert sentences([warned], ENGLISH, coded=True) == [sentence(warned, ENGLISH, coded=True)]
