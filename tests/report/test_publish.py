"""A complete folder takes the place of the old one in one step, or nothing changes."""

import errno
import os

import pytest

from workbook.problem import Refused
from workbook.report import publish as module
from workbook.report.publish import MARK, alive, exchange, finish_interrupted, publish, replaceable, staging
from workbook.report.scratch import mark, started

NOBODY = 2**22 + 1  # beyond the largest process number
OTHERS = f"{os.getppid()}-{started(os.getppid()):.0f}"


def make(folder, text="new"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(text, encoding="utf-8")
    return folder


def content(folder):
    return (folder / MARK).read_text("utf-8")


def left_over(out):
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
    assert content(target) == "new" and left_over(tmp_path) == ["acme"] and left_over(target) == [MARK]


def refusing(monkeypatch, times, wanted):
    """Renaming is refused so often where `wanted` says so of source and target, as Windows does while a file in it is open."""
    real, left = module.Path.rename, [times]

    def rename(self, target):
        if left[0] and wanted(self.name, target.name):
            left[0] -= 1
            raise PermissionError(13, "The process cannot access the file", str(self))
        return real(self, target)

    monkeypatch.setattr(module.Path, "rename", rename)
    monkeypatch.setattr(module, "exchange", lambda *_: False)
    monkeypatch.setattr(module.time, "sleep", lambda _: None)
    return left


@pytest.mark.parametrize("step", ["aside", "in"])
def test_what_a_scanner_holds_for_a_moment_is_tried_again(tmp_path, monkeypatch, step):
    target = make(tmp_path / "acme", "old")
    left = refusing(monkeypatch, len(module.PAUSES), lambda name, _: (name == "acme") == (step == "aside"))
    with staging(target) as staged:
        publish(make(staged), target)
    assert content(target) == "new" and left_over(tmp_path) == ["acme"] and left == [0]


@pytest.mark.parametrize("step", ["aside", "in"])
def test_what_another_program_keeps_open_leaves_the_old_in_its_place_untouched(tmp_path, monkeypatch, step):
    target = make(tmp_path / "acme", "old")
    refusing(monkeypatch, 99, lambda name, _: name == "acme" if step == "aside" else ".tmp-" in name)
    with pytest.raises(PermissionError), staging(target) as staged:
        publish(make(staged), target)
    assert content(target) == "old" and left_over(tmp_path) == ["acme"]


def test_a_reader_of_the_old_keeps_it_while_the_new_takes_its_place(tmp_path):
    target = make(tmp_path / "acme", "old")
    with (target / MARK).open(encoding="utf-8") as reader:
        with staging(target) as staged:
            publish(make(staged), target)
        assert reader.read() == "old"
    assert content(target) == "new"


def test_of_two_that_publish_the_first_result_at_once_the_second_stays(tmp_path, monkeypatch):
    target, real = tmp_path / "acme", module.Path.exists
    with staging(target) as one, staging(target) as other:
        publish(make(one, "first"), target)
        monkeypatch.setattr(module.Path, "exists", lambda self: monkeypatch.undo() or (self != target and real(self)))
        publish(make(other, "second"), target)
    assert content(target) == "second" and left_over(tmp_path) == ["acme"]


def test_a_failure_while_building_leaves_the_old_as_it_was(tmp_path):
    target = make(tmp_path / "acme", "old")
    with pytest.raises(ZeroDivisionError), staging(target) as staged:
        make(staged)
        1 / 0  # noqa: B018
    assert content(target) == "old" and left_over(tmp_path) == ["acme"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_folder_that_takes_no_file_is_known_before_the_work(tmp_path, monkeypatch, code):
    module.writable(tmp_path / "out")
    assert left_over(tmp_path / "out") == []

    def refuse(**_):
        raise OSError(code, "refused", "/out/tmp1234")

    monkeypatch.setattr(module.tempfile, "TemporaryFile", refuse)
    with pytest.raises(OSError, match="refused") as refused:
        module.writable(tmp_path / "out")
    assert (refused.value.errno, refused.value.filename) == (code, str(tmp_path / "out"))


def test_the_output_folder_is_made_where_it_is_missing(tmp_path):
    with staging(tmp_path / "a" / "b" / "acme") as staged:
        publish(make(staged), tmp_path / "a" / "b" / "acme")
    assert left_over(tmp_path / "a" / "b") == ["acme"]


def test_an_interruption_between_the_two_steps_is_completed(tmp_path):
    make(tmp_path / ".acme.old-1", "old")
    make(tmp_path / f".acme.tmp-{NOBODY}-1-0a", "new")
    finish_interrupted(tmp_path / "acme")
    assert content(tmp_path / "acme") == "new" and left_over(tmp_path) == ["acme"]


def test_an_interruption_before_the_new_was_whole_brings_the_old_back(tmp_path):
    make(tmp_path / ".acme.old-1", "old")
    (tmp_path / f".acme.tmp-{NOBODY}-1-0a").mkdir()
    finish_interrupted(tmp_path / "acme")
    assert content(tmp_path / "acme") == "old" and left_over(tmp_path) == ["acme"]


def test_what_a_dead_run_left_is_swept_and_a_living_ones_is_not(tmp_path):
    make(tmp_path / "acme", "old")
    make(tmp_path / f".acme.tmp-{NOBODY}-1-0a")
    living = make(tmp_path / f".acme.tmp-{OTHERS}-0a")
    make(tmp_path / f".other.tmp-{NOBODY}-1-0a")
    finish_interrupted(tmp_path / "acme")
    assert (
        left_over(tmp_path) == [living.name, f".other.tmp-{NOBODY}-1-0a", "acme"]
        and content(tmp_path / "acme") == "old"
    )


def test_what_a_process_that_ended_had_on_its_way_goes_and_nobody_elses(tmp_path):
    make(tmp_path / f".acme.tmp-{NOBODY}-1-0a")
    make(tmp_path / "failed" / f".acme.tmp-{NOBODY}-1-0b")
    other = make(tmp_path / f".acme.tmp-{NOBODY}1-1-0a")
    module.abandon(tmp_path, NOBODY)
    assert left_over(tmp_path) == [other.name, "failed"] and left_over(tmp_path / "failed") == []


def test_whether_a_run_is_alive_is_told_by_its_number_and_its_start(tmp_path):
    assert alive(tmp_path / f".a.tmp-{OTHERS}-0a")
    assert (
        not alive(tmp_path / f".a.tmp-{NOBODY}-1-0a")
        and not alive(tmp_path / ".a.tmp-x-y")
        and not alive(tmp_path / ".a.old-1")
        and not alive(tmp_path / f".a.tmp-{os.getppid()}-1-0a")
        and not alive(tmp_path / f".a.tmp-{mark()}-0a")
    )


def test_an_exchange_swaps_both(tmp_path):
    if not exchange(make(tmp_path / "a", "A"), make(tmp_path / "b", "B")):
        pytest.skip("this file system cannot exchange")
    assert (content(tmp_path / "a"), content(tmp_path / "b")) == ("B", "A")


def test_an_exchange_with_nothing_is_an_error(tmp_path):
    with pytest.raises(OSError, match=r".+"):
        if not exchange(make(tmp_path / "a"), tmp_path / "none"):
            raise OSError("cannot exchange here")


def result(folder, *names):
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text("{}", encoding="utf-8")
    return folder


def test_a_result_takes_the_place_of_nothing_or_of_a_result(tmp_path):
    places = [result(tmp_path / "a", "manifest.json", "job.json"), result(tmp_path / "b", "cause.txt"), tmp_path / "c"]
    for place in (*places, result(tmp_path / "d")):
        replaceable(place, tmp_path / "client")


def test_nothing_of_anybody_elses_is_replaced(tmp_path):
    thesis, client = result(tmp_path / "a", "thesis.txt"), result(tmp_path / "b", "client.yaml", "manifest.json")
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(result(tmp_path / "result", "manifest.json"))
    for place in (thesis, client, tmp_path / "file", tmp_path / "link"):
        with pytest.raises(Refused) as refused:
            replaceable(place, tmp_path / "client")
        assert [p.code for p in refused.value.problems] == ["OUT-TAKEN"]


@pytest.mark.parametrize("inside", [(), ("data",)])
def test_a_clients_own_folder_is_never_replaced_nor_one_that_holds_it(tmp_path, inside):
    place = result(tmp_path / "klein", "manifest.json")
    with pytest.raises(Refused):
        replaceable(place, place.joinpath(*inside))
