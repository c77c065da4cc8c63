"""The handbook: complete where it is generated, alike in both languages, and every command in it works."""

import importlib
import re

import pytest

from handbook import blocks, build, commands, parts, run, settings, sources
from workbook import schema
from workbook.chapters import ORDER
from workbook.cli import parser
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.texts import keys

WORDS = {"de": Words("de", "de_DE", "EUR"), "en": Words("en", "en_GB", "EUR")}
BOTH = pytest.mark.parametrize("language", ["de", "en"])
MADE = {"dictionary", "exhibits", "methods", "settings", "messages", "commands", "letter"}
# Words that stand in no German sentence, and in no English one.
ENGLISH = frozenset(
    re.findall(r"\w+", "the and of with which is are this that for from it not where what by has have be to on as its")
)
GERMAN = frozenset(
    re.findall(
        r"\w+", "der das und mit ist sind nicht für wird werden eine einen auf aus bei zum zur sich auch nur wie"
    )
)


def prose(text):
    """What a reader reads of a source: without code, addresses and holes."""
    text = re.sub(r"^```[^\n]*\n.*?^```$|`[^`]*`|\]\(.*?\)|^\{\{\w+\}\}$", " ", text, flags=re.M | re.S)
    return re.findall(r"[A-Za-zÄÖÜäöüß]+", text)


def foreign(text, words):
    """Words of the other language."""
    return sorted({word for word in prose(text) if word in words})


def cells(found):
    return [row for part in found if part.table for row in part.table.rows]


@BOTH
def test_the_dictionary_has_every_column_of_every_table(language):
    for part, table in zip(parts.dictionary(WORDS[language]), schema.tables().values(), strict=True):
        rows = {row[0].strip("`"): row for row in part.table.rows}
        assert set(rows) == {*table.columns, *table.patterns}
        assert all(row[1] == table.columns[n].meaning[language] for n, row in rows.items() if n in table.columns)
        assert all(len(row) == len(part.table.head) and all(row[i] for i in (1, 3, 4, 5)) for row in rows.values())


@BOTH
def test_every_exhibit_is_explained(language):
    for part, chapter in zip(parts.exhibits(WORDS[language]), ORDER, strict=True):
        names = [f"`{chapter}.{name}`" for name in importlib.import_module(f"workbook.chapters.{chapter}").EXHIBITS]
        assert [entry.pairs[0][1] for entry in part.entries] == names
        assert [e for e in part.entries if len(e.pairs) < 2 and e.pairs[0][1] not in WORKED_OUT] == []


# Exhibits whose texts are put together where they are drawn, or that have a headline only.
WORKED_OUT: set[str] = set()


@BOTH
def test_every_method_stands_there_once_with_all_its_descriptions(language):
    entries = [e for part in parts.methods(WORDS[language]) for e in part.entries if e.english]
    assert sorted(e.title for e in entries) == sorted(parts.modules())
    assert all(e.english[0][1].strip() and e.pairs[-1][1] for e in entries)


def test_no_description_names_what_the_reader_cannot_open():
    told = [
        t for part in parts.methods(WORDS["en"]) for e in part.entries for pair in (*e.pairs, *e.english) for t in pair
    ]
    assert [t for t in told if re.search(r"METHOD\.md|\b[A-Z]\d-\d\d|§", t)] == []


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Gini.\n\nSource: Gini 1912.", "Gini 1912"),
        ('Order.\n\nSource: METHOD.md §5 "Class"; [004] for two (A4-05).', "[004] for two"),
        ("Days.\n\nSource: METHOD.md §6 (Mon–Fri 8–17).", ""),
        ("Both.\n\nSource: A4-15 and A4-17; Efron 1979.", "[004]; Efron 1979"),
        ("Plain.", ""),
    ],
)
def test_a_source_is_what_others_can_look_up(said, source):
    assert parts.own_source(said) == source


