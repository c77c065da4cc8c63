"""Tables out of a client's database, read only, as database.yaml in data/ names them; credentials from the environment."""

from __future__ import annotations

import difflib
import hashlib
import socket
import sqlite3
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from workbook import settings
from workbook.finding import Term
from workbook.intake import address, archive, native, query, sqlite_file
from workbook.intake.address import Address
from workbook.intake.notes import Unusable
from workbook.intake.place import inside
from workbook.intake.sheet import Sheet
from workbook.problem import Problem, Refused

FILE = "database.yaml"
KEYS = ("url", "tables")
DRIVERS = {"postgresql": "postgresql+pg8000", "mysql": "mysql+pymysql"}
PORTS = {"postgresql": 5432, "mysql": 3306}
# One transaction for all tables, so that they show the same moment, and one that cannot write.
READ_ONLY = {
    "postgresql": (
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "SET LOCAL statement_timeout = '600s'",
    ),
    "mysql": ("SET SESSION TRANSACTION READ ONLY", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"),
}
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
PATIENCE, ANSWER = 10.0, 600.0  # seconds for a server to answer at all, and for one query
AT_ONCE = 10_000

Rows = tuple[list[str], Iterator[Any]]
Ask = Callable[[str], Rows]


def sheets(data: Path) -> list[Sheet]:
    """One sheet per table database.yaml names; raises Unusable with every table that cannot be read."""
    tree = _settings(data / FILE)
    with _opened(_address(tree), data, tree) as ask:
        found: list[Sheet] = []
        wrong: list[Problem] = []
        for table, asked in tree["tables"].items():
            try:
                found.append(_sheet(str(table), asked, tree, ask))
            except Unusable as failed:
                wrong += failed.problems
    if wrong:
        raise _all(wrong)
    return found


def own_files(data: Path) -> set[str]:
    """The files below data/ that are the SQLite database itself, with what SQLite keeps beside it."""
    try:
        where = address.of(str(settings.read_tree(inside(data, FILE)).get("url", "")))
    except (Refused, OSError, address.Unclear):
        return set()
    name = Path(where.name).as_posix()
    own = {name + end for end in ("", "-wal", "-shm", "-journal")} if where.dialect == "sqlite" else set()
    return own - {FILE}


def _all(problems: list[Problem]) -> Unusable:
    told = Unusable(problems[0].code, FILE)
    told.problems = tuple(problems)
    return told


def _settings(path: Path) -> Mapping[str, Any]:
    """database.yaml, checked: `url` and `tables` and nothing else."""
    try:
        tree = settings.read_tree(path)
    except Refused as refused:
        raise _all(list(refused.problems)) from None
    wrong = []
    for key in tree:
        if address.SECRET.search(str(key)):
            wrong.append(Problem("DB-SECRET", "reject", FILE, row=_line(tree, key), key=str(key)))
        elif key not in KEYS:
            near = difflib.get_close_matches(str(key), KEYS, 1, 0.5)
            wrong.append(Problem("CFG-KEY", "reject", FILE, row=_line(tree, key), key=str(key),
                                 values={"nearest": near[0] if near else ", ".join(KEYS)}))  # fmt: skip
    wrong += [Problem("CFG-MISSING", "reject", FILE, key=key) for key in KEYS if not tree.get(key)]
    if not isinstance(tree.get("url", ""), str):
        # What stands there may hold a password: it is not shown.
        wrong.append(Problem("DB-URL", "reject", FILE, row=_line(tree, "url"), key="url"))
    tables = tree.get("tables") or {}
    if not isinstance(tables, Mapping):
        values = {"value": str(tables), "allowed": Term("allowed.mapping")}
        wrong.append(Problem("CFG-VALUE", "reject", FILE, row=_line(tree, "tables"), key="tables", values=values))
    elif odd := [name for name, asked in tables.items() if not isinstance(asked, str) or not asked.strip()]:
        values = {"value": str(tables[odd[0]]), "allowed": Term("allowed.text")}
        key = f"tables.{odd[0]}"
        wrong.append(Problem("CFG-VALUE", "reject", FILE, row=_line(tables, odd[0]), key=key, values=values))
    if wrong:
        raise _all(wrong)
    return tree


def _line(tree: Any, key: Any) -> int | None:
    marks = getattr(tree, "lc", None)
    return marks.data[key][0] + 1 if marks is not None and marks.data and key in marks.data else None


def _address(tree: Mapping[str, Any]) -> Address:
    try:
        return address.of(tree["url"])
    except address.Unclear as unclear:
        raise Unusable(unclear.code, FILE, row=_line(tree, "url"), key="url", values=unclear.values) from None


def _sheet(table: str, asked: str, tree: Mapping[str, Any], ask: Ask) -> Sheet:
    """The rows of one table as raw cells below their column names."""
    at: dict[str, Any] = {"row": _line(tree["tables"], table), "key": f"tables.{table}"}
    sql = query.statement(asked, address.of(tree["url"]).dialect)
    if sql is None:
        raise Unusable("DB-SELECT", FILE, **at)
    try:
        names, rows = ask(sql)
        cells: list[list[Any]] = [names]
        digest = hashlib.sha256("\x1f".join(names).encode())
        for row in rows:
            cells.append(native.row(row))
            digest.update("\x1f".join(map(str, cells[-1])).encode("utf-8", "replace") + b"\x1e")
            if len(cells) * len(names) > archive.MOST_CELLS:
                limit = archive.MOST_CELLS * archive.BYTES_PER_CELL
                raise archive.too_big(FILE, limit * 1.01, limit)
    except _Failed as failed:
        raise Unusable("DB-QUERY", FILE, **at, values={"cause": failed.cause}) from None
    return Sheet(FILE, table, digest.hexdigest(), cells, list(range(1, len(cells) + 1)))


class _Failed(Exception):  # noqa: N818 - told as a problem of the query
    """What the database said of a query, without any password."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@contextmanager
def _opened(where: Address, data: Path, tree: Mapping[str, Any]) -> Iterator[Ask]:
    """How to ask this database; raises Unusable where it cannot be reached."""
    row = _line(tree, "url")
    path = inside(data, where.name) if where.dialect == "sqlite" else None
    try:
        with _file(path) if path else _server(where) as ask:
            yield ask
    except ImportError:
        values = {"name": str(where.dialect)}
        raise Unusable("DB-DRIVER", FILE, row=row, key="url", values=values) from None
    except _Unreachable as gone:
        values = {"name": where.shown, "cause": where.hushed(gone.cause)}
        raise Unusable("DB-CONNECT", FILE, row=row, key="url", values=values) from None


class _Unreachable(_Failed):
    """What the driver said when it could not connect."""


@contextmanager
def _file(path: Path) -> Iterator[Ask]:
    """A SQLite file, opened so that nothing is written, not even by a trigger, a second file attached or SQLite itself."""
    with sqlite_file.address(path) as uri, closing(sqlite3.connect(uri, uri=True)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.Error as wrong:
            raise _Unreachable(str(wrong)) from None
        connection.text_factory = _text
        connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY)
        yield partial(_rows, connection)


def _rows(connection: sqlite3.Connection, sql: str) -> Rows:
    end = time.monotonic() + ANSWER
    connection.set_progress_handler(lambda: time.monotonic() > end, 1_000_000)
    try:
        cursor = connection.execute(sql)
    except (sqlite3.Error, sqlite3.Warning) as wrong:
        raise _Failed(str(wrong)) from None
    return [column[0] for column in cursor.description], _fetched(cursor.fetchmany, str)


def _text(stored: bytes) -> str:
    """Texts of old programs are not always UTF-8, whatever the file says of itself."""
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        return stored.decode("cp1252", "replace")


def _fetched(fetch: Callable[[int], Any], said: Callable[[Exception], str]) -> Iterator[Any]:
    while True:
        try:
            rows = fetch(AT_ONCE)
        except Exception as wrong:  # each driver has errors of its own
            raise _Failed(said(wrong)) from None
        if not rows:
            return
        yield from rows


@contextmanager
def _server(where: Address) -> Iterator[Ask]:
    """A database server, asked in one read-only transaction."""
    import sqlalchemy

    url = sqlalchemy.URL.create(
        DRIVERS[where.dialect], where.user, where.password or None, where.host, where.port, where.name
    )
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool, connect_args=_secured(where))
    try:
        # A server that does not answer would hold some drivers for minutes.
        socket.create_connection((where.host, where.port or PORTS[where.dialect]), PATIENCE).close()
        connection = engine.connect().execution_options(no_parameters=True)
    except Exception as wrong:  # each driver has errors of its own
        raise _Unreachable(_said(wrong, where)) from None
    with closing(connection):
        yield _asking(connection, where)


def _secured(where: Address) -> dict[str, Any]:
    if not where.encrypted:
        return {}
    return {"ssl_context" if where.dialect == "postgresql" else "ssl": ssl.create_default_context()}


def _asking(connection: Any, where: Address) -> Ask:
    """How to ask over this connection; the first statements make its transaction read only."""

    def begin() -> None:
        for sql in READ_ONLY[where.dialect]:
            connection.exec_driver_sql(sql)

    def said(wrong: Exception) -> str:
        return _said(wrong, where)

    def ask(sql: str) -> Rows:
        try:
            if not connection.in_transaction():
                begin()
            result = connection.exec_driver_sql(sql)
            return list(map(str, result.keys())), _fetched(result.fetchmany, said)
        except Exception as wrong:  # each driver has errors of its own
            cause = said(wrong)
            # After an error the server refuses everything: the next table begins anew.
            connection.rollback()
            raise _Failed(cause) from None

    return ask


def _said(wrong: BaseException, where: Address) -> str:
    """What the database itself said, in one line, without the statement and without the password."""
    origin = getattr(wrong, "orig", None) or wrong
    given = origin.args[-1] if origin.args else str(origin)
    text = given.get("M", "") if isinstance(given, dict) else str(given)
    return where.hushed(" ".join(text.split()) or type(origin).__name__)
