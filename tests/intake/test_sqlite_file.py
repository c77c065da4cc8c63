import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from workbook.intake import sqlite_file
from workbook.intake.notes import Unusable

LEFT = ("writing ahead, closed", "writing ahead, in use", "writing ahead, left behind", "change broken off", "plain")


def left(folder: Path, how: str) -> Path:
    """A file of one row, as its program left it: of a change broken off nothing holds, of what was confirmed everything."""
    at_work, there = folder / "at-work", folder / "there"
    at_work.mkdir()
    base = sqlite3.connect(at_work / "crm.db")
    if how.startswith("writing ahead"):
        base.execute("PRAGMA journal_mode = wal")
    base.execute("CREATE TABLE lines (netto REAL)")
    base.execute("INSERT INTO lines VALUES (7)")
    base.commit()
    if how == "change broken off":
        base.execute("PRAGMA cache_size = 1")
        base.executemany("INSERT INTO lines VALUES (?)", ((n,) for n in range(5000)))
    if how.endswith(("closed", "plain")):
        base.close()
    shutil.copytree(at_work, there)
    base.close()
    if how != "writing ahead, in use":
        (there / "crm.db-shm").unlink(missing_ok=True)
    return there / "crm.db"


def state(folder):
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in folder.iterdir()}


@pytest.mark.parametrize("how", LEFT)
def test_what_was_confirmed_is_read_and_nothing_changes(tmp_path, how):
    path = left(tmp_path, how)
    before = state(path.parent)
    with sqlite_file.address(path) as uri, closing(sqlite3.connect(uri, uri=True)) as base:
        assert base.execute("SELECT netto FROM lines").fetchall() == [(7.0,)]
    assert state(path.parent) == before


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    path = left(tmp_path, "writing ahead, closed")
    with pytest.raises(Unusable) as refused, sqlite_file.address(path):
        path.write_bytes(path.read_bytes() + b" ")
    assert [problem.code for problem in refused.value.problems] == ["IN-GROWING"]


def test_a_file_nobody_may_read_is_told(tmp_path, monkeypatch):
    path = left(tmp_path, "plain")

    def denied(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(Unusable) as refused, sqlite_file.address(path):
        pass
    assert [problem.code for problem in refused.value.problems] == ["IN-LOCKED"]
