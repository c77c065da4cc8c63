"""Config, run environment"""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from small_client import no_traces
from workbook.report import check_page
from workbook.report.publish import MARK, finish_interrupted, publish, staging

from .case import SALES, TOTAL, Case, Outcome, Sent, Trial, at, sales
from .prove import run

NAME = "name: Muster\nlanguage: de\n"
ALL: dict[str, Any] = {"rows": (4, 4, 0), "money": (TOTAL, 0.0)}


def config(
    name: str, text: str, code: str, *says: str, row: int | None = None, outcome: Outcome = "REJECT", **more: Any
) -> Case:
    """A settings file as it stands, beside good data."""
    place = at("client.yaml", **({"row": row} if row else {}))
    return Case(56, name, Sent({"umsatz.csv": SALES}, text), outcome, code, place if code else {}, says, **more)


CASES: tuple[Case, ...] = (
    config("unknown key", NAME + "coler: red\n", "CFG-KEY", "coler", row=3),
    config("misspelt key", NAME + "currancy: EUR\n", "CFG-KEY", "currency", row=3),
    config(
        "misspelt key of a section", NAME + "segmentation:\n  weigths: {potential: 1.0}\n", "CFG-KEY", "weights", row=4
    ),
    config("key of another section", NAME + "weights: {potential: 1.0}\n", "CFG-KEY", "weights", row=3),
    config("key in German", "Name: Muster\n", "CFG-KEY CFG-MISSING", "Name"),
    config("no name", "language: de\n", "CFG-MISSING", "name"),
    config("nothing in it", "", "CFG-MISSING", "name"),
    config("comments only", "# Einstellungen\n", "CFG-MISSING", "name"),
    config("empty name", "name: ''\nlanguage: de\n", "CFG-VALUE", "name", row=1),
    config("name that rings and ends", 'name: "Mu\\x07\\0ster"\n', "CFG-VALUE", "name", row=1),
    config("name of two lines", 'name: "Mu\\nster [OK]"\n', "CFG-VALUE", "Mu ster [OK]", row=1),
    config("name nobody can see", 'name: "\\u200b"\n', "CFG-VALUE", "name", row=1),
    config("number of 5,000 digits", NAME + "seed: " + "9" * 5000 + "\n", "CFG-YAML"),
    config("rate beyond all sense", NAME + "intake: {rates: {CHF: 1.0e+300}}\n", "CFG-VALUE", "CHF", row=3),
    config("factor beyond all sense", NAME + "intake: {units: {net_revenue: 1.0e+300}}\n", "CFG-VALUE", row=3),
    config("language of a neighbour", "name: Muster\nlanguage: fr\n", "CFG-VALUE", "fr", row=2),
    config("currency as a sign", NAME + "currency: €\n", "CFG-VALUE", "€", row=3),
    config("number as a word", NAME + "value:\n  practical_share: viel\n", "CFG-VALUE", "viel", row=4),
    config("number in quotes", NAME + "value:\n  practical_share: '0.8'\n", "CFG-VALUE", "0.8", row=4),
    config("number with a decimal comma", NAME + "value:\n  practical_share: 0,8\n", "CFG-VALUE", "0,8", row=4),
    config("share above 1", NAME + "value:\n  practical_share: 80\n", "CFG-VALUE", "80", row=4),
    config("NO for a word", "name: NO\nlanguage: de\n", "", outcome="SAFE", **ALL),
    config("no for yes or no", NAME + "intake: {accept_rejects: no}\n", "CFG-VALUE", "accept_rejects", row=3),
    config("tab for indentation", NAME + "value:\n\tpractical_share: 0.8\n", "CFG-YAML", row=4),
    config("key twice", NAME + "name: Anders\n", "CFG-DUPLICATE", "name", row=3),
    config("key twice in a section", NAME + "value:\n  top: 5\n  top: 6\n", "CFG-DUPLICATE", "top", row=5),
    config("bracket never closed", NAME + "period: [2024-01-01\n", "CFG-YAML"),
    config("quote never closed", "name: 'Muster\nlanguage: de\n", "CFG-YAML"),
    config("a list at the top", "- name: Muster\n", "CFG-YAML", row=1),
    config("a sentence", "Muster GmbH", "CFG-YAML"),
    config("alias", "name: &a Muster\nsegmentation: &b {}\nvalue: *b\n", "CFG-YAML"),
    config("command of a language", "name: !!python/object/apply:os.system ['true']\n", "CFG-VALUE", "name"),
    config("day no calendar has", NAME + "as_of: 2024-02-31\n", "CFG-YAML"),
    config("day written German", NAME + "as_of: 31.12.2024\n", "CFG-VALUE", "as_of", row=3),
    config("period of one day given", NAME + "period: [2024-01-01]\n", "CFG-MISSING", "period"),
    config("version of tomorrow", NAME + "schema_version: 2\n", "CFG-VALUE", "schema_version", row=3),
    config("rejects accepted without a reason", NAME + "intake: {accept_rejects: true}\n", "CFG-REASON", "reason"),
    config(
        "override without a reason",
        NAME + "overrides:\n  - {customer_id: K1, to: key, owner: V, expires: 2025-01-01}\n",
        "CFG-MISSING",
        "reason",
    ),
    config(
        "override of nobody",
        NAME + "overrides:\n  - {customer_id: K77, to: key, reason: X, owner: V, expires: 2025-01-01}\n",
        "CFG-VALUE",
        "K77",
    ),
    config("unknown column", NAME + "intake: {decimal: {nettoumsaz: ','}}\n", "CFG-KEY", "nettoumsaz"),
    config("unknown table", NAME + "intake: {tables: {umsatz: {file: umsatz.csv}}}\n", "CFG-KEY", "umsatz"),
    config("persons without an agreement", NAME + "people: named\n", "CFG-VALUE", "agreement"),
    config("byte order mark", "\ufeff" + NAME, "", outcome="SAFE", **ALL),
    config("Windows line ends", NAME.replace("\n", "\r\n"), "", outcome="SAFE", **ALL),
    config("a million signs", NAME + "#" * 1_000_001, "CFG-YAML"),
    config("nested beyond reason", NAME + "value: " + "[" * 300 + "]" * 300 + "\n", "CFG-YAML"),
    Case(
        56,
        "control total not met",
        sales(intake={"control_totals": {"net_revenue": 1999.0}}),
        "REJECT",
        "SUM-CONTROL",
        at("client.yaml"),
        ("client.yaml",),
    ),
    Case(
        56,
        "control total met",
        sales(intake={"control_totals": {"net_revenue": 2000.0, "transactions.rows": 4}}),
        "SAFE",
        **ALL,
    ),
    Case(
        58, "umlauts, blanks and signs in file names", Sent({"Umsätze Größe (2024) – Kopie.csv": SALES}), "SAFE", **ALL
    ),
    Case(58, "deep folders", Sent({"/".join(["Verkäufe Süd-West 2024"] * 8) + "/umsatz.csv": SALES}), "SAFE", **ALL),
)


