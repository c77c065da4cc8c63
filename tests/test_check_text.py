"""The terminal's account of a check: complete, and readable in 100 columns."""

import pytest

from small_client import CUSTOMERS, LINES, small_folder
from workbook.check import check
from workbook.check_text import WIDTH, as_text

UNLISTED = LINES + "A13;K9;20.12.2024;500,00;0,00\n"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = small_folder(tmp_path_factory.mktemp("told") / "klein", umsatz=UNLISTED)
    return {language: as_text(check(folder, language)).replace("\u00a0", " ") for language in ("de", "en")}


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_line_is_longer_than_the_terminal_and_none_holds_a_brace(told, language):
    assert all(len(line) <= WIDTH for line in told[language].split("\n"))
    assert "{" not in told[language]


def test_every_reading_says_how_many_values_agree(told):
    assert "„Nettoumsatz“ → Nettoumsatz der Position" in told["de"] and "13 von 13 Werten" in " ".join(
        told["de"].split()
    )


def test_a_doubt_says_how_much_revenue_it_concerns(told):
    assert "fehlen (1: K9)" in told["de"] and "Betroffener Umsatz: 500 € (2,4 %)" in told["de"]
    assert "Revenue concerned: €500 (2.4%)" in told["en"]


def test_what_is_missing_stands_in_plain_words_with_the_chapter_it_opens(told):
    flat = " ".join(told["de"].split())
    assert "Wareneinsatz der Position [transactions.cost_of_goods] → Kundenwert und Umsatz" in flat


def test_repairs_are_told_apart_from_doubts(tmp_path):
    folder = small_folder(tmp_path / "klein", kunden=CUSTOMERS + "K5;Esche eG;Chemie\n")
    text = as_text(check(folder, "de"))
    assert "Ohne Rückfrage bereinigt:" in text and "Zu beachten:" not in text
