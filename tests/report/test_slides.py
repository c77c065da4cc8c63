"""report.pptx: its slides, its charts, its notes; nothing overflows, nothing is a formula."""

import io
import time
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Pt

import hand_over
from example_page import example_page
from workbook.exhibit import Cell, Chapter, Exhibit, Statement, Table
from workbook.language import Words
from workbook.report.slide_deck import columns
from workbook.report.slide_text import height
from workbook.report.slides import findings, write

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    place = tmp_path_factory.mktemp("slides") / "report.pptx"
    write(place, example_page(), GERMAN)
    return place


@pytest.fixture(scope="module")
def deck(path):
    return Presentation(path)


def titles(deck):
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def test_there_is_one_slide_per_finding_between_summary_and_gaps(deck):
    page = example_page()
    said = [b.headline for c in page.chapters for b in c.blocks if isinstance(b, Statement)]
    assert titles(deck) == [page.client, page.front.answer, page.front.asks_title, *said, "Nicht beurteilbar"]


def test_a_chart_is_native_and_brings_its_workbook(deck):
    charts = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert len(charts) == 2
    shown = example_page().chapters[0].blocks[1].table
    read = openpyxl.load_workbook(io.BytesIO(charts[0].part.chart_workbook.xlsx_part.blob)).active
    assert [row[1].value for row in read.iter_rows(min_row=2)] == [
        row[1].value / shown.heads[1].factor for row in shown.rows
    ]


def test_the_speaker_has_recommendation_evidence_basis_and_confidence(deck):
    first = next(b for b in example_page().chapters[0].blocks if isinstance(b, Statement))
    notes = deck.slides[3].notes_slide.notes_text_frame.text
    assert all(part in notes for part in (first.recommendation, first.evidence, first.basis, first.confidence_reason))
    assert "Sicherheit hoch" in notes


def overflowing(deck):
    """Boxes whose text is higher than they are, and shapes beyond the slide."""
    found = []
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if (
                shape.left < 0
                or shape.top < 0
                or shape.left + shape.width > Pt(960)
                or shape.top + shape.height > Pt(540)
            ):
                found.append((number, shape.name))
            if shape.has_text_frame and shape.text_frame.text:
                runs = [r for p in shape.text_frame.paragraphs for r in p.runs]
                size, bold = max(r.font.size.pt for r in runs), any(r.font.bold for r in runs)
                room = shape.width / 12700 - 14
                if height(shape.text_frame.text, size, room, bold) > shape.height / 12700 + 1:
                    found.append((number, shape.text_frame.text))
    return found


def test_nothing_overflows(deck):
    assert overflowing(deck) == []


def long_page():
    page = example_page()
    said = next(b for b in page.chapters[0].blocks if isinstance(b, Statement))
    text = "Ein sehr langer Satz mit Donaudampfschifffahrtsgesellschaft und Zahlen 1.234.567 €. " * 30
    wide = replace(said, headline=text, evidence=text, recommendation=text, basis=text)
    shown = next(b for b in page.chapters[1].blocks if isinstance(b, Exhibit) and b.chart is None)
    rows = tuple(tuple(Cell(c.text * 9) for c in row) for row in shown.table.rows) * 9
    table = Table(text, shown.table.heads, rows)
    chapter = Chapter(
        "value", page.chapters[0].opening, (wide, replace(shown, message=text, unit=text, table=table), wide)
    )
    return replace(page, client=text, subtitle=text, banners=(text,), chapters=(chapter,))


def test_nothing_overflows_however_long_it_is_and_the_notes_have_it_all(tmp_path):
    write(tmp_path / "x.pptx", long_page(), GERMAN)
    deck = Presentation(tmp_path / "x.pptx")
    assert overflowing(deck) == []
    said = long_page().chapters[0].blocks[0]
    assert said.evidence in deck.slides[3].notes_slide.notes_text_frame.text
    assert "Weitere Zeilen in results.xlsx" in " ".join(
        s.text_frame.text for s in deck.slides[3].shapes if s.has_text_frame
    )


def test_no_text_of_the_client_becomes_a_formula_or_a_control_character(tmp_path):
    page = example_page()
    picture = next(b for b in page.chapters[1].blocks if isinstance(b, Exhibit) and b.chart)
    rows = tuple((Cell(hand_over.ATTACK + "\x07"), *row[1:]) for row in picture.table.rows)
    attacked = replace(picture, table=replace(picture.table, rows=rows))
    said = next(b for b in page.chapters[1].blocks if isinstance(b, Statement))
    write(tmp_path / "x.pptx", replace(page, chapters=(Chapter("coverage", None, (said, attacked)),)), GERMAN)
    chart = next(s.chart for slide in Presentation(tmp_path / "x.pptx").slides for s in slide.shapes if s.has_chart)
    cells = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active["A"]
    assert [(c.value, c.data_type) for c in cells[1:]] == [(hand_over.ATTACK, "s")] * len(rows)


def test_the_same_day_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768485900")
    write(tmp_path / "a.pptx", example_page(), GERMAN)
    monkeypatch.setattr(time, "time", lambda: 4e9)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(4e9))
    write(tmp_path / "b.pptx", example_page(), GERMAN)
    assert (tmp_path / "a.pptx").read_bytes() == (tmp_path / "b.pptx").read_bytes()
    about = Presentation(tmp_path / "a.pptx").core_properties
    assert not about.author and not about.last_modified_by and about.created.isoformat()[:16] == "2026-01-15T14:05"
    with zipfile.ZipFile(tmp_path / "a.pptx") as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_words_of_ours_are_english_in_an_english_deck(tmp_path):
    write(tmp_path / "x.pptx", example_page(), ENGLISH)
    assert titles(Presentation(tmp_path / "x.pptx"))[-1] == "Not assessable"


def test_colours_are_those_of_the_look(path):
    with zipfile.ZipFile(path) as parts:
        assert b"0B3C6F" in parts.read("ppt/theme/theme1.xml")


def test_a_finding_takes_the_chart_below_it_before_a_table():
    told = list(findings(example_page().chapters[1], GERMAN))
    assert [t.exhibit and t.exhibit.id for t in told] == [None, "coverage.effort"]


def test_columns_of_a_table_are_wide_enough_for_their_words():
    heads, rows = ["Kunde", "Bearbeitungskosten", "x"], [["Adler", "1", "1"]]
    parts = columns(heads, rows, 300.0)
    assert sum(parts) == pytest.approx(1) and parts[1] > parts[0]
    assert len(columns(heads * 4, [rows[0] * 4], 300.0)) < 12
