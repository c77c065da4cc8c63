"""How far a long run is."""

import sys
from contextlib import suppress

from workbook.language import Words
from workbook.progress import Progress, Several

ENGLISH = Words("en", "en_GB", "EUR")
CHAPTERS = ["intake", "value"]


def tell(capsys):
    with Progress(ENGLISH, CHAPTERS) as progress:
        for step in (*CHAPTERS, "writing"):
            progress(step)
    return capsys.readouterr()


def test_away_from_a_terminal_each_step_is_one_plain_line(capsys):
    out, err = tell(capsys)
    names = [ENGLISH.text(f"page.chapter.{c}") for c in CHAPTERS]
    assert out == "" and err == f"  1/3 {names[0]}\n  2/3 {names[1]}\n  3/3 Writing the report\n"


def test_on_a_terminal_a_bar_reaches_its_end(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    out, err = tell(capsys)
    assert out == "" and "3/3" in err and "100%" in err


def test_a_run_that_breaks_does_not_claim_its_end(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with suppress(KeyError), Progress(ENGLISH, CHAPTERS) as progress:
        progress("intake")
        raise KeyError
    assert "3/3" not in capsys.readouterr().err


def several(capsys):
    with Several(2) as progress:
        progress.at("Wert")
        progress.ended("adler: erstellt")
        progress.ended("birke: fehlgeschlagen")
    return capsys.readouterr()


def test_away_from_a_terminal_each_client_is_one_plain_line(capsys):
    out, err = several(capsys)
    assert (out, err) == ("", "  1/2 adler: erstellt\n  2/2 birke: fehlgeschlagen\n")


def test_on_a_terminal_many_clients_are_a_bar_with_the_time_left(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    _, err = several(capsys)
    assert "birke: fehlgeschlagen" in err and "2/2" in err and "<" in err
