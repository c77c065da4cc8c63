"""report.pptx: title, summary, decisions, one slide per finding with its chart or table, what could not be assessed.

Texts and numbers are those of the page. Nothing overflows: what does not fit is written smaller, then cut with an ellipsis, and
stands in full in the speaker's notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from workbook.exhibit import Chapter, Exhibit, Front, Page, Statement, Unknown
from workbook.language import Words
from workbook.report.native_chart import plan
from workbook.report.slide_deck import Deck
from workbook.report.slide_text import fit, height

BODY = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
LEFT, TOP, WIDE, HIGH = 36.0, 118.0, 888.0, 348.0  # the room between headline and foot of a 960 × 540 pt slide
SIDE = 262.0  # the column of words beside a picture
BETWEEN, PADDING = 10.0, 8.0


@dataclass(frozen=True)
class Told:
    """One finding with the exhibit that shows it, and the chapter's short name."""

    chapter: str
    statement: Statement
    exhibit: Exhibit | None


def write(path: Path, page: Page, words: Words) -> None:
    """Write the presentation. The same page on the same day (SOURCE_DATE_EPOCH) gives the same bytes."""
    deck = Deck(page, words)
    deck.title_slide()
    if page.front is not None:
        _summary(deck, page.front)
        _decisions(deck, page.front)
    for chapter in page.chapters:
        for told in findings(chapter, words):
            _finding(deck, told)
    _gaps(deck, page)
    deck.save(path)


def findings(chapter: Chapter, words: Words) -> Iterator[Told]:
    """The chapter's findings in the order of the page, each with one of the exhibits right below it.

    A chart comes before a table, and what bears the finding's name before what does not.
    """
    name = chapter.opening.short if chapter.opening else words.text(f"page.chapter.{chapter.id}")
    for at, block in enumerate(chapter.blocks):
        if not isinstance(block, Statement):
            continue
        after = takewhile(lambda b: isinstance(b, Exhibit), chapter.blocks[at + 1 :])
        below = [b for b in after if isinstance(b, Exhibit)]
        below.sort(key=lambda b: not f"{b.id}_".startswith(f"{block.id}_"))
        drawn = next((e for e in below if plan(e) is not None), below[0] if below else None)
        yield Told(name, block, drawn)


def _summary(deck: Deck, front: Front) -> None:
    """The answer, the figures, the sentences."""
    slide = deck.slide(front.answer, deck.words.text("slides.summary"), "\n".join(front.sentences))
    wide = WIDE / max(1, len(front.figures))
    for number, (label, value) in enumerate(front.figures):
        box = (LEFT + number * wide, TOP, wide - 16, 66.0)
        deck.figure(slide, box, value, label)
    high = HIGH - 84
    fitted = fit("\n".join(front.sentences), BODY, WIDE - 14, high - 6 * len(front.sentences))
    deck.text(slide, (LEFT, TOP + 84, WIDE, high), fitted, gap=6)


def _decisions(deck: Deck, front: Front) -> None:
    """The decisions asked for as a table: what, worth, who, when."""
    if not front.asks:
        return
    heads = [front.asks_heads[0], front.asks_heads[2], *front.asks_heads[3:]]
    rows = [[a.text, a.stake.central_text if a.stake else "", a.owner, a.due] for a in front.asks]
    rows += [[front.total[0], front.total[1], "", ""]] if front.total else []
    notes = front.asks_caption
    slide = deck.slide(front.asks_title, deck.words.text("slides.decisions"), notes)
    deck.table(slide, (LEFT, TOP, WIDE, HIGH - 30), heads, rows, (0.5, 0.17, 0.2, 0.13))
    deck.text(
        slide, (LEFT, TOP + HIGH - 26, WIDE, 26.0), fit(front.asks_caption, (11.0, 10.0), WIDE - 14, 26.0), "muted"
    )


