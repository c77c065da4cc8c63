"""A report in words becomes one HTML file: here and in markup.py text turns into HTML, and nowhere else."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from workbook import inline, theme
from workbook.exhibit import Block, Chapter, Exhibit, Front, Page, Span, Statement
from workbook.report.condense import condense, tight
from workbook.report.crossings import NOWHERE, crossings
from workbook.report.download import data_csv
from workbook.report.markup import mark, rows, words

POLICY, STYLE = "\x00policy\x00", "\x00style\x00"  # what is known last; no text of a client holds the sign
COLUMN, LETTERS, LINE, BETWEEN = 126, 36, 3.9, 1.6  # a chart's width on paper and a margin note's line there, in mm
ROUND = {1: 0.5, 1.2: 0.4, 1.5: 0.5, 2: 0.5, 2.5: 0.5, 3: 1, 4: 1, 5: 1, 6: 2, 8: 2, 10: 5}  # end of a scale: step


@dataclass(frozen=True)
class Place:
    """Where a block stands on its page: anchor, number in its count, level of its heading."""

    anchor: str
    number: str = ""
    level: int = 3


def render(page: Page) -> str:
    """The page as one self-contained HTML file that asks the network for nothing."""
    script = _asset("page.js")
    record = json.dumps(page.record, ensure_ascii=False, sort_keys=True, allow_nan=False, default=str)
    for sign in "<>&\u2028\u2029":
        record = record.replace(sign, f"\\u{ord(sign):04x}")
    facts = {
        **_facts(page.language, page.labels, scale(_spans(page))),
        "page": page,
        "places": places(page),
        "customers": crossings(page),
        "policy": Markup(POLICY),
        "style": Markup(STYLE),
        "script": Markup(script),
        "record": Markup(record),
    }
    made = _environment().get_template("page.html.j2").render(facts, short=partial(_short, page.labels)).lstrip()
    html, looks = condense(made)
    style = theme.css(page.brand) + _page_style() + looks + _running(page)
    policy = f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'"
    policy += "; img-src data:" if page.brand and page.brand.logo and page.brand.logo.png else ""
    policy += "; base-uri 'none'; form-action 'none'"
    return html.replace(POLICY, str(escape(policy)), 1).replace(STYLE, style, 1)


def fragment(block: Block, labels: Mapping[str, str], language: str, coded: bool = False) -> str:
    """One block with the style it needs, for a notebook's output: always light, numbered only on the page.

    `coded` says that customers stand in it by codes, so that it may be shown while names are hidden.
    """
    facts = _facts(language, labels, scale(_stakes(block))) | {"places": {}, "customers": NOWHERE}
    parts = _environment().get_template("blocks.html.j2").make_module(facts)
    shown = parts.block(block, Place(anchor(getattr(block, "id", block.kind))))  # type: ignore[attr-defined]
    kind = "workbook coded" if coded else "workbook"
    return Markup('<div class="{}" lang="{}"><style>{}</style>{}</div>').format(
        kind, language, _fragment_style(), shown
    )


@cache
def _page_style() -> str:
    return tight(_asset("page.css"))


@cache
def _fragment_style() -> Markup:
    return Markup(re.sub(r":root\b", ".workbook", theme.css().split("@media")[0]) + _asset("fragment.css"))


def style_of(name: str) -> str:
    """One of our style sheets for a notebook, as an element."""
    tokens = re.sub(r":root\b", "body", theme.css().split("@media")[0])
    return Markup("<style>{}{}</style>").format(Markup(tokens), Markup(_asset(name)))


def link(address: str, text: str) -> str:
    """A link that opens in a window of its own."""
    return Markup('<a href="{}" target="_blank" rel="noopener">{}</a>').format(address, theme.printable(text))


def places(page: Page) -> dict[tuple[str, str], Place]:
    """Anchor and number of every block by kind and id: findings counted per chapter, the rest through the page."""
    found: dict[tuple[str, str], Place] = {}
    taken = {"glance", "content", "provenance", "record", *(anchor(c.id) for c in page.chapters)}
    counts = {"figure": 0, "table": 0}
    for position, chapter in enumerate(page.chapters, 1):
        findings, level = 0, 3
        for block in chapter.blocks:
            name, number = anchor(getattr(block, "id", block.kind)), ""
            while name in taken:
                name += "-"
            taken.add(name)
            if isinstance(block, Statement):
                findings += 1
                number = f"{chapter.opening.number if chapter.opening else position}.{findings}"
            elif isinstance(block, Exhibit):
                kind = "figure" if block.chart else "table"
                counts[kind] += 1
                number = str(counts[kind])
            found[block.kind, getattr(block, "id", "")] = Place(name, number, level)
            level = 3 if isinstance(block, Exhibit) and level == 3 else 4
    return found


def scale(stakes: Iterable[Span]) -> tuple[float, float]:
    """The common scale of all spans: zero or a round number below the lowest, a round number above the highest.

    Deductions, which lie below zero altogether, are not drawn and do not stretch it.
    """
    ends = [(s.low, s.high) for s in stakes if s.high > 0]
    low, high = min((a for a, _ in ends), default=0), max((b for _, b in ends), default=0)
    return -_round_up(-low), _round_up(high) or 1.0


def _round_up(value: float) -> float:
    """The next round number; 0 for what is not positive."""
    if not value > 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((end * power for end in ROUND if end * power >= value * (1 - 1e-9)), 10 * power)


def _placed(stake: Span, ends: tuple[float, float]) -> dict[str, Any]:
    """The span's marks on its 220 px scale; nothing for a deduction."""
    low, high = ends
    if stake.high <= 0:
        return {}

    def at(value: float) -> str:
        return f"{6 + 208 * (value - low) / (high - low):.1f}".removesuffix(".0")

    power = 10.0 ** math.floor(math.log10(high))
    step = power * next((tick for end, tick in ROUND.items() if end * power >= high * (1 - 1e-9)), 5)
    ticks = [at(i * step) for i in range(math.ceil(low / step), math.floor(high / step + 1e-9) + 1)]
    known = {name: at(getattr(stake, name)) for name in ("low", "central", "high")}
    return {**known, "ticks": ticks, "zero": at(0) if low < 0 else ""}


