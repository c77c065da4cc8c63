"""What dead runs left in an output folder."""

import os

from workbook.batch.lock import NAME, STOP
from workbook.batch.sweep import sweep
from workbook.report.scratch import mark, started


def folder(path, mark=True):
    path.mkdir(parents=True)
    if mark:
        (path / "manifest.json").write_text("{}", encoding="utf-8")
    return path


def test_temporary_files_of_dead_runs_go_too(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "workbook-999999-1-abc").mkdir()
    sweep(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_unfinished_folders_go_also_of_clients_that_are_not_made_this_time(tmp_path):
    folder(tmp_path / ".acme.tmp-999999-0a", mark=False)
    folder(tmp_path / f".acme.tmp-{mark()}-0b")
    folder(tmp_path / "failed" / ".acme.tmp-999999-0c")
    folder(tmp_path / "acme")
    sweep(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["acme", "failed"]
    assert list((tmp_path / "failed").iterdir()) == []


def test_an_interrupted_exchange_is_completed(tmp_path):
    folder(tmp_path / ".acme.old-0a", mark=False)
    folder(tmp_path / ".acme.tmp-999999-0b")
    sweep(tmp_path)
    assert (tmp_path / "acme" / "manifest.json").is_file() and len(list(tmp_path.iterdir())) == 1


def test_a_run_that_lives_keeps_its_folder(tmp_path):
    kept = folder(tmp_path / f".acme.tmp-{os.getppid()}-{started(os.getppid()):.0f}-0a")
    gone = folder(tmp_path / f".acme.tmp-{os.getppid()}-1-0a")  # its number is another's now
    sweep(tmp_path)
    assert kept.is_dir() and not gone.exists()


def test_files_half_written_go_and_others_stay(tmp_path):
    (tmp_path / "logs").mkdir()
    for name in (".summary.json.part", f"{NAME}.0a", f"{STOP}.0a", "logs/.x.part"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    for name in (NAME, "summary.json", "logs/acme.log", ".gitignore"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    sweep(tmp_path)
    left = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert left == {NAME, "summary.json", "logs/acme.log", ".gitignore"}
