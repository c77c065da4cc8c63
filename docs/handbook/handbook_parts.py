"""The handbook's generated parts: what is listed comes from the schema, the settings, the texts, the methods and the commands."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from handbook_settings import settings_rows

from workbook import check, letter, schema
from workbook.chapters import ORDER
from workbook.cli import parser
from workbook.language import Words
from workbook.method_notes import shipped
from workbook.texts import PLACEHOLDER, forms, keys, message

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LOCALES = {"de": "de_DE", "en": "en_GB"}
NOTES = ("unit", "caption", "read", "rule", "certainty", "limit", "people")
INTERNAL = re.compile(
    r"""(?:article )?METHOD\.md(?:,? §[\d.]+)*(?: (?:[A-Z]\d-\d+(?:, )?)+)?(?: (?:"[^"]*"(?:, )?)+)?|§[\d.]+"""
)
STATEMENT = re.compile(r"\bA(\d)-\d+(?:(?:, | to )A\1-\d+)*")


@dataclass(frozen=True)
class Table:
    """A table: its heads and its rows; text between grave accents is set as code."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]


@dataclass(frozen=True)
class Entry:
    """Something explained: what it is called, and pairs of a label and a text; `english` texts stay English everywhere."""

    title: str
    pairs: list[tuple[str, str]]
    english: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One section: heading, anchor, sentences before it, a table or entries, or a text as it is sent."""

    title: str
    anchor: str
    lead: tuple[str, ...] = ()
    table: Table | None = None
    entries: list[Entry] = field(default_factory=list)
    verbatim: str = ""


@cache
def own_words() -> dict[str, Any]:
    """The handbook's own words by name, German and English side by side."""
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


def parts(name: str, language: str) -> list[Part]:
    """The sections that stand where a page says `{{name}}`; KeyError where nothing is generated under that name."""
    made = {"dictionary": dictionary, "exhibits": exhibits, "methods": methods, "settings": settings,
            "messages": messages, "commands": commands, "letter": example_letter}  # fmt: skip
    return made[name](Words(language, LOCALES[language], "EUR"))  # type: ignore[arg-type]


def say(name: str, words: Words) -> str:
    """A word of the handbook's own."""
    return words.own(own_words()[name])


def dictionary(words: Words) -> list[Part]:
    """Every table and column a client may deliver."""
    return [_table_part(table, words) for table in schema.tables().values()]


def _table_part(table: schema.Table, words: Words) -> Part:
    rows = [
        (f"`{c.name}`", c.meaning[words.language], _required(c, words), c.headers["de"][0], c.headers["en"][0],
         say(f"type.{c.type}", words), _unit(c.unit, words), _range(table, c, words))
        for c in (*table.columns.values(), *(p for p in table.patterns.values()))
    ]  # fmt: skip
    head = tuple(
        say(f"column.{h}", words) for h in ("name", "meaning", "required", "de", "en", "type", "unit", "range")
    )
    lead = [
        table.meaning[words.language],
        f"{say('named', words)}: `{table.name}`. {say('sheets', words)}: {', '.join(table.sheets[words.language][:4])}.",
    ]
    for name, others in table.alternatives.items():
        lead.append(f"{say('instead', words)} `{name}`: {', '.join(f'`{o}`' for o in others)}.")
    if table.provenance:
        lead.append(say("provenance", words))
    return Part(words.text(f"table.{table.name}"), f"t-{table.name}", tuple(lead), Table(head, rows))


def _required(column: schema.Column, words: Words) -> str:
    return say(f"required.{'open' if column.open else 'yes'}", words) if column.required else ""


def _unit(unit: str, words: Words) -> str:
    return say(f"unit.{unit}", words) if f"unit.{unit}" in own_words() else unit


def _range(table: schema.Table, column: schema.Column, words: Words) -> str:
    if column.codes:
        given = schema.words_of(table.name, column.name)
        return ", ".join(f"`{code}`" + (f" ({given[code][0]})" if given.get(code) and words.language == "de" else "")
                         for code in column.codes)  # fmt: skip
    if column.low is not None and column.high is not None:
        return f"{column.low:g} {say('to', words)} {column.high:g}".replace("-", "−")
    return f"≥ {column.low:g}" if column.low is not None else f"≤ {column.high:g}" if column.high is not None else ""


