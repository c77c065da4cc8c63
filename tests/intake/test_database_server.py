"""PostgreSQL for real, where it is installed: a server of its own in a temporary folder, gone after the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from folders import Folder

PASSWORD = "ge:h@im/4711%"
TABLES = """
CREATE TABLE auftrag (kunde varchar, datum date, netto numeric(12,2), menge integer, stempel timestamptz);
INSERT INTO auftrag VALUES ('007', '2024-02-01', 1234.50, 2, now()), ('A%8', '2024-02-29', -5, NULL, now());
CREATE SEQUENCE zaehler;
CREATE TABLE "Kunden" ("Kundennummer" varchar, "Firma" varchar);
INSERT INTO "Kunden" VALUES ('007', 'Müller'), ('A%8', 'Bär');
CREATE FUNCTION wipe() RETURNS integer LANGUAGE sql AS 'DELETE FROM auftrag; SELECT 1';
"""
LINES = 'SELECT kunde AS \\"Kundennummer\\", datum AS \\"Datum\\", netto AS \\"Nettoumsatz\\", menge AS \\"Menge\\" FROM auftrag'


def _programs() -> Path | None:
    """The folder that holds all of PostgreSQL's programs: what is in the path may be links to some of them."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((p for p in places if all((p / name).exists() for name in ("initdb", "pg_ctl", "psql"))), None)


def _demoted():
    """PostgreSQL refuses to run as root: its own user, where there is one."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    return {"user": user.pw_uid, "group": user.pw_gid}


@pytest.fixture(scope="module")
def server():
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    for driver in ("sqlalchemy", "pg8000"):
        pytest.importorskip(driver)
    demoted = _demoted()
    home = Path(tempfile.mkdtemp(prefix="pg"))
    if demoted:
        os.chown(home, demoted["user"], demoted["group"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    secret = home / "secret"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)

    def run(program: str, *args: str, **more):
        return subprocess.run(
            [programs / program, *args], check=True, cwd=home, capture_output=True, timeout=60, **demoted, **more
        )

    try:
        cluster = ["-D", str(home / "data")]
        run("initdb", *cluster, "-U", "leser", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", *cluster, "-w", "-l", str(home / "log"), "-o", options, "start")
    except (subprocess.SubprocessError, OSError) as failed:
        shutil.rmtree(home, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start: {failed}")
    try:
        env = {**os.environ, "PGPASSWORD": PASSWORD, "PGCLIENTENCODING": "UTF8"}
        base = ["-h", "127.0.0.1", "-p", str(port), "-U", "leser", "-d", "postgres", "-v", "ON_ERROR_STOP=1"]
        run("psql", *base, "-c", TABLES, env=env)
        yield f"postgresql+pg8000://127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", *cluster, "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def crm(folder: Folder, server: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WORKBOOK_DB_USER", "leser")
    monkeypatch.setenv("WORKBOOK_DB_PASSWORD", PASSWORD)

    def said(**tables: str) -> Folder:
        told = "".join(f'  {name}: "{asked}"\n' for name, asked in tables.items())
        return folder.put("database.yaml", f"url: {server}\ntables:\n{told}")

    return said


def test_tables_of_a_server_become_tables_of_the_client(crm):
    client = crm(transactions=LINES, customers="Kunden").read()
    lines = client.tables["transactions"]
    assert lines["customer_id"].tolist() == ["007", "A%8"]
    assert lines["net_revenue"].tolist() == [1234.5, -5.0] and lines["quantity"].isna().tolist() == [False, True]
    assert lines["date"].dt.strftime("%d.%m.%Y").tolist() == ["01.02.2024", "29.02.2024"]
    assert client.tables["customers"]["name"].tolist() == ["Müller", "Bär"]


@pytest.mark.parametrize("where", ["kunde LIKE 'A%'", "kunde = 'A%8' AND 7 % 2 = 1", "netto < 0 AND ':x' <> '%s'"])
def test_signs_that_mean_something_to_drivers_reach_the_server(crm, where):
    assert len(crm(transactions=f"{LINES} WHERE {where}").read().tables["transactions"]) == 1


@pytest.mark.parametrize("asked", ["nowhere", "SELECT nothing FROM auftrag", "SELECT 1/0"])
def test_a_wrong_query_is_told_and_the_next_table_is_read(crm, asked):
    found = crm(transactions=asked, customers="Kunden").problems()
    assert set(found) == {"DB-QUERY"} and PASSWORD not in repr(found)
    assert found["DB-QUERY"].values["cause"]


def test_the_server_itself_refuses_to_write(crm):
    # Nothing in the text of this query says that it writes, so only the transaction can stop it.
    found = crm(transactions="SELECT wipe()").problems()["DB-QUERY"]
    assert "read-only" in found.values["cause"]
    assert len(crm(transactions=LINES).read().tables["transactions"]) == 2


def test_a_wrong_password_is_told_and_not_shown(crm, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DB_PASSWORD", "falsch-0815")
    found = crm(transactions=LINES).problems()["DB-CONNECT"]
    assert "leser" in found.values["cause"] and "falsch-0815" not in repr(found)
