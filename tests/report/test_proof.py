"""Success is proven, not assumed."""

from pathlib import Path

import pytest

from workbook.report.proof import LARGEST, NotPublishable, prove

GOOD = '<h1 id="h">x</h1><section class="chapter" id="a"></section><section class="chapter" id="b"></section>'
FOLDER = Path("/srv/kept-1")


def test_a_good_page_passes():
    prove(GOOD, FOLDER, 2)


@pytest.mark.parametrize(
    ("html", "why"),
    [
        (GOOD + "x" * LARGEST, "larger"),
        (GOOD + "Traceback (most recent call last)", "traceback"),
        (GOOD + "/srv/kept-1", "path"),
        (GOOD + "/home/someone/project", "path"),
        (GOOD + "/tmp/workbook-abc/x", "path"),
        (GOOD + "<h1>y</h1>", "main heading"),
        (GOOD.replace("h1", "h2"), "main heading"),
        (GOOD.replace('id="b"', "", 1).replace('<section class="chapter" >', ""), "chapter"),
    ],
)
def test_a_page_not_fit_to_be_sent_is_stopped(html, why):
    with pytest.raises(NotPublishable, match=why):
        prove(html, FOLDER, 2)
