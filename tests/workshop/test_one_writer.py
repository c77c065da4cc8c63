"""Whoever writes is alone; whoever dies over it gives way."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from workbook.settings import read_settings
from workbook.workshop.decisions import Decisions
from workbook.workshop.one_writer import Held, one_writer
from workshop_client import room_folder

SETTINGS = ("key_score", "decline_limit", "borderline", "least_known", "large_firm_share", "reward_share")
WRITER = """
import sys
from pathlib import Path
from workbook.workshop.decisions import Decisions
for value in sys.argv[3:]:
    Decisions(Path(sys.argv[1])).save({("segmentation", sys.argv[2]): float(value)}, sys.argv[2], "Grund")
"""


def test_the_second_waits_and_gives_up_in_time(tmp_path):
    with one_writer(tmp_path), pytest.raises(Held), one_writer(tmp_path, 0.05):
        pass
    with one_writer(tmp_path, 0):
        pass


def test_a_dead_holder_holds_nothing(tmp_path):
    code = "import os\nfrom pathlib import Path\nfrom workbook.workshop.one_writer import one_writer\n"
    code += f"with one_writer(Path({str(tmp_path)!r})):\n    os._exit(9)\n"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    with one_writer(tmp_path, 0):
        pass


def test_two_processes_saving_at_once_lose_nothing(tmp_path):
    folder = room_folder(tmp_path / "r")
    values = [f"0.{n}" for n in range(11, 17)]
    started = [subprocess.Popen([sys.executable, "-c", WRITER, str(folder), name, *values]) for name in SETTINGS[:2]]
    assert [process.wait() for process in started] == [0, 0]
    now = read_settings(folder).segmentation
    assert now.key_score == now.decline_limit == 0.16
    told = Decisions(folder).journal()
    assert len(told) == 2 * len(values) and [r["save"] for r in told] == list(range(len(told)))
    assert all(later["before"] == earlier["after"] for earlier, later in pairwise(told))


def test_many_windows_of_one_process_lose_nothing(tmp_path):
    folder = room_folder(tmp_path / "r")
    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(Decisions(folder).save, {("segmentation", s): 0.45}, "Eva", "Grund") for s in SETTINGS]
        assert all(one.result() for one in done)
    now = read_settings(folder)
    assert all(getattr(now.segmentation, s) == 0.45 for s in SETTINGS) and len(now.decisions) == len(SETTINGS)
