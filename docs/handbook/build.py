"""The handbook as static pages, German and English: docs/handbook/{de,en}/*.md and what is generated, in the report's look.

Run: python docs/handbook/build.py [build/handbook]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import mistune
from handbook_parts import HERE, Part, fragments, own_words, parts
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from workbook import theme
from workbook.report.page import anchor, digest

LANGUAGES = ("de", "en")
HOLE = re.compile(r"^\{\{(\w+)\}\}$", re.M)
HEAD = re.compile(r"\A# (.+?)(?: \{(.+)\})?\n")
HEADING = re.compile(r"<h2>(.+?)</h2>")


@dataclass
class Page:
    """One page: its name (of file and address), its title, its short title for the contents, its blocks in order."""

    name: str
    title: str
    short: str
    blocks: list[str | Part] = field(default_factory=list)
    before: Page | None = None
    after: Page | None = None

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Anchor and title of every section."""
        found: list[tuple[str, str]] = []
        for block in self.blocks:
            if isinstance(block, Part):
                found.append((block.anchor, block.title))
            else:
                found += [(a, re.sub("<.+?>", "", t)) for a, t in re.findall(r'<h2 id="(.+?)">(.+?)</h2>', block)]
        return found


def build(target: Path) -> list[Path]:
    """Every page of both languages below `target`; the files written."""
    return [file for language in LANGUAGES for file in _language(language, target / language)]


def _language(language: str, folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    pages = [page(file, language) for file in sorted((HERE / language).glob("*.md"))]
    for earlier, later in pairwise(pages):
        earlier.after, later.before = later, earlier
    for one in pages:
        file = folder / f"{one.name}.html"
        file.write_text(html(one, pages, language), encoding="utf-8")
        yield file


def page(file: Path, language: str) -> Page:
    """A page of its source: `# Title {short title}` first, then Markdown; a line {{name}} stands for what is generated."""
    text = file.read_text("utf-8")
    head = HEAD.match(text)
    if head is None:
        raise ValueError(f"{file.name}: the first line has to be a title")
    pieces = HOLE.split(text[head.end() :])
    made: list[str | Part] = []
    for number, piece in enumerate(pieces):
        if number % 2:
            made += parts(piece, language)
        elif piece.strip():
            made.append(_prose(piece))
    name = file.stem.partition("-")[2]
    return Page(name, head[1], head[2] or head[1], made)


def _prose(text: str) -> str:
    """Markdown as HTML: headings with an anchor, tables and code that can be scrolled with the keys."""
    written = str(_markdown()(text))
    written = HEADING.sub(lambda m: f'<h2 id="{anchor(re.sub("<.+?>", "", m[1]).lower())}">{m[1]}</h2>', written)
    written = written.replace("<pre>", '<pre tabindex="0">')
    return written.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace("</table>", "</table></div>")


def html(one: Page, pages: list[Page], language: str) -> str:
    """The page as one self-contained file that asks the network for nothing."""
    style = theme.css() + fragments("page.css") + (HERE / "handbook.css").read_text("utf-8")
    return _template().render(
        page=one,
        pages=pages,
        language=language,
        away=next(other for other in LANGUAGES if other != language),
        style=style,
        digest=digest(style),
        say=lambda name: own_words()[name][language],
    )


@cache
def _markdown() -> mistune.Markdown:
    return mistune.create_markdown(plugins=["table"])


@cache
def _template() -> object:
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["coded"] = lambda text: [(i % 2, part) for i, part in enumerate(text.split("`")) if part]
    made.filters["paragraphs"] = lambda text: [p for p in re.split(r"\n\s*\n", text) if p.strip()]
    return made.get_template("page.html.j2")


if __name__ == "__main__":
    where = Path(sys.argv[1]) if sys.argv[1:] else HERE.parents[1] / "build/handbook"
    print(f"{len(build(where))} pages in {where}")