def in_both_languages(folder: Path, out: Path, *, de: str, en: str) -> None:
    """A check that cannot leave its result: status 1, a sentence, no half file."""
    for language, word in (("de", de), ("en", en)):
        said = run("check", folder, "-o", out, "--language", language)
        assert said.status == 1 and word in said.err and no_traces(said.err), said.text


def no_latin_settings(path: Path, monkeypatch: Any) -> None:
    folder = sales().write(path / "client")
    (folder / "client.yaml").write_bytes("name: Müller\n".encode("cp1252"))
    for language in ("de", "en"):
        said = run("check", folder, "--language", language)
        assert said.status == 1 and "client.yaml" in said.err and "UTF-8" in said.err, said.text


def locked_settings(path: Path, monkeypatch: Any) -> None:
    """Settings nobody may read, or open elsewhere under Windows: said of the settings, not of the result."""
    folder, real = sales().write(path / "client"), Path.read_bytes

    def refusing(self: Path) -> bytes:
        if self.name == "client.yaml":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", refusing)
    for language, word in (("de", "geöffnet"), ("en", "is open")):
        said = run("check", folder, "--language", language)
        assert said.status == 1 and "client.yaml" in said.err and word in said.err, said.text


def no_settings(path: Path, monkeypatch: Any) -> None:
    folder = sales().write(path / "client")
    (folder / "client.yaml").unlink()
    for language, word in (("de", "legen Sie sie"), ("en", "create one")):
        said = run("check", folder, "--language", language)
        assert said.status == 1 and "client.yaml" in said.err and word in said.err


def full_disk(path: Path, monkeypatch: Any) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path / "out" / "x.json"))

    folder = sales().write(path / "client")
    monkeypatch.setattr(check_page, "write", full)
    in_both_languages(folder, path / "out", de="Speicherplatz", en="disk space")


def read_only(path: Path, monkeypatch: Any) -> None:
    """A folder nobody may write to; where the tester may everything, the system's answer is imitated."""
    folder, out = sales().write(path / "client"), path / "out"
    out.mkdir()
    real = Path.write_bytes

    def refusing(self: Path, *given: Any, **more: Any) -> int:
        if out in self.parents:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))
        return real(self, *given, **more)

    monkeypatch.setattr(Path, "write_bytes", refusing)
    in_both_languages(folder, out, de="Schreibrecht", en="write access")


