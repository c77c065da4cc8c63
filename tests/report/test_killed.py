"""`report` killed at any moment: the old result or the new is there, never a mixture, and once more makes the whole."""

import os
import random
import time
from collections import Counter

import pytest

from killing import AIMS, Nursery, Phases, Trial
from small_client import SETTINGS, small_folder
from workbook.chromium import browser

pytestmark = pytest.mark.report

KILLS = int(os.environ.get("WORKBOOK_KILLS", "3"))
WHOLE = -(-KILLS * 3 // 10)  # so many make all chapters, the others the first


@pytest.fixture(scope="module")
def nursery(tmp_path_factory):
    made = Nursery(tmp_path_factory.mktemp("nursery") / "scratch")
    yield made
    made.close()


@pytest.fixture(scope="module")
def clients(tmp_path_factory):
    """The same client as it was and as it is."""
    folder = tmp_path_factory.mktemp("clients")
    for when in ("old", "new"):
        small_folder(folder / when / "adler", SETTINGS.replace("Klein GmbH", f"Kunde {when}"))
    return folder


@pytest.mark.parametrize(("chapters", "kills"), [((), WHOLE), (("intake",), KILLS - WHOLE)])
def test_killed_at_any_moment_the_old_or_the_new_is_there_and_once_more_makes_the_whole(
    nursery, clients, tmp_path, chapters, kills
):
    draw = random.Random(os.environ.get("WORKBOOK_KILLS_SEED", "1"))
    more = ["--only", *chapters] if chapters else []
    arguments = ["report", clients / "new" / "adler", *more]
    assert nursery.run("report", clients / "old" / "adler", *more, "-o", tmp_path / "old") == 0
    phases = Phases.of(nursery, tmp_path / "new", *arguments, "-o", tmp_path / "new")
    name = "adler-only" if chapters else "adler"
    trials = [
        Trial(nursery, arguments, [name], tmp_path / "new", before, phases) for before in (None, tmp_path / "old")
    ]
    for number in range(kills):
        trial = trials[draw.randrange(2)]
        trial.run(tmp_path / f"out-{number}", AIMS[(number + len(chapters)) % len(AIMS)], draw)
        print(number + 1, sum((t.moments for t in trials), Counter()), sum(t.reads for t in trials), flush=True)


@pytest.mark.browser
@pytest.mark.skipif(browser() is None, reason="no browser on this machine")
def test_killed_while_it_prints_it_leaves_no_browser_behind(nursery, clients, tmp_path):
    arguments = ["report", clients / "new" / "adler", "--only", "intake", "--pdf", "-o", tmp_path / "out"]
    pid = nursery.begin(*arguments)
    while not any("print-to-pdf" in " ".join(p.cmdline()) for p in nursery.running()):
        assert not nursery.ended(0.02)
    time.sleep(0.3)  # by then it has started helpers of its own
    os.kill(pid, 9)
    assert nursery.status() == -9 and nursery.orphans() == []
    assert nursery.run(*arguments) == 0 and (tmp_path / "out" / "adler-only" / "report.pdf").is_file()
    assert [p.name for p in (*(tmp_path / "out").rglob(".*"), *nursery.scratch.iterdir())] == []
