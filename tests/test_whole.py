"""Files and folders that are there whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from workbook.whole import whole_folder, write_whole


def full(self, data):
    """A disk that takes half."""
    with self.open("wb") as handle:
        handle.write(data[: len(data) // 2])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))


def test_a_file_takes_the_place_of_the_old_one(tmp_path):
    write_whole(tmp_path / "a.txt", "old")
    write_whole(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_text("utf-8") == "new" and [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("old", ["", "old"])
def test_a_disk_that_takes_half_leaves_what_was_there(tmp_path, monkeypatch, old):
    if old:
        write_whole(tmp_path / "a.txt", old)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="space"):
        write_whole(tmp_path / "a.txt", "new and longer")
    assert [p.read_text("utf-8") for p in tmp_path.iterdir()] == [old] * bool(old)


def test_a_name_as_long_as_a_name_may_be(tmp_path):
    write_whole(tmp_path / ("x" * 255), "whole")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_could_not_be_filled_is_as_before(tmp_path, there):
    folder = tmp_path / "one" / "two"
    if there:
        folder.mkdir(parents=True)
    with pytest.raises(KeyboardInterrupt), whole_folder(folder):
        (folder / "data").mkdir()
        (folder / "data" / "x.xlsx").write_text("half", encoding="utf-8")
        (folder / "client.yaml").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt
    assert [p.relative_to(tmp_path).as_posix() for p in sorted(tmp_path.rglob("*"))] == ["one", "one/two"] * there


def test_a_folder_that_was_filled_stays(tmp_path):
    with whole_folder(tmp_path / "one"):
        (tmp_path / "one" / "a").touch()
    assert (tmp_path / "one" / "a").exists()
