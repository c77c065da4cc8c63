"""Canary tokens: no client in another's output, and with --pseudonymise nobody at all."""

import os
import re
import tempfile
from pathlib import Path

import nbformat
import pytest

from canary import POSTCODES, canary
from leaks import found, naming, ours, texts
from sample_reports import SAMPLES
from workbook import intake
from workbook.cli import main
from workbook.privacy.personal import personal
from workbook.privacy.secret import PASSED, VARIABLE, key_file
from workbook.report.execute import notebook_folder, notebook_of
from workbook.settings import read_settings

pytestmark = pytest.mark.report
KEY = "a key of the engagement, drawn at random"
MARK = re.compile(r"[Zz]q(?=abcd|([a-p])\1{3})\w*")
LESS = 3
NAMES = "abcdefghijklmnop"[: int(os.environ.get("WORKBOOK_CLIENTS", LESS))]


def marks(folder: Path) -> dict[str, set[str]]:
    """Which marks stand in which file."""
    found = {}
    for where, text in texts(folder):
        if hits := {hit[0] for hit in MARK.finditer(text)}:
            found.setdefault(where, set()).update(hits)
    return found


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """The report on a client every text of which bears a mark, categories apart, under codes, with its list of codes."""
    home = tmp_path_factory.mktemp("coded")
    folder = canary(home / "client", "Zqabcdef", categories=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, KEY)
        asked = ["report", str(folder), "-o", str(home / "out"), "--pseudonymise", "--mapping", str(home / "map.csv")]
        assert main([*asked, "--pdf"]) == 0
    return home


def test_no_token_of_one_client_in_an_output_log_or_temporary_file_of_another(tmp_path, monkeypatch):
    """WORKBOOK_CLIENTS=10: so many at once; then each is made again under codes in the same place, and none is told at all."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    clients = {name: canary(tmp_path / name, f"Zq{name * 4}", name < "d") for name in NAMES}
    out, stopped = tmp_path / "out", canary(tmp_path / "stopped", "Zqpppp")
    settings = (stopped / "client.yaml").read_text("utf-8").replace("accept_rejects: true", "accept_rejects: false")
    (stopped / "client.yaml").write_text(settings, encoding="utf-8")
    assert main(["batch", *map(str, clients.values()), str(stopped), "-o", str(out), "-j", "2"]) == 3
    told = {where for where, hits in marks(out).items() if any(hit.startswith("Zqpppp") for hit in hits)}
    assert told == {"failed/stopped/cause.txt", "failed/stopped/problems.json", "index.html"}
    (out / "index.html").unlink()
    for name in clients:
        assert not foreign(out / name, name) and (out / "logs" / f"{name}.log").exists()
    assert marks(out / "logs") == {} and marks(temporary) == {}
    assert not [p for p in out.iterdir() if p.is_file() and MARK.search(p.read_text("utf-8", "replace"))]
    for name in NAMES if len(NAMES) > LESS else ():
        asked = ["report", str(canary(tmp_path / "again" / name, f"Zq{name * 4}", False)), "-o", str(out)]
        assert main([*asked, "--pseudonymise"]) == 0 and marks(out / name) == {}
    assert marks(out / "logs") == {} and marks(temporary) == {}


def annotated(folder, mark):
    """The client has notebooks of its own, with what a consultant wrote into one of them, signed."""
    with (folder / "client.yaml").open("a", encoding="utf-8") as settings:
        settings.write("notebooks: own\n")
    notebook = nbformat.read(notebook_of("value", notebook_folder()), as_version=4)
    notebook.metadata["authors"] = [{"name": f"{mark}author"}]
    notebook.cells.append(nbformat.v4.new_markdown_cell(f"{mark}narrative", id="told"))
    notebook.cells.append(nbformat.v4.new_code_cell(f"# {mark}note", id="noted"))
    (folder / "notebooks").mkdir()
    nbformat.write(notebook, folder / "notebooks" / notebook_of("value", notebook_folder()).name)


def foreign(folder, name):
    """The files that bear the mark of another client; the client's own is there."""
    found = marks(folder)
    own = f"zq{name * 4}"
    assert any(hit[: len(own)].lower() == own for hits in found.values() for hit in hits)
    return {where for where, hits in found.items() if any(not h.lower().startswith(own) for h in hits)}