@BOTH
def test_every_setting_is_explained(language):
    rows = cells(parts.settings(WORDS[language]))
    assert [row[0].strip("`") for row in rows if not all(row)] == []
    assert {row[0].strip("`") for row in rows} >= {path for path, _, _ in settings.leaves(Parameters)}
    assert {row[0].strip("`").partition(".")[0] for row in rows} == set(Parameters.model_fields)


def test_a_setting_shows_its_default_its_limits_and_the_comment_of_the_template():
    rows = {row[0]: row[1:] for row in cells(parts.settings(WORDS["de"]))}
    assert rows["`value.interest_rate`"] == ("`0.1`", "Zahl 0–1", "erwarteter Kundenwert: Zins")
    assert rows["`coverage.scope.channel.lost`"][:2] == ("`[0.01, 0.03, 0.06]`", "3 × Zahl 0–0.33")
    assert rows["`name`"][0] == "Pflicht"


@BOTH
def test_every_message_stands_there_with_what_to_do(language):
    rows = cells(parts.messages(WORDS[language]))
    codes = {key.split(".")[1] for key in keys() if key.startswith("message.")}
    assert {row[0].strip("`") for row in rows} == codes and len(rows) == len(codes)
    asks = r"(?i)\bbitte\b" if language == "de" else r"(?i)\bplease\b"
    assert [row[0] for row in rows if re.search(asks, row[1])] == []


@BOTH
def test_every_command_stands_there_with_its_options(language):
    found = {part.title.removeprefix("workbook "): part for part in parts.commands(WORDS[language])}
    choices = parser(WORDS[language])._subparsers._group_actions[0].choices
    assert set(found) == set(choices)
    assert "`--dry-run`" in {row[0] for row in found["batch"].table.rows}


def test_a_page_is_generated_where_its_source_says_so():
    for language in ("de", "en"):
        holes = {hole for text in sources(language).values() for hole in build.HOLE.findall(text)}
        assert holes == MADE


def test_both_languages_have_the_same_pages_with_the_same_commands():
    german, english = sources("de"), sources("en")
    assert list(german) == list(english)
    alike = [
        [(kind, re.sub(r"--language \w\w|clients/\w+", "", text)) for kind, text in blocks(lang) if kind != "text"]
        for lang in ("de", "en")
    ]
    assert alike[0] == alike[1]
    assert [t.count("\n## ") for t in german.values()] == [t.count("\n## ") for t in english.values()]


def test_every_word_of_the_handbook_is_there_in_both_languages():
    assert {
        name for name, both in parts.own_words().items() if set(both) != {"de", "en"} or not all(both.values())
    } == set()


@BOTH
def test_no_sentence_is_in_the_other_language(language):
    words = ENGLISH if language == "de" else GERMAN
    assert {name: found for name, text in sources(language).items() if (found := foreign(text, words))} == {}
    assert {n: f for n, both in parts.own_words().items() if (f := foreign(both[language], words))} == {}


def test_a_sentence_in_the_other_language_is_found():
    assert foreign("Das ist the report.\n`the code`", ENGLISH) == ["the"]
    assert foreign("This is der Bericht", GERMAN) == ["der"]


def test_a_shell_block_says_whether_it_is_run():
    assert {kind for lang in ("de", "en") for kind, _ in blocks(lang)} == {"sh", "sh report", "text"}
    assert [
        t
        for lang in ("de", "en")
        for k, t in blocks(lang)
        if k == "text" and "workbook" in t and "batch" not in t and "workshop" not in t
    ] == []


@BOTH
def test_every_quick_command_works(language, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lines = commands(language, "sh")
    # A reader comes from the first page, where the client is created.
    done = run(sorted(lines, key=lambda line: " new clients/acme --language" not in line))
    assert {line: status for line, status in done.items() if status} == {}
    assert len(done) >= 8 and (tmp_path / "reports").is_dir()
    capsys.readouterr()
