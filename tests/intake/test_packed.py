"""One csv file in a gz or zip file, and what else may come in one."""

import gzip

import pytest
from old_books import packed

UMSATZ = "Kundennummer;Datum;Nettoumsatz\nK1;01.02.2024;1.234,50\nMüller;02.02.2024;5,00\n"


@pytest.mark.parametrize("name", ["umsatz.csv.gz", "umsatz.gz", "umsatz.csv", "umsatz.xlsx"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_csv_packed_as_gz_is_read(folder, name, encoding):
    lines = folder.put(name, gzip.compress(UMSATZ.encode(encoding))).read().tables["transactions"]
    assert lines["net_revenue"].tolist() == [1234.5, 5] and lines["customer_id"].tolist() == ["K1", "Müller"]


def test_a_gz_of_several_members_is_read_whole(folder):
    first, second = UMSATZ[:50].encode(), UMSATZ[50:].encode()
    data = gzip.compress(first) + gzip.compress(second)
    assert len(folder.put("umsatz.csv.gz", data).read().tables["transactions"]) == 2


@pytest.mark.parametrize("inside", ["umsatz.csv", "export/Umsatz 2024.TXT", "a.tsv"])
def test_a_zip_of_one_csv_is_read(folder, inside):
    assert len(folder.put("umsatz.zip", packed([(inside, UMSATZ)])).read().tables["transactions"]) == 2


def test_what_programs_leave_in_a_zip_is_ignored(folder):
    data = packed([("__MACOSX/._umsatz.csv", "x"), (".DS_Store", "x"), ("a/", ""), ("umsatz.csv", UMSATZ)])
    assert len(folder.put("umsatz.zip", data).read().tables["transactions"]) == 2


@pytest.mark.parametrize("others", [["b.csv"], ["b.pdf"], [f"{n}.csv" for n in range(20)]])
def test_a_zip_of_several_files_is_refused_with_their_names(folder, others):
    found = folder.put("umsatz.zip", packed([(n, UMSATZ) for n in ["a.csv", *others]])).problems()["IN-ARCHIVE"]
    assert found.values["candidates"][:2] == ["a.csv", others[0]] and len(found.values["candidates"]) <= 6


def test_a_zip_of_one_workbook_is_refused(folder, book):
    assert "IN-ARCHIVE" in folder.put("umsatz.zip", packed([("umsatz.xlsx", book(A=[["x"]]))])).problems()


def test_a_zip_of_pictures_nobody_asked_for_is_only_listed(folder):
    folder.put("umsatz.csv", UMSATZ).put("fotos.zip", packed([("a.png", b"x")]))
    assert folder.read().reading.unmapped == ("fotos.zip",)


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_truncated_archive_is_refused(folder, kind, share):
    data = gzip.compress(UMSATZ.encode()) if kind == "gz" else packed([("a.csv", UMSATZ)])
    found = folder.put(f"umsatz.csv.{kind}", data[: int(len(data) * share)])
    assert "IN-CORRUPT" in found.problems(tables={"transactions": {"file": f"umsatz.csv.{kind}"}})


@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_a_bomb_is_refused_before_it_fills_the_memory(folder, kind):
    big = b"0;" * 100_000_000
    data = gzip.compress(big, 1) if kind == "gz" else packed([("a.csv", big)])
    found = folder.put(f"umsatz.csv.{kind}", data).problems(tables={"transactions": {"file": f"umsatz.csv.{kind}"}})
    assert "IN-TOOBIG" in found


def test_a_packed_bomb_within_a_bomb_is_refused_as_what_it_is(folder):
    inner = gzip.compress(b"0" * 1_000_000)
    assert folder.put("umsatz.csv.gz", gzip.compress(inner)).problems()["IN-FORMAT"].values["actual"] == "gzip"


def test_an_empty_packed_file_is_refused(folder):
    assert "IN-EMPTY" in folder.put("umsatz.csv.gz", gzip.compress(b"")).problems()


def test_a_zip_with_a_password_is_refused(folder):
    data = bytearray(packed([("a.csv", UMSATZ)]))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert "IN-ENCRYPTED" in folder.put("umsatz.zip", bytes(data)).problems()
