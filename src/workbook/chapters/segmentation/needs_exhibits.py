"""What chapter 3 shows of needs and approaches."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.needs import Needs
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, share
from workbook.language import Words
from workbook.methods.approach_mix import APPROACHES
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import colour, hair, label, note, rows, weight, width

ORDER = ("key", "core", "smart", "lean", "large", "medium", "small")


def approaches(result: Result, words: Words) -> Exhibit | None:
    """The six approaches per segment: share of the deals against what fits."""
    found = result.topics.of(Needs)
    if found.off.empty:
        return None
    shown = [name for name in ORDER if name in found.off.index]
    worst, judged = str(found.off.index[0]), found.off.iloc[0]
    table = pd.concat(
        {name: pd.DataFrame({"used": found.used.loc[name], "fitting": found.fitting.loc[name]}) for name in shown}
    ).rename_axis(["segment", "approach"])
    table = table.drop(index="n", level="approach").reset_index()
    assumed = found.fitting_source == "rule"
    numbers: dict[str, Value] = {
        "group": Term(f"group.{worst}"),
        "share": share(float(judged["share"]), assumed),
        "chance": share(float(judged["chance"])),
        "n": count(int(found.used.loc[shown, "n"].sum())),
        "from": Term(f"segmentation.fitting_{found.fitting_source}"),
        "agreement": found.honesty(),
    }
    columns = [
        Shown("segment", "head.mix_segment", "term", "group."),
        Shown("approach", "head.mix_approach", "term", "segmentation.approach."),
        Shown("used", "head.mix_used", "share"),
        Shown("fitting", "head.mix_fitting", "share"),
    ]
    clear = judged["share"] > judged["chance"]
    return plate(
        words,
        "segmentation.approach_mix",
        numbers,
        Behind(table, columns),
        partial(draw_approaches, table, words),
        ("read", "certainty", "limit"),
        message="segmentation.approach_mix" if clear else "segmentation.approach_mix_fit",
    )


def draw_approaches(table: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """One row per approach, one column per segment: hollow what is used, filled what fits. On the phone two columns."""
    names = list(dict.fromkeys(table["segment"]))
    across = 2 if narrow else len(names)
    blocks = [names[i : i + across] for i in range(0, len(names), across)]
    pitch, head = 28, 30
    high = head + pitch * len(APPROACHES)
    figure, axes = rows(narrow, len(blocks), high + 8, 0, 4)
    left = 128 if narrow else 190
    wide = (width(narrow) - left) / across
    most = float(table[["used", "fitting"]].max().max()) or 1.0
    for b, block in enumerate(blocks):
        top = b * (high + 8)
        for i, name in enumerate(APPROACHES):
            y = top + head + pitch * (i + 0.5)
            label(axes, 0, y, words.text(f"segmentation.approach.{name}.short"))
            hair(axes, y + pitch / 2, 0, width(narrow))
        for j, name in enumerate(block):
            own = table[table["segment"] == name].set_index("approach")
            _column(axes, own, (left + j * wide + 14, wide - 34), (top, head, pitch), most)
            label(axes, left + j * wide + 8, top + 12, words.text(f"group.{name}"), weight="bold")
    if names:
        _key(axes, table[table["segment"] == names[0]], (left, wide, most), (head, pitch), words)
    return figure


def _column(
    axes: Axes, own: pd.DataFrame, span: tuple[float, float], down: tuple[float, float, float], most: float
) -> None:
    """The pairs of one segment."""
    (x, wide), (top, head, pitch) = span, down
    axes.plot([x, x], [top + head, top + head + pitch * len(APPROACHES)], color=colour("rule"), lw=weight("hair"))
    for i, name in enumerate(APPROACHES):
        y = top + head + pitch * (i + 0.5)
        ends = [x + wide * float(own.loc[name, c]) / most for c in ("used", "fitting")]
        axes.plot(ends, [y, y], color=colour("dot"), lw=weight("heavy"), alpha=0.6)
        axes.plot(ends[1], y, "o", ms=8, color=colour("ink"))
        axes.plot(ends[0], y, "o", ms=8, mfc=colour("paper"), mec=colour("ink"), mew=1.5)


def _key(
    axes: Axes, own: pd.DataFrame, span: tuple[float, float, float], down: tuple[float, float], words: Words
) -> None:
    """What the filled or hollow mark on the right means, once, at the clearest row of the first segment."""
    own = own.set_index("approach").reindex(list(APPROACHES))
    gap = (own["used"] - own["fitting"]).abs().to_numpy()
    i = int(gap.argmax())
    y, (left, wide, most) = down[0] + down[1] * (i + 0.5), span
    x = left + 14 + (wide - 34) * float(own[["used", "fitting"]].iloc[i].max()) / most + 10
    first = "used" if own["used"].iloc[i] < own["fitting"].iloc[i] else "fitting"
    note(axes, x, y, words.text(f"segmentation.key_{'fitting' if first == 'used' else 'used'}"), halo=True)


EXHIBITS: dict[str, Draw] = {"approach_mix": approaches}
