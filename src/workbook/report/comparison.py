"""What changed against an earlier result, and how much of it comes from the data, from the settings, from the program."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import ValidationError

from workbook import __version__
from workbook.chapters import ORDER
from workbook.client import Client, years_between
from workbook.intake import enough, read
from workbook.methods.class_migration import class_migration
from workbook.parameters import Parameters
from workbook.problem import Refused
from workbook.report.earlier import Earlier
from workbook.report.results import PACKAGES
from workbook.report.xlsx_lists import leaves
from workbook.run import Run
from workbook.statement import as_told

Kind = Literal["data", "parameters", "software"]
# unknown: no manifest · none: nothing changed · single: one kind only · separated: worked out again with the settings of before ·
# several: more than one kind, and they cannot be told apart.
Mode = Literal["unknown", "none", "single", "separated", "several"]
Within = Literal["same", "inside", "outside", "unstated"]
# Settings no figure depends on.
PRESENTATION = {
    "schema_version",
    "id",
    "name",
    "language",
    "locale",
    "agreement",
    "compare_with",
    "benchmark",
    "summary",
}
PERSONS = "coverage.persons"  # the finding whose place is the page of persons
ROLES = {"kam", "field", "inside", "service", "digital", "others"}
# Sums over the period: they are compared per year where the two periods differ in length.
SUMS = {"net_revenue", "list_revenue", "freight", "cm1", "cm2", "cm3", "cost_to_serve", "non_selling_cost"}
SUMS |= {"unused_capacity_cost", "excess_discount"}
SOME = 1e-9  # relative; below it two figures are the same


@dataclass(frozen=True)
class Change:
    """One thing that is other than before: its kind, what it is, its value before and now (empty: was or is not there)."""

    kind: Kind
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """A result beside an earlier one.

    `figures`: one row per figure of both or one (index id): before, after, middle (today's data with the settings of before;
    missing unless `mode` is separated), unit, within, yearly.
    `moved`: one row per customer of another class (index customer_id): name, before, after, cause.
    `new`, `gone`: findings by id with their headlines. `came`, `left`: names of customers by id.
    """

    earlier: Earlier
    changes: tuple[Change, ...]
    mode: Mode
    figures: pd.DataFrame
    migration: pd.DataFrame | None
    moved: pd.DataFrame
    new: Mapping[str, str]
    gone: Mapping[str, str]
    came: Mapping[str, str]
    left: Mapping[str, str]
    yearly: bool
    currency: tuple[str, str]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of things that changed."""
        found = {c.kind for c in self.changes}
        return tuple(k for k in ("data", "parameters", "software") if k in found)

    @property
    def rest(self) -> str:
        """What changed besides the settings, as one word: data, software, data_software, or nothing."""
        return besides(self.kinds)


def besides(kinds: Sequence[str]) -> str:
    """What changed besides the settings, as one word; nothing where nothing did."""
    rest = [k for k in kinds if k != "parameters"]
    return "data_software" if len(rest) > 1 else "".join(rest)


Again = Callable[[Parameters], tuple[Mapping[str, float], pd.Series] | None]


def compare(
    earlier: Earlier,
    now: Mapping[str, Any],
    customers: pd.DataFrame,
    client: Client,
    chapters: Sequence[str],
    again: Again,
) -> Comparison:
    """`now` (content of results.json) and `customers` against the earlier result; only `chapters`, which both can have.

    `again` works today's data out with other settings: asked once, and only where settings changed and something else did.
    """
    changes = tuple(changed(earlier.manifest, client))
    kinds = {c.kind for c in changes}
    mode: Mode = "unknown" if earlier.manifest is None else "none" if not kinds else "single"
    middle = None
    if len(kinds) > 1:
        middle = again(_settings_before(earlier, client)) if "parameters" in kinds and _valid(earlier) else None
        mode = "several" if middle is None else "separated"
    yearly = abs(_years(earlier.results["period"]) - _years(now["period"])) > 0.01
    figures = drift(earlier.results, now, chapters, middle[0] if middle else {}, yearly)
    before = earlier.customers if "segmentation" in chapters else None
    migration, moved = _migration(before, customers, middle[1] if middle else None, changes, mode)
    told = [{f["id"]: f["headline"] for f in r["findings"] if _of(f["id"], chapters)} for r in (earlier.results, now)]
    came, left = _customers(earlier.customers, customers)
    return Comparison(
        earlier,
        changes,
        mode,
        figures,
        migration,
        moved,
        {i: h for i, h in told[1].items() if i not in told[0]},
        {i: h for i, h in told[0].items() if i not in told[1]},
        came,
        left,
        yearly,
        (earlier.results["currency"], now["currency"]),
    )


