"""What the consultant finds where a report could not be made."""

import json

import nbformat
import pytest

from batch_fakes import ENGLISH, folders, planned
from small_client import no_traces
from workbook.batch.failures import cause_text, clear, keep, tracebacks, trimmed
from workbook.problem import Problem
from workbook.report.order import Outcome

WRONG = Outcome(1, problems=(Problem("NUM-TEXT", "reject", file="umsatz.csv", row=15, values={"value": "viel"}),))
SLOW = Outcome(3, cause="TimeoutError: the report took longer than 60 s")
RAISED = [
    "\x1b[0;31mTraceback\x1b[0m",
    *(f"line {n}" for n in range(30)),
    'File "/srv/a/workbook/x.py"',
    "KeyError: 'K1'",
]


@pytest.fixture
def client(tmp_path):
    return planned(*folders(tmp_path / "clients", "adler"))


def incomplete(folder, chapter="value"):
    """An incomplete report as a run leaves it."""
    (folder / "notebooks").mkdir(parents=True)
    (folder / "report.html").write_text("x", encoding="utf-8")
    error = nbformat.v4.new_output("error", ename="KeyError", evalue="'K1'", traceback=RAISED)
    for number, name in enumerate(("intake", chapter), 1):
        outputs = [error] if name == chapter else []
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=outputs)])
        nbformat.write(book, folder / "notebooks" / f"{number:02d}_{name}.ipynb")
    return Outcome(3, folder, failed=((chapter, "KeyError: 'K1'"),))


def test_wrong_data_are_told_in_the_clients_language_with_the_remedy(tmp_path, client):
    place = keep(tmp_path, client, WRONG)
    said = (place / "cause.txt").read_text("utf-8")
    assert place == tmp_path / "failed" / "adler" and "ist keine Zahl" in said and "umsatz.csv" in said
    assert "workbook check" in said and "unverändert" in said and no_traces(said)
    (problem,) = json.loads((place / "problems.json").read_text("utf-8"))["problems"]
    assert (problem["code"], problem["row"]) == ("NUM-TEXT", 15) and "viel" in problem["text"]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (SLOW, "--timeout"),
        (Outcome(2, cause="other software"), "requirements.lock"),
        (Outcome(3, cause="MemoryError"), "--memory"),
        (Outcome(3, cause="ProcessEnded: signal 9", attempts=3), "Attempts: 3"),
        (Outcome(3, cause="KeyError: 'x'"), "traceback"),
        (Outcome(1, problems=(Problem("OUT-WRITE", "reject", values={"cause": "No space left"}),)), "No space left"),
        (Outcome(3, failed=(("value", "TimeoutError: x"), ("process", "KeyError"))), "could not be made"),
    ],
)
def test_every_kind_of_failure_has_its_remedy(client, outcome, words):
    said = cause_text(type(client)(client.folder, client.id, ENGLISH, "to_do"), outcome)
    assert words in said and "is unchanged" in said and no_traces(said)


def test_an_incomplete_report_that_is_the_first_stays_and_its_failed_notebook_is_copied(tmp_path, client):
    outcome = incomplete(tmp_path / "adler")
    place = keep(tmp_path, client, outcome)
    assert sorted(p.relative_to(place).as_posix() for p in place.rglob("*.*")) == [
        "cause.txt", "notebooks/02_value.ipynb", "traceback-value.txt",
    ]  # fmt: skip
    assert (tmp_path / "adler" / "report.html").is_file()


def test_an_incomplete_report_beside_an_earlier_one_gets_the_account(tmp_path, client):
    outcome = incomplete(tmp_path / "failed" / "adler")
    place = keep(tmp_path, client, outcome)
    names = {p.name for p in place.iterdir()}
    assert names == {"report.html", "notebooks", "cause.txt", "traceback-value.txt"}
    assert len(list((place / "notebooks").iterdir())) == 2


def test_a_traceback_is_its_end_without_places(tmp_path):
    (text,) = tracebacks(incomplete(tmp_path / "adler")).values()
    lines = text.splitlines()
    assert len(lines) == 13 and lines[-1] == "KeyError: 'K1'" and 'File "x.py"' in lines and "line 3" not in lines


@pytest.mark.parametrize(
    ("text", "plain"),
    [('File "/srv/b/a.py", line 3', 'File "a.py", line 3'), ("C:\\x\\y\\a.py:3", "a.py:3")],
)
def test_places_on_the_machine_are_cut(text, plain):
    assert trimmed(text).strip() == plain


def test_the_next_failure_replaces_the_account_of_the_last(tmp_path, client):
    keep(tmp_path, client, WRONG)
    place = keep(tmp_path, client, SLOW)
    assert sorted(p.name for p in place.iterdir()) == ["cause.txt", "traceback.txt"]


def test_a_success_takes_the_account_away(tmp_path, client):
    other = planned(*folders(tmp_path / "more", "birke"))
    keep(tmp_path, client, WRONG)
    keep(tmp_path, other, WRONG)
    clear(tmp_path, "adler")
    assert [p.name for p in (tmp_path / "failed").iterdir()] == ["birke"]
    clear(tmp_path, "birke")
    clear(tmp_path, "birke")
    assert not (tmp_path / "failed").exists()


def test_the_clients_folder_is_not_touched(tmp_path, client):
    before = {p: p.read_bytes() for p in client.folder.rglob("*") if p.is_file()}
    keep(tmp_path, client, WRONG)
    assert {p: p.read_bytes() for p in client.folder.rglob("*") if p.is_file()} == before


def test_what_is_no_account_of_ours_stays(tmp_path, client):
    other = tmp_path / "failed" / "adler"
    other.mkdir(parents=True)
    (other / "client.yaml").write_text("name: Adler\n", encoding="utf-8")
    with pytest.raises(FileExistsError):
        keep(tmp_path, client, WRONG)
    clear(tmp_path, "adler")
    assert [p.name for p in other.iterdir()] == ["client.yaml"]
