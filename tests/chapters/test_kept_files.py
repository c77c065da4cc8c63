"""The files people keep, made of the whole sample client: nothing missing, everything adds up, white spots where planted."""

import csv
import html
import re

import pandas as pd
import pytest

from spreadsheet import Spreadsheet
from workbook import schema
from workbook.crm.export import Order, choices
from workbook.crm.export import hand_over as deliver
from workbook.crm.vendor import VENDORS, layout, violations
from workbook.finding import hours, share
from workbook.finding import money as money_of
from workbook.language import Words
from workbook.report.account_facts import accounts as plans_of
from workbook.report.account_known import known
from workbook.report.account_plans import write as write_plans
from workbook.report.assemble import frame
from workbook.report.customer_columns import COLUMNS, KEPT_BACK, columns, written
from workbook.report.plan_file import plan_file
from workbook.report.xlsx import write

pytestmark = pytest.mark.chapters
WORDS = Words("de", "de_DE", "EUR")


def test_whatever_the_chapters_compute_is_shown_or_kept_back_for_a_reason(muster):
    delivered = {c for c in muster.customers if schema.column("customers", c) is not None}
    assert set(muster.customers) - delivered - set(COLUMNS) - set(KEPT_BACK) == set()


def test_every_code_the_chapters_give_has_its_word(muster):
    for name in columns(muster.customers):
        known = muster.customers[name].dropna()
        known = known[known.astype(str) != ""]
        empty = [v for v, told in zip(known, written(name, known, WORDS), strict=True) if not told]
        assert empty == [], name


def test_every_vendor_takes_the_hand_over(tmp_path, muster):
    classed = muster.customers["class"].notna() | muster.customers["priority"].notna()
    for vendor in VENDORS:
        given = layout(vendor)
        done = deliver(muster.customers, None, muster.run.client, WORDS, Order(vendor), tmp_path)
        with done.file.open(encoding="utf-8-sig", newline="") as file:
            heads, *rows = csv.reader(file, delimiter=given.delimiter)
        assert violations(heads, rows, given, choices(WORDS)) == [] and not done.left_out
        assert len(rows) == classed.sum()


def test_formulas_come_to_the_figures_of_the_report(tmp_path, muster):
    results = {"figures": {}, "findings": []}
    client = muster.run.client
    write(tmp_path / "x.xlsx", frame(client, WORDS, ()), muster.customers, results, client, WORDS)
    book = Spreadsheet(tmp_path / "x.xlsx")
    assert len(book.places) > 5_000
    for sheet, cell in book.places:
        assert book.value(sheet, cell) == pytest.approx(book.said[sheet][cell].value, rel=1e-9, abs=1e-9), (sheet, cell)
    assert book.value("DB-Rechnung", "L3") == pytest.approx(muster["value.cm3"])
    assert book.value("Kundenergebniskurve", "E3") == pytest.approx(muster["value.whale_peak"])
    assert book.formulas["DB-Rechnung"]["I5"].data_type == "f"


def test_white_spots_of_key_accounts_are_found_where_they_were_planted(muster, truth):
    left_out = truth["white_spots"]["categories"]
    spots = {a.id: {spot["category"] for spot in a.spots} for a in plans_of(muster.customers, muster.run.client)}
    judged = [i for i in left_out if i in spots]
    there = sum(len(left_out[i]) for i in judged)
    assert there >= 20 and sum(len(spots[i] & set(left_out[i])) for i in judged) >= 0.8 * there
    assert sum(len(spots[i] - set(left_out[i])) for i in judged) == 0  # nothing named that they buy or that is no good


@pytest.mark.parametrize("place", [0, -1])
def test_the_figures_of_a_plan_are_those_of_the_raw_files(tmp_path, muster, accounts, orders, place):
    client = muster.run.client
    found = plans_of(muster.customers, client)[place]
    raw = accounts.loc[found.id]
    money = {"revenue_per_year": "Nettoumsatz", "cm1": "cm1", "cm2": "cm2", "cm3": "cm3"}
    wanted = {name: WORDS.quantity(money_of(raw[column] / 3)) for name, column in money.items()}
    wanted["discount_rate"] = WORDS.quantity(share(raw["Rabatt"] / raw["Listenumsatz"]))
    wanted["class"] = WORDS.label("class.key")
    lines = {x.name: x.text for part in known(found, client, WORDS).values() for x in part}
    assert {name: lines[name] for name in wanted} == wanted
    assert lines["hours"] == WORDS.quantity(hours(round(muster.customers.loc[found.id, "hours_budget"], 1)))
    own = orders[orders["Kundennummer"] == found.id]
    own = own.assign(year=own["Rechnungsdatum"].dt.year, cm1=own["Nettoumsatz"] - own["Wareneinsatz"])
    by_year = own.groupby("year")
    years = pd.DataFrame(found.years).set_index("year")
    assert years["revenue"].to_dict() == pytest.approx(by_year["Nettoumsatz"].sum().to_dict())
    assert years["cm1"].to_dict() == pytest.approx(by_year["cm1"].sum().to_dict())
    rate = by_year["Rabatt"].sum() / by_year["Listenumsatz"].sum()
    assert years["rate"].to_dict() == pytest.approx(rate.to_dict())
    sold = own[own["Nettoumsatz"] > 0].groupby("year")["Auftragsnummer"].nunique()
    assert years["orders"].to_dict() == sold.to_dict()
    write_plans(tmp_path / "plans", frame(client, WORDS, ()), muster.customers, client, WORDS, tmp_path)
    page = html.unescape((tmp_path / "plans" / plan_file(found.id)).read_text("utf-8"))
    assert all(f">{text}<" in page for text in wanted.values())


def test_every_key_account_has_a_plan_and_no_two_share_a_file(tmp_path, muster):
    client = muster.run.client
    write_plans(tmp_path / "plans", frame(client, WORDS, ()), muster.customers, client, WORDS, tmp_path)
    pages = {p.name: p.read_text("utf-8") for p in (tmp_path / "plans").iterdir()}
    assert len(pages) == 2 + (muster.customers["class"] == "key").sum()
    shown = [re.sub(r"<[^>]+>", " ", page.partition("<main")[2].partition("</main>")[0]) for page in pages.values()]
    assert not any(re.search(r"\b(nan|None|NaT|inf)\b", text) for text in shown)
    assert all(f'href="{name}"' in pages["index.html"] for name in pages if name != "index.html")
