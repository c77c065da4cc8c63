"""Anything at all where numbers, dates, headers and tables are expected: no crash, no hang, no other value than was written.

`WORKBOOK_FUZZ=20000` tries so many inputs per test, new ones each time; without it few, the same ones every time.
"""

import csv
import io
import os
import re
import tempfile
import unicodedata
from datetime import date
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbook import intake
from workbook.intake import dates, dialect, numbers
from workbook.intake.notes import Unusable
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.problem import Problem, Refused
from workbook.problem_text import sentences

LONG = int(os.environ.get("WORKBOOK_FUZZ", "0"))
QUIET = list(HealthCheck)


def tried(few: int) -> settings:
    """As many inputs as asked for; few and always the same ones where nobody asked."""
    return settings(max_examples=LONG or few, derandomize=not LONG, deadline=None, suppress_health_check=QUIET)


DIGITS = "0123456789"
SIGNS = st.sampled_from(
    [*list(DIGITS + ".,.,' -+()%€eETk/:"), "\xa0", "\u202f", "−", "’", "٣", "²", "Ⅷ", "Mio", "CHF", "h"]
)
FIGURE = st.one_of(st.lists(SIGNS, max_size=14).map("".join), st.text(max_size=8))
DAY = st.one_of(
    st.lists(st.sampled_from([*list(DIGITS + "./-: T"), "Mai", "Okt", "PM", "Z", "٣", "²"]), max_size=16).map("".join),
    st.from_regex(r"[0-3]?[0-9][./-][01]?[0-9][./-](19|20)?[0-9]{2}( [0-2][0-9]:[0-5][0-9])?", fullmatch=True),
    st.from_regex(r"[12][0-9]{3}[-/.]?[01][0-9][-/.]?[0-3][0-9]", fullmatch=True),
)
CELL = st.one_of(
    FIGURE,
    DAY,
    st.text(max_size=12),
    st.sampled_from(["K1", "Summe", "", "n/a", "#REF!", '"', "=1+1", "ja", "\u202e", "A" * 400]),
)
HEADS = (
    "Kundennummer",
    "Kunde",
    "Datum",
    "Nettoumsatz",
    "Umsatz",
    "Umsatz 2024",
    "Rabatt",
    "Menge",
    "Umsatz in T€",
    "Jan 24",
    "Name",
)
HEADERS = st.lists(st.one_of(st.sampled_from(HEADS), st.text(max_size=10)), min_size=1, max_size=6)


def blank(cell):
    return cell is None or not str(cell).strip()


def figures(text):
    """The digits of a number without zeros that say nothing: 1.234,50 → 12345."""
    return re.sub(r"\D", "", text).strip("0")


@tried(300)
@given(st.lists(FIGURE, min_size=1, max_size=5), st.booleans(), st.booleans(), st.sampled_from([None, ",", "."]))
def test_a_number_that_is_read_has_the_digits_that_were_written(cells, german, english, told):
    look = numbers.survey(pd.Series(cells, dtype=object), blank)
    mark, why = numbers.decimal_mark(look, told, german, english)
    assert (mark is None) == (why in ("mixed", "ambiguous"))
    for cell, value in zip(cells, numbers.values(look, mark) if mark else [], strict=bool(mark)):
        if value == value and not re.search(r"(?i)\de[-+]?\d", unicodedata.normalize("NFKC", cell)):
            written = figures(unicodedata.normalize("NFKC", cell))
            exact = f"{abs(value):.17g}" if len(written) > 15 else f"{abs(value):.15g}"
            read = figures(f"{float(exact):.20f}" if "e" in exact else exact)
            assert read == written or len(written) > 15, (cell, value)


@tried(300)
@given(st.lists(DAY, min_size=1, max_size=5), st.sampled_from([None, "dmy", "mdy", "ymd"]), st.booleans())
def test_a_day_that_is_read_stands_in_what_was_written(cells, told, excel):
    found = dates.read(pd.Series(cells, dtype=object), blank, told, excel)
    for cell, day in zip(cells, found.values, strict=True):
        if pd.isna(day) or (excel and re.fullmatch(r"\s*\d{5}(\.\d+)?\s*", cell)):
            continue
        groups = re.findall(r"\d+", cell)
        parts = [groups[0][:4], groups[0][4:6], groups[0][6:]] if len(groups[0]) == 8 else groups[:3]
        named = any(name in cell for name in ("Mai", "Okt"))
        wanted = [day.day, day.year % 100] + ([] if named else [day.month])
        assert sorted(int(p) % 100 if len(p) == 4 else int(p) for p in parts[: len(wanted)]) == sorted(wanted), (
            cell,
            day,
        )


