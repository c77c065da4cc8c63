"""The client's own copies of the notebooks: made once, never written over once somebody changed them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from workbook.chapters import ORDER

FOLDER = "notebooks"
WRITTEN = ".written.json"  # what each copy was when it was made


@dataclass(frozen=True)
class Own:
    """The notebooks a report of this client runs, by chapter, and the SHA-256 of those that were changed for it."""

    notebooks: Mapping[str, Path]
    changed: Mapping[str, str]


def copy_notebooks(client: Path, source: Path) -> tuple[Path, ...]:
    """The package's notebooks in the client's folder, `run` naming the client; a copy somebody changed stays as it is."""
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
        notebook = addressed(path)
        if not copy.is_file() or cells_hash(notebook) != cells_hash(copy):
            nbformat.write(notebook, copy)
        written[path.name] = cells_hash(copy)
        made.append(copy)
    note.write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    return tuple(made)


def addressed(path: Path) -> nbformat.NotebookNode:
    """A notebook of the package whose first cell names the folder it lies in and says that this is a workshop."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    cell.source = 'run = {"client": "..", "workshop": True}'
    return notebook


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
        if copy.is_file() and (own := cells_hash(copy)) != cells_hash(package):
            changed[package.name] = own
    return Own(found, changed)
