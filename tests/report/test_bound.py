"""Processes that are gone when the one that started them is gone."""

import os
import subprocess
import sys

import psutil
import pytest

STARTS = """
import os, subprocess, sys
from functools import partial
from workbook.report.bound import bound
child = subprocess.Popen(["sleep", "60"], preexec_fn=partial(bound, os.getpid()))
print(child.pid, flush=True)
input()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends a process with its parent")
def test_killed_it_takes_with_it_what_it_started():
    with subprocess.Popen([sys.executable, "-c", STARTS], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        started = psutil.Process(int(process.stdout.readline()))
        process.kill()
        process.wait()
        _, left = psutil.wait_procs([started], timeout=10)
    assert not [p for p in left if p.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends a process with its parent")
def test_one_whose_parent_went_before_does_not_begin():
    pid = os.fork()
    if pid == 0:
        from workbook.report.bound import bound

        bound(os.getpid())  # nobody is its own parent
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 1