def _finding(deck: Deck, told: Told) -> None:
    """Headline; picture or table; beside it evidence, recommendation, money; in the notes the rest."""
    words, said = deck.words, told.statement
    level = words.label(f"page.confidence.{said.confidence}")
    notes = [
        words.text("slides.recommendation", text=said.recommendation),
        words.text("slides.evidence", text=said.evidence),
        words.text("slides.basis", text=said.basis),
        words.text("slides.sure", level=level, text=said.confidence_reason),
    ]
    slide = deck.slide(said.headline, told.chapter, "\n".join(notes))
    if told.exhibit is None:
        _words_alone(deck, slide, said)
    else:
        _beside(deck, slide, said)
        picture = (LEFT, TOP, WIDE - SIDE - 20, HIGH)
        deck.exhibit(slide, picture, told.exhibit)
    deck.foot(slide, words.text("slides.source", text=said.basis))


def _stake(deck: Deck, said: Statement) -> str:
    """The money at stake with its range and kind."""
    if said.stake is None:
        return ""
    sign = "≈\u00a0" if said.stake.estimated and "≈" not in said.stake.central_text else ""
    given = {"amount": sign + said.stake.central_text, "range": said.stake.range_text, "kind": said.stake.label}
    return deck.words.text("slides.stake", **given)


def _beside(deck: Deck, slide: object, said: Statement) -> None:
    """The column of words right of a picture."""
    left, wide = LEFT + WIDE - SIDE, SIDE
    stake = _stake(deck, said)
    top = TOP
    if stake:
        deck.text(
            slide, (left, top, wide, 52.0), fit(stake, (13.0, 12.0, 11.0), wide - 14, 48.0, True), "gain", bold=True
        )
        top += 56
    _evidence_and_advice(deck, slide, said, (left, top, wide, TOP + HIGH - top))


def _words_alone(deck: Deck, slide: object, said: Statement) -> None:
    """Evidence and recommendation across the slide where there is nothing to show."""
    stake = _stake(deck, said)
    top = TOP + 12
    if stake:
        deck.text(
            slide, (LEFT, top, WIDE, 30.0), fit(stake, (18.0, 16.0, 14.0), WIDE - 14, 28.0, True), "gain", bold=True
        )
        top += 44
    _evidence_and_advice(deck, slide, said, (LEFT, top, WIDE, TOP + HIGH - top), (20.0, 18.0))


def _evidence_and_advice(
    deck: Deck, slide: object, said: Statement, box: tuple[float, ...], larger: tuple[float, ...] = ()
) -> None:
    """Both at one size, the largest at which they fit below each other, the recommendation on a ground."""
    left, top, wide, high = box
    advice = deck.words.text("slides.recommendation", text=said.recommendation)
    sizes = (*larger, *(BODY if larger else BODY[2:]))
    room = high - BETWEEN - 2 * PADDING
    needed = {s: (height(said.evidence, s, wide - 14), height(advice, s, wide - 14)) for s in sizes}
    size = next((s for s in sizes if sum(needed[s]) <= room), sizes[-1])
    lower = min(needed[size][1], room * 0.6)
    upper = min(needed[size][0], room - lower)
    deck.text(slide, (left, top, wide, upper + PADDING), fit(said.evidence, (size,), wide - 14, upper + 0.1))
    rest = (left, top + upper + PADDING + BETWEEN, wide, lower + PADDING)
    deck.text(slide, rest, fit(advice, (size,), wide - 14, lower + 0.1), fill="wash")


def _gaps(deck: Deck, page: Page) -> None:
    """What could not be assessed, and what would answer it, eight to a slide."""
    words = deck.words
    found = [(c, b) for c in page.chapters for b in c.blocks if isinstance(b, Unknown)]
    parts = [found[i : i + 8] for i in range(0, len(found), 8)]
    heads = [words.text("slides.gap"), words.label("page.missing"), words.label("page.who")]
    for number, part in enumerate(parts, 1):
        title = words.text("slides.gaps")
        if len(parts) > 1:
            title = words.text("slides.continued", title=title, n=str(number), total=str(len(parts)))
        rows = [[b.headline, "; ".join(b.meanings or b.missing) or words.text("need.cases"), b.who] for _, b in part]
        notes = "\n".join(f"{b.headline} {b.would_show} {b.effort}" for _, b in part)
        slide = deck.slide(title, words.text("slides.gaps"), notes)
        deck.table(slide, (LEFT, TOP, WIDE, HIGH), heads, rows, (0.42, 0.36, 0.22))
