"""What a cluster's worker does for one client."""

import subprocess
import sys

from batch_fakes import deliver, folders
from workbook.batch.lock import STOP
from workbook.batch.plan import plan
from workbook.batch.remote import made
from workbook.batch.runner import job
from workbook.batch.task import asked, read
from workbook.report.order import Limits, Outcome


def order(tmp_path):
    (client,) = plan(folders(tmp_path, "adler"), tmp_path / "out")
    return job(client, tmp_path / "out")


def test_a_client_that_is_there_already_costs_an_interpreter_and_nothing_else(tmp_path):
    asking = order(tmp_path)
    target = deliver(asking)
    said, code = made({**asked(asking, Limits(), False), "stop": f"{STOP}.x"})
    assert (read(said), code) == (Outcome(0, target), 0)


def test_a_batch_that_has_ended_stops_it(tmp_path):
    asking = order(tmp_path)
    asking.out.mkdir()
    (asking.out / f"{STOP}.x").touch()
    said, _ = made({**asked(asking, Limits(), False), "stop": f"{STOP}.x"})
    assert (read(said) or Outcome(130)).status == 130 and not (asking.out / "adler").exists()


def test_it_imports_none_of_our_code(tmp_path):
    code = "import sys, workbook.batch.remote; print(sorted(m for m in sys.modules if m.startswith('workbook.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['workbook.batch', 'workbook.batch.remote']"