def exhibits(words: Words) -> list[Part]:
    """Every exhibit with its reading aid, chapter by chapter, in the order of the chapter's list."""
    made = []
    for number, chapter in enumerate(ORDER, 1):
        drawn = importlib.import_module(f"workbook.chapters.{chapter}").EXHIBITS
        entries = [
            _exhibit(f"{chapter}.{name}", stem(draw, f"{chapter}.{name}"), words) for name, draw in drawn.items()
        ]
        made.append(Part(f"{number} {words.text(f'page.chapter.{chapter}')}", f"c-{chapter}", entries=entries))
    return made


def stem(draw: Any, name: str) -> str:
    """The name an exhibit's texts go by, as its function gives it to `plate`; its own where that is worked out there."""
    while isinstance(draw, partial):
        draw = draw.func
    said = re.search(r'plate\(\s*words,\s*"([^"]+)"', inspect.getsource(draw))
    return said[1] if said else name


def _exhibit(name: str, texts: str, words: Words) -> Entry:
    known = [k for k in keys() if k.startswith((texts, name))]
    titles = [k for k in (texts, name) if k in known][:1]
    titles = titles or [k for k in known if k.startswith(f"{texts}_") and k.count(".") == 1]
    titles = titles or [f"{texts}.{k}" for k in SAID if f"{texts}.{k}" in known]
    pairs = [(say("also", words), gapped(k, words)) for k in titles[1:]]
    for note in NOTES:
        found = [k for k in known if re.fullmatch(rf"{re.escape(texts)}\.{note}(?:[_.]\w+)?", k)]
        pairs += [(say(f"note.{note}", words), gapped(k, words)) for k in found]
    pairs = [pair for pair in pairs if re.search(r"\w", pair[1])]
    return Entry(
        gapped(titles[0], words) if titles else say("untitled", words), [(say("id", words), f"`{name}`"), *pairs]
    )


SAID = ("overrated", "underrated", "weak", "strong")


def gapped(key: str, words: Words) -> str:
    """A text with an ellipsis wherever a report puts a value, in the form for many."""
    return PLACEHOLDER.sub("…", forms(message(key, words.language)).many)


def methods(words: Words) -> list[Part]:
    """Every method: the note of its family in the language of the page, and its docstrings as they stand, in English."""
    noted = {module for note in shipped().values() for module in note["methods"]}
    rest = [name for name in modules() if name not in noted]
    made = []
    for number, chapter in enumerate(ORDER, 1):
        families = [(n, note) for n, note in shipped().items() if n.partition(".")[0] == chapter]
        entries = [entry for _, note in families for entry in _family(note, words)]
        if entries:
            made.append(Part(f"{number} {words.text(f'page.chapter.{chapter}')}", f"m-{chapter}", entries=entries))
    if rest:
        lead = (say("methods.rest", words),)
        made.append(Part(say("methods.others", words), "m-rest", lead, entries=[_method(n, words) for n in rest]))
    return made


def _family(note: dict[str, Any], words: Words) -> Iterator[Entry]:
    pairs = [(say("published", words), note["source"])] if note["source"] else []
    yield Entry(words.own(note), pairs)
    yield from (_method(name, words) for name in note["methods"])


def _method(name: str, words: Words) -> Entry:
    of = modules()[name]
    sources = list(dict.fromkeys(filter(None, (own_source(text) for _, text in of))))
    told = [(call, plainly(SOURCE.sub("", text)).strip()) for call, text in of]
    return Entry(name, [(say("published", words), " · ".join(sources) or say("own_rule", words))], told)


SOURCE = re.compile(r"\bSources?: (.+?)(?:\n\s*\n|\Z|\.\s+(?=ValueError))", re.S)
PUBLISHED = re.compile(r"\b1[789]\d\d\b|\b20\d\d\b|\[00\d\]")


def own_source(doc: str) -> str:
    """Who published it; nothing where only the project's own papers are named."""
    found = SOURCE.search(doc)
    if found is None:
        return ""
    parts_ = [part.strip(" .,") for part in plainly(found[1]).split(";")]
    return "; ".join(p[1:-1] if re.fullmatch(r"\([^()]+\)", p) else p for p in parts_ if PUBLISHED.search(p))


