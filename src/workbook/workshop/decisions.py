"""Decisions: saved whole or not at all into client.yaml, told in an append-only journal, undone one by one.

client.yaml keeps its comments and the order of its keys. The journal `decisions.jsonl` has one line per decision: what, the value
before, who, when, why, and of which data. The last versions of client.yaml are kept beside it.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from workbook.parameters import Parameters
from workbook.settings import FILE, checked, read_settings, read_tree
from workbook.workshop.levers import depth, value_at

JOURNAL = "decisions.jsonl"
VERSIONS = ".versions"
KEPT = 20
SCHEMA = 1
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Stale:
    """The data are not those of the last decision: when that was taken, and which files are new, gone or other."""

    day: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    other: tuple[str, ...]


@dataclass
class Decisions:
    """The decisions about one client, in its folder."""

    folder: Path
    _known: dict[str, tuple[tuple[int, int], str]] = field(default_factory=dict)

    def save(
        self, changes: Mapping[Path_, Any], who: str, why: str, reasons: Mapping[Path_, str] | None = None
    ) -> Parameters:
        """Take these decisions: paths of client.yaml with their values, None to leave it to the default; `reasons` of single
        ones stand in the place of `why`.

        One file, written whole. Raises Refused and leaves everything as it is where a value is not allowed.
        """
        tree, parameters = self._tree(), read_settings(self.folder)
        before = {path: _plain(_value(parameters, path)) for path in changes}
        whys = {path: (reasons or {}).get(path) or why for path in changes}
        moment = datetime.now(UTC).replace(microsecond=0)
        for path in sorted(changes, key=str):
            put(tree, parameters, path, changes[path])
        for path in sorted(changes, key=str):
            _note(tree, path, changes[path], (who, whys[path], moment))
        after = {"save": len(self.journal()), **self._write(tree)}
        for path in sorted(changes, key=str):
            told = {"action": "set", "key": key_of(path), "value": _plain(changes[path]), "previous": before[path]}
            self._append({**told, "who": who, "why": whys[path], **after}, moment)
        return read_settings(self.folder)

    def undo(self, who: str) -> tuple[str, ...] | None:
        """Take the last save back, byte by byte; the keys it had set. None where nothing is left to undo.

        Raises RuntimeError where client.yaml is not as the workshop left it.
        """
        records = self.journal()
        undone = {record["undoes"] for record in records if record["action"] == "undo"}
        saves = [r for r in records if r["action"] == "set" and r["save"] not in undone]
        if not saves:
            return None
        last = saves[-1]
        if last["after"] != self._state():
            raise RuntimeError("changed elsewhere")
        kept = self.folder / VERSIONS / f"{last['before'][:16]}.yaml"
        if not kept.is_file():
            return None
        keys = tuple(r["key"] for r in saves if r["save"] == last["save"])
        _replace(self.folder / FILE, kept.read_bytes())
        moment = datetime.now(UTC).replace(microsecond=0)
        self._append({"action": "undo", "key": ", ".join(keys), "who": who, "undoes": last["save"]}, moment)
        return keys

    def journal(self) -> list[dict[str, Any]]:
        """Every line of the journal; one that was torn by a crash is left out."""
        place = self.folder / JOURNAL
        found = []
        for line in place.read_text("utf-8").splitlines() if place.is_file() else []:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue
        return found

    def stale(self) -> Stale | None:
        """Whether the data changed since the last decision, and what; None where they are the same or nothing was decided."""
        records = [r for r in self.journal() if r["action"] == "set"]
        if not records:
            return None
        then, now = records[-1]["files"], self.files()
        if then == now:
            return None
        other = tuple(sorted(name for name in {*then} & {*now} if then[name] != now[name]))
        return Stale(records[-1]["when"][:10], tuple(sorted({*now} - {*then})), tuple(sorted({*then} - {*now})), other)

    def files(self) -> dict[str, str]:
        """The SHA-256 of every data file by its name; a file that did not change is not read again."""
        found = {}
        for path in sorted((self.folder / "data").rglob("*")):
            if path.is_file() and not path.name.startswith((".", "~$")):
                name, stat = path.relative_to(self.folder / "data").as_posix(), path.stat()
                stamp = (stat.st_mtime_ns, stat.st_size)
                if self._known.get(name, (None, ""))[0] != stamp:
                    with path.open("rb") as source:
                        self._known[name] = (stamp, hashlib.file_digest(source, "sha256").hexdigest())
                found[name] = self._known[name][1]
        return found

    def _tree(self) -> Any:
        return read_tree(self.folder / FILE)

    def _state(self) -> str:
        return hashlib.sha256((self.folder / FILE).read_bytes()).hexdigest()

    def _write(self, tree: Any) -> dict[str, Any]:
        """The tree as client.yaml, once it is proven to be allowed; the version before is kept."""
        before = (self.folder / FILE).read_bytes()
        text = dump(tree)
        checked(tree)
        content = text.replace("\n", "\r\n").encode() if b"\r\n" in before else text.encode()
        versions = self.folder / VERSIONS
        versions.mkdir(exist_ok=True)
        old = versions / f"{hashlib.sha256(before).hexdigest()[:16]}.yaml"
        _replace(old, before)
        for gone in sorted(versions.glob("*.yaml"), key=lambda p: p.stat().st_mtime_ns)[:-KEPT]:
            gone.unlink()
        _replace(self.folder / FILE, content)
        return {"before": hashlib.sha256(before).hexdigest(), "after": hashlib.sha256(content).hexdigest()}

    def _append(self, record: Mapping[str, Any], moment: datetime) -> None:
        files = self.files()
        data = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
        whole = {"schema_version": SCHEMA, "when": moment.isoformat(), **record, "data": data, "files": files}
        place = self.folder / JOURNAL
        torn = place.is_file() and place.stat().st_size > 0 and not place.read_bytes().endswith(b"\n")
        with place.open("a", encoding="utf-8", newline="\n") as sink:
            sink.write("\n" * torn + json.dumps(whole, ensure_ascii=False) + "\n")
            sink.flush()
            os.fsync(sink.fileno())


def dump(tree: Any) -> str:
    """The tree as text; saved again unchanged it is the same text."""
    yaml = YAML(typ="rt")
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    sink = io.StringIO()
    yaml.dump(tree, sink)
    return sink.getvalue()


def key_of(path: Path_) -> str:
    """A path as one word."""
    return ".".join(map(str, path))


def put(tree: Any, parameters: Parameters, path: Path_, value: Any) -> None:
    """Set one value in the tree of client.yaml. A setting the file says nothing of is written as a whole, as it is today.

    `overrides.<customer>` is one entry of a list: it replaces the customer's earlier one, None takes it out.
    """
    if path[0] == "overrides":
        _entry(tree, "overrides", "customer_id", str(path[1]), value)
        return
    node: Any = tree
    end = _whole(path)
    for part in path[: end - 1]:
        node = node.setdefault(part, CommentedMap()) if isinstance(node, dict) else node[part]
    if end < len(path) and _find(node, path[end - 1]) is None:
        node[path[end - 1]] = _flow(value_at(parameters, path[:end]))
    for part in path[end - 1 : -1]:
        node = node[_find(node, part)]
    last = _find(node, path[-1])
    if value is None:
        if last is not None and isinstance(node, dict):
            del node[last]
    else:
        node[path[-1] if last is None else last] = _flow(value)


def _whole(path: Path_) -> int:
    """How many parts of the path name what is written as one: a setting, or a section that cannot stand half filled."""
    end = depth(path)
    if path[:2] == ("coverage", "scope") and end > 3:
        return 3
    if path[:2] in (("segmentation", "participants"), ("process", "checklist")):
        return len(path)
    return end


def _find(node: Any, part: str | int) -> Any:
    """The key of `node` that is meant, whether the file writes 1 or "1"; None where it has none."""
    if isinstance(node, dict):
        return next((key for key in node if str(key) == str(part)), None)
    return int(part) if isinstance(node, list) and int(part) < len(node) else None


def _flow(value: Any) -> Any:
    """A value as client.yaml writes it: lists and mappings in one line."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        made = CommentedMap({key: _flow(inner) for key, inner in value.items()})
        made.fa.set_flow_style()
        return made
    if isinstance(value, tuple | list):
        row = CommentedSeq(_flow(inner) for inner in value)
        row.fa.set_flow_style()
        return row
    return value


