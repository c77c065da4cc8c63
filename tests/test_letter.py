"""The letter to the client: polite, complete, without codes."""

import re
from pathlib import Path

import pytest

from small_client import BAD_LINES, CUSTOMERS, LINES, small_folder
from workbook import schema
from workbook.check import check
from workbook.letter import WIDTH, letter

MUSTER = Path(__file__).parents[1] / "data" / "sample" / "muster"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    lines = LINES + "A13;K9;20.12.2024;500,00;0,00\n"
    return small_folder(tmp_path_factory.mktemp("letter") / "klein", umsatz=lines)


@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_missing_is_asked_for_in_the_words_of_the_schema(folder, language):
    seen = check(folder, language)
    flat = " ".join(letter(seen).split())
    for one in seen.missing:
        table, _, column = one.need.partition(".")
        described = schema.column(table, column) if column else schema.table(table)
        assert described.meaning[language] in flat, one.need


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_letter_holds_no_code_no_level_and_no_long_line(folder, language):
    text = letter(check(folder, language))
    assert not re.search(
        r"[a-z]+_[a-z]+|[a-z]+\.[a-z]{2,}|\[|\{|client\.yaml",
        re.sub(r"[\w.-]+\.(csv|xlsx)", "", text.replace("z. B.", "")),
    )
    assert max(map(len, text.split("\n"))) <= WIDTH


def test_what_is_unclear_is_asked(folder):
    text = letter(check(folder, "de"))
    assert "Bitte prüfen Sie diese Punkte:" in text and "K9" in text
    assert text.startswith("Betreff: ") and text.endswith("Mit freundlichen Grüßen\n")


def test_with_nothing_missing_the_client_is_only_asked_what_is_unclear():
    seen = check(MUSTER, "en")
    vars(seen)["missing"] = ()
    text = letter(seen)
    assert "new files only if data are missing" in text and "unchanged export" not in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_stops_the_run_is_asked_for_first_without_our_names(tmp_path, language):
    nameless = CUSTOMERS.replace("Kundennummer", "Firma")
    text = letter(check(small_folder(tmp_path / "klein", umsatz=BAD_LINES, kunden=nameless), language))
    assert "31.02.2024" in text and "viel" in text and "client.yaml" not in text and "customer_id" not in text
    flat = " ".join(text.split())
    assert ("Pflichtspalte Kundennummer" in flat) == (language == "de")
    assert "gemeint?" in flat or " meant?" in flat


VISITS = "Tag;Debitor;MA-Kürzel;Tätigkeit;Aufwand (Std.)\n01.02.2024;K1;M1;Besuch;2,5\n02.02.2024;K1;M1;Telefonat;0,5\n"


def test_what_was_delivered_is_asked_about_and_not_asked_for(tmp_path):
    folder = small_folder(
        tmp_path / "klein", umsatz=LINES.replace("Auftragsnummer", "Beleg").replace("Nettoumsatz", "Nettoumsatz T€")
    )
    (folder / "data" / "Bericht.csv").write_text(VISITS, encoding="utf-8")
    flat = " ".join(letter(check(folder, "de")).split())
    assert "(Faktor 1), oder mit 1.000 malzunehmen?" in flat
    assert "Spalte „Beleg“: Ist das die Angabe „Nummer des Auftrags oder der Rechnung“?" in flat
    assert "– Nummer des Auftrags" not in flat and "– eindeutige Nummer des Kunden" not in flat
    assert (
        "Datei „Bericht.csv“: Noch nicht verwendet" in flat
        and "„Tätigkeit“" in flat
        and "Wir vermuten: Aktivitäten." in flat
    )
    assert "Eine Zeile je Aktivität des Vertriebs" not in flat
    wide = ";".join(f"Messwert {n}" for n in range(40))
    (folder / "data" / "Messung.csv").write_text(f"{wide}\n" + ";".join("1" * 40) + "\n", encoding="utf-8")
    english = " ".join(letter(check(folder, "en")).split())
    assert "“Messwert 11” and …)" in english and "Messwert 12" not in english
    assert "is this the item “number of the order or invoice”?" in english and "We suppose: Activities." in english
