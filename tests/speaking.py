"""All that the chapters say, draw and keep about a client, for tests in which nothing of it may fail."""

import matplotlib.pyplot as plt

from workbook.chapters import ORDER
from workbook.language import Words
from workbook.run import Run
from workbook.statement import facts, front, opening, statement, unknown


def every_chapter_speaks(run: Run, words: Words) -> None:
    """Say and draw everything of all chapters; no figure is kept that is no number."""
    for name in ORDER:
        done = run.chapter(name)
        shown = [opening(name, done, words), facts(name, done, words)]
        shown += [statement(f, words) for f in done.module.findings(done.result)]
        shown += [unknown(g, words) for g in done.gaps]
        asked = {need for g in done.gaps for need in g.needs}
        assert asked == set(run.client.missing(*asked)), "nobody is asked for what was delivered"
        shown += [drawn for draw in done.module.EXHIBITS.values() if (drawn := draw(done.result, words)) is not None]
        plt.close("all")
        assert "nan" not in str(shown[1]).casefold().split()
    assert front(run.chapter("summary"), words)
