"""What chapter 3 shows of how good the segmentation is."""

from __future__ import annotations

from functools import partial

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.quality import Quality
from workbook.charts import Pair, dumbbell, share_ticks
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def quality(result: Result, words: Words) -> Exhibit | None:
    """Per trait of buying behaviour: what the size classes explain (hollow) and what the recommended classes do (filled)."""
    found = result.topics.of(Quality)
    if (e := found.explained) is None:
        return None
    table = e.traits.sort_values("classes", ascending=False, kind="stable").reset_index(names="trait")
    numbers: dict[str, Value] = {
        "share": share(e.classes),
        "share_size": share(e.size),
        "n": count(int(table["n"].max())),
        "compared": Term(f"segmentation.quality_compared.{e.word}"),
    }
    pairs = [
        Pair(
            words.text(f"head.behaviour.{row.trait}"),
            words.text("segmentation.by_chance", share=share(row.chance)),
            row.size,
            row.classes,
            words.short_percent(row.size),
            words.short_percent(row.classes),
        )
        for row in table.itertuples(index=False)
    ]
    shown = [
        Shown("trait", "head.behaviour_trait", "term", "head.behaviour."),
        Shown("size", "head.by_size", "share"),
        Shown("classes", "head.by_class", "share"),
        Shown("chance", "head.by_chance", "share"),
        Shown("n", "head.customers", "count"),
    ]
    names = (words.text("segmentation.explained_size"), words.text("segmentation.explained_class"))
    draw = partial(dumbbell, pairs, names, share_ticks(pairs, words))
    margin = ("read", "certainty", "limit", "source.lines")
    return plate(words, "segmentation.quality_traits", numbers, Behind(table, shown), draw, margin)


EXHIBITS: dict[str, Draw] = {"quality": quality}
