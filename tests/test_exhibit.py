"""Records travel as JSON from a notebook's output to the page and come out the same."""

import json

import pytest

from workbook.exhibit import (
    Ask,
    Cell,
    Chart,
    Exhibit,
    Front,
    Head,
    Note,
    Opening,
    Span,
    Statement,
    Table,
    Unknown,
    as_json,
    from_json,
)  # fmt: skip

SPAN = Span(1.0, 2.0, 3.0, "2 €", "1 bis 3 €", "Ergebnis", True)
TABLE = Table(
    "Kunden", (Head("Kunde"), Head("Umsatz", "€", True)), ((Cell("A", None, "key"), Cell("1", 1.0)),), sortable=True
)
TOTAL = Table("Kunden", TABLE.heads, TABLE.rows, (Cell("Summe"), Cell("1", 1.0)))
BLOCKS = [
    Exhibit("value.x", "Satz", "in €", TABLE, Chart("<svg/>", "<svg/>"), "Bild", (Note("Lesen", "so"),)),
    Exhibit("value.y", "Satz", "", TOTAL),
    Statement("value.z", "h", "e", "r", 2, "weil", "b", SPAN),
    Statement("value.z", "h", "e", "r", 1, "weil", "b"),
    Unknown("value.cm3", "h", ("a.b", "c"), "w", "wer", "viel"),
    Opening("value", 2, "Wert", "Kundenwert", "Antwort", "Einleitung", (("Basis", "x"), ("Inhalt", "y"))),
    Front("A", ("s", "t"), (("l", "v"),), (Ask("t", "value.z", SPAN, "wer", "offen"), Ask("u", "f", None, "w", "o")),
          "Titel", "Unter", ("a", "b", "c", "d", "e"), ("Summe", "2 €"), 3, (("Daten", "gut"),)),
    Front("A", (), (), (), "", "", ("a", "b", "c", "d", "e"), None, 1, ()),
]  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: b.kind)
def test_a_block_survives_the_journey(block):
    assert from_json(json.loads(json.dumps(as_json(block)))) == block


@pytest.mark.parametrize(
    "strange",
    [{"kind": "script", "text": "x"}, {"text": "x"}, {"kind": "unknown"}, {**as_json(BLOCKS[2]), "html": "<b>"}],
)
def test_what_is_no_block_of_ours_is_an_error(strange):
    with pytest.raises((KeyError, TypeError)):
        from_json(strange)


def test_a_block_is_not_changed_by_reading_it():
    data = as_json(BLOCKS[0])
    before = json.dumps(data)
    from_json(data)
    assert json.dumps(data) == before