def file_for_a_folder(path: Path, monkeypatch: Any) -> None:
    (path / "out").write_text("", encoding="utf-8")
    in_both_languages(
        sales().write(path / "client"), path / "out", de="lässt sich nicht speichern", en="cannot be saved"
    )


def long_path(path: Path, monkeypatch: Any) -> None:
    """A path beyond the 260 signs of Windows."""
    folder = path / "/".join(["Verkäufe Süd-West"] * 16) / "client"
    folder.parent.mkdir(parents=True)
    assert len(str(folder)) > 260
    said = run("check", sales().write(folder), "-o", path / "Ausgabe für Süd")
    assert said.status == 0 and said.account["money"]["used"] == TOTAL
    assert sorted(p.name for p in (path / "Ausgabe für Süd").iterdir())[0].startswith("client-check")


def unpublished(path: Path, monkeypatch: Any, fault: type[BaseException]) -> None:
    """Whatever ends a run before its last step leaves the old result as it was."""
    target = path / "acme"
    target.mkdir()
    (target / MARK).write_text("old", encoding="utf-8")
    with pytest.raises(fault), staging(target) as staged:
        (staged / "report.html").write_text("half", encoding="utf-8")
        raise fault
    assert [p.name for p in path.iterdir()] == ["acme"] and (target / MARK).read_text("utf-8") == "old"


BUILD = """
import sys
from pathlib import Path
from workbook.report.publish import MARK, publish, staging
with staging(Path(sys.argv[1])) as folder:
    (folder / MARK).write_text("other")
    print("ready", flush=True)
    sys.stdin.readline()
    publish(folder, Path(sys.argv[1]))
"""


def building(target: Path) -> subprocess.Popen[str]:
    """Another process that has built a result for this target and waits for a line before it publishes."""
    pipe = subprocess.PIPE
    child = subprocess.Popen([sys.executable, "-c", BUILD, str(target)], stdin=pipe, stdout=pipe, text=True)
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    return child


def killed(path: Path, monkeypatch: Any) -> None:
    """kill -9 while the result is built: the old one stays, the next start sweeps the rest, the new one takes its place."""
    target = path / "acme"
    target.mkdir()
    (target / MARK).write_text("old", encoding="utf-8")
    with building(target) as child:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert len(list(path.iterdir())) == 2 and (target / MARK).read_text("utf-8") == "old"
    finish_interrupted(target)
    assert [p.name for p in path.iterdir()] == ["acme"]
    with staging(target) as staged:
        (staged / MARK).write_text("new", encoding="utf-8")
        publish(staged, target)
    assert [p.name for p in path.iterdir()] == ["acme"] and (target / MARK).read_text("utf-8") == "new"


def two_at_once(path: Path, monkeypatch: Any) -> None:
    """Two runs on one target: each builds in a folder of its own, the last one to finish is the result, whole."""
    target = path / "acme"
    with building(target) as child:
        with staging(target) as staged:
            (staged / MARK).write_text("one", encoding="utf-8")
            publish(staged, target)
        assert (target / MARK).read_text("utf-8") == "one"
        child.communicate("go\n")
    assert (target / MARK).read_text("utf-8") == "other" and [p.name for p in path.iterdir()] == ["acme"]


def clock_set_back(path: Path, monkeypatch: Any) -> None:
    """A file from the future and a clock in the past change nothing."""
    folder = sales().write(path / "client")
    os.utime(folder / "data" / "umsatz.csv", (4e9, 4e9))
    later = run("check", folder)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert (run("check", folder).out, later.status) == (later.out, 0)


def interrupted(path: Path, monkeypatch: Any) -> None:
    """Ctrl-C: status 130 and a sentence."""
    from workbook.cli import main

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workbook.check.check", stop)
    assert main(["check", str(sales().write(path / "client"))]) == 130


def in_another_surrounding(name: str, **surrounding: str) -> Trial:
    """The same words and the same page under another locale, time zone and hash seed."""

    def prove(path: Path, monkeypatch: Any) -> None:
        folder = sales().write(path / "client")
        plain = _command(folder, path / "a", {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "1"})
        assert _command(folder, path / "b", surrounding) == plain

    return Trial(60, name, prove)


