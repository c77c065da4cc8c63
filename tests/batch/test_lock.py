"""One batch per output folder."""

import hashlib
import json
import os
import platform
import subprocess
import sys
import threading

import pytest

from workbook.batch import lock
from workbook.batch.lock import NAME, alive, held
from workbook.language import Words
from workbook.problem import Refused
from workbook.problem_text import sentence
from workbook.report.scratch import started

MINE = {"run": "a", "pid": os.getpid(), "host": platform.node(), "started": started(os.getpid()), "since": "2026-01-15"}


def write(out, **changes):
    out.mkdir(exist_ok=True)
    (out / NAME).write_text(json.dumps({**MINE, **changes}), encoding="utf-8")


def test_the_lock_is_there_while_it_is_held_and_gone_afterwards(tmp_path):
    with held(tmp_path / "out") as run:
        assert json.loads((tmp_path / "out" / NAME).read_text("utf-8"))["run"] == run
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_second_run_is_told_who_holds_it_since_when(tmp_path, language):
    write(tmp_path, since="2026-01-15T14:05:00+00:00")
    with pytest.raises(Refused) as refused, held(tmp_path):
        pass
    (problem,) = refused.value.problems
    words = Words(language, {"de": "de_DE", "en": "en_GB"}[language], "EUR")
    said = sentence(problem, words)
    assert problem.code == "OUT-HELD" and str(os.getpid()) in said and "2026-01-15T14:05" in said and NAME in said
    assert json.loads((tmp_path / NAME).read_text("utf-8"))["run"] == "a"


def dead():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("changes", [{"started": 1.0}, {"pid": None}])
def test_what_a_dead_run_left_is_taken_over(tmp_path, changes):
    write(tmp_path, **{k: v or dead() for k, v in changes.items()})
    with held(tmp_path) as run:
        assert json.loads((tmp_path / NAME).read_text("utf-8"))["run"] == run


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x"}'])
def test_a_lock_cut_short_by_a_crash_holds_nobody_up(tmp_path, text):
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    with held(tmp_path):
        pass
    assert not (tmp_path / NAME).exists()


def test_of_another_machine_it_cannot_be_told(tmp_path):
    write(tmp_path, host="elsewhere", pid=1)
    with pytest.raises(Refused), held(tmp_path):
        pass


def test_a_process_that_is_dead_and_not_yet_buried_is_dead():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    holder = {**MINE, "pid": process.pid, "started": started(process.pid)}
    assert alive(holder)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert not alive(holder)
    process.communicate()
    assert started(process.pid) is None


def test_of_many_at_once_exactly_one_gets_it(tmp_path):
    write(tmp_path, started=1.0)
    got, barrier, done = [], threading.Barrier(8), threading.Event()

    def run():
        barrier.wait()
        try:
            with held(tmp_path) as run:
                got.append(run)
                done.wait(5)
        except Refused:
            pass

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    while sum(t.is_alive() for t in threads) > 1:
        threads[0].join(0.01)
    done.set()
    for thread in threads:
        thread.join()
    assert len(got) == 1 and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mtime", [1e9, 4e9])
def test_a_claim_that_came_to_nothing_holds_nobody_up_whatever_the_clock_said(tmp_path, mtime):
    """Whoever wanted to take over a dead run's lock died over it, before or after the clock was set back."""
    write(tmp_path, started=1.0, since="2090-01-01T00:00:00+00:00")
    claim = tmp_path / f"{NAME}.{hashlib.sha256((tmp_path / NAME).read_bytes()).hexdigest()[:16]}"
    claim.touch()
    for path in (claim, tmp_path / NAME):
        os.utime(path, (mtime, mtime))
    with held(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_links_has_locks_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(lock.os, "link", lambda *_: (_ for _ in ()).throw(OSError("no links")))
    with held(tmp_path), pytest.raises(Refused), held(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