def test_under_codes_nobody_is_named_anywhere(coded):
    assert marks(coded / "out") == {}
    names = {p.relative_to(coded / "out" / "client").parts[0] for p in (coded / "out" / "client").rglob("*")}
    assert {"report.html", "results.json", "results.xlsx", "report.pptx", "tables", "notebooks"} <= names
    assert "rejects.csv" not in names


def test_under_codes_no_postcode_and_no_place_on_this_machine(coded):
    told = re.compile(rf"(?<![\w.,#]){'|'.join(POSTCODES)}(?![\w.,])|{re.escape(str(coded))}")
    assert [where for where, text in texts(coded / "out") if told.search(text)] == []


def test_the_page_says_so_and_shows_codes(coded):
    page = (coded / "out" / "client" / "report.html").read_text("utf-8")
    assert "Pseudonymisiert" in page and "gleich sind" in page and re.search(r"K-[0-9A-F]{4}", page)
    assert "transactions" in page and "Firma Zqa" in page


def test_the_key_stands_nowhere(coded):
    wanted = (KEY, KEY.encode().hex())
    assert [where for where, text in texts(coded) if any(w in text for w in wanted)] == []


def test_the_list_of_codes_is_for_its_owner_only_and_never_beside_the_report(coded, capsys):
    mapping = coded / "map.csv"
    told = mapping.read_text("utf-8-sig")
    assert "Zqabcdefcustomer1" in told and "Zqabcdefcustomersname 1" in told and mapping.stat().st_mode & 0o077 == 0
    for inside in (coded / "out" / "m.csv", coded / "client" / "data" / "m.csv"):
        asked = ["report", str(coded / "client"), "-o", str(coded / "out"), "--pseudonymise", "--mapping", str(inside)]
        assert main(asked) == 2 and not inside.exists()
    assert main(["report", str(coded / "client"), "--mapping", str(coded / "x.csv")]) == 2
    assert "--pseudonymise" in capsys.readouterr().err


def test_without_a_key_numbers_for_this_report_only(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.delenv(VARIABLE, raising=False)
    folder = canary(tmp_path / "client", "Zqabcdef", categories=False)
    annotated(folder, "Zqabcdef")
    asked = [
        "report",
        str(folder),
        "-o",
        str(tmp_path / "out"),
        "--pseudonymise",
        "--only",
        "value",
        "--language",
        "en",
    ]
    assert main(asked) == 0
    page = (tmp_path / "out" / "client-only" / "report.html").read_text("utf-8")
    assert "hold for this report only" in page and re.search(r"K-0\d\d", page)
    assert marks(tmp_path / "out") == {} and not (tmp_path / "out" / "client-only" / "notebooks").exists()
    assert PASSED not in os.environ and not key_file("client").exists()


@pytest.mark.parametrize("name", ["northwind", *(["muster"] if os.environ.get("WORKBOOK_MUSTER") else [])])
def test_under_codes_no_word_that_names_somebody_in_a_sample_stands_anywhere(name, tmp_path, monkeypatch):
    """Real names, numbers, postcodes, products and notes, each looked up as a whole word in every file; a word of our own texts
    says nothing. WORKBOOK_MUSTER=1: the large sample, too, with its PDF."""
    monkeypatch.setenv(VARIABLE, KEY)
    asked = ["report", str(SAMPLES / name), "-o", str(tmp_path / "out"), "--pseudonymise"]
    assert main([*asked, *(["--pdf"] if name == "muster" else [])]) == 0
    words = naming(intake.read(SAMPLES / name, read_settings(SAMPLES / name)), personal())
    assert len(words) > 1000 and set(found(words, tmp_path / "out")) - ours() == set()
    plain = "\n".join(sorted(words)[:50])
    (tmp_path / "told").mkdir()
    (tmp_path / "told" / "x.txt").write_text(plain, encoding="utf-8")
    assert len(found(words, tmp_path / "told")) >= 50
