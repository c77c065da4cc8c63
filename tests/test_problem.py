"""What is wrong, as facts."""

import pytest

from workbook.problem import Misuse, Problem, Refused


@pytest.mark.parametrize(("level", "stops"), [("reject", True), ("ask", True), ("warn", False), ("repair", False)])
def test_only_what_is_rejected_or_asked_stops_the_run(level, stops):
    assert Problem("NUM-TEXT", level).stops is stops


def test_a_refusal_carries_every_problem_but_says_no_value():
    refused = Refused([Problem("NUM-TEXT", "reject", values={"value": "secret"}), Problem("IN-EMPTY", "reject")])
    assert [p.code for p in refused.problems] == ["NUM-TEXT", "IN-EMPTY"]
    assert str(refused) == "2 problem(s): IN-EMPTY, NUM-TEXT"


def test_wrong_use_carries_its_words():
    misuse = Misuse("cli.no_folder", folder="x")
    assert (misuse.key, misuse.values) == ("cli.no_folder", {"folder": "x"})
