"""`report` killed at any moment: the old result or the new is there, never a mixture, and once more makes the whole."""

import os
import random
from collections import Counter

import pytest

from killing import AIMS, Nursery, Phases, Trial
from small_client import SETTINGS, small_folder

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
