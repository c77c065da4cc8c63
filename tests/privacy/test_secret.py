"""Where the key comes from, and what is refused as one."""

import os

import pytest

from workbook.privacy.secret import LEAST, PASSED, VARIABLE, find, handed, handed_on, key_file
from workbook.problem import Misuse


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.delenv(PASSED, raising=False)


@pytest.fixture
def kept():
    file = key_file("muster")
    file.parent.mkdir(parents=True)
    file.write_text("k" * LEAST + "\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def test_the_environment_first_then_the_file_then_one_for_this_run(tmp_path, kept, monkeypatch):
    assert find("muster", tmp_path / "c", tmp_path / "o").key == b"k" * LEAST
    monkeypatch.setenv(VARIABLE, "e" * LEAST)
    assert find("muster", tmp_path / "c", tmp_path / "o").key == b"e" * LEAST
    monkeypatch.delenv(VARIABLE)
    drawn = [find("other", tmp_path / "c", tmp_path / "o") for _ in range(2)]
    assert drawn[0].key != drawn[1].key and not drawn[0].kept and not key_file("other").exists()


def test_a_key_is_long_private_and_elsewhere(tmp_path, kept, monkeypatch):
    for folder, out in ((tmp_path, tmp_path / "o"), (tmp_path / "c", tmp_path)):
        with pytest.raises(Misuse, match=r"privacy\.key_beside"):
            find("muster", folder, out)
    if os.name == "posix":
        kept.chmod(0o644)
        with pytest.raises(Misuse, match=r"privacy\.key_open"):
            find("muster", tmp_path / "c", tmp_path / "o")
    monkeypatch.setenv(VARIABLE, "short")
    with pytest.raises(Misuse, match=r"privacy\.key_short"):
        find("muster", tmp_path / "c", tmp_path / "o")


def test_one_key_for_a_run_and_all_it_starts(tmp_path):
    with handed_on("muster", tmp_path, tmp_path):
        first = handed("muster", tmp_path)
        with handed_on("muster", tmp_path, tmp_path):
            assert handed("muster", tmp_path) == first and not first.kept
        assert PASSED in os.environ
    assert PASSED not in os.environ and handed("muster", tmp_path) != first
