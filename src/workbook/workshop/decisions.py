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
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from workbook import journal
from workbook.journal import DataFiles, Stale
from workbook.parameters import Parameters
from workbook.settings import FILE, checked, read_settings, read_tree
from workbook.workshop.levers import depth, value_at
from workbook.workshop.one_writer import one_writer

VERSIONS = ".versions"
KEPT = 20
SCHEMA = 1
Path_ = tuple[str | int, ...]


class Overtaken(RuntimeError):  # noqa: N818 - it names what happened
    """Somebody else has decided the same meanwhile: the keys."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(", ".join(keys))
        self.keys = tuple(keys)


class Elsewhere(RuntimeError):  # noqa: N818 - it names what happened
    """client.yaml was changed, but not by the workshop."""


@dataclass
class Decisions:
    """The decisions about one client, in its folder."""

    folder: Path

    def save(
        self,
        changes: Mapping[Path_, Any],
        who: str,
        why: str,
        reasons: Mapping[Path_, str] | None = None,
        seen: Parameters | None = None,
    ) -> Parameters:
        """Take these decisions: paths of client.yaml with their values, None to leave it to the default; `reasons` of single
        ones stand in the place of `why`.

        They are put into the file as it is now, which somebody else may have written meanwhile; one file, written whole.
        Raises Refused and leaves everything as it is where a value is not allowed, Overtaken where one of these settings is
        no longer what `seen` says.
        """
        with one_writer(self.folder):
            parameters = self._meanwhile(changes, seen)
            whys = {path: (reasons or {}).get(path) or why for path in changes}
            self._take(changes, parameters, who, whys)
            return read_settings(self.folder)

    def undo(self, who: str) -> tuple[str, ...] | None:
        """Take the last save back, byte by byte; the keys it had set. None where nothing is left to undo.

        Raises Elsewhere where client.yaml is not as the workshop left it.
        """
        with one_writer(self.folder):
            return self._taken_back(who)

    def confirm(self, who: str, why: str) -> tuple[str, ...]:
        """Say of every decision taken on other data that it holds for these, too; the keys. client.yaml stays as it is."""
        with one_writer(self.folder):
            found = self.stale()
            if found is None:
                return ()
            told = {"action": "confirm", "key": ", ".join(found.keys), "keys": found.keys, "who": who, "why": why}
            self._append(told, _moment())
            return found.keys

    def journal(self) -> list[dict[str, Any]]:
        """Every line of the journal; one that was torn by a crash is left out."""
        return journal.records(self.folder)

    def stale(self) -> Stale | None:
        """Which decisions in force were taken on other data than lie there now; None where none."""
        return journal.stale(self.folder, {d.key for d in read_settings(self.folder).decisions}, self._data)

    def stamp(self) -> tuple[int, int, int]:
        """Another one means that client.yaml was written since."""
        stat = (self.folder / FILE).stat()
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    @cached_property
    def _data(self) -> DataFiles:
        return DataFiles(self.folder)

    def _meanwhile(self, changes: Mapping[Path_, Any], seen: Parameters | None) -> Parameters:
        """client.yaml as it is now; Overtaken where one of these settings is another than was seen."""
        now = read_settings(self.folder)
        if seen is not None:
            other = [key_of(p) for p in changes if plain(_value(now, p)) != plain(_value(seen, p))]
            if other:
                raise Overtaken(sorted(other))
        return now

    def _take(self, changes: Mapping[Path_, Any], parameters: Parameters, who: str, whys: Mapping[Path_, str]) -> None:
        tree, moment, paths = self._tree(), _moment(), sorted(changes, key=str)
        for path in paths:
            put(tree, parameters, path, changes[path])
        for path in paths:
            _note(tree, path, changes[path], (who, whys[path], moment))
        after = {"save": len(self.journal()), **self._write(tree)}
        for path in paths:
            before = plain(_value(parameters, path))
            told = {"action": "set", "key": key_of(path), "value": plain(changes[path]), "previous": before}
            self._append({**told, "who": who, "why": whys[path], **after}, moment)

    def _taken_back(self, who: str) -> tuple[str, ...] | None:
        records = self.journal()
        undone = {record["undoes"] for record in records if record["action"] == "undo"}
        saves = [r for r in records if r["action"] == "set" and r["save"] not in undone]
        if not saves:
            return None
        last = saves[-1]
        if last["after"] != self._state():
            raise Elsewhere(str(self.folder))
        kept = self.folder / VERSIONS / f"{last['before'][:16]}.yaml"
        if not kept.is_file():
            return None
        keys = tuple(r["key"] for r in saves if r["save"] == last["save"])
        _replace(self.folder / FILE, kept.read_bytes())
        self._append({"action": "undo", "key": ", ".join(keys), "who": who, "undoes": last["save"]}, _moment())
        return keys

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
        files = self._data.hashes()
        data = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()
        whole = {"schema_version": SCHEMA, "when": moment.isoformat(), **record, "data": data, "files": files}
        place = self.folder / journal.NAME
        torn = place.is_file() and place.stat().st_size > 0 and not place.read_bytes().endswith(b"\n")
        with place.open("a", encoding="utf-8", newline="\n") as sink:
            sink.write("\n" * torn + json.dumps(whole, ensure_ascii=False) + "\n")
            sink.flush()
            os.fsync(sink.fileno())


def _moment() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


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
        return "; ".join(str(in_short(v)) if isinstance(v, Mapping) else str(v) for v in value)
    return value if isinstance(value, bool | str) else float(value)


def _value(parameters: Parameters, path: Path_) -> Any:
    """What is in force at a path; of `overrides.<customer>` the entry."""
    if path[0] != "overrides":
        return value_at(parameters, path)
    return next((o for o in parameters.overrides if o.customer_id == str(path[1])), None)


def plain(value: Any) -> Any:
    """A setting as JSON holds it."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
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
