"""A complete folder takes the place of the old one in one step, or nothing changes."""

import os

import pytest

from workbook.report import publish as module
from workbook.report.publish import MARK, alive, exchange, finish_interrupted, publish, staging

NOBODY = 2**22 + 1  # beyond the largest process number


def make(folder, text="new"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(text, encoding="utf-8")
    return folder


def content(folder):
    return (folder / MARK).read_text("utf-8")


def left(out):
    return sorted(p.name for p in out.iterdir())


@pytest.mark.parametrize("can_exchange", [True, False])
@pytest.mark.parametrize("old", [True, False])
def test_the_new_takes_the_place_of_the_old_and_nothing_else_stays(tmp_path, monkeypatch, can_exchange, old):
    if not can_exchange:
        monkeypatch.setattr(module, "exchange", lambda *_: False)
    target = tmp_path / "acme"
    if old:
        make(target, "old")
        (target / "stale.txt").write_text("x", encoding="utf-8")
    with staging(target) as staged:
        publish(make(staged), target)
    assert content(target) == "new" and left(tmp_path) == ["acme"] and left(target) == [MARK]


def test_a_failure_while_building_leaves_the_old_as_it_was(tmp_path):
    target = make(tmp_path / "acme", "old")
    with pytest.raises(ZeroDivisionError), staging(target) as staged:
        make(staged)
        1 / 0  # noqa: B018
    assert content(target) == "old" and left(tmp_path) == ["acme"]


def test_the_output_folder_is_made_where_it_is_missing(tmp_path):
    with staging(tmp_path / "a" / "b" / "acme") as staged:
        publish(make(staged), tmp_path / "a" / "b" / "acme")
    assert left(tmp_path / "a" / "b") == ["acme"]


def test_an_interruption_between_the_two_steps_is_completed(tmp_path):
    make(tmp_path / ".acme.old-1", "old")
    make(tmp_path / f".acme.tmp-{NOBODY}-x", "new")
    finish_interrupted(tmp_path / "acme")
    assert content(tmp_path / "acme") == "new" and left(tmp_path) == ["acme"]


def test_an_interruption_before_the_new_was_whole_brings_the_old_back(tmp_path):
    make(tmp_path / ".acme.old-1", "old")
    (tmp_path / f".acme.tmp-{NOBODY}-x").mkdir()
    finish_interrupted(tmp_path / "acme")
    assert content(tmp_path / "acme") == "old" and left(tmp_path) == ["acme"]


def test_what_a_dead_run_left_is_swept_and_a_living_ones_is_not(tmp_path):
    make(tmp_path / "acme", "old")
    make(tmp_path / f".acme.tmp-{NOBODY}-x")
    living = make(tmp_path / f".acme.tmp-{os.getppid()}-x")
    make(tmp_path / f".other.tmp-{NOBODY}-x")
    finish_interrupted(tmp_path / "acme")
    assert left(tmp_path) == [living.name, f".other.tmp-{NOBODY}-x", "acme"] and content(tmp_path / "acme") == "old"


def test_whether_a_run_is_alive_is_told_by_its_number(tmp_path):
    assert alive(tmp_path / f".a.tmp-{os.getppid()}-x")
    assert (
        not alive(tmp_path / f".a.tmp-{NOBODY}-x")
        and not alive(tmp_path / ".a.tmp-x-y")
        and not alive(tmp_path / ".a.old-1")
    )


def test_an_exchange_swaps_both(tmp_path):
    if not exchange(make(tmp_path / "a", "A"), make(tmp_path / "b", "B")):
        pytest.skip("this file system cannot exchange")
    assert (content(tmp_path / "a"), content(tmp_path / "b")) == ("B", "A")


def test_an_exchange_with_nothing_is_an_error(tmp_path):
    with pytest.raises(OSError, match=r".+"):
        if not exchange(make(tmp_path / "a"), tmp_path / "none"):
            raise OSError("cannot exchange here")
