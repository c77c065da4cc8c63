"""Changes of the input with a known effect on every figure, finding, claim and customer: exactly that one and no other."""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cut_muster import FEWER, cut_muster
from small_client import CUSTOMERS, LINES, small_client
from workbook import schema
from workbook.chapters import ORDER
from workbook.client import Client
from workbook.finding import Quantity, Term, Terms
from workbook.run import Run

MONEY = ("money", "EUR")
DRAWN = ("class_probability", "probability_", "first_share")  # from draws, which one customer more begins anew
# What the account counts, as the files say it: the tables here are changed after reading.
ACCOUNT = ("intake.money_read", "intake.money_used", "intake.account")


@dataclass(frozen=True)
class All:
    """Every single thing found: by its name its value and unit; and the customers."""

    said: dict[str, tuple[Any, str]]
    customers: pd.DataFrame


def work_out(client: Client) -> All:
    run = Run(client)
    claims = [claim for name in ORDER for claim in run.chapter(name).claims]
    after = run.chapter(ORDER[-1]).after
    things = [*after.figures.values(), *after.findings, *after.gaps, *claims]
    said = {f"{type(t).__name__} {t.id}{place}": v for t in things for place, v in parts(t)}
    return All(said, after.customers)


def parts(thing: Any, place: str = "", unit: str = "") -> Iterator[tuple[str, tuple[Any, str]]]:
    """Every number, text and key within a thing, with its unit."""
    unit = getattr(thing, "unit", unit)
    if isinstance(thing, Quantity):
        yield place, (thing.value, unit)
    elif isinstance(thing, Term | Terms) or dataclasses.is_dataclass(thing):
        unit = "money" if type(thing).__name__ == "Impact" else unit
        for one in dataclasses.fields(thing):
            # a threshold stands in the unit of its claim, the counted cases do not
            yield from parts(getattr(thing, one.name), f"{place}.{one.name}", "count" if one.name == "n" else unit)
    elif place.endswith(".claims") and isinstance(thing, dict):
        by_amount = sorted(thing, key=lambda key: (thing[key], key))  # of a customer, whose id is no name of a thing
        for number, key in enumerate(by_amount):
            yield f"{place}.{number}", ((key,), "ids")
            yield from parts(thing[key], f"{place}.{number}.amount", unit)
    elif isinstance(thing, dict):
        for key, value in thing.items():
            yield from parts(value, f"{place}.{key}", unit)
    elif place.endswith(".customers") and isinstance(thing, tuple):
        yield place, (tuple(sorted(thing)), "ids")
    elif isinstance(thing, tuple | list):
        for number, value in enumerate(thing):
            yield from parts(value, f"{place}.{number}", unit)
    else:
        yield place, (thing, unit)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) or (one != one and other != other)
    return one == other


def differing(plain: All, changed: All, factor: float = 1.0) -> set[str]:
    """The names of what is not as it was; amounts of money are expected × factor."""
    names = plain.said.keys() | changed.said.keys()
    return {n for n in names if not _expected(plain.said.get(n), changed.said.get(n), factor)}


def _expected(one: tuple[Any, str] | None, other: tuple[Any, str] | None, factor: float) -> bool:
    if one is None or other is None or one[1] != other[1]:
        return False
    scaled = one[1] in MONEY and isinstance(one[0], int | float) and not isinstance(one[0], bool)
    return same(one[0] * factor if scaled else one[0], other[0])


def columns_differing(plain: All, changed: All, factor: float = 1.0) -> set[str]:
    """The columns in which a customer of both differs; a column may be multiplied by the factor as a whole."""
    both = plain.customers.index
    assert set(plain.customers) == set(changed.customers)
    found = set()
    for name in plain.customers:
        one, other = (list(c[name].reindex(both).astype(object)) for c in (plain.customers, changed.customers))
        pairs = [(a, b) for a, b in zip(one, other, strict=True) if not (pd.isna(a) and pd.isna(b))]
        times = {1.0, factor} if all(isinstance(a, int | float) for a, _ in pairs) else {1.0}
        if not any(all(same(a * f if f != 1.0 else a, b) for a, b in pairs) for f in times):
            found.add(name)
    return found


@pytest.fixture(scope="module", autouse=True)
def few_draws() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, number in FEWER.items():
            patch.setattr(name, number)
        yield


@pytest.fixture(scope="module")
def client() -> Client:
    """Of equal amounts the smaller id comes first (METHOD §2 "Cumulated shares"): here no two customers are equal in one that has
    an edge, so that nothing is left for ids to decide."""
    cut = cut_muster()
    listed = cut.tables["customers"]
    apart = {name: listed[name] + 0.001 * np.arange(len(listed))[::-1] for name in ("potential_revenue", "employees")}
    return replace(cut, tables={**cut.tables, "customers": listed.assign(**apart)})


@pytest.fixture(scope="module")
def plain(client: Client) -> All:
    return work_out(client)