def _entry(tree: Any, name: str, by: str, which: str, value: Mapping[str, Any] | None) -> None:
    """One entry of a list, which stays in the order of `by`, so that the order of independent decisions leaves no trace."""
    entries = [e for e in tree.get(name) or [] if str(e[by]) != which]
    if value is not None:
        entries.append(_flow({by: which, **value}))
    if not entries:
        tree.pop(name, None)
        return
    entries.sort(key=lambda e: str(e[by]))
    if isinstance(tree.get(name), list):
        tree[name][:] = entries
    else:
        tree[name] = CommentedSeq(entries)


def _note(tree: Any, path: Path_, value: Any, told: tuple[str, str, datetime]) -> None:
    """The decision among the `decisions` of client.yaml: the last one of each setting."""
    who, why, moment = told
    entry = None
    if value is not None:
        entry = {"value": in_short(value), "who": who, "when": moment.date(), "why": why}
    _entry(tree, "decisions", "key", key_of(path), entry)


def in_short(value: Any) -> str | float | bool:
    """A value in one word: `potential 0.3, revenue 0.7`."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {inner}" for key, inner in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(inner) for inner in value)
    return value if isinstance(value, bool | str) else float(value)


def _value(parameters: Parameters, path: Path_) -> Any:
    """What is in force at a path; of `overrides.<customer>` the entry."""
    if path[0] != "overrides":
        return value_at(parameters, path)
    return next((o for o in parameters.overrides if o.customer_id == str(path[1])), None)


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    return json.loads(json.dumps(value, default=str))


def _replace(place: Path, content: bytes) -> None:
    """Write the file whole or not at all: beside it, to the disk, then in its place."""
    beside = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as sink:
            sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