def _spans(page: Page) -> Iterator[Span]:
    blocks = [page.front, *(b for c in page.chapters for b in c.blocks)]
    return (stake for block in blocks if block for stake in _stakes(block))


def _stakes(block: Block) -> list[Span]:
    if isinstance(block, Front):
        return [ask.stake for ask in block.asks if ask.stake]
    return [block.stake] if isinstance(block, Statement) and block.stake else []


@lru_cache(maxsize=256)  # a notebook and the page show the same
def drawing(source: str, alt: str = "") -> Markup:
    """A chart as markup, once it is proven to be a drawing and nothing else. ValueError where it is more."""
    try:
        root = ET.fromstring(source)
    except ET.ParseError as problem:
        raise ValueError(f"no drawing: {problem}") from problem
    if wrong := inline.foreign(root):
        raise ValueError(f"not allowed in a drawing: {wrong}")
    for element in root.iter():
        element.tag = element.tag.removeprefix(inline.SPACE)
    if alt:
        root.set("aria-label", theme.printable(alt))
    return Markup(ET.tostring(root, encoding="unicode"))


def _amount(stake: Span) -> str:
    """The central amount, with ≈ where it is estimated."""
    sign = "≈\u00a0" if stake.estimated and "≈" not in stake.central_text else ""
    return sign + stake.central_text


def _short(labels: Mapping[str, str], chapter: Chapter) -> str:
    """A chapter's name in the navigation, also where its opening is missing."""
    return chapter.opening.short if chapter.opening else labels.get(f"chapter.{chapter.id}", chapter.id)


def beneath(exhibit: Exhibit) -> bool:
    """Whether paper is saved with the notes below their chart in three columns, as they are much longer than it is high."""
    if exhibit.chart is None or not exhibit.notes:
        return False
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', exhibit.chart.wide)
    high = COLUMN * float(box[2]) / float(box[1]) if box else math.inf
    notes = (math.ceil((len(note.lead) + 1 + len(note.text)) / LETTERS) * LINE + BETWEEN for note in exhibit.notes)
    return 0.7 * sum(notes) > high + 3


def anchor(name: str) -> str:
    """An id for the page made of a block's id."""
    return re.sub(r"[^\w-]+", "-", name, flags=re.ASCII) or "-"


def digest(text: str) -> str:
    """The hash by which the page's policy knows its style and its script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _running(page: Page) -> str:
    """What stands at the head and foot of every printed page; the words are written as CSS strings."""

    def quoted(text: str) -> str:
        safe = (c if (c.isascii() and c.isalnum()) or c == " " else f"\\{ord(c):x} " for c in theme.printable(text))
        return f'"{"".join(safe)}"'

    counters = re.split(r"\{(pages?)\}", page.labels["page"])
    count = " ".join(f"counter({part})" if i % 2 else quoted(part) for i, part in enumerate(counters))
    foot = quoted(f"{page.client} · {page.labels['confidential']}")
    look = f"font:7.5pt Arial,sans-serif;color:{theme.colours(page.brand)['light']['muted']}"
    return (
        f"@page{{@top-left{{content:{quoted(page.subtitle)};{look}}}"
        f"@bottom-left{{content:{foot};{look}}}@bottom-right{{content:{count};{look}}}}}\n"
        "@page:first{@top-left{content:none}}\n"
    )


def _facts(language: str, labels: Mapping[str, str], ends: tuple[float, float]) -> dict[str, Any]:
    return {"language": language, "labels": labels, "scale": ends}


@cache
def _asset(name: str) -> str:
    return files("workbook").joinpath("assets/page", name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("workbook", "assets/page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=theme.printable,
    )
    environment.filters |= {
        "placed": _placed,
        "csv": data_csv,
        "amount": _amount,
        "drawing": drawing,
        "anchor": anchor,
        "beneath": beneath,
    }
    environment.globals |= {"words": words, "mark": mark, "rows": rows}
    return environment
