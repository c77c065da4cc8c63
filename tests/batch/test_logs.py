"""One log per client."""

from workbook.batch import logs
from workbook.batch.logs import log


def test_lines_are_added_with_their_time(tmp_path):
    log(tmp_path, "acme", "started")
    log(tmp_path, "acme", "finished status=0")
    lines = (tmp_path / "logs" / "acme.log").read_text("utf-8").splitlines()
    assert [line.partition(" ")[2] for line in lines] == ["started", "finished status=0"]
    assert lines[0].partition(" ")[0].endswith("+00:00")


def test_a_long_log_is_begun_anew_and_the_oldest_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "LARGEST", 50)
    for n in range(20):
        log(tmp_path, "acme", f"line {n} " + "x" * 40)
    files = sorted((tmp_path / "logs").iterdir())
    assert [f.name for f in files] == ["acme.log", "acme.log.1", "acme.log.2", "acme.log.3"]
    assert "line 19" in files[0].read_text("utf-8") and "line 18" in files[1].read_text("utf-8")
