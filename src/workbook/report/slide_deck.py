"""The presentation being made: its look from the tokens, its slides, and what is put on them, all measured in pt."""

from __future__ import annotations

import base64
import copy
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Pt

from workbook import theme
from workbook.exhibit import Exhibit, Page
from workbook.finding import Quantity
from workbook.language import Words
from workbook.report.assemble import generated_at
from workbook.report.native_chart import plan
from workbook.report.slide_chart import chart_data, place, rgb
from workbook.report.slide_text import LEADING, Fitted, fit, lines, shortened, width

Box = tuple[float, float, float, float]
PROPERTY = 255  # the longest property a presentation may have
WIDE, HIGH, EDGE = 960.0, 540.0, 36.0
HEADLINE = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0)
MOST_ROWS, SMALL = 12, 10.0
NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid" of PowerPoint
TITLE_ONLY = 5
FIXED = (1980, 1, 1, 0, 0, 0)


class Deck:
    """One presentation of one report."""

    def __init__(self, page: Page, words: Words) -> None:
        self.page, self.words = page, words
        self.when = generated_at().replace(tzinfo=None)
        self.colours = theme.colours(page.brand)["light"]
        self.fonts = {"head": "Georgia", "text": "Arial", **(dict(page.brand.fonts) if page.brand else {})}
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Pt(WIDE), Pt(HIGH)
        self._dress()
        self._number = 0
        self._looks: dict[tuple[float, bool, str, str], Any] = {}

    def title_slide(self) -> None:
        """Client, subtitle, what must be known first, and the client's logo where there is one as a picture."""
        slide = self._blank(self.page.client, (EDGE, 180.0, WIDE - 2 * EDGE, 90.0), (40.0, 36.0, 32.0, 28.0, 24.0))
        box = (EDGE, 276.0, WIDE - 2 * EDGE, 60.0)
        self.text(slide, box, fit(self.page.subtitle, (20.0, 18.0, 16.0), box[2] - 14, box[3]), "muted")
        banners = "\n".join(self.page.banners)
        if banners:
            low = (EDGE, 350.0, WIDE - 2 * EDGE, 110.0)
            self.text(slide, low, fit(banners, (16.0, 14.0, 12.0), low[2] - 14, low[3]), "loss")
        logo = self.page.brand.logo if self.page.brand else None
        if logo is not None and logo.png:
            picture = slide.shapes.add_picture(io.BytesIO(base64.b64decode(logo.png)), Pt(EDGE), Pt(48), height=Pt(64))
            picture.name = theme.printable(logo.alt)
            picture._element.nvPicPr.cNvPr.set("descr", theme.printable(logo.alt))
        self._rule(slide, 168.0)
        self.foot(slide, self.words.label("page.confidential"))

    def slide(self, headline: str, kicker: str, notes: str) -> Any:
        """A slide with its headline as title, the chapter above it, and the speaker's notes."""
        slide = self._blank(headline, (EDGE, 40.0, WIDE - 2 * EDGE, 68.0), HEADLINE)
        self.text(slide, (EDGE, 18.0, WIDE - 2 * EDGE, 22.0), Fitted(kicker, 12.0), "muted")
        self._rule(slide, 110.0)
        slide.notes_slide.notes_text_frame.text = theme.printable(notes)
        self.foot(slide, "")
        return slide

    def foot(self, slide: Any, source: str) -> None:
        """The source at the foot; without one the client and the slide's number."""
        if source:
            box = (EDGE, 474.0, WIDE - 2 * EDGE, 34.0)
            self.text(slide, box, fit(source, (11.0, 10.0), box[2] - 14, box[3]), "muted")
            return
        left = f"{self.page.client} · {self.words.label('page.confidential')}"
        short = shortened(theme.printable(left), 10.0, WIDE - 200)
        self.text(slide, (EDGE, 512.0, WIDE - 160, 20.0), Fitted(short, 10.0), "muted")
        self.text(slide, (WIDE - 110, 512.0, 74.0, 20.0), Fitted(str(self._number), 10.0), "muted", right=True)

    def text(self, slide: Any, box: Box, fitted: Fitted, token: str = "ink", *, gap: float = 0.0, **how: Any) -> None:
        """Measured words in a box; `fill` a ground, `bold`, `right`, `gap` between paragraphs."""
        shape = slide.shapes.add_textbox(*map(Pt, box))
        if how.get("fill"):
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(self.colours[how["fill"]])
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = Pt(7)
        frame.margin_top = frame.margin_bottom = Pt(3)
        for number, line in enumerate(theme.printable(fitted.text).split("\n")):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(gap)
            paragraph.alignment = PP_ALIGN.RIGHT if how.get("right") else PP_ALIGN.LEFT
            self._run(paragraph, line, fitted.size, token, bool(how.get("bold")))

    def figure(self, slide: Any, box: Box, value: str, label: str) -> None:
        """A figure of the summary: the value large, its name below."""
        left, top, wide, high = box
        self.text(
            slide, (left, top, wide, 36.0), fit(value, (24.0, 20.0, 18.0), wide - 14, 34.0, True), "key", bold=True
        )
        self.text(
            slide, (left, top + 34, wide, high - 34), fit(label, (12.0, 11.0, 10.0), wide - 14, high - 36), "muted"
        )

    def exhibit(self, slide: Any, box: Box, shown: Exhibit) -> None:
        """The exhibit with its message: a native chart where its table carries one, else the table."""
        left, top, wide, high = box
        message = fit(shown.message, (13.0, 12.0, 11.0), wide - 14, 34.0, True)
        self.text(slide, (left, top, wide, 38.0), message, bold=True)
        own = f"native.{shown.id}"
        said = self.words.text(own) if self.words.has(own) else shown.unit or shown.table.caption
        unit = shortened(theme.printable(said), 10.5, wide - 14)
        self.text(slide, (left, top + 38, wide, 20.0), Fitted(unit, 10.5), "muted")
        rest = (left, top + 60, wide, high - 60)
        chosen = plan(shown)
        if chosen is not None:
            drawn = chart_data(shown, chosen, self.when)
            place(slide.shapes, drawn, tuple(map(Pt, rest)), self.colours, shown.alt or shown.message)  # type: ignore[arg-type]
            return
        heads = [theme.printable(f"{h.title}, {h.unit}" if h.unit else h.title) for h in shown.table.heads]
        rows = [[theme.printable(c.text) for c in row] for row in shown.table.rows]
        parts = columns(heads, rows, wide)
        held = len(parts)
        numeric = [h.numeric for h in shown.table.heads[:held]]
        self.table(slide, rest, heads[:held], [row[:held] for row in rows], parts, numeric)

    def table(
        self,
        slide: Any,
        box: Box,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        parts: Sequence[float],
        numeric: Sequence[bool] = (),
    ) -> None:
        """A table that stays in its box: as many rows as fit at 11 pt or less; how many are missing stands below it."""
        left, top, wide, high = box
        numeric = numeric or [False] * len(heads)
        size, fitting = _layout([heads, *rows], [p * wide for p in parts], high - 20)
        shown = [heads, *rows][: len(fitting)]
        frame = slide.shapes.add_table(len(shown), len(heads), Pt(left), Pt(top), Pt(wide), Pt(sum(fitting)))
        made = frame.table
        _plain(frame)
        for column, part in enumerate(parts):
            made.columns[column].width = Pt(part * wide)
        for row, (cells, tall) in enumerate(zip(shown, fitting, strict=True)):
            made.rows[row].height = Pt(tall)
            for column, told in enumerate(cells):
                self._cell(made.cell(row, column), told, (size, parts[column] * wide), row == 0, numeric[column])
        missing = len(rows) + 1 - len(shown)
        if missing > 0:
            more = self.words.text("slides.more", n=Quantity(missing, "count"))
            self.text(slide, (left, top + high - 20, wide, 20.0), Fitted(more, 10.0), "muted")

    def save(self, path: Path) -> None:
        """Write it with fixed times: the same slides give the same bytes."""
        about = self._file.core_properties
        about.title, about.author, about.last_modified_by = theme.printable(self.page.title)[:PROPERTY], "", ""
        about.created = about.modified = self.when
        about.language, about.revision = self.words.language, 1
        made = io.BytesIO()
        self._file.save(made)
        with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
            for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
                how = zipfile.ZIP_STORED if name.endswith((".xlsx", ".png")) else zipfile.ZIP_DEFLATED
                target.writestr(zipfile.ZipInfo(name, FIXED), source.read(name), how)

    def _blank(self, headline: str, box: Box, sizes: tuple[float, ...]) -> Any:
        slide = self._file.slides.add_slide(self._file.slide_layouts[TITLE_ONLY])
        self._number += 1
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = map(Pt, box)
        fitted = fit(theme.printable(headline), sizes, box[2] - 14, box[3] - 6, True)
        frame = title.text_frame
        frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = Pt(7)
        frame.margin_top = frame.margin_bottom = Pt(3)
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._run(frame.paragraphs[0], fitted.text, fitted.size, "ink", True, "head")
        return slide

    def _run(self, paragraph: Any, line: str, size: float, token: str, bold: bool = False, font: str = "text") -> None:
        run = paragraph.add_run()
        run.text = line
        look = (size, bold, font, token)
        if look in self._looks:  # to copy a look costs a tenth of making it
            run._r.insert(0, copy.deepcopy(self._looks[look]))
            return
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, self.fonts[font]
        run.font.color.rgb = rgb(self.colours[token])
        self._looks[look] = run.font._rPr

    def _cell(self, cell: Any, told: str, room: tuple[float, float], head: bool, numeric: bool) -> None:
        size, wide = room
        cell.margin_left = cell.margin_right = Pt(5)
        cell.margin_top = cell.margin_bottom = Pt(2)
        cell.vertical_anchor = MSO_ANCHOR.TOP
        if head:
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb(self.colours["wash"])
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if numeric else PP_ALIGN.LEFT
        fitted = fit(theme.printable(told), (size,), wide - 10, _most(size) * size * LEADING + 0.1, head)
        self._run(paragraph, fitted.text, size, "ink", head)

    def _rule(self, slide: Any, top: float) -> None:
        line = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(EDGE + 7), Pt(top), Pt(64), Pt(3))
        line.fill.solid()
        line.fill.fore_color.rgb = rgb(self.colours["key"])
        line.line.fill.background()
        line.name = "-"

    def _dress(self) -> None:
        """Colours and fonts of the look as the file's own theme, so that what a reader adds looks alike."""
        accents = ("key", "gain", "smart", "core", "lean", "loss")
        for part in self._file.part.package.iter_parts():
            if part.partname.startswith("/ppt/theme/"):
                xml = part.blob.decode("utf-8")
                for number, token in enumerate(accents, 1):
                    colour = self.colours[token].removeprefix("#").upper()
                    inner = rf"(<a:accent{number}>)<a:srgbClr val=\"\w+\"/>(</a:accent{number}>)"
                    xml = re.sub(inner, rf'\g<1><a:srgbClr val="{colour}"/>\g<2>', xml)
                xml = xml.replace('<a:latin typeface="Calibri"/>', f'<a:latin typeface="{self.fonts["text"]}"/>')
                part._blob = xml.encode("utf-8")


