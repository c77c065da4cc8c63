"""SECURITY.md and PRIVACY.md against the code: every test named exists, every column that names somebody is listed."""

import ast
import re
from pathlib import Path

from workbook import schema
from workbook.privacy.personal import LETTERS, personal
from workbook.privacy.secret import VARIABLE

ROOT = Path(__file__).parents[1]
FATES = {"name": "code", "place": "grid of 0.25°", "category": "stays", "fact": "as its field"}


def test_every_promise_names_a_test_that_exists():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    promised = [line for line in text.partition("## ")[0].splitlines() if line.startswith("| ")][1:]
    assert promised and all("`tests/" in line for line in promised)
    for file, _, name in re.findall(r"`(tests/[\w/]+\.py)(::(\w+))?`", text):
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert not name or name in {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}, name


def test_every_column_that_names_somebody_is_listed_with_what_becomes_of_it():
    rows = re.findall(r"(?m)^\| (\w+) \| (\w+) \| .+? \| (required|optional) \| (.+) \|$", text_of_privacy())
    listed = {(table, column): (needed, fate) for table, column, needed, fate in rows}
    kinds = {(t, c): kind for t, columns in personal().items() for c, kind in columns.items()}
    assert set(listed) == set(kinds)
    for (table, column), (needed, fate) in listed.items():
        kind = kinds[table, column]
        assert fate == ("code" if kind in LETTERS else FATES[kind])
        assert needed == ("required" if schema.table(table).columns[column].required else "optional")


def test_the_key_s_names_are_those_of_the_code():
    assert VARIABLE in text_of_privacy() and "workbook/keys" in text_of_privacy()


def text_of_privacy() -> str:
    return (ROOT / "PRIVACY.md").read_text("utf-8")
