"""Folders for what nobody delivers: swept once their process is gone, never before."""

import os
import subprocess
import sys

from workbook.report.scratch import mark, runs, scratch, started, sweep


def test_what_ended_processes_left_is_swept_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, foreign = tmp_path / f"workbook-{ended.pid}-1-abc", tmp_path / "workbook-notes"
    left.mkdir()
    foreign.mkdir()
    again = tmp_path / f"workbook-{os.getpid()}-1-abc"  # its number is ours by now, its start is not
    again.mkdir()
    ours = scratch()
    sweep()
    assert sorted(tmp_path.iterdir()) == sorted([ours, foreign])


def test_a_process_runs_or_does_not():
    assert runs(os.getpid(), started(os.getpid())) and not runs(os.getpid(), 1)
    since = started(os.getppid())
    assert mark() == f"{os.getpid()}-{started(os.getpid()):.0f}" and runs(os.getppid(), since)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not runs(ended.pid, 1) and started(ended.pid) is None
