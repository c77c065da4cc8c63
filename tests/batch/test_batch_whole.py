"""Whole batches with real processes: poisoned clients, kill -9 at any moment, nobody left behind."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from functools import partial

import psutil
import pytest

from killing import AIMS, Nursery, Phases, Trial, comparable
from sample_reports import EPOCH
from small_client import BAD_LINES, SETTINGS, small_folder
from workbook.cli import main

pytestmark = pytest.mark.report

KILLS = int(os.environ.get("WORKBOOK_KILLS", "3"))
NAMES = ("adler", "birke")


@pytest.fixture(scope="module")
def clients(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clients")
    for name in NAMES:
        small_folder(folder / name, SETTINGS.replace("Klein GmbH", f"Kunde {name}"))
    return folder


@pytest.fixture(scope="module", autouse=True)
def one_day():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        yield


@pytest.fixture(scope="module")
def whole(clients, tmp_path_factory):
    """What an uninterrupted batch leaves."""
    out = tmp_path_factory.mktemp("whole")
    assert main(["batch", str(clients), "-o", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    made = Nursery(tmp_path_factory.mktemp("nursery") / "scratch")
    yield made
    made.close()


def start(clients, out):
    """A batch in a process of its own, told apart by its output folder. It hears Ctrl+C also where the tests do not."""
    command = [sys.executable, "-m", "workbook", "batch", str(clients), "-o", str(out), "-j", "2"]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs are started deaf
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=heard)


def family(process):
    """All processes a batch started, however deep."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        return []


def left(processes, seconds=15.0):
    """Those that still run after a while."""
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


def test_one_bad_client_changes_nobody_elses_bytes(clients, tmp_path):
    bad = tmp_path / "bad"
    small_folder(bad / "dorn", umsatz=BAD_LINES)
    small_folder(bad / "esche", "nme: x\n")
    assert main(["batch", str(bad), *(str(clients / n) for n in NAMES), "-o", str(tmp_path / "out"), "-j", "2"]) == 3
    for name in NAMES:
        assert main(["report", str(clients / name), "-o", str(tmp_path / "alone")]) == 0
    made = {n: c for n, c in comparable(tmp_path / "out").items() if not n.startswith("failed/") and n != "index.html"}
    assert made == comparable(tmp_path / "alone") and len(made) > 20
    assert len(list((tmp_path / "out" / "failed").iterdir())) == 2


def test_killed_at_any_moment_and_run_again_it_leaves_what_an_uninterrupted_run_does(clients, whole, nursery, tmp_path):
    """Over an empty folder, over older results, and over one older result beside one that is up to date."""
    draw = random.Random(os.environ.get("WORKBOOK_KILLS_SEED", "1"))
    arguments = ["batch", clients, "-j", "2"]
    for name in NAMES:
        small_folder(tmp_path / "clients" / name, SETTINGS.replace("Klein GmbH", f"Vormals {name}"))
    phases = Phases.of(nursery, tmp_path / "old", "batch", tmp_path / "clients", "-j", "2", "-o", tmp_path / "old")
    shutil.copytree(tmp_path / "old", tmp_path / "half")
    shutil.rmtree(tmp_path / "half" / NAMES[1])
    shutil.copytree(whole / NAMES[1], tmp_path / "half" / NAMES[1])
    befores = (tmp_path / "half", None, tmp_path / "half", tmp_path / "old", tmp_path / "half", None)
    trials = [Trial(nursery, arguments, NAMES, whole, before, phases) for before in befores]
    for number in range(KILLS):
        trials[number // len(AIMS) % len(trials)].run(tmp_path / "out", AIMS[number % len(AIMS)], draw)
        print(number + 1, sum((t.moments for t in trials), Counter()), sum(t.reads for t in trials), flush=True)


def test_of_two_batches_at_once_one_works_and_the_other_is_told_who_does(clients, whole, nursery, tmp_path, capsys):
    pid = nursery.begin("batch", clients, "-o", tmp_path)
    while not (tmp_path / ".batch.lock").exists():
        assert not nursery.ended(0.01)
    assert main(["batch", str(clients), "-o", str(tmp_path)]) == 1 and str(pid) in capsys.readouterr().err
    assert nursery.status() == 0 and comparable(tmp_path) == comparable(whole)
    assert [p.name for p in tmp_path.rglob(".*")] == []


def test_interrupted_it_stops_its_processes_and_says_so(clients, tmp_path):
    batch = start(clients, tmp_path / "out")
    while not family(batch) and batch.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    children = family(batch)
    for _ in range(20):  # like somebody who waits for an answer
        batch.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            batch.wait(3)
            break
    assert batch.wait(30) == 130 and left(children) == []
    told = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert told["totals"]["stopped"] > 0 and not (tmp_path / "out" / ".batch.lock").exists()
    assert [p.name for p in (tmp_path / "out").glob(".*")] == []
