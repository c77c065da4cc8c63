"""Large files take another way to the same client: the same rows through both, figure by figure."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from folders import Folder

from workbook.client import Client
from workbook.intake import container, large, large_text
from workbook.methods.contribution import customer_sums, fill_cost
from workbook.methods.hands import hands_per_customer
from workbook.parameters import Lookup, Source
from workbook.problem import Problem, Refused

HEADER = "Kundennummer;Rechnungsdatum;Auftragsnummer;Mitarbeiternummer;Bezeichnung;Menge;Listenumsatz;Nettoumsatz;Wareneinsatz"
GOODS = ("Schraube M8", "„Profi“ – Bohrer", "Öl 5 l", "Kabel 3×1,5", "Lösungsmittel", "", "Gesamt")


def german(value: float) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def lines(n: int, seed: int = 1) -> list[list[str]]:
    """Order lines as a German system writes them."""
    draw = random.Random(seed)
    made = []
    for k in range(n):
        order = k // 3
        own = random.Random(order)
        day = f"{own.randint(1, 28):02d}.{own.randint(1, 12):02d}.{own.choice((2023, 2024))}"
        net = round(draw.uniform(-300, 9000), 2)
        cells = [f"K{own.randint(1, 60):04d}", day, f"A{order:06d}", f"V{own.randint(1, 9)}", draw.choice(GOODS)]
        made.append([*cells, str(draw.randint(1, 90)), german(net * 1.1), german(net), german(net * 0.6)])
    return made


def text(rows: list[list[str]], header: str = HEADER, sign: str = ";") -> str:
    return "\n".join([header.replace(";", sign), *(sign.join(row) for row in rows)]) + "\n"


@pytest.fixture
def both(tmp_path, monkeypatch):
    """Reads the same bytes the usual way and as a large file; each is a client or its problems."""
    monkeypatch.setattr(large_text, "HEAD", 40)
    ways: list[bool] = []
    real = large._read

    def noted(*given):
        found = real(*given)
        ways.append(found is not None)
        return found

    monkeypatch.setattr(large, "_read", noted)

    def read(data: str | bytes, must: bool = True, **settings):
        settings = {"accept_rejects": True, "reason": "test"} | settings
        extra = settings.pop("files", {})
        seen = []
        for name, limit in (("small", 10**12), ("large", 100)):
            monkeypatch.setattr(container, "LARGE", limit)
            (tmp_path / name).mkdir()
            folder = Folder(tmp_path / name).put("Umsatz.csv", data)
            for other, content in extra.items():
                folder.put(other, content)
            try:
                seen.append(folder.read(**settings))
            except Refused as refused:
                seen.append(refused.problems)
        if must is not None:
            assert ways == ([True] if must else [False])
        return seen

    return read


def same(small: Client, big: Client) -> None:
    """The two clients say the same in every figure; sums of floats may differ in the last bits."""
    assert isinstance(small, Client), [told(p) for p in small]
    assert isinstance(big, Client), [told(p) for p in big]
    a, b = small.reading, big.reading
    assert a.files == b.files
    assert a.decisions == b.decisions
    assert [told(p) for p in a.problems] == [told(p) for p in b.problems]
    pd.testing.assert_frame_equal(a.rejects, b.rejects)
    for name in ("money_read", "money_used", "money_rejected"):
        assert round(getattr(a, name), 2) == round(getattr(b, name), 2)
    assert a.money_unreadable == b.money_unreadable
    assert (small.period, small.as_of) == (big.period, big.as_of)
    one, other = small.tables["transactions"], big.tables["transactions"]
    pd.testing.assert_frame_equal(customer_sums(one), customer_sums(other), rtol=1e-12)
    if "rep_id" in one and one["rep_id"].notna().any():
        pd.testing.assert_frame_equal(hands_per_customer(one), hands_per_customer(other))
    assert other["order_lines"].sum() == len(one)


def told(problem: Problem) -> tuple[object, ...]:
    values = {k: round(v, 4) if isinstance(v, float) else v for k, v in problem.values.items()}
    return (problem.code, problem.level, problem.file, problem.row, problem.header, problem.key, values, problem.count)


FAULTS = [
    ("31.02.2024", 1), ("", 1), ("", 0), ("k. A.", 7), ("1,5,5", 7), ("abc", 6), ("", 7), ("(12,50)", 7),
    ("500-", 7), ("1 234,50", 7), ("7.5.2024", 1), ("01.02.24", 1), ("03.04.9999", 1), ("K0001 ", 0), ("K\u200b0002", 0),
    ("n. v.", 3), ("", 2), ("1.234", 7), ("12 €", 7), ("−7,25", 7), ("1e3x", 7), ("unbekannt", 0), ("12.345.678,90", 7),
    ("0,12345678", 7), (" 17,00 ", 7), ("2024-03-01", 1), ("01.02.2024 13:30", 1),
]  # fmt: skip


def faulty(n: int = 1500, seed: int = 3) -> list[list[str]]:
    """Lines with every kind of fault somewhere in the middle."""
    rows, draw = lines(n, seed), random.Random(seed)
    for cell, column in FAULTS:
        for _ in range(2):
            rows[draw.randrange(100, n - 100)][column] = cell
    for at in sorted((draw.randrange(100, n - 100) for _ in range(3)), reverse=True):
        rows.insert(at, rows[at][:5])
        rows.insert(at, [""] * 9)
        rows.insert(at, HEADER.split(";"))
        rows.insert(at, [*rows[50], "zu", "viel"])
        rows.insert(at, list(rows[60]))
    return rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"])
@pytest.mark.parametrize("seed", [3, 4])
def test_faults_of_every_kind_are_met_alike(both, encoding, seed):
    clear = (
        "".join(c for c in text(faulty(seed=seed)) if c not in "\u200b−×") if "utf" not in encoding else text(faulty())
    )
    same(*both(clear.encode(encoding)))


def test_the_usual_way_is_left_alone_below_the_threshold(both):
    small, big = both(text(lines(300)))
    assert "order_lines" not in small.tables["transactions"] and "order_lines" in big.tables["transactions"]
    assert len(big.tables["transactions"]) < len(small.tables["transactions"])
    same(small, big)


@pytest.mark.parametrize("sign", [";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_delimiters_and_line_ends(both, sign, ends):
    same(*both(text(lines(400), sign=sign).replace("\n", ends)))


def test_a_named_delimiter_and_no_last_line_end(both):
    same(*both("sep=;\n" + text(lines(400)).rstrip("\n")))


def test_quoted_cells_with_line_breaks_keep_the_row_numbers(both):
    rows = faulty()
    for at in (20, 700, 701, 1200):
        rows[at][4] = '"erste ""Zeile""\nzweite; Zeile"'
    same(*both(text(rows)))


def test_blank_lines_title_and_footnotes(both):
    rows = text(lines(500)).split("\n")
    rows[300:300] = ["", ""]
    whole = "Umsatzliste\nStand: 1. März 2025\n\n" + "\n".join(rows) + "\nQuelle: ERP\n* ohne Porto\n"
    same(*both(whole))


@pytest.mark.parametrize("where", [150, 499])
def test_a_total_row_is_no_data(both, where):
    rows = lines(500)
    total = sum(float(row[7].replace(".", "").replace(",", ".")) for row in rows[: where + 1])
    rows.insert(where + 1, ["Summe", "", "", "", "", "", "", german(total), ""])
    small, big = both(text(rows))
    assert "TOTAL-ROW" in [p.code for p in big.reading.problems]
    same(small, big)


def test_a_total_row_that_looks_like_a_line_is_asked(both):
    rows = lines(500)
    rows[300][0] = "Gesamt 2024"
    small, big = both(text(rows))
    assert [told(p) for p in small] == [told(p) for p in big] and [p.code for p in big] == ["HD-TOTAL"]


def test_equal_lines_are_counted_with_their_money(both):
    rows = lines(500)
    rows[400], rows[30], rows[450] = list(rows[10]), list(rows[11]), list(rows[400])
    small, big = both(text(rows))
    assert "DUP-KEPT" in [p.code for p in big.reading.problems]
    same(small, big)


def test_lines_with_a_number_sent_twice_count_once(both):
    rows = [[str(n), *row] for n, row in enumerate(lines(500))]
    rows += [rows[10], rows[300], rows[301]]
    small, big = both(text(rows, "Position;" + HEADER))
    assert "DUP-ROW" in [p.code for p in big.reading.problems]
    same(small, big)


CONVENTIONS = [
    lambda v: f"{v:,.2f}",
    lambda v: f"{v:,.2f}".replace(",", "'"),
    lambda v: f"{german(v)} €",
    lambda v: german(v).replace(".", " "),
    lambda v: german(v).replace(".", "\u00a0"),
    lambda v: str(round(v)),
    lambda v: f"({german(-v)})" if v < 0 else german(v),
    lambda v: f"{german(abs(v))}-" if v < 0 else german(v),
    lambda v: f"{round(v / 1000) + 1}.{abs(round(v)) % 1000:03d}",
]


@pytest.mark.parametrize("number", range(len(CONVENTIONS)))
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_conventions_of_numbers(both, number, encoding):
    rows = lines(600)
    for row in rows:
        row[7] = CONVENTIONS[number](float(row[7].replace(".", "").replace(",", ".")))
    same(*both(text(rows).encode(encoding, "ignore")))


DATES = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%d.%m.%y", "%-d.%-m.%Y", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%S"]


@pytest.mark.parametrize("format_", DATES)
def test_conventions_of_dates(both, format_):
    rows = faulty(600)
    rows = [row for row in rows if row[1:2] != ["01.02.24"]] if format_ == "%d.%m.%y" else rows
    for row in rows:
        day = pd.to_datetime(row[1], format="%d.%m.%Y", errors="coerce") if len(row) > 1 else pd.NaT
        if not pd.isna(day):
            row[1] = day.strftime(format_)
    small, big = both(text(rows))
    if isinstance(small, tuple):
        assert [told(p) for p in small] == [told(p) for p in big]
    else:
        same(small, big)


@pytest.mark.parametrize("settings", [{}, {"dates": {"date": "mdy"}}])
def test_days_and_months_that_cannot_be_told_apart_are_asked(both, settings):
    rows = lines(400)
    for n, row in enumerate(rows):
        row[1] = f"{n % 12 + 1:02d}/{n % 11 + 1:02d}/2024"
    small, big = both(text(rows), **settings)
    if settings:
        return same(small, big)
    assert [told(p) for p in small] == [told(p) for p in big] and "DATE-ORDER" in {p.code for p in big}


def test_the_order_of_a_date_is_decided_by_a_late_row(both):
    rows = lines(400)
    for n, row in enumerate(rows):
        row[1] = f"{n % 12 + 1:02d}/{n % 11 + 1:02d}/2024"
    rows[300][1] = "01/31/2024"
    same(*both(text(rows)))


def test_a_mixture_of_conventions_is_refused_wherever_it_stands(both):
    rows = lines(400)
    rows[350][7] = "1,234.56"
    small, big = both(text(rows))
    assert [told(p) for p in small] == [told(p) for p in big] and "NUM-MIXED" in {p.code for p in big}


def test_a_column_that_can_be_read_both_ways_is_asked_and_a_late_row_decides(both):
    rows = [[f"C{n % 9}", f"2024-0{n % 9 + 1}-11", f"{n % 7 + 1}.{n % 900 + 100}"] for n in range(400)]
    head = "customer no,invoice date,net sales"
    small, big = both(text(rows, head, ","), language="en")
    assert [told(p) for p in small] == [told(p) for p in big] and "NUM-AMBIGUOUS" in {p.code for p in big}


@pytest.mark.parametrize("late", ["12.5", "1.234.567"])
def test_a_late_row_decides_a_column(both, late):
    rows = [[f"C{n % 9}", f"2024-0{n % 9 + 1}-11", f"{n % 7 + 1}.{n % 900 + 100}"] for n in range(400)]
    rows[333][2] = late
    same(*both(text(rows, "customer no;invoice date;net sales"), language="en"))


def test_amounts_follow_from_price_quantity_and_discount(both):
    draw = random.Random(5)
    rows = [[f"K{n % 9}", f"{n % 27 + 1:02d}.03.2024", str(draw.randint(1, 9)), german(draw.uniform(1, 2000)),
             str(draw.choice((0, 5, 10)))] for n in range(400)]  # fmt: skip
    rows[200][3], rows[201][4], rows[202][4] = "x", "150", ""
    same(*both(text(rows, "Kundennummer;Rechnungsdatum;Menge;Einzelpreis;Rabatt %")))


def test_orphans_control_totals_and_days_far_away_are_weighed_by_lines(both):
    customers = "Kundennummer;Kundenname;Land\n" + "".join(f"K{n:04d};Kunde {n};DE\n" for n in range(1, 51))
    rows = lines(600)
    for n in (200, 201):
        rows[n][1] = "03.02.1999"
    small, big = both(text(rows), files={"Kunden.csv": customers}, control_totals={"rows": 600, "net_revenue": 5})
    assert [told(p) for p in small] == [told(p) for p in big]
    assert {"SUM-CONTROL", "REF-ORPHAN", "DATE-FAR"} <= {p.code for p in big}


def test_ids_that_a_program_has_shortened_are_refused(both):
    rows = lines(400)
    rows[222][2] = "1,23E+12"
    small, big = both(text(rows))
    assert [told(p) for p in small] == [told(p) for p in big] and "ID-SCIENTIFIC" in {p.code for p in big}


@pytest.mark.parametrize("wrong", [b"\x00", b"\xff\xfe", "MÃ¼ller".encode(), b'"offen'])
def test_bytes_and_quotes_that_are_wrong_are_told_as_ever(both, wrong):
    data = text(lines(400)).encode()
    at = data.index(b"\n", len(data) // 2) + 1
    small, big = both(data[:at] + wrong + data[at:], must=None)
    if isinstance(small, Client):
        return same(small, big)
    assert [told(p) for p in small] == [told(p) for p in big]


def test_a_file_with_lookups_is_read_whole(both):
    rows = [row for row in lines(300) if row[4]]
    goods = "Bezeichnung;Gruppe\n" + "".join(f"{good};G\n" for good in GOODS if good)

    source = Source(
        file="Umsatz.csv", joins=(Lookup(file="Artikel.csv", key="Bezeichnung", columns={"category": "Gruppe"}),)
    )
    small, big = both(text(rows), must=None, files={"Artikel.csv": goods}, tables={"transactions": source})
    assert small.reading.files == big.reading.files
    pd.testing.assert_frame_equal(small.tables["transactions"], big.tables["transactions"])


def test_what_client_yaml_says_of_single_lines_has_the_file_read_whole(both):
    small, big = both(text(lines(300)), must=None, units={"net_revenue": 1000.0})
    assert small.reading.money_used == pytest.approx(big.reading.money_used)
    assert "order_lines" not in big.tables["transactions"]


def test_unknown_costs_stay_unknown(both):
    rows = lines(900)
    for row in rows[100:800:3]:
        row[8] = ""
    small, big = both(text(rows))
    same(small, big)
    (one, share), (other, same_share) = (fill_cost(client.tables["transactions"]) for client in (small, big))
    assert 0.1 < share == pytest.approx(same_share)
    assert one["cost_of_goods"].sum() == pytest.approx(other["cost_of_goods"].sum())


def test_two_large_files_repeat_one_another(both):
    rows = lines(300)
    small, big = both(text(rows), must=None, files={"Umsatz 2.csv": text([*lines(200, 9), rows[150], rows[5]])})
    assert "DUP-KEPT" in [p.code for p in big.reading.problems]
    same(small, big)


def test_days_in_the_wrong_order_are_counted_in_sums_too(both):
    rows = [[*row, row[1], row[1]] for row in lines(600)]
    for row in rows[50:500:5]:
        row[10] = "01.01.2001"
    small, big = both(text(rows, HEADER + ";Bestelldatum;Versanddatum"))
    found = [[p for p in client.reading.problems if p.code == "DATE-SEQUENCE"] for client in (small, big)]
    assert [[p.count for p in problems] for problems in found] == [[90], [90]]
    assert found[0][0].values["money"].value == pytest.approx(found[1][0].values["money"].value)


@pytest.mark.parametrize(("letter", "copies"), [("K", 0), ("Ö", 1)])
def test_an_8_bit_file_is_copied_only_for_letters_in_columns_that_are_used(both, monkeypatch, letter, copies):
    made = []
    real = large_text.Large.copied
    monkeypatch.setattr(large_text.Large, "copied", lambda one: made.append(1) or real(one))
    rows = [[row[0].replace("K", letter), *row[1:]] for row in faulty() if row[0] != "K\u200b0002"]
    same(*both("".join(c for c in text(rows) if c not in "−×€").encode("cp1252")))
    assert len(made) == copies


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("block", [128, 1000])
def test_single_rows_are_found_again_in_every_block(both, monkeypatch, encoding, block):
    monkeypatch.setattr(large_text, "BLOCK", block)
    clear = "".join(c for c in text(faulty(600)) if c not in "\u200b−×")
    same(*both(clear.encode(encoding)))