def plainly(text: str) -> str:
    """A docstring for readers: statements of the articles as [000] to [004], nothing that stands outside the repository."""
    text = INTERNAL.sub("", STATEMENT.sub(lambda m: f"[00{m[1]}]", text)).replace("article 00", "00")
    text = re.sub(r"(?<!\[)\b(00[0-4])\b(?!\])", r"[\1]", text)
    text = re.sub(r"(\[00\d\])(?:(?:,| and)? \1)+", r"\1", text)
    text = re.sub(r"(\[00\d\])([^\[]*?) \(\1\)", r"\1\2", re.sub(r"(\[00\d\])([^\[]*?) \(\1\)", r"\1\2", text))
    text = re.sub(r"\(\s*[;,]?\s*\)", "", text)
    text = re.sub(r"^[\s;,.]+|[;,]\s*(?=[.;,]|$)", "", text.strip())
    return re.sub(r" +(?=[.,;)])", "", re.sub(r"  +", " ", text))


@cache
def modules() -> dict[str, list[tuple[str, str]]]:
    """By method: from each of its public names (the module first, under no name) to its docstring, unfolded."""
    found = {}
    for path in sorted((ROOT / "src/workbook/methods").glob("*.py")):
        if path.stem != "__init__":
            tree = ast.parse(path.read_text("utf-8"))
            public = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name[0] != "_"]
            docs = [("", tree), *((_call(node), node) for node in public)]
            found[path.stem] = [(name, doc) for name, node in docs if (doc := ast.get_docstring(node) or "")]
    return found


def _call(node: ast.FunctionDef | ast.ClassDef) -> str:
    if isinstance(node, ast.ClassDef):
        return node.name
    return f"{node.name}({', '.join(a.arg for a in (*node.args.args, *node.args.kwonlyargs))})"


def settings(words: Words) -> list[Part]:
    """Every key of client.yaml, section by section."""
    head = tuple(say(f"setting.{h}", words) for h in ("key", "default", "allowed", "meaning"))
    made = []
    for section, rows in settings_rows(words.language, own_words()).items():
        made.append(Part(say(f"setting.{section}", words), f"s-{section}", table=Table(head, rows)))
    return made


def messages(words: Words) -> list[Part]:
    """Every code a problem may have: what it says, and what to do."""
    codes: dict[str, list[tuple[str, ...]]] = {}
    for key in keys():
        if found := re.fullmatch(r"message\.([A-Z]+(?:-[A-Z]+)?)", key):
            said, remedy = halves(gapped(key, words), words.language)
            family = found[1].partition("-")[0]
            codes.setdefault(family if f"family.{family}" in own_words() else "OTHER", []).append(
                (f"`{found[1]}`", said, remedy or say("no_remedy", words))
            )
    head = tuple(say(f"message.{h}", words) for h in ("code", "says", "remedy"))
    titles = {family: say(f"family.{family}", words) for family in codes}
    return [Part(titles[f], f"e-{f.lower()}", table=Table(head, rows)) for f, rows in codes.items()]


def halves(text: str, language: str) -> tuple[str, str]:
    """A message split before the request it makes."""
    ask = r"[^.:]*?\bbitte\b" if language == "de" else r"[^.:]*?\bplease\b"
    parted = re.search(rf"(?i)(?<=[.;)])\s+(?={ask})|(?<=: …\.)\s+(?={ask})", text)
    return (text[: parted.start()].rstrip(" ;"), text[parted.end() :]) if parted else (text, "")


def commands(words: Words) -> list[Part]:
    """Every command with its options, as the command line itself explains them."""
    head = (say("command.option", words), say("command.does", words))
    top = parser(words)._subparsers._group_actions[0]  # type: ignore[union-attr]
    made = []
    for help_, (name, one) in zip(top._choices_actions, top.choices.items(), strict=True):  # type: ignore[attr-defined]
        rows = [(f"`{_option(a)}`", a.help) for a in one._actions if a.dest != "help"]
        table = Table(head, rows) if rows else None
        made.append(Part(f"workbook {name}", f"k-{name}", (f"{help_.help[:1].upper()}{help_.help[1:]}.",), table))
    return made


def _option(action: Any) -> str:
    value = action.metavar or ("" if action.nargs == 0 else action.dest.upper())
    return ", ".join(action.option_strings) + (f" {value}" if action.option_strings and value else value)


def example_letter(words: Words) -> list[Part]:
    """The letter the program writes about the public sample client, word for word."""
    seen = check.check(ROOT / "data/sample/northwind", words.language)
    return [Part(say("letter.title", words), "letter", (say("letter.lead", words),), verbatim=letter.letter(seen))]


def fragments(name: str) -> str:
    """A file of the page's look that the report uses too."""
    return files("workbook").joinpath("assets/page", name).read_text("utf-8")
