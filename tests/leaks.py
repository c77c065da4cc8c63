"""Everything a reader could find in a folder, as text: archives opened, tables decoded, attached data unpacked."""

from __future__ import annotations

import base64
import html
import re
import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from shutil import which

import pandas as pd

from workbook.client import Client

ATTACHED = re.compile(r"data:[\w/+.;=-]*;base64,([A-Za-z0-9+/=]+)")
ALONE = re.compile(r"(?<![\w.,#-])\w[\w-]*(?![\w-]|[.,]\d)")
LENGTH = re.compile(
    r'="-?\d+"'
)  # of lines and boxes, in parts of slides and workbooks; texts and cells are no attributes
NAMING = {"customer", "person", "order", "line", "product", "opportunity", "request", "name", "text", "place"}


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """(where, text) of every file below a folder, its own path included."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        where = path.relative_to(folder).as_posix()
        yield where, where
        if path.suffix in (".xlsx", ".pptx") and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                for name in parts.namelist():
                    inside = parts.read(name)
                    yield f"{where}/{name}", f"{name} {LENGTH.sub('', _plain(inside))}"
        elif path.suffix == ".parquet":
            yield where, pd.read_parquet(path).reset_index().astype(str).to_csv()
            yield where, path.read_bytes().decode("latin-1")
        elif path.suffix == ".pdf" and which("pdftotext"):
            for command in (["pdftotext", str(path), "-"], ["pdfinfo", str(path)]):
                yield where, subprocess.run(command, capture_output=True, text=True, check=True).stdout
        else:
            yield where, _plain(path.read_bytes())


def _plain(content: bytes) -> str:
    """A file's text as it stands and as it is read: entities and escapes resolved, attached files decoded."""
    text = content.decode("utf-8", "replace")
    attached = [base64.b64decode(found).decode("utf-8", "replace") for found in ATTACHED.findall(text)]
    escaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    return "\n".join([text, html.unescape(text), escaped, re.sub(r"<[^>]*>", "", text), *attached])


def found(words: Iterable[str], folder: Path) -> dict[str, list[str]]:
    """Which of the words stand anywhere below the folder, as whole words, and where."""
    tokens = {word: frozenset(re.findall(r"\w+", word)) for word in set(words)}
    hits: dict[str, list[str]] = {}
    for where, text in texts(folder):
        alone, parts = set(ALONE.findall(text)), set(re.findall(r"\w+", text))
        for word, needed in tokens.items():
            if word in alone or (len(needed) > 1 and needed <= parts and _within(word, text)):
                hits.setdefault(word, []).append(where)
    return hits


def ours() -> set[str]:
    """The words of our own texts, on a page whoever the client is."""
    told = files("workbook").joinpath("assets", "texts")
    return {word for file in told.iterdir() for word in re.findall(r"\w+", file.read_text("utf-8"))}


def _within(word: str, text: str) -> bool:
    return word in text and re.search(rf"(?<![\w.,#-]){re.escape(word)}(?![\w-]|[.,]\d)", text) is not None


def naming(client: Client, kinds: dict[str, dict[str, str]]) -> set[str]:
    """Every name, id, postcode and free text in a client's tables, as written, from three letters on."""
    words: set[str] = set()
    for table, columns in kinds.items():
        frame = client.tables.get(table, pd.DataFrame())
        for column, kind in columns.items():
            if column in frame and kind in NAMING and column not in ("latitude", "longitude"):
                words.update(frame[column].dropna().astype(str).unique())
    return {w for w in words if len(w) > 2}
