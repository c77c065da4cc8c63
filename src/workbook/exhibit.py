"""What a reader sees, already in words: findings, charts, tables, gaps. Plain text everywhere; only page.py makes HTML.

These records travel as JSON from a notebook's output to the page, so they hold nothing but text, numbers and each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Cell:
    """One cell: the text shown, the number to sort by and to download (None: text), a class mark before the text.

    `tint` is the depth of the ground in a heat field, 1 to 4; 0 is the paper. `link`: another page in the same folder.
    """

    text: str
    value: float | None = None
    mark: str | None = None
    tint: int = 0
    link: str = ""


@dataclass(frozen=True)
class Head:
    """One column's head: title, unit (shown after a comma), whether it holds numbers (right-aligned), what 1 of the unit is."""

    title: str
    unit: str = ""
    numeric: bool = False
    factor: float = 1.0


@dataclass(frozen=True)
class Table:
    """Rows of cells under heads; the first column names the row. `total` is a last row over an ink rule.

    `links`: an address beside this page per row, for its first cell (empty: none); no notebook can set one.
    """

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    sortable: bool = False
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """One chart drawn twice, as inline SVG: for 640 px and for 350 px."""

    wide: str
    narrow: str


@dataclass(frozen=True)
class Note:
    """A margin note: a bold lead ("So lesen Sie es.") and its text."""

    lead: str
    text: str


@dataclass(frozen=True)
class Exhibit:
    """A chart with the table behind it, or a table alone: message, unit line, alternative text, margin notes.

    `id` is `<chapter>.<name>`, unique on the page. `alt` says what the chart shows and its key number. `folded`: a table alone
    is shown only when asked for.
    """

    id: str
    message: str
    unit: str
    table: Table
    chart: Chart | None = None
    alt: str = ""
    notes: tuple[Note, ...] = ()
    folded: bool = False
    kind: Literal["exhibit"] = "exhibit"


@dataclass(frozen=True)
class Span:
    """Money at stake: low, central, high as numbers for the drawing and as text for the reader; `estimated` marks ≈."""

    low: float
    central: float
    high: float
    central_text: str
    range_text: str
    label: str
    estimated: bool = False


@dataclass(frozen=True)
class Statement:
    """A finding in words: headline, evidence, recommendation; in the margin stake, confidence (1–3), what it rests on.

    `brief`: all but the headline is shown only when asked for.
    """

    id: str
    headline: str
    evidence: str
    recommendation: str
    confidence: int
    confidence_reason: str
    basis: str
    stake: Span | None = None
    brief: bool = False
    kind: Literal["statement"] = "statement"


@dataclass(frozen=True)
class Unknown:
    """What cannot be said: headline, what is missing (`table.column` codes), what it would show, who delivers, effort.

    `meanings` says in plain words what each of the codes is, in their order.
    """

    id: str
    headline: str
    missing: tuple[str, ...]
    would_show: str
    who: str
    effort: str
    meanings: tuple[str, ...] = ()
    kind: Literal["unknown"] = "unknown"


@dataclass(frozen=True)
class Opening:
    """How a chapter begins: number, short name (navigation), full name, answer to its question, lead, margin (label, text)."""

    chapter: str
    number: int
    short: str
    name: str
    answer: str
    lead: str
    margin: tuple[tuple[str, str], ...]
    kind: Literal["opening"] = "opening"


@dataclass(frozen=True)
class Ask:
    """A decision asked for: what, of which finding, span, who, until when."""

    text: str
    finding: str
    stake: Span | None
    owner: str
    due: str


@dataclass(frozen=True)
class Front:
    """The first page: answer with the number, three to five sentences, four figures (label, value), decisions, data verdict."""

    answer: str
    sentences: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    asks: tuple[Ask, ...]
    asks_title: str
    asks_caption: str
    asks_heads: tuple[str, str, str, str, str]
    total: tuple[str, str] | None
    confidence: int
    verdict: tuple[tuple[str, str], ...]
    kind: Literal["front"] = "front"


Block = Exhibit | Statement | Unknown | Opening | Front

MIME = "application/vnd.workbook.block+json"
PERSONS = "application/vnd.workbook.persons+json"  # blocks for the page of persons, never for the report


def as_json(block: Block) -> dict[str, Any]:
    """The block as JSON-ready mapping."""
    return asdict(block)


def _table(data: Mapping[str, Any]) -> Table:
    cells = [tuple(Cell(**c) for c in row) for row in data["rows"]]
    total = data["total"] and tuple(Cell(**c) for c in data["total"])
    heads = tuple(Head(**h) for h in data["heads"])
    return Table(data["caption"], heads, tuple(cells), total, data["sortable"])


def _pairs(data: Any) -> tuple[tuple[str, str], ...]:
    return tuple((a, b) for a, b in data)


def from_json(data: Mapping[str, Any]) -> Block:
    """The block a notebook's output holds; KeyError or TypeError where it is none."""
    rest = dict(data)
    kind = rest.pop("kind")
    if kind == "exhibit":
        chart = rest["chart"] and Chart(**rest["chart"])
        notes = tuple(Note(**n) for n in rest["notes"])
        return Exhibit(**{**rest, "table": _table(rest["table"]), "chart": chart, "notes": notes})
    if kind == "statement":
        return Statement(**{**rest, "stake": rest["stake"] and Span(**rest["stake"])})
    if kind == "unknown":
        return Unknown(**{**rest, "missing": tuple(rest["missing"]), "meanings": tuple(rest["meanings"])})
    if kind == "opening":
        return Opening(**{**rest, "margin": _pairs(rest["margin"])})
    if kind == "front":
        asks = tuple(Ask(**{**a, "stake": a["stake"] and Span(**a["stake"])}) for a in rest["asks"])
        more = {k: _pairs(rest[k]) for k in ("figures", "verdict")}
        whole = {"sentences": tuple(rest["sentences"]), "asks": asks, "asks_heads": tuple(rest["asks_heads"])}
        return Front(**{**rest, **more, **whole, "total": rest["total"] and tuple(rest["total"])})
    raise KeyError(kind)


@dataclass(frozen=True)
class Provenance:
    """The footer: heads and rows of the file table, its total, and pairs (label, text)."""

    title: str
    files: Table
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter of the page: its opening and its blocks in order; `failed` holds the sentence shown when it could not be made."""

    id: str
    opening: Opening | None
    blocks: tuple[Block, ...]
    failed: str = ""


@dataclass(frozen=True)
class MethodNote:
    """How some figures of a chapter are worked out, and who published it (empty: a rule of ours)."""

    text: str
    source: str


@dataclass(frozen=True)
class Logo:
    """A logo fit for a page: `svg` holds a proven drawing or `png` a picture as base64. `alt` says it in words."""

    alt: str
    svg: str = ""
    png: str = ""


@dataclass(frozen=True)
class Brand:
    """How a client's report looks else: colours by scheme and token, font names by use, logo; `sha256` of its files."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    fonts: Mapping[str, str]
    logo: Logo | None
    sha256: str


@dataclass(frozen=True)
class Page:
    """The whole report in words. `labels` are the fixed words of the page by key (texts/page.toml); `methods` by chapter.

    `ways` lead to other pages in the same folder: (text, file name).
    """

    language: str
    title: str
    client: str
    subtitle: str
    banners: tuple[str, ...]
    front: Front | None
    chapters: tuple[Chapter, ...]
    provenance: Provenance
    labels: Mapping[str, str]
    record: Mapping[str, Any]
    brand: Brand | None = None
    methods: tuple[tuple[str, tuple[MethodNote, ...]], ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
