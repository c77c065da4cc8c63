"""What gives out under the real commands: space, handles, the right to write. A sentence, no half file, what was there stays."""

import os
import resource
import subprocess
import sys

import pytest

from small_client import no_traces, small_folder
from workbook.cli import main

GERMAN = {"LC_ALL": "de_DE.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def run(*arguments, files=None, size=None):
    """The command in a process of its own, with at most so many handles and bytes per file."""

    def limit():
        for what, number in ((resource.RLIMIT_NOFILE, files), (resource.RLIMIT_FSIZE, size)):
            if number:
                resource.setrlimit(what, (number, resource.getrlimit(what)[1]))

    command = [sys.executable, "-m", "workbook", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, env={**os.environ, **GERMAN}, preexec_fn=limit, timeout=300)
    told = done.stderr.decode("utf-8", "replace")
    assert no_traces(told), told
    return done.returncode, told


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.report
@pytest.mark.parametrize("command", ["check {0}/client -o {0}/out", "new {0}/out/neu"])
def test_a_disk_that_takes_no_more_leaves_nothing_half(tmp_path, command):
    """A file larger than is allowed: the system refuses it in the middle, as a full disk does."""
    small_folder(tmp_path / "client")
    (tmp_path / "out").mkdir()
    status, told = run(*command.format(tmp_path).split(), size=3_000)
    assert status == 1 and "lässt sich nicht speichern" in told, told
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.report
def test_a_report_that_finds_no_room_leaves_the_earlier_one(tmp_path):
    small_folder(tmp_path / "client")
    earlier = tmp_path / "out" / "client"
    earlier.mkdir(parents=True)
    (earlier / "report.html").write_text("yesterday", encoding="utf-8")
    status, told = run("report", tmp_path / "client", "-o", tmp_path / "out", size=100_000)
    assert status == 1 and "lässt sich nicht speichern" in told
    assert tree(tmp_path / "out") == {"client/report.html": b"yesterday"}


@pytest.mark.report
def test_too_few_handles_are_told_and_blamed_on_no_file(tmp_path):
    small_folder(tmp_path / "client")
    status, told = run("report", tmp_path / "client", "-o", tmp_path / "out", files=14)
    assert status == 1 and "Too many open files" in told and "umsatz.csv" not in told
    assert not (tmp_path / "out").exists() or tree(tmp_path / "out") == {}


@pytest.mark.parametrize("command", ["check {0}", "report {0}", "export {0} --to generic", "batch {0}"])
def test_results_are_never_put_among_the_data_they_come_from(tmp_path, capsys, command):
    folder = small_folder(tmp_path / "client")
    before = tree(folder)
    assert main([*command.format(folder).split(), "-o", str(folder / "data" / "out")]) == 2
    assert "data" in capsys.readouterr().err and tree(folder) == before
