"""The numbers behind a table, safe to open in a spreadsheet."""

import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from workbook.exhibit import Cell, Head, Table
from workbook.report import download
from workbook.report.download import data_csv, tame

TABLE = Table(
    "Kunden",
    (Head("Kunde"), Head("Umsatz", "T€", True, 1000.0)),
    (
        (Cell("Müller; Söhne"), Cell("1,2", 1234.5)),
        (Cell("=cmd()"), Cell("−3", -3000000.0)),
        (Cell("x"), Cell("k. A.")),
    ),
    (Cell("Zusammen"), Cell("1", 1e-05)),
)


def text(language):
    head, _, body = data_csv(TABLE, language).partition(",")
    assert head == "data:text/csv;charset=utf-8"
    return unquote_to_bytes(body)


def test_german_has_semicolons_decimal_commas_and_a_mark_for_excel():
    assert text("de").startswith(b"\xef\xbb\xbf")
    assert text("de").decode("utf-8-sig").split("\r\n") == [
        '"Kunde";"Umsatz, T€"', '"Müller; Söhne";1,2345', '"\'=cmd()";-3000', '"x";"k. A."', '"Zusammen";0,00000001', "",
    ]  # fmt: skip


def test_english_has_commas_and_points():
    assert text("en").decode("utf-8-sig").split("\r\n")[1] == '"Müller; Söhne",1.2345'


@pytest.mark.parametrize("evil", ["=1", "+1", "-1", "@x", "\t=1", "  =1", "＝1", "\r=1", "\n=1"])
def test_no_text_is_a_formula(evil):
    assert tame(evil).startswith("'")


@pytest.mark.parametrize("plain", ["Müller", "1 = 1", "", "a-b"])
def test_plain_texts_stay_as_they_are(plain):
    assert tame(plain) == plain


def test_a_share_stands_in_the_percent_of_its_head():
    table = Table("x", (Head("x"), Head("Rabatt", "%", True, 0.01)), ((Cell("a"), Cell("42,7", 0.4270559578)),))
    body = unquote_to_bytes(data_csv(table, "de").partition(",")[2]).decode("utf-8-sig")
    assert body.split("\r\n") == ['"x";"Rabatt, %"', '"a";42,70559578', ""]


def test_whatever_is_written_as_csv_is_tamed():
    """Every module that writes lines of CSV sends its texts through `tame`."""
    writes = re.compile(r"csv\.(Dict)?[wW]riter|\.to_csv\((?!float_format)")
    source = {p: p.read_text("utf-8") for p in Path(download.__file__).parents[1].rglob("*.py")}
    writing = {file for file, text in source.items() if writes.search(text)}
    assert {file for file in writing if "tame(" not in source[file]} == set() and len(writing) >= 3