def _command(folder: Path, out: Path, surrounding: dict[str, str]) -> tuple[int, bytes, dict[str, bytes]]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "TZ"))}
    arguments = [sys.executable, "-m", "workbook", "check", str(folder), "-o", str(out), "--language", "de"]
    done = subprocess.run(
        arguments, capture_output=True, env=plain | {"SOURCE_DATE_EPOCH": "1735689600", "PYTHONUTF8": "1"} | surrounding
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.returncode, done.stdout, {p.name: p.read_bytes() for p in sorted(out.iterdir())}


def without_network(path: Path, monkeypatch: Any) -> None:
    def closed(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENETUNREACH, "no network")

    monkeypatch.setattr(socket.socket, "connect", closed)
    monkeypatch.setattr(socket, "getaddrinfo", closed)
    assert run("check", sales().write(path / "client"), "-o", path / "out").status == 0


def without_chromium(path: Path, monkeypatch: Any) -> None:
    """No Chromium in the search path: the doctor says so, a check needs none."""
    monkeypatch.setenv("PATH", str(path))
    assert run("check", sales().write(path / "client"), "-o", path / "out").status == 0


def plain_terminal(path: Path, monkeypatch: Any) -> None:
    """A terminal that knows ASCII only: no fault of the program, German and English."""
    folder = sales(SALES + "K9;31.02.2024;5,00\n").write(path / "client")
    for language in ("de", "en"):
        arguments = [sys.executable, "-m", "workbook", "check", str(folder), "--language", language]
        surrounding = {
            **os.environ,
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONIOENCODING": "ascii",
        }
        done = subprocess.run(arguments, capture_output=True, env=surrounding)
        assert done.returncode == 1 and b"31.02.2024" in done.stderr and b"Traceback" not in done.stderr, done.stderr


def two_settings_one_result(path: Path, monkeypatch: Any) -> None:
    """Two clients of one id: a complete result is only ever replaced by a complete one, never mixed."""
    one, two = (Sent({"umsatz.csv": SALES}, {"id": "acme", "name": name}).write(path / name) for name in ("one", "two"))
    for folder in (one, two):
        assert run("report", folder, "-o", path / "out").status == 0
    manifest = json.loads((path / "out" / "acme" / "manifest.json").read_text("utf-8"))
    html = (path / "out" / "acme" / "report.html").read_text("utf-8")
    assert (
        manifest["parameters"]["name"] == "two"
        and "two" in html
        and [p.name for p in (path / "out").iterdir()] == ["acme"]
    )


def report_on_a_full_disk(path: Path, monkeypatch: Any) -> None:
    """The disk fills while the report is written: status 1, a sentence, no half result, the old one stays."""
    from workbook.report import results

    folder, old = sales().write(path / "client"), path / "out" / "client"
    old.mkdir(parents=True)
    (old / "manifest.json").write_text("yesterday", encoding="utf-8")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "results.json")

    monkeypatch.setattr(results, "write_json", full)
    for language, word in (("de", "Speicherplatz"), ("en", "disk space")):
        said = run("report", folder, "-o", path / "out", "--language", language)
        assert said.status == 1 and word in said.err and no_traces(said.err), said.text
    assert [p.relative_to(path / "out").as_posix() for p in (path / "out").rglob("*")] == [
        "client",
        "client/manifest.json",
    ]
    assert (old / "manifest.json").read_text("utf-8") == "yesterday"


TRIALS: tuple[Trial, ...] = (
    Trial(56, "settings not in UTF-8", no_latin_settings),
    Trial(56, "no settings", no_settings),
    Trial(58, "settings open in another program", locked_settings),
    Trial(57, "two clients of one id, one after the other", two_settings_one_result, report=True),
    Trial(57, "two runs on one target", two_at_once),
    Trial(58, "full disk", full_disk),
    Trial(58, "full disk while the report is written", report_on_a_full_disk, report=True),
    Trial(58, "folder nobody may write to", read_only),
    Trial(58, "file in place of the folder", file_for_a_folder),
    Trial(58, "path beyond 260 signs", long_path),
    *(
        Trial(
            59,
            f"ended by {fault.__name__}",
            lambda path, monkeypatch, fault=fault: unpublished(path, monkeypatch, fault),
        )
        for fault in (KeyboardInterrupt, MemoryError, OSError, SystemExit)
    ),
    Trial(59, "kill -9", killed),
    Trial(59, "clock set back", clock_set_back),
    Trial(59, "Ctrl-C", interrupted),
    in_another_surrounding("German, Berlin", LC_ALL="de_DE.UTF-8", TZ="Europe/Berlin", PYTHONHASHSEED="7"),
    in_another_surrounding("LANG=C, Auckland", LANG="C", TZ="Pacific/Auckland", PYTHONHASHSEED="0"),
    Trial(60, "terminal that knows ASCII only", plain_terminal),
    Trial(60, "no network", without_network),
    Trial(60, "no Chromium", without_chromium),
)
