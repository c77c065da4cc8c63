"""What gives out under the real commands: space, handles, the right to write. A sentence, no half file, what was there stays."""

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
from contextlib import suppress

import pytest

from killing import proven
from small_client import SETTINGS, no_traces, small_folder
from workbook.cli import main

GERMAN = {"LC_ALL": "de_DE.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


DROP_CAPABILITY, OVERRIDE_RIGHTS = 24, 1  # prctl, and what makes root stand above rights
FILL = "until [ -e {0}/adler/manifest.json ]; do sleep 0.02; done; dd if=/dev/zero of={0}/fill bs=1M"


def run(*arguments, files=None, size=None, plain=False, language="de_DE.UTF-8"):
    """The command in a process of its own, with at most so many handles and bytes per file.

    `plain`: rights count for it, though it may be root.
    """

    def limit():
        for what, number in ((resource.RLIMIT_NOFILE, files), (resource.RLIMIT_FSIZE, size)):
            if number:
                resource.setrlimit(what, (number, resource.getrlimit(what)[1]))
        if plain and sys.platform.startswith("linux") and os.geteuid() == 0:
            ctypes.CDLL(None).prctl(DROP_CAPABILITY, OVERRIDE_RIGHTS)

    command = [sys.executable, "-m", "workbook", *map(str, arguments)]
    env = {**os.environ, **GERMAN, "LC_ALL": language}
    done = subprocess.run(command, capture_output=True, env=env, preexec_fn=limit, timeout=300)
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
    (earlier / "manifest.json").write_text("yesterday", encoding="utf-8")
    status, told = run("report", tmp_path / "client", "-o", tmp_path / "out", size=100_000)
    assert status == 1 and "lässt sich nicht speichern" in told
    assert tree(tmp_path / "out") == {"client/manifest.json": b"yesterday"}


@pytest.mark.report
def test_too_few_handles_are_told_and_blamed_on_no_file(tmp_path):
    small_folder(tmp_path / "client")
    status, told = run("report", tmp_path / "client", "-o", tmp_path / "out", files=14)
    assert status == 1 and "zu viele Dateien sind zugleich geöffnet" in told and "umsatz.csv" not in told
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())


@pytest.fixture
def disk(tmp_path):
    """A disk of a few megabytes, to be filled in earnest."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=12m", "tmpfs", place], capture_output=True).returncode
    ):
        pytest.skip("nothing may be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.mark.report
def test_a_disk_full_while_a_batch_runs_costs_those_it_has_no_room_for_and_nobody_else(
    disk, tmp_path, capfd, monkeypatch
):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    for name in ("adler", "birke"):
        small_folder(tmp_path / "clients" / name)
    batch = ["batch", str(tmp_path / "clients"), "-o", str(disk), "-j", "1"]
    with subprocess.Popen(["sh", "-c", FILL.format(disk)], stderr=subprocess.DEVNULL) as filling:
        status, told = main(batch), capfd.readouterr()
    assert filling.returncode and status == 3, told
    assert "adler  erstellt" in told.out and "birke  fehlgeschlagen" in told.out and "OUT-WRITE" in told.out
    assert "der Datenträger ist voll" in told.err and no_traces(told.err)
    assert proven(disk / "adler") and not (disk / "birke").exists()
    assert [p.name for p in disk.rglob(".*")] == []
    (disk / "fill").unlink()
    assert main(batch) == 0 and proven(disk / "birke")
    assert json.loads((disk / "summary.json").read_text("utf-8"))["totals"]["up_to_date"] == 1


@pytest.mark.report
def test_a_full_disk_leaves_the_earlier_report(disk, tmp_path, capfd, monkeypatch):
    report = ["report", str(small_folder(tmp_path / "client")), "--only", "intake", "-o", str(disk)]
    assert main(report) == 0
    before = tree(disk)
    for room in (0, 200_000):  # found out before the notebooks, and in the middle of the writing
        with (disk / "fill").open("wb", buffering=0) as fill, suppress(OSError):
            while fill.write(bytes(4096)):
                pass
        os.truncate(disk / "fill", (disk / "fill").stat().st_size - room)
        capfd.readouterr()
        assert main(report) == 1 and "Datenträger ist voll" in capfd.readouterr().err
        (disk / "fill").unlink()
        assert tree(disk) == before and [p.name for p in disk.rglob(".*")] == []


@pytest.mark.report
@pytest.mark.parametrize(
    ("command", "language", "said"),
    [("report", "de_DE.UTF-8", "kein Schreibrecht"), ("batch", "en_GB.UTF-8", "no right to write")],
)
def test_a_folder_one_may_only_read_is_told_before_the_work(tmp_path, command, language, said):
    folder = small_folder(tmp_path / "client", SETTINGS.replace("language: de", f"language: {language[:2]}"))
    (tmp_path / "out").mkdir(mode=0o555)
    status, told = run(command, folder, "-o", tmp_path / "out", plain=True, language=language)
    assert status == 1 and said in told and "1/7" not in told, told
    assert not list((tmp_path / "out").iterdir())


@pytest.mark.parametrize("command", ["check {0}", "report {0}", "export {0} --to generic", "batch {0}"])
def test_results_are_never_put_among_the_data_they_come_from(tmp_path, capsys, command):
    folder = small_folder(tmp_path / "client")
    before = tree(folder)
    assert main([*command.format(folder).split(), "-o", str(folder / "data" / "out")]) == 2
    assert "data" in capsys.readouterr().err and tree(folder) == before
