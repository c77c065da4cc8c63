"""The check of packages for known weaknesses proves something only where every locked package was looked up."""

import importlib.util
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("audit", Path(__file__).parents[1] / "docs" / "audit.py")
audit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(audit)
LOCKED = {("numpy", "2.0"), ("ruamel-yaml", "0.18")}
CLEAN = [{"name": "numpy", "version": "2.0", "vulns": []}, {"name": "ruamel.yaml", "version": "0.18", "vulns": []}]
WEAK = {"name": "numpy", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}


def test_all_looked_up_and_nothing_known():
    lines, status = audit.judged(LOCKED, {"dependencies": CLEAN})
    assert status == 0 and lines == ["2 of 2 locked packages looked up, 0 weaknesses known."]


def test_a_known_weakness_is_named_with_what_mends_it():
    lines, status = audit.judged(LOCKED, {"dependencies": [WEAK, CLEAN[1]]})
    assert status == audit.FAILED and "PYSEC-1" in lines[0] and "2.1" in lines[0]


@pytest.mark.parametrize(
    "told",
    [
        [],
        CLEAN[:1],
        [CLEAN[0], {"name": "ruamel.yaml", "skip_reason": "not found"}],
        [{**CLEAN[0], "version": "1.9"}, CLEAN[1]],
        [WEAK],
    ],
)
def test_what_was_not_looked_up_is_no_clean_bill(told):
    lines, status = audit.judged(LOCKED, {"dependencies": told})
    assert status == audit.NOT_AUDITED and "NOT AUDITED" in lines[-1]


def test_every_package_of_the_lock_is_asked_about_whatever_system_it_is_for():
    lines = [line for line in audit.LOCK.read_text("utf-8").splitlines() if line[:1].isalnum()]
    asked = audit.pins("\n".join(lines))
    assert {f"{n}=={v}" for n, v in asked} == {line.split()[0] for line in lines}
    assert any("sys_platform" in line for line in lines)


def test_two_versions_of_one_package_are_asked_about_one_after_the_other():
    parts = audit.each_once([("a", "1"), ("a", "2"), ("b", "1")])
    assert parts == [{"a": "1", "b": "1"}, {"a": "2"}]


@pytest.mark.parametrize("command", [["/nowhere/pip-audit"], ["true"]])
def test_without_an_answer_it_fails_and_says_so(capsys, command):
    assert audit.main(command) == audit.NOT_AUDITED and "NOT AUDITED" in capsys.readouterr().out
