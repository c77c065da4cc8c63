"""What may be asked of a database, and what not."""

import pytest

from workbook.intake.query import statement


@pytest.mark.parametrize(
    "asked, dialect, sql",
    [
        ("umsatz", "sqlite", 'SELECT * FROM "umsatz"'),
        ("dbo.Umsatz 2024", "postgresql", 'SELECT * FROM "dbo"."Umsatz 2024"'),
        ("umsätze", "mysql", "SELECT * FROM `umsätze`"),
        (" select a, b from t ; ", "sqlite", "select a, b from t "),
        ("WITH x AS (SELECT 1) SELECT * FROM x", "sqlite", "WITH x AS (SELECT 1) SELECT * FROM x"),
        ("-- was\nSELECT 'a;b', \"delete\" FROM t", "sqlite", "-- was\nSELECT 'a;b', \"delete\" FROM t"),
        ("SELECT last_update, share FROM t", "sqlite", "SELECT last_update, share FROM t"),
        ("SELECT $$;delete$$", "postgresql", "SELECT $$;delete$$"),
    ],
)
def test_what_reads_is_let_through(asked, dialect, sql):
    assert statement(asked, dialect) == sql


@pytest.mark.parametrize(
    "asked",
    [
        "DELETE FROM t", "DROP TABLE t", "SELECT 1; DELETE FROM t", "SELECT 1;;", "UPDATE t SET a = 1", "PRAGMA user_version = 1",
        "ATTACH 'x' AS y", "SELECT * INTO x FROM t", "SELECT * FROM t INTO OUTFILE '/x'", "SELECT * FROM t FOR UPDATE",
        "SELECT * FROM t FOR  SHARE", "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", "EXPLAIN SELECT 1", "t; --",
        "SELECT /*! 1 INTO OUTFILE '/x' */ 1", "SELECT 'a' -- '\n; DELETE FROM t", "COPY t TO '/x'", "t\"", "SELECT pg_sleep(9)",
        "", "SELECT pg_read_file('/etc/passwd')", "a.b.c.d", "CALL x()",
    ],
)  # fmt: skip
@pytest.mark.parametrize("dialect", ["sqlite", "postgresql", "mysql"])
def test_what_writes_or_is_more_than_one_statement_is_not(asked, dialect):
    assert statement(asked, dialect) is None
