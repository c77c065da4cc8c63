"""Databases: SQLite for real, drivers and servers by what is said to them."""

import sqlite3
import sys
from types import SimpleNamespace

import pytest
from folders import parameters

from workbook import intake
from workbook.intake import archive, database
from workbook.intake.address import Address
from workbook.language import Words
from workbook.problem import Refused
from workbook.problem_text import sentences

SECRET = "geheim-4711"


def words(language):
    return Words(language, {"de": "de_DE", "en": "en_GB"}[language], "EUR")


@pytest.fixture
def crm(folder):
    """A folder with a SQLite file of order lines."""
    with sqlite3.connect(folder.path / "data" / "crm.db") as base:
        base.execute("CREATE TABLE lines (kunde TEXT, datum TEXT, netto REAL, menge INTEGER)")
        rows = [("007", "2024-02-01", 1234.5, 2), ("008", "2024-02-29", -5, None), ("009", "2024-03-01", 7, 3)]
        base.executemany("INSERT INTO lines VALUES (?, ?, ?, ?)", rows)
        base.execute("CREATE TABLE kunden (Kundennummer TEXT, Firma TEXT)")
        base.executemany("INSERT INTO kunden VALUES (?, ?)", [("007", "Müller"), ("008", "Bär"), ("009", "Cox")])
        base.execute("UPDATE kunden SET Firma = CAST(x'42e472' AS TEXT) WHERE Kundennummer = '008'")
    base.close()
    return folder


LINES = "SELECT kunde AS Kundennummer, datum AS Datum, netto AS Nettoumsatz, menge AS Menge FROM lines"


def said(folder, tables, url="sqlite:///crm.db"):
    told = "".join(f'  {name}: "{asked}"\n' for name, asked in tables.items())
    return folder.put("database.yaml", f'url: "{url}"\ntables:\n{told}')


def test_tables_of_a_sqlite_file_become_tables_of_the_client(crm):
    client = said(crm, {"transactions": LINES, "customers": "kunden"}).read()
    lines = client.tables["transactions"]
    assert lines["customer_id"].tolist() == ["007", "008", "009"]
    assert lines["net_revenue"].tolist() == [1234.5, -5, 7] and lines["quantity"].isna().tolist() == [
        False,
        True,
        False,
    ]
    assert client.tables["customers"]["name"].tolist() == ["Müller", "Bär", "Cox"]
    assert client.reading.unmapped == ()
    assert [(file.file, file.sheet, file.rows_read) for file in client.reading.files] == [
        ("database.yaml", "transactions", 3),
        ("database.yaml", "customers", 3),
    ]


def test_columns_of_a_database_are_mapped_like_those_of_a_file(crm):
    columns = {"customer_id": "kunde", "date": "datum", "net_revenue": "netto"}
    tables = {"transactions": {"file": "database.yaml", "sheet": "transactions", "columns": columns}}
    assert len(said(crm, {"transactions": "lines"}).read(tables=tables).tables["transactions"]) == 3


def test_a_wrong_value_is_told_with_table_row_and_column(crm):
    found = said(crm, {"transactions": LINES.replace("datum AS", "'2024-02-31' AS")}).problems()["DATE-INVALID"]
    (text,) = sentences([found], words("de"))
    assert text.startswith("Datei „database.yaml“, Blatt „transactions“, Zeile 2 (Spalte „Datum“): ")


def test_the_same_rows_give_the_same_hash_and_others_another(crm):
    first = said(crm, {"transactions": LINES}).read().reading.files[0].sha256
    assert first == crm.read().reading.files[0].sha256
    assert first != said(crm, {"transactions": LINES + " WHERE netto > 0"}).read().reading.files[0].sha256


def test_nothing_can_be_written(crm):
    before = (crm.path / "data" / "crm.db").read_bytes()
    for asked in ("DELETE FROM lines", "SELECT 1; DELETE FROM lines", "INSERT INTO lines SELECT * FROM lines"):
        assert "DB-SELECT" in said(crm, {"transactions": asked}).problems()
    with database._file(crm.path / "data" / "crm.db") as ask:
        for asked in ("DELETE FROM lines", "ATTACH 'other.db' AS x", "PRAGMA user_version = 7", "CREATE TABLE x (a)"):
            with pytest.raises(database._Failed):
                ask(asked)
    assert (crm.path / "data" / "crm.db").read_bytes() == before and not (crm.path / "data" / "other.db").exists()


@pytest.mark.parametrize(
    "asked", ["SELECT * FROM nowhere", "nowhere", "SELECT nothing FROM lines", "SELECT * FRM lines"]
)
def test_a_wrong_query_is_told_by_what_the_database_says(crm, asked):
    found = said(crm, {"customers": "kunden", "transactions": asked}).problems()["DB-QUERY"]
    assert (found.file, found.key, found.row) == ("database.yaml", "tables.transactions", 4)
    assert (
        "nowhere" in found.values["cause"]
        or "nothing" in found.values["cause"]
        or "FRM" in found.values["cause"]
        or ("lines" in found.values["cause"])
    )


def test_every_table_that_cannot_be_read_is_told(crm):
    with pytest.raises(Refused) as refused:
        said(crm, {"customers": "nowhere", "transactions": "DROP TABLE lines"}).read()
    assert [problem.code for problem in refused.value.problems] == ["DB-QUERY", "DB-SELECT"]


def test_a_query_without_end_is_stopped(crm, monkeypatch):
    monkeypatch.setattr(archive, "MOST_CELLS", 10_000)
    endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT "
    assert "IN-TOOBIG" in said(crm, {"transactions": endless + "x FROM c"}).problems()
    monkeypatch.setattr(database, "ANSWER", 0.2)
    assert (
        said(crm, {"transactions": endless + "sum(x) FROM c"}).problems()["DB-QUERY"].values["cause"] == "interrupted"
    )


