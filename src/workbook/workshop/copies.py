"""The client's own copies of the notebooks: made once, never written over once somebody changed them."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import nbformat

from workbook.chapters import ORDER
from workbook.parameters import Language

FOLDER = "notebooks"
WRITTEN = ".written.json"  # what each copy was when it was made


@dataclass(frozen=True)
class Own:
    """The notebooks a report of this client runs, by chapter, and the SHA-256 of those that were changed for it."""

    notebooks: Mapping[str, Path]
    changed: Mapping[str, str]


def copy_notebooks(client: Path, source: Path, language: Language) -> tuple[Path, ...]:
    """The package's notebooks in the client's folder and language, `run` naming the client; a changed one stays as it is."""
    target = client / FOLDER
    target.mkdir(exist_ok=True)
    note = target / WRITTEN
    written = json.loads(note.read_text("utf-8")) if note.is_file() else {}
    made = []
    for path in sorted(source.glob("[0-9][0-9]_*.ipynb")):
        copy = target / path.name
        if copy.is_file() and cells_hash(copy) != written.get(path.name):
            made.append(copy)
            continue
        notebook = addressed(path, language)
        if not copy.is_file() or cells_hash(notebook) != cells_hash(copy):
            nbformat.write(notebook, copy)
        written[path.name] = cells_hash(copy)
        made.append(copy)
    note.write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    return tuple(made)


def addressed(path: Path, language: Language) -> nbformat.NotebookNode:
    """A notebook of the package whose first cell names the folder it lies in and says that this is a workshop.

    The notes between the cells are English in the package; a German client's copy has the German ones.
    """
    notebook = nbformat.read(path, as_version=4)
    for note in (c for c in notebook.cells if c.cell_type == "markdown" and language == "de"):
        note.source = german_notes().get(note.id, note.source)
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    cell.source = 'run = {"client": "..", "workshop": True}'
    return notebook


@cache
def german_notes() -> Mapping[str, str]:
    """What the notebooks say between their cells, in German, by the cell's id."""
    return tomllib.loads(files("workbook").joinpath("assets/notes.de.toml").read_text("utf-8"))


def cells_hash(notebook: Path | nbformat.NotebookNode) -> str:
    """The SHA-256 of what stands in the cells; outputs, counts and the cell with the parameters do not count."""
    read = nbformat.read(notebook, as_version=4) if isinstance(notebook, Path) else notebook
    cells = [(c.cell_type, c.source) for c in read.cells if "parameters" not in c.get("metadata", {}).get("tags", [])]
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()


def own_notebooks(client: Path, source: Path) -> Own:
    """What a report runs where client.yaml says `notebooks: own`: the client's copy of a chapter, else the package's."""
    found, changed = {}, {}
    for number, chapter in enumerate(ORDER, 1):
        package = next(iter(sorted(source.glob(f"{number:02d}_*.ipynb"))))
        copy = client / FOLDER / package.name
        found[chapter] = copy if copy.is_file() else package
        ours = {cells_hash(addressed(package, "de")), cells_hash(package)}
        if copy.is_file() and (own := cells_hash(copy)) not in ours:
            changed[package.name] = own
    return Own(found, changed)