def _most(size: float) -> int:
    """How many lines a cell may take."""
    return 4 if size >= 10 else 5


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], wide: float) -> list[float]:
    """Shares of the width by what the columns hold, no word broken; columns that then find no room are left out on the right."""
    least, wanted = [], []
    for column in range(len(heads)):
        told = [heads[column], *(row[column] for row in rows[:MOST_ROWS])]
        words = [word for text in told for word in text.split()]
        least.append(max(width(word, SMALL, True) for word in words or [""]) + 12)
        longest = max(width(text, SMALL) for text in told[1:] or [""])
        wanted.append(max(least[-1], min(longest + 12, wide * 0.4)))
    held = len(heads)
    while held > 2 and sum(least[:held]) > wide:
        held -= 1
    spare, more = max(0.0, wide - sum(least[:held])), [w - n for w, n in zip(wanted[:held], least[:held], strict=True)]
    grown = [n + spare * (m / sum(more) if sum(more) else 1 / held) for n, m in zip(least[:held], more, strict=True)]
    return [g / sum(grown) for g in grown]


def _layout(rows: Sequence[Sequence[str]], widths: Sequence[float], high: float) -> tuple[float, list[float]]:
    """The size (pt) at which most rows fit the height, and the heights of those that do."""
    for size in (12.0, 11.0, 10.0, 9.0):
        if size > SMALL and any(not _whole(row, widths, size) for row in rows[: MOST_ROWS + 1]):
            continue
        tall: list[float] = []
        for row in rows[: MOST_ROWS + 1]:
            pairs = zip(row, widths, strict=True)
            deep = max(min(_most(size), lines(t, size, w - 10, not tall)) for t, w in pairs)
            tall.append(deep * size * LEADING + 5)
        if sum(tall) <= high:
            return size, tall
    while len(tall) > 2 and sum(tall) > high:
        tall.pop()
    return size, tall


def _whole(row: Sequence[str], widths: Sequence[float], size: float) -> bool:
    """Whether no word of the row must be broken."""
    return all(width(word, size, True) + 10 <= w for told, w in zip(row, widths, strict=True) for word in told.split())


def _plain(frame: Any) -> None:
    """No colours and lines of the program's own."""
    properties = frame._element.graphic.graphicData.tbl.tblPr
    for name in ("bandRow", "firstRow"):
        properties.set(name, "0")
    properties[0].text = NO_STYLE