def worked_out(folder: Path) -> Again:
    """Today's data of a folder with other settings: figures by id and classes by customer; None where they cannot be read so."""

    def again(parameters: Parameters) -> tuple[Mapping[str, float], pd.Series] | None:
        try:
            run = Run(enough(read(folder, parameters)))
        except Refused:
            return None
        after = run.chapter(ORDER[-1]).after if not run.failed else None
        if run.failed or after is None:
            return None
        done = run.done.values()
        told = {f.id: as_told(f)["value"] for one in done for f in one.figures}
        numbers = {i: float(value) for i, value in told.items() if not isinstance(value, str)}
        return numbers, _classes(after.customers)

    return again


def changed(manifest: Mapping[str, Any] | None, client: Client) -> Iterator[Change]:
    """Data, settings and program against those the manifest names; nothing where there is none."""
    if manifest is None:
        return
    yield from _data(manifest.get("inputs") or [], client)
    software = list(_software(manifest))
    yield from _parameters(manifest.get("parameters") or {}, client.parameters, bool(software))
    yield from software


def _data(inputs: Sequence[Mapping[str, Any]], client: Client) -> Iterator[Change]:
    now = [{"file": f.file, "sheet": f.sheet, "table": f.table, "sha256": f.sha256} for f in client.reading.files]
    if Counter(map(_content, inputs)) == Counter(map(_content, now)):
        return  # at most another name of the same file
    before, after = ({_source(i): str(i.get("sha256"))[:12] for i in found} for found in (inputs, now))
    for what in sorted({*before, *after}):
        if before.get(what) != after.get(what):
            yield Change("data", what, before.get(what, ""), after.get(what, ""))


