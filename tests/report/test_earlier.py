"""An earlier result is read whole, of the same client, as its run left it, or refused with a sentence."""

import hashlib
import json

import pandas as pd
import pytest

from earlier_result import RESULTS, leave
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.problem import Refused
from workbook.problem_text import sentence
from workbook.report.earlier import key_of, named, read_earlier

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


def causes(path, client="acme"):
    """What is said of the file, in both languages, and that it names the file."""
    with pytest.raises(Refused) as refused:
        read_earlier(path, client)
    (problem,) = refused.value.problems
    said = [sentence(problem, words) for words in (GERMAN, ENGLISH)]
    assert all(path.name in text for text in said)
    return said[1]


def test_a_whole_result_is_read(tmp_path):
    found = read_earlier(leave(tmp_path), "acme")
    assert found.results["figures"] == RESULTS["figures"] and found.manifest["version"]
    assert found.customers["class"].tolist() == ["key", "core", "lean"]
    assert found.sha256 == hashlib.sha256((tmp_path / "results.json").read_bytes()).hexdigest()


def test_none_asked_for_is_none():
    assert read_earlier(None, "acme") is None and key_of(None) == ""


def test_manifest_and_tables_may_be_missing(tmp_path):
    path = leave(tmp_path)
    (tmp_path / "tables" / "customers.parquet").unlink()
    (tmp_path / "manifest.json").unlink()
    found = read_earlier(path, "acme")
    assert found.manifest is None and found.customers is None


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe{}", b'{"client": "ac', b"[" * 100_000])
def test_a_torn_file_is_refused(tmp_path, data):
    path = leave(tmp_path)
    path.write_bytes(data)
    assert "damaged" in causes(path)


@pytest.mark.parametrize(
    "told", [[], "text", {"client": "acme"}, {**RESULTS, "figures": {"a.b": 1}}, {**RESULTS, "findings": [1]}]
)
def test_a_foreign_file_is_refused(tmp_path, told):
    path = leave(tmp_path)
    path.write_text(json.dumps(told))
    assert "no results.json" in causes(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "missing" in causes(tmp_path / "nowhere.json") and "missing" in causes(tmp_path)


def test_another_client_is_refused_by_name(tmp_path):
    assert "acme" in causes(leave(tmp_path), "birke") and "birke" in causes(leave(tmp_path), "birke")


def test_what_was_changed_afterwards_is_refused(tmp_path):
    path = leave(tmp_path)
    path.write_text(json.dumps({**RESULTS, "currency": "USD"}))
    assert "changed" in causes(path)
    path = leave(tmp_path)
    pd.DataFrame({"class": ["key"]}).to_parquet(tmp_path / "tables" / "customers.parquet")
    assert "changed" in causes(path)


def test_a_manifest_of_another_client_is_refused(tmp_path):
    path = leave(tmp_path, client="birke", results={**RESULTS, "client": "acme"})
    assert "does not belong" in causes(path)
    (tmp_path / "manifest.json").write_text("[]")
    assert "does not belong" in causes(path)


def test_the_option_goes_before_the_setting(tmp_path):
    setting = Parameters(name="Acme", compare_with="alt/results.json")
    assert named(tmp_path, setting, None) == tmp_path / "alt" / "results.json"
    assert named(tmp_path, setting, tmp_path / "x.json") == tmp_path / "x.json"
    assert named(tmp_path, Parameters(name="Acme"), None) is None


def test_a_comparison_with_something_else_is_another_report(tmp_path):
    path = leave(tmp_path)
    first = key_of(path)
    assert first and first == key_of(path) != key_of(tmp_path / "nowhere.json")
    path.write_bytes(path.read_bytes() + b"\n")
    assert key_of(path) != first
