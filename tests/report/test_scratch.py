"""Folders for what nobody delivers: swept once their process is gone, never before."""

import os
import subprocess
import sys

from workbook.report.scratch import runs, scratch, sweep


def test_what_ended_processes_left_is_swept_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left, foreign = tmp_path / f"workbook-{ended.pid}-abc", tmp_path / "workbook-notes"
    left.mkdir()
    foreign.mkdir()
    ours = scratch()
    sweep()
    assert sorted(tmp_path.iterdir()) == sorted([ours, foreign])


def test_a_process_runs_or_does_not():
    assert runs(os.getpid())
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not runs(ended.pid)