TEXT = st.text(st.sampled_from([*list("aÄß1;,|\t\"\r\n' =€"), "\x00", "\x85", "\u2028", "\ufeff"]), max_size=60)


@tried(300)
@given(
    st.one_of(
        st.binary(max_size=60),
        TEXT.map(lambda t: t.encode("utf-8", "surrogatepass")),
        TEXT.map(lambda t: t.encode("utf-16")),
    )
)
def test_no_sign_of_a_text_is_lost_between_its_cells(data):
    try:
        text, _ = dialect.decode(data, "a.csv")
        rows, lines, sign = dialect.rows(text, "a.csv")
    except Unusable:
        return
    assert len(rows) == len(lines) and lines == sorted(lines)
    framing = {sign, '"', "\r", "\n"}
    body = re.sub(r"(?i)\Asep=.\r?\n", "", text)
    kept = sorted(c for row in rows for cell in row for c in cell if c not in framing)
    assert kept == sorted(c for c in body if c not in framing)


SMALL = st.text(st.sampled_from("aÄ1 ;,|\t\"\n'="), max_size=6)


@tried(200)
@given(
    st.lists(st.lists(SMALL, min_size=2, max_size=4), min_size=2, max_size=5), st.sampled_from([";", "\t", "|", ","])
)
def test_a_quoted_file_gives_back_its_cells_or_is_refused(rows, sign):
    out = io.StringIO()
    width = len(rows[0])
    rows = [(row * 2)[:width] for row in rows]
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    try:
        read, _, found = dialect.rows(out.getvalue(), "a.csv")
    except Unusable as refused:
        assert {problem.code for problem in refused.problems} == {"IN-QUOTE"}
        return
    assert found != sign or read == rows


def received(files):
    """What becomes of a folder with these files: the client, or what is said against it."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "data").mkdir()
        for name, data in files.items():
            (Path(place) / "data" / name).write_bytes(data)
        try:
            return intake.read(Path(place), Parameters(name="Muster", language="de")), ()
        except Refused as refused:
            return None, refused.problems


def told(problems: tuple[Problem, ...]) -> None:
    for language, locale in (("de", "de_DE"), ("en", "en_GB")):
        assert all(sentence.strip() for sentence in sentences(problems, Words(language, locale, "EUR")))


@tried(60)
@given(HEADERS, st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=6), st.sampled_from([";", ",", "\t"]),
       st.sampled_from(["umsatz.csv", "kunden.csv", "x.csv"]))  # fmt: skip
def test_any_small_table_is_read_or_refused_in_words(head, rows, sign, name):
    out = io.StringIO()
    csv.writer(out, delimiter=sign, lineterminator="\n").writerows([head, *rows])
    client, problems = received({name: out.getvalue().encode("utf-8", "replace")})
    told(problems)
    if client is None:
        assert problems
        return
    reading = client.reading
    assert abs(reading.money_read - reading.money_used - reading.money_rejected) <= 1e-6 * max(
        1.0, abs(reading.money_read)
    )
    assert all(f.rows_read == f.rows_used + f.rows_rejected for f in reading.files)
    told(reading.problems)


LINE = st.tuples(st.sampled_from(["K1", "K2"]), st.dates(date(2023, 1, 1), date(2024, 12, 31)), FIGURE)


@tried(60)
@given(st.lists(LINE, min_size=1, max_size=6))
def test_amounts_of_any_form_are_read_as_written_or_told(lines):
    out = io.StringIO()
    rows = [(who, day.strftime("%d.%m.%Y"), amount) for who, day, amount in lines]
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([("Kundennummer", "Datum", "Nettoumsatz"), *rows])
    client, problems = received({"umsatz.csv": out.getvalue().encode("utf-8", "replace")})
    told(problems)
    if client is not None:
        written = {figures(unicodedata.normalize("NFKC", amount)) for _, _, amount in rows}
        powers = any(re.search(r"(?i)\de[-+]?\d", unicodedata.normalize("NFKC", amount)) for _, _, amount in rows)
        for value in client.tables["transactions"]["net_revenue"].dropna():
            assert powers or figures(f"{abs(value):.6f}") in written, (value, rows)


STARTS = (
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"PAR1",
    b"\x1f\x8b\x08",
    b"\xff\xfe",
    b"SQLite format 3\x00",
)
FILES = ("umsatz.xlsx", "umsatz.csv", "umsatz.parquet", "umsatz.ods", "umsatz.csv.gz")


@tried(150)
@given(st.binary(max_size=200), st.sampled_from(STARTS), st.sampled_from(FILES))
def test_any_bytes_named_as_a_table_are_refused_in_words_or_read(data, start, name):
    client, problems = received({name: start + data})
    told(problems)
    assert client is not None or problems