def _content(one: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(one.get("sheet") or ""), str(one.get("table") or ""), str(one.get("sha256"))


def _source(one: Mapping[str, Any]) -> str:
    return f"{one.get('file')}" + (f" · {one['sheet']}" if one.get("sheet") else "")


def _parameters(before: Mapping[str, Any], parameters: Parameters, software: bool) -> Iterator[Change]:
    """Settings that differ. One a new version of the program brought, at its default, is no decision of anybody's."""
    default = _flat(Parameters(name="-").model_dump(mode="json", by_alias=True))
    then, now = _flat(before), _flat(parameters.model_dump(mode="json", by_alias=True))
    for key in sorted({*then, *now}):
        one, other = then.get(key, ""), now.get(key, "")
        brought = software and key not in then and other == default.get(key)
        if one != other and not brought:
            yield Change("parameters", key, one, other)


def _flat(tree: Mapping[str, Any]) -> dict[str, str]:
    kept = {name: part for name, part in tree.items() if name not in PRESENTATION}
    return {
        key: f"{v:g}" if isinstance(v, float) else v for name, part in kept.items() for key, v in leaves(name, part)
    }


def _software(manifest: Mapping[str, Any]) -> Iterator[Change]:
    now = {"workbook": __version__, "Python": platform.python_version()}
    now |= {name: importlib.metadata.version(name) for name in PACKAGES}
    then = {"workbook": manifest.get("version"), "Python": manifest.get("python"), **(manifest.get("packages") or {})}
    for name, version in now.items():
        if then.get(name) != version:
            yield Change("software", name, str(then.get(name) or ""), version)


def _valid(earlier: Earlier) -> bool:
    """Whether the settings of before are settings still."""
    try:
        Parameters.model_validate_json(json.dumps((earlier.manifest or {}).get("parameters")), strict=True)
    except ValidationError:
        return False
    return True


def _settings_before(earlier: Earlier, client: Client) -> Parameters:
    told = json.dumps((earlier.manifest or {})["parameters"])
    return Parameters.model_validate_json(told, strict=True).model_copy(update={"id": client.parameters.id})


def drift(
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    chapters: Sequence[str],
    middle: Mapping[str, float],
    yearly: bool,
) -> pd.DataFrame:
    """Every figure that is a number, of one unit both times and about no single role of persons (see `Comparison.figures`).

    Money in another currency than before is left out: a change of it would be one of the rate.
    """
    rows = []
    years = (_years(before["period"]), _years(now["period"]))
    for name in [*before["figures"], *(i for i in now["figures"] if i not in before["figures"])]:
        one, other = before["figures"].get(name), now["figures"].get(name)
        units = {f["unit"] for f in (one, other) if f}
        if len(units) > 1 or not _of(name, chapters) or any(isinstance(f["value"], str) for f in (one, other) if f):
            continue
        parts = years if yearly and name.split(".")[1] in SUMS else (1.0, 1.0)
        values = [
            float(f["value"]) / years if f else float("nan") for f, years in zip((one, other), parts, strict=True)
        ]
        between = middle.get(name, float("nan")) / parts[1]
        rows.append((name, *values, between, units.pop(), within(one, other), parts != (1.0, 1.0)))
    columns = ["id", "before", "after", "middle", "unit", "within", "yearly"]
    return pd.DataFrame(rows, columns=columns).set_index("id")


def within(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> Within:
    """Whether a change lies within what was stated: now's value in the interval of before, else before's in that of now."""
    if one is None or other is None:
        return "unstated"
    if _close(float(one["value"]), float(other["value"])):
        return "same"
    for interval, value in ((one.get("interval"), other["value"]), (other.get("interval"), one["value"])):
        if interval:
            return "inside" if interval[0] <= value <= interval[1] else "outside"
    return "unstated"


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= SOME * max(abs(one), abs(other))


def _migration(
    before: pd.DataFrame | None,
    customers: pd.DataFrame,
    middle: pd.Series | None,
    changes: Sequence[Change],
    mode: Mode,
) -> tuple[pd.DataFrame | None, pd.DataFrame]:
    """Counts from class to class, and the customers that changed theirs with the cause of it."""
    nobody = pd.DataFrame(columns=["name", "before", "after", "cause"])
    if before is None or "class" not in before or "class" not in customers:
        return None, nobody
    one, other = _classes(before), _classes(customers)
    both = pd.DataFrame({"before": one, "after": other}).dropna()
    if not len(both) and len(one) and len(other):
        return None, nobody
    moved = both[both["before"] != both["after"]].copy()
    moved.insert(0, "name", [_name(customers, i) for i in moved.index])
    kinds = sorted({c.kind for c in changes})
    moved["cause"] = kinds[0] if mode == "single" else mode
    if middle is not None:
        between = middle.reindex(moved.index)
        rest = besides(kinds)
        moved["cause"] = "both"
        moved.loc[between == moved["before"], "cause"] = "parameters"
        moved.loc[between == moved["after"], "cause"] = rest
    return class_migration(one, other), moved


def _classes(customers: pd.DataFrame) -> pd.Series:
    return customers["class"].dropna().astype(str) if "class" in customers else pd.Series(dtype=str)


def _customers(before: pd.DataFrame | None, now: pd.DataFrame) -> tuple[dict[str, str], dict[str, str]]:
    """Customers with orders in one of the two periods only; a customer still listed but without orders has left."""
    if before is None or "orders" not in before or "orders" not in now:
        return {}, {}
    one, other = (set(t.index[t["orders"].fillna(0) > 0].astype(str)) for t in (before, now))
    came = {i: _name(now, i) for i in sorted(other - one)}
    return came, {i: _name(before, i) for i in sorted(one - other)}


def _name(customers: pd.DataFrame, customer: Any) -> str:
    """The customer's name, where there is none its number."""
    told = customers["name"].get(customer) if "name" in customers else None
    return str(customer) if told is None or pd.isna(told) else str(told)


def _of(name: str, chapters: Sequence[str]) -> bool:
    """Whether a figure or finding is of these chapters and about no single persons."""
    return name.partition(".")[0] in chapters and name != PERSONS and not ROLES & set(name.split(".")[2:])


def _years(period: Sequence[str]) -> float:
    return years_between(date.fromisoformat(period[0]), date.fromisoformat(period[1]))


def record(found: Comparison) -> dict[str, Any]:
    """The comparison for results.json."""
    table = found.figures.astype(object).where(found.figures.notna(), None)
    return {
        "earlier": {
            "as_of": found.earlier.results["as_of"],
            "period": list(found.earlier.results["period"]),
            "results_sha256": found.earlier.sha256,
        },
        "attribution": found.mode,
        "changes": [{"kind": c.kind, "what": c.what, "before": c.before, "after": c.after} for c in found.changes],
        "figures": table.drop(columns="unit").to_dict("index"),
        "classes": None if found.migration is None else found.migration.astype(int).to_dict("index"),
        "moved": found.moved.drop(columns="name").to_dict("index"),
        "findings": {"new": sorted(found.new), "gone": sorted(found.gone)},
        "customers": {"new": sorted(found.came), "lost": sorted(found.left)},
    }
