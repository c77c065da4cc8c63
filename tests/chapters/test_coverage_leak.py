"""Orders with special lines of smart and lean accounts against the raw files."""

from dataclasses import replace

import pytest

from workbook.chapters.coverage.leak import Leak, leak
from workbook.language import Words
from workbook.statement import statement, unknown
from workbook.topic import Topics


@pytest.fixture(scope="module")
def raw(muster, orders):
    """One row per order of smart and lean accounts: special, late, lines."""
    own = muster.customers.index[muster.customers["class"].isin(["smart", "lean"])]
    lines = orders[orders["Kundennummer"].isin(own) & (orders["Nettoumsatz"] >= 0)]
    special = next(c for c in lines if c.startswith("Sonder"))
    by = lines.assign(special=lines[special].str.lower().isin(["ja", "x", "1", "wahr"])).groupby("Auftragsnummer")
    table = by.agg(special=("special", "any"), shipped=("Lieferdatum", "max"), promised=("Zugesagter Termin", "max"))
    table["whole"] = by["Lieferdatum"].count() == by.size()
    return table.assign(lines=by.size(), late=table["shipped"] > table["promised"])


def test_late_share_and_handling_from_the_raw_files(muster, raw):
    special = raw[raw["special"]]
    assert muster["coverage.special_orders"] == pytest.approx(len(special) / len(raw))
    judged = special[special["whole"] & special["promised"].notna()]
    assert muster["coverage.special_late"] == pytest.approx(judged["late"].mean())
    cost = (165 * len(special) + 19 * special["lines"].sum()) / 3
    assert muster["coverage.special_handling_cost"] == pytest.approx(cost)


def test_the_planted_delay_is_found(muster):
    found = muster.run.chapter("coverage").result.topics.of(Leak)
    assert found.late > 3 * found.late_others


def test_without_marks_or_days_it_is_told(muster, northwind):
    base = muster.run.chapter("coverage").result.topics.of(Leak).base
    lines = base.client.tables["transactions"]
    for column in ("is_special", "shipped_at"):
        client = replace(base.client, tables={**base.client.tables, "transactions": lines.drop(columns=column)})
        found = leak(replace(base, client=client), Topics())
        assert not found.findings() and f"transactions.{column}" in found.gaps()[0].needs
        assert unknown(found.gaps()[0], Words("de", "de_DE", "EUR")).headline
    assert "coverage.special_late" in northwind.open_figures


def test_the_sentences(muster):
    for words in (Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")):
        assert statement(muster.findings["coverage.special_late"], words).headline
