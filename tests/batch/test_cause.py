"""Why a client's report could not be made, as a code."""

import pytest

from workbook.batch.cause import codes, counted, exception, kind, transient
from workbook.problem import Problem
from workbook.report.order import Outcome


@pytest.mark.parametrize(
    ("cause", "name"),
    [
        ("other software", "software"),
        ("ModuleNotFoundError: No module named 'workbook'", "software"),
        ("TimeoutError", "time"), ("the time limit of 60 s", "time"), ("MemoryError: 8 GB", "memory"),
        ("DeadKernelError", "died"), ("killed by signal 9", "died"), ("died with exit code 3", "died"),
        ("OSError: [Errno 28] No space left on device", "output"), ("ValueError: Adler AG", "program"), ("", "program"),
    ],
)  # fmt: skip
def test_a_cause_is_of_one_kind(cause, name):
    assert kind(cause) == name


@pytest.mark.parametrize(
    ("outcome", "again"),
    [
        (Outcome(3, cause="BlockingIOError: EAGAIN"), True),
        (Outcome(3, cause="OSError: [Errno 12] Cannot allocate memory"), True),
        (Outcome(3, cause="killed by signal 9"), True),
        (Outcome(3, cause="TimeoutError"), False),
        (Outcome(3, cause="the memory limit"), False),
        (Outcome(3, cause="ValueError: x"), False),
        (Outcome(3, failed=(("value", "DeadKernelError"),)), False),
        (Outcome(1, problems=(Problem("RANGE", "reject"),)), False),
        (Outcome(0), False),
        (Outcome(130, cause="killed"), False),
    ],
)
def test_only_what_may_pass_is_tried_again(outcome, again):
    assert transient(outcome) is again


def test_codes_say_nothing_the_client_wrote():
    problems = (Problem("NUM-TEXT", "reject", row=3, values={"value": "Adler"}), Problem("RANGE", "reject"))
    assert codes(Outcome(1, problems=problems)) == ("NUM-TEXT", "RANGE")
    assert codes(Outcome(3, failed=(("value", "KeyError: 'Adler'"),))) == ("value:program",)
    assert codes(Outcome(3, cause="killed by signal 9")) == ("died",) and codes(Outcome(0)) == ()


def test_a_log_counts_and_names_rows():
    problems = tuple(Problem("NUM-TEXT", "reject", row=r, values={"value": "Adler"}) for r in (3, 9))
    assert list(counted(Outcome(1, problems=problems))) == ["NUM-TEXT n=2 rows=3,9"]
    lines = list(counted(Outcome(3, failed=(("value", "KeyError: 'Adler'"), ("process", "boom Adler")))))
    assert lines == ["chapter=value cause=program KeyError", "chapter=process cause=program"]
    assert list(counted(Outcome(3, cause="OSError: No space left on Adler"))) == ["cause=output OSError"]


def test_an_exception_is_known_by_its_name():
    assert exception("KeyError: 'x'") == "KeyError" and exception("a.b.SomeError") == "a.b.SomeError"
    assert exception("Adler AG is wrong") == ""