@pytest.mark.parametrize(
    "url, code",
    [
        ("sqlite:///nowhere.db", "IN-MISSING"),
        ("sqlite:///../crm.db", "IN-PATH"),
        ("sqlite:////etc/passwd", "IN-PATH"),
        ("sqlite:///database.yaml", "DB-CONNECT"),
        ("sqlite://", "DB-URL"),
        ("mssql://h/d", "DB-URL"),
        (f"postgresql://u:{SECRET}@h/d", "DB-SECRET"),
        ("postgresql://u:${WORKBOOK_NO_SUCH}@h/d", "DB-ENV"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(crm, url, code):
    (crm.path / "crm.db").write_bytes((crm.path / "data" / "crm.db").read_bytes())
    assert code in said(crm, {"transactions": LINES}, url).problems()


@pytest.mark.parametrize(
    "text, code",
    [
        ("url: sqlite:///crm.db\n", "CFG-MISSING"),
        ("tables: {transactions: lines}\n", "CFG-MISSING"),
        ("url: sqlite:///crm.db\ntabels: {a: b}\ntables: {a: b}\n", "CFG-KEY"),
        (f"url: sqlite:///crm.db\npassword: {SECRET}\ntables: {{a: b}}\n", "DB-SECRET"),
        ("url: 5\ntables: {a: b}\n", "DB-URL"),
        ("url: sqlite:///crm.db\ntables: [a]\n", "CFG-VALUE"),
        ("url: sqlite:///crm.db\ntables: {a: 5}\n", "CFG-VALUE"),
        ("url: [\n", "CFG-YAML"),
        ("", "CFG-MISSING"),
    ],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_wrong_settings_are_told_in_words_and_without_the_password(crm, text, code, language):
    found = crm.put("database.yaml", text).problems(language)
    assert code in found
    told = " ".join(sentences(found.values(), words(language)))
    assert "database.yaml" in told and SECRET not in told


def test_a_missing_driver_is_told(crm, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    monkeypatch.setenv("WORKBOOK_DB_USER", "leser")
    found = said(crm, {"transactions": "lines"}, "postgresql+pg8000://localhost/crm").problems()["DB-DRIVER"]
    assert found.values["name"] == "postgresql" and "workbook[sql]" in sentences([found], words("en"))[0]


def test_sqlite_needs_no_driver(crm, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    assert len(said(crm, {"transactions": LINES}).read().tables["transactions"]) == 3


@pytest.mark.parametrize("url", ["postgresql+pg8000://127.0.0.1:1/crm", "mysql+pymysql://127.0.0.1:1/crm"])
def test_a_server_that_is_not_there_is_told_without_the_password(crm, monkeypatch, url):
    pytest.importorskip("sqlalchemy")
    monkeypatch.setenv("WORKBOOK_DB_USER", "leser")
    monkeypatch.setenv("WORKBOOK_DB_PASSWORD", SECRET)
    with pytest.raises(Refused) as refused:
        intake.read(said(crm, {"transactions": "lines"}, url).path, parameters())
    (problem,) = refused.value.problems
    assert problem.code == "DB-CONNECT" and problem.values["name"] == "127.0.0.1/crm"
    assert SECRET not in repr(problem) and refused.value.__cause__ is None


class Connection:
    """What is said to a server, in order."""

    def __init__(self, fails=()):
        self.heard, self.fails, self.open = [], fails, False

    def in_transaction(self):
        return self.open

    def exec_driver_sql(self, sql):
        self.heard.append(sql)
        self.open = True
        if sql in self.fails:
            raise SimpleError(1146, f"no such table, {SECRET}")
        batches = iter([[(1,)], []])
        return SimpleNamespace(keys=lambda: ["a"], fetchmany=lambda _: next(batches))

    def rollback(self):
        self.heard.append("ROLLBACK")
        self.open = False


class SimpleError(Exception):
    """An error as a driver gives it: a number and a text."""


@pytest.mark.parametrize("dialect", ["postgresql", "mysql"])
def test_a_server_is_asked_in_one_transaction_that_cannot_write(dialect):
    heard = Connection()
    ask = database._asking(heard, Address(dialect, "crm", "h"))
    assert [list(ask(sql)[1]) for sql in ("SELECT 1", "SELECT 2")] == [[(1,)], [(1,)]]
    assert heard.heard == [*database.READ_ONLY[dialect], "SELECT 1", "SELECT 2"]
    assert any("READ ONLY" in sql for sql in heard.heard)


def test_after_a_wrong_query_the_next_begins_anew_and_read_only():
    heard = Connection(fails=["SELECT 1"])
    ask = database._asking(heard, Address("mysql", "crm", "h", password=SECRET))
    with pytest.raises(database._Failed) as failed:
        ask("SELECT 1")
    ask("SELECT 2")
    begin = list(database.READ_ONLY["mysql"])
    assert heard.heard == [*begin, "SELECT 1", "ROLLBACK", *begin, "SELECT 2"]
    assert failed.value.cause == "no such table, ***"


def test_the_drivers_get_what_they_understand():
    sqlalchemy = pytest.importorskip("sqlalchemy")
    for dialect, driver in database.DRIVERS.items():
        pytest.importorskip(driver.partition("+")[2])
        url = sqlalchemy.URL.create(driver, "u", "p@/:%", "h", 1, "d")
        assert sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool).dialect.name == dialect
    assert set(database._secured(Address("mysql", "d", "h", encrypted=True))) == {"ssl"}
    assert set(database._secured(Address("postgresql", "d", "h", encrypted=True))) == {"ssl_context"}
