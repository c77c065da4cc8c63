"""Parquet: columns that have types already keep them."""

import datetime
import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from workbook.intake import archive, native


def parquet(**columns):
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def test_typed_columns_stay_typed(folder):
    data = parquet(
        Kundennummer=pa.array([7, None, 123456789012345678], pa.int64()),
        Datum=pa.array([datetime.date(2024, 2, 1)] * 3),
        Nettoumsatz=pa.array([Decimal("1.50"), Decimal("-2.25"), Decimal("3")], pa.decimal128(12, 2)),
        Menge=pa.array([1.0, float("nan"), None]),
    )
    client = folder.put("umsatz.parquet", data).read(accept_rejects=True, reason="Probe")
    lines = client.tables["transactions"]
    assert lines["customer_id"].tolist() == ["7", "123456789012345678"]
    assert lines["net_revenue"].tolist() == [1.5, 3.0]
    assert lines["date"].dt.strftime("%d.%m.%Y").tolist() == ["01.02.2024"] * 2
    assert lines["quantity"].isna().tolist() == [False, True]
    assert [p.row for p in client.reading.problems if p.code == "REQUIRED"] == [3]


def test_times_texts_codes_and_truth_values(folder):
    data = parquet(
        Kundennummer=pa.array(["007", "008"]).dictionary_encode(),
        Firma=pa.array([b"A\xc3\xb6l", b"B"], pa.binary()),
        Fernbetreuung_möglich=pa.array([True, False]),
        __index_level_0__=pa.array([0, 1]),
    )
    found = folder.put("kunden.csv", data).read().tables["customers"]
    assert found["customer_id"].tolist() == ["007", "008"] and found["name"].tolist() == ["Aöl", "B"]


@pytest.mark.parametrize("cut", [5, 60, -4])
def test_a_truncated_file_is_refused(folder, cut):
    data = parquet(Kundennummer=["K1"], Datum=["01.02.2024"], Nettoumsatz=[1.0])
    assert "IN-CORRUPT" in folder.put("umsatz.parquet", data[:cut]).problems()


def test_a_file_without_rows_is_refused(folder):
    data = parquet(Kundennummer=pa.array([], pa.string()), Nettoumsatz=pa.array([], pa.float64()))
    assert "IN-EMPTY" in folder.put("umsatz.parquet", data).problems()


def test_more_rows_than_memory_holds_are_refused_before_they_are_read(folder, monkeypatch):
    monkeypatch.setattr(archive, "MOST_CELLS", 1000)
    assert "IN-TOOBIG" in folder.put("umsatz.parquet", parquet(Kundennummer=["K1"] * 1001)).problems()


@pytest.mark.parametrize(
    "value, cell",
    [
        (None, ""), (float("nan"), ""), (Decimal("1.5"), 1.5), (Decimal(10**17 + 1), 10**17 + 1), (True, True),
        (b"\xff", "\ufffd"), (datetime.date(2024, 1, 1), datetime.date(2024, 1, 1)), ({"a": 1}, "{'a': 1}"),
    ],
)  # fmt: skip
def test_values_as_cells(value, cell):
    assert native.cell(value) == cell


def test_moments_no_calendar_has_are_refused_with_their_row(folder):
    far = pa.array([-(2**63) + 1, 2**63 - 1, 1_705_276_800_000_000], pa.timestamp("us"))
    data = parquet(Kundennummer=["K1", "K2", "K3"], Datum=far, Nettoumsatz=[1.0, 2.0, 3.0])
    found = folder.put("umsatz.parquet", data).all_problems()
    assert [p.row for p in found if p.code == "DATE-INVALID"] == [2, 3]


def test_days_before_and_after_all_calendars_of_a_computer(folder):
    days = pa.array([datetime.date(1, 1, 1), datetime.date(9999, 12, 31), datetime.date(2024, 1, 15)])
    data = parquet(Kundennummer=["K1", "K2", "K3"], Datum=days, Nettoumsatz=[1.0, 2.0, 3.0])
    found = folder.put("umsatz.parquet", data).all_problems()
    assert {p.row: p.code for p in found if p.stops} == {2: "DATE-INVALID", 3: "REQUIRED"}


def test_a_name_given_to_two_columns_is_told(folder):
    target = io.BytesIO()
    two = [pa.array(["K1"]), pa.array(["15.01.2024"]), pa.array([1.0]), pa.array([2.0])]
    pq.write_table(pa.Table.from_arrays(two, ["Kundennummer", "Datum", "Nettoumsatz", "Nettoumsatz"]), target)
    assert "HD-DUPLICATE" in {p.code for p in folder.put("umsatz.parquet", target.getvalue()).all_problems()}
