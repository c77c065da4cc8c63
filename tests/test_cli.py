"""The command line: exit statuses, languages, and never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from small_client import BAD_LINES, SETTINGS, no_traces, small_folder
from workbook import cli
from workbook.cli import main
from workbook.report.order import Outcome

ENGLISH = SETTINGS.replace("language: de", "language: en")


@pytest.fixture(autouse=True)
def german_terminal(monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")


@pytest.fixture
def said(capsys):
    """Runs a command; its status and all it wrote, proven free of traces of the code."""

    def run(*arguments):
        status = main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert no_traces(out + err), out + err
        return status, out, err

    return run


def test_a_good_client_is_checked_with_status_0(said, tmp_path):
    status, out, _ = said("check", small_folder(tmp_path / "klein"))
    assert status == 0 and "Klein GmbH" in out and "Was der Bericht sagen kann" in out


def test_a_check_for_scripts_is_json_and_can_be_kept(said, tmp_path):
    status, out, _ = said("check", small_folder(tmp_path / "klein"), "--json", "-o", tmp_path / "out")
    assert status == 0 and json.loads(out)["client"] == "klein"
    assert json.loads((tmp_path / "out" / "klein-check.json").read_text("utf-8")) == json.loads(out)


@pytest.mark.parametrize(("settings", "words"), [(SETTINGS, "ist keine Zahl"), (ENGLISH, "is not a number")])
@pytest.mark.parametrize("command", ["check", "report"])
def test_wrong_data_end_with_status_1_in_the_clients_language(said, tmp_path, command, settings, words):
    folder = small_folder(tmp_path / "klein", settings, umsatz=BAD_LINES)
    status, _, err = said(command, folder, "-o", tmp_path / "out")
    assert status == 1 and words in err and "umsatz.csv" in err and "15" in err
    assert [f.name for f in (tmp_path / "out").glob("*")] == [] or command == "check"


def test_a_check_that_stops_says_what_was_understood_and_writes_it(said, tmp_path):
    folder = small_folder(tmp_path / "klein", umsatz=BAD_LINES)
    status, out, err = said("check", folder, "-o", tmp_path / "out")
    assert status == 1 and "kunden.csv → Kunden: 5 Zeilen" in out and "2 Stellen sind zu beheben" in err
    names = ["klein-check.html", "klein-check.json", "klein-letter.txt"]
    assert sorted(f.name for f in (tmp_path / "out").iterdir()) == names
    status, out, _ = said("check", folder, "--json")
    assert status == 1 and json.loads(out)["usable"] is False


def test_settings_that_cannot_be_read_give_a_page_and_no_letter(said, tmp_path):
    folder = small_folder(tmp_path / "klein", "nme: Klein\n")
    status, out, err = said("check", folder, "-o", tmp_path / "out")
    assert (status, out) == (1, "") and "Einstellungen" in err and "nme" in err
    assert sorted(f.name for f in (tmp_path / "out").iterdir()) == ["klein-check.html", "klein-check.json"]


def test_the_language_asked_for_is_the_language_of_the_problems(said, tmp_path):
    _, _, err = said("check", small_folder(tmp_path / "klein", umsatz=BAD_LINES), "--language", "en")
    assert "is not a number" in err


def test_wrong_settings_end_with_status_1_in_the_terminals_language_where_the_clients_is_unknown(
    said, tmp_path, monkeypatch
):
    folder = small_folder(tmp_path / "klein", "name: [\n")
    assert said("check", folder)[0] == 1 and "nicht als YAML lesbar" in said("check", folder)[2]
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "cannot be read as YAML" in said("check", folder)[2]


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("publish",), ("report",), ("check", "nowhere"), ("report", "nowhere"),
        ("report", ".", "--langauge", "de"), ("check", ".", "--language", "fr"),
    ],
)  # fmt: skip
def test_wrong_use_ends_with_status_2(said, arguments):
    status, out, err = said(*arguments)
    assert (status, out) == (2, "") and err.strip()


def test_an_unknown_chapter_is_wrong_use_and_named(said, tmp_path):
    status, _, err = said("report", small_folder(tmp_path / "klein"), "--only", "values")
    assert status == 2 and "values" in err and "segmentation" in err


def test_a_new_client_is_made_once(said, tmp_path):
    status, out, _ = said("new", tmp_path / "acme")
    assert status == 0 and "Angelegt" in out and (tmp_path / "acme" / "data" / "Vorlage.xlsx").is_file()
    status, _, err = said("new", tmp_path / "acme")
    assert status == 2 and "nicht leer" in err


def test_a_new_client_can_be_english(said, tmp_path):
    status, out, _ = said("new", tmp_path / "acme", "--language", "en")
    assert status == 0 and (tmp_path / "acme" / "data" / "Template.xlsx").is_file() and "Created" in out


def test_a_new_client_comes_with_a_questionnaire_beside_its_data(said, tmp_path):
    said("new", tmp_path / "acme")
    assert (tmp_path / "acme" / "Fragebogen.xlsx").is_file()


def test_a_questionnaire_is_added_to_a_client_that_is_there(said, tmp_path):
    folder = small_folder(tmp_path / "klein")
    status, out, _ = said("new", folder, "--questionnaire", "--language", "en")
    assert status == 0 and "Questionnaire.xlsx" in out and (folder / "Questionnaire.xlsx").is_file()
    status, _, err = said("new", folder, "--questionnaire", "--language", "en")
    assert status == 2 and "Questionnaire.xlsx" in err


def test_a_new_unfilled_client_is_told_what_to_deliver(said, tmp_path):
    said("new", tmp_path / "acme")
    status, _, err = said("check", tmp_path / "acme")
    assert status == 1 and err.strip()


def test_the_schema_is_json(said):
    status, out, _ = said("schema")
    assert status == 0 and "segmentation" in json.loads(out)["properties"]


def test_the_doctor_speaks_the_terminals_language(said):
    status, out, _ = said("doctor")
    assert status == 0 and "nötig: 3.11" in out


def test_an_interruption_ends_with_status_130(said, tmp_path, monkeypatch):
    monkeypatch.setattr("workbook.check.check", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    assert said("check", small_folder(tmp_path / "klein"))[::2] == (
        130,
        "Abgebrochen. Ein früheres Ergebnis ist unverändert.\n",
    )


def test_a_disk_that_cannot_be_written_ends_with_status_1(said, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, _, err = said("check", small_folder(tmp_path / "klein"), "-o", tmp_path / "file" / "out")
    assert status == 1 and "lässt sich nicht speichern" in err and str(tmp_path) not in err
    _, _, err = said("check", tmp_path / "klein", "-o", tmp_path / "file" / "out", "--language", "en")
    assert "cannot be saved" in err


@pytest.mark.parametrize(("spoken", "language"), [("de_AT.UTF-8", "de"), ("en_US", "en"), ("C", "en"), ("", "en")])
def test_the_terminal_speaks_its_own_language(monkeypatch, spoken, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, spoken)
    assert cli.terminal_words().language == language


@pytest.mark.parametrize("option", ["--help", "report --help"])
def test_help_is_no_error(capsys, option):
    with pytest.raises(SystemExit) as ended:
        main(option.split())
    assert ended.value.code == 0 and "Bericht" in capsys.readouterr().out


def test_the_module_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-m", "workbook", "check", "nowhere"], capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (2, "") and "nowhere" in done.stderr and no_traces(done.stderr)


def test_a_questionnaire_speaks_the_client_s_language_and_a_command_is_quoted_as_a_shell_needs_it(said, tmp_path):
    folder = tmp_path / "Adler & Co"
    _, out, _ = said("new", folder, "--small", "--language", "de")
    assert f"workbook check '{folder}'" in out
    status, out, _ = said("new", folder, "--questionnaire")
    assert status == 0 and (folder / "Fragebogen.xlsx").is_file() and "Angelegt" in out


def test_a_reader_who_goes_is_no_failure_to_save(tmp_path):
    command = f'"{sys.executable}" -m workbook schema; echo $? >&2'
    told = subprocess.run(["sh", "-c", f"( {command} ) | true"], capture_output=True, text=True, cwd=tmp_path)
    assert told.stderr.split() == ["141"]


def test_a_success_takes_the_account_of_an_earlier_failure_away_or_says_that_it_stays(tmp_path, capsys, monkeypatch):
    account = tmp_path / "failed" / "klein"
    account.mkdir(parents=True)
    (account / "cause.txt").write_text("Adler AG", encoding="utf-8")
    words = cli.terminal_words()
    done = Outcome(0, folder=tmp_path / "klein")

    def refused(*_):
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refused)
        assert cli._told(done, words) == 0 and account.exists()
    told = capsys.readouterr().err
    assert str(account) in told and "löschen Sie ihn selbst" in told
    assert cli._told(done, words) == 0 and not account.parent.exists() and capsys.readouterr().err == ""


@pytest.mark.parametrize("command", [["report"], ["report", "--only", "intake"], ["batch"]])
def test_results_never_take_the_place_of_the_client_or_of_anything_else(said, tmp_path, command):
    folder = small_folder(tmp_path / "klein")
    (tmp_path / "klein-only").mkdir()
    (tmp_path / "klein-only" / "thesis.txt").write_text("mine", encoding="utf-8")
    before = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if "failed" not in p.parts)
    status, _, err = said(command[0], folder, "-o", tmp_path, *command[1:])
    account = tmp_path / "failed" / "klein" / "cause.txt"
    told = account.read_text("utf-8") if command == ["batch"] else err
    assert status == 1 and "kein Ergebnis dieses Programms" in told and "verloren" in told
    kept = [p.relative_to(tmp_path) for p in (*folder.rglob("*"), folder, *(tmp_path / "klein-only").rglob("*"))]
    assert {*kept, Path("klein-only")} == set(before)
