"""The worker's side: what it imports beforehand, and how it answers."""

import subprocess
import sys

from small_client import small_folder
from workbook.report.child import make
from workbook.report.order import Job, Limits


class Line:
    """A line nobody listens to but the test."""

    def __init__(self):
        self.said = []

    def send(self, what):
        self.said.append(what)


def test_the_parent_imports_all_but_what_no_report_needs_and_starts_no_thread():
    code = (
        "from workbook.report.child import preload; preload(); import sys, threading; print(threading.active_count())"
    )
    code += "; print(*sorted({'jsonschema', 'lark', 'papermill'} & {*sys.modules}))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "1\njsonschema papermill\n"


def test_wrong_settings_are_an_outcome(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "client.yaml").write_text("nonsense: 1\n", encoding="utf-8")
    outcome = make(Job(tmp_path, tmp_path / "out"), Limits(), Line())
    assert outcome.status == 1 and outcome.problems and outcome.seconds > 0 and outcome.memory > 0


def test_a_folder_that_cannot_be_written_is_an_outcome(tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    line = Line()
    outcome = make(Job(small_folder(tmp_path / "client"), tmp_path / "out", only=("intake",)), Limits(), line)
    assert [p.code for p in outcome.problems] == ["OUT-WRITE"]
    assert line.said == []  # told before the work
