"""What is wrong, as facts."""

import errno
import os

import pytest

from batch_fakes import ENGLISH, GERMAN
from workbook.problem import Misuse, Problem, Refused, output_problem
from workbook.problem_text import sentence


@pytest.mark.parametrize(("level", "stops"), [("reject", True), ("ask", True), ("warn", False), ("repair", False)])
def test_only_what_is_rejected_or_asked_stops_the_run(level, stops):
    assert Problem("NUM-TEXT", level).stops is stops


def test_a_refusal_carries_every_problem_but_says_no_value():
    refused = Refused([Problem("NUM-TEXT", "reject", values={"value": "secret"}), Problem("IN-EMPTY", "reject")])
    assert [p.code for p in refused.problems] == ["NUM-TEXT", "IN-EMPTY"]
    assert str(refused) == "2 problem(s): IN-EMPTY, NUM-TEXT"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, ("der Datenträger ist voll", "the disk is full")),
        (errno.EFBIG, ("so große Dateien nicht", "files of this size")),
        (errno.EROFS, ("kein Schreibrecht", "no right to write")),
        (errno.EACCES, ("ein anderes Programm hat die Datei geöffnet", "another program has the file open")),
        (errno.EBUSY, ("ein anderes Programm hat die Datei geöffnet", "another program has the file open")),
        (errno.EMFILE, ("zu viele Dateien", "too many files")),
        (errno.EIO, ("Input/output error", "Input/output error")),
    ],
)
def test_what_the_system_refuses_is_said_in_the_readers_language_with_the_file(code, said):
    problem = output_problem(OSError(code, os.strerror(code), "/srv/erika/out/results.xlsx"))
    for words, cause in zip((GERMAN, ENGLISH), said, strict=True):
        text = sentence(problem, words)
        assert cause in text and "results.xlsx: " in text and "erika" not in text
    assert "results.xlsx" not in sentence(output_problem(OSError(code, os.strerror(code))), GERMAN)


def test_wrong_use_carries_its_words():
    misuse = Misuse("cli.no_folder", folder="x")
    assert (misuse.key, misuse.values) == ("cli.no_folder", {"folder": "x"})