def test_other_names_and_another_order_of_ids_rows_and_columns_change_nothing_but_names(client, plain):
    """Every number, verdict and list stays, to the last digits of a sum: no draw follows the ids or the rows."""
    listed = client.tables["customers"]
    ids = sorted({*listed["customer_id"], *listed["parent_id"].dropna()})
    after = {one: f"Z{other}" for one, other in zip(ids, reversed(ids), strict=True)}
    before = {new: old for old, new in after.items()}
    tables = {}
    for name, table in client.tables.items():
        tables[name] = (
            table.sample(frac=1, random_state=3).sample(frac=1, axis=1, random_state=4).reset_index(drop=True)
        )
        for column in tables[name].columns.intersection(["customer_id", "parent_id"]):
            tables[name][column] = tables[name][column].map(after.__getitem__, na_action="ignore")
    tables["customers"]["name"] = "Firma " + tables["customers"]["name"]
    found = work_out(replace(client, tables=tables))
    back = {n: (_unnamed(value, before), unit) for n, (value, unit) in found.said.items()}
    customers = found.customers.rename(index=before)
    customers["name"] = customers["name"].str.removeprefix("Firma ")
    for column in customers.columns.intersection(["parent_id"]):
        customers[column] = customers[column].map(before.__getitem__, na_action="ignore")
    changed = All(back, customers)
    assert differing(plain, changed) == set() and columns_differing(plain, changed) == set()


def _unnamed(value: Any, before: dict[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(sorted(before[one] for one in value))
    return value.removeprefix("Firma ") if isinstance(value, str) else value


def test_a_thousandfold_of_all_money_changes_amounts_and_nothing_else(client, plain):
    tables = {name: table.copy() for name, table in client.tables.items()}
    for name, table in tables.items():
        for column in table:
            described = schema.column(name, column)
            if described is not None and described.type == "money":
                table[column] = table[column] * 1000
    p = client.parameters
    value = p.value.model_copy(update={"size_bands": tuple(1000 * b for b in p.value.size_bands)})
    driving = {"km_cost": p.coverage.territory.km_cost * 1000, "hour_cost": p.coverage.territory.hour_cost * 1000}
    coverage = p.coverage.model_copy(update={"territory": p.coverage.territory.model_copy(update=driving)})
    dearer = p.model_copy(update={"value": value, "coverage": coverage})
    found = work_out(replace(client, tables=tables, parameters=dearer))
    assert {n for n in differing(plain, found, 1000) if not n.split(" ")[1].startswith(ACCOUNT)} == set()
    # text of a limit in money: 'potential<16200' becomes 'potential<16200000'
    assert columns_differing(plain, found, 1000) <= {"flips_at"}


def test_a_customer_with_nothing_is_counted_and_moves_no_money_and_no_hours(client, plain):
    listed = client.tables["customers"]
    more = listed.reindex(range(len(listed) + 1))
    last = more.index[-1]
    for column, cell in {"customer_id": "ZZZZ", "name": "Niemand", "existing": True}.items():
        more.loc[last, column] = cell
    assert more.dtypes.equals(listed.dtypes)
    found = work_out(replace(client, tables={**client.tables, "customers": more}))
    assert set(found.customers.index) - set(plain.customers.index) == {"ZZZZ"}
    assert (
        found.customers["class"].reindex(plain.customers.index).equals(plain.customers["class"])
    )  # no rank at an edge moved
    moved = differing(plain, found)
    # how sure a class is rests on draws, and the sum of what is unsure with it
    sure = {n for n in moved if "segmentation.borderline" in n or "segmentation.misjudged" in n}
    amounts = {n for n in moved - sure if plain.said.get(n, (0, ""))[1] in (*MONEY, "hours")}
    assert amounts == set()
    assert {n for n in moved if n.split(" ")[1].startswith(("value.", "coverage.", "process.", "claims."))} == set()
    counts = [n for n in moved - sure if n.startswith("Figure ") and plain.said[n][1] == "count"]
    assert counts and all(found.said[n][0] - plain.said[n][0] == 1 for n in counts if n.endswith(".value"))
    columns = {c for c in columns_differing(plain, found) if not c.startswith(DRAWN)}
    assert columns <= {"score", "class_earlier", "class_later", "flips_at"}


def test_a_file_split_in_two_gives_the_same_results(tmp_path):
    head, *lines = LINES.splitlines(keepends=True)
    first, *customers = CUSTOMERS.splitlines(keepends=True)
    parts_ = {"umsatz": head + "".join(lines[:5]), "umsatz_2": head + "".join(lines[5:])}
    parts_ |= {"kunden": first + "".join(customers[3:]), "kunden_2": first + "".join(customers[:3])}
    whole, split = work_out(small_client(tmp_path / "one")), work_out(small_client(tmp_path / "two", **parts_))
    assert {n for n in differing(whole, split) if "intake." not in n} == set()
    assert columns_differing(whole, split) == set()
