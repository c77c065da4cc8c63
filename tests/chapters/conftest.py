"""The two sample clients, run once, beside their raw files read without the workbook."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pandas as pd
import pytest

from workbook import intake
from workbook.chapters import ORDER, process
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap
from workbook.run import Run
from workbook.settings import read_settings

SAMPLES = Path(__file__).parents[2] / "data" / "sample"


@dataclass(frozen=True)
class Found:
    """What the six chapters found about one client."""

    run: Any
    figures: Mapping[str, Figure]
    findings: Mapping[str, Finding]
    gaps: tuple[Gap, ...]
    customers: pd.DataFrame

    def __getitem__(self, figure: str) -> Any:
        """The value of a figure."""
        return self.figures[figure].value

    @property
    def open_figures(self) -> set[str]:
        """The figures named by a gap."""
        return {name for gap in self.gaps for name in gap.figures}


def _client(name: str) -> Client:
    folder = SAMPLES / name
    return intake.read(folder, read_settings(folder))


def found(client: Client, last: str = ORDER[-1]) -> Found:
    """The chapters of one client up to the last one asked for."""
    run = Run(client)
    after = run.chapter(last).after
    return Found(run, after.figures, {f.id: f for f in after.findings}, after.gaps, after.customers)


@pytest.fixture(scope="session")
def northwind() -> Found:
    return found(_client("northwind"))


@pytest.fixture(scope="session")
def muster() -> Found:
    return found(_client("muster"))


# A changed client is asked for what its data are, not for the last digit of an interval.
FEWER = {
    "workbook.methods.bootstrap.DRAWS": 100,
    "workbook.methods.clusters.SAMPLES": 20,
    "workbook.methods.clusters.DRAWS": 20,
    "workbook.chapters.segmentation.dispute.MOST": 20,
    "workbook.chapters.segmentation.dispute.EVERYBODY": 0,
}


@pytest.fixture(scope="module")
def changed(muster: Found, request: pytest.FixtureRequest) -> Callable[..., Found]:
    """Muster with another period, or with some of its tables changed: up to the chapter the test is about, with few draws."""
    last = request.module.__name__.rsplit(".", 1)[-1].removeprefix("test_").split("_")[0]

    def run(period: tuple[date, date] | None = None, **tables: pd.DataFrame) -> Found:
        client = muster.run.client
        chosen = client.parameters.segmentation.model_copy(update={"input_draws": 20, "weight_draws": 10})
        parameters = client.parameters.model_copy(update={"segmentation": chosen})
        tables = {**client.tables, **tables}
        with pytest.MonkeyPatch.context() as patch:
            for name, number in FEWER.items():
                patch.setattr(name, number)
            return found(replace(client, parameters=parameters, period=period or client.period, tables=tables), last)

    return run


@pytest.fixture(scope="session")
def settled(muster: Found) -> Callable[..., Found]:
    """Muster with other settings of chapter 5."""

    def run(**process: Any) -> Found:
        client = muster.run.client
        section = client.parameters.process.model_copy(update=process)
        return found(replace(client, parameters=client.parameters.model_copy(update={"process": section})))

    return run


@pytest.fixture(scope="session")
def redone(muster: Found) -> Callable[..., Found]:
    """Chapter 5 of Muster with some of its tables changed; what the chapters before found stays as it was."""

    def run(**tables: pd.DataFrame) -> Found:
        before = muster.run.chapter("process").result.so_far
        client = replace(muster.run.client, tables={**muster.run.client.tables, **tables})
        result = process.analyse(client, before)
        known = {f.id: f for f in process.figures(result)}
        said = {f.id: f for f in process.findings(result)}
        again = SimpleNamespace(client=client, chapter=lambda _: SimpleNamespace(result=result))
        return Found(again, known, said, process.gaps(result), muster.customers)

    return run


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    return json.loads((SAMPLES / "muster" / "truth.json").read_text(encoding="utf-8"))


def _rows(path: Path, delimiter: str, encoding: str) -> pd.DataFrame:
    with path.open(encoding=encoding, newline="") as file:
        return pd.DataFrame(list(csv.DictReader(file, delimiter=delimiter))).replace("", None)


@pytest.fixture(scope="session")
def northwind_orders() -> pd.DataFrame:
    """One row per order of the raw file, days as days."""
    orders = _rows(SAMPLES / "northwind" / "data" / "orders.csv", ",", "utf-8")
    days = {c: pd.to_datetime(orders[c]) for c in ("OrderDate", "RequiredDate", "ShippedDate")}
    return orders.assign(**days, Freight=orders["Freight"].astype(float))


@pytest.fixture(scope="session")
def northwind_lines(northwind_orders: pd.DataFrame) -> pd.DataFrame:
    """One row per order line of the raw file with its order's customer and day."""
    lines = _rows(SAMPLES / "northwind" / "data" / "order_details.csv", ",", "utf-8")
    for column in ("UnitPrice", "Quantity", "Discount"):
        lines[column] = lines[column].astype(float)
    listed = lines["UnitPrice"] * lines["Quantity"]
    lines = lines.assign(listed=listed, net=listed * (1 - lines["Discount"]))
    return lines.merge(northwind_orders[["OrderID", "CustomerID", "OrderDate"]], on="OrderID", validate="m:1")


def _german(column: pd.Series) -> pd.Series:
    return column.str.replace(".", "", regex=False).str.replace(",", ".", regex=False).astype(float)


@pytest.fixture(scope="session")
def orders() -> pd.DataFrame:
    """The raw order lines of Muster, numbers and days as such."""
    frame = _rows(SAMPLES / "muster" / "data" / "Auftragspositionen.csv", ";", "cp1252")
    for column in ("Nettoumsatz", "Listenumsatz", "Rabatt", "Wareneinsatz", "Fracht"):
        frame[column] = _german(frame[column])
    for column in ("Rechnungsdatum", "Auftragsdatum", "Zugesagter Termin", "Lieferdatum"):
        frame[column] = pd.to_datetime(frame[column], format="%d.%m.%Y")
    return frame


@pytest.fixture(scope="session")
def activities() -> pd.DataFrame:
    """The raw activities of Muster."""
    frame = _rows(SAMPLES / "muster" / "data" / "Aktivitaeten.csv", ";", "utf-8-sig")
    return frame.assign(Stunden=_german(frame["Stunden"]), Fahrstrecke=_german(frame["Fahrstrecke"]).fillna(0.0))


@pytest.fixture(scope="session")
def sheets() -> dict[str, pd.DataFrame]:
    """The raw sheets of Muster's workbook."""
    book = openpyxl.load_workbook(SAMPLES / "muster" / "data" / "Stammdaten.xlsx", read_only=True, data_only=True)
    found = {}
    for sheet in book.worksheets:
        head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = pd.DataFrame(rows, columns=list(head))
    return found


@pytest.fixture(scope="session")
def staff(sheets: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Muster's staff with what one practical hour costs (80 % of the attendance)."""
    frame = sheets["Mitarbeitende"].set_index("Mitarbeiternummer")
    practical = frame["Vollzeitstellen"] * frame["Jahresarbeitszeit"] * 0.8
    return frame.assign(practical=practical, rate=frame["Jahreskosten"] / practical)


@pytest.fixture(scope="session")
def accounts(
    sheets: dict[str, pd.DataFrame], orders: pd.DataFrame, activities: pd.DataFrame, staff: pd.DataFrame
) -> pd.DataFrame:
    """One row per existing customer of Muster: money of three years from order to contribution margin III, and hours."""
    customers = sheets["Kunden"].set_index("Kundennummer")
    known = customers.index[customers["Bestandskunde"] == "ja"]
    rates = sheets["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"].astype(float)
    by = orders.groupby("Kundennummer")
    table = by[["Nettoumsatz", "Listenumsatz", "Rabatt", "Wareneinsatz", "Fracht"]].sum()
    sold = orders[orders["Nettoumsatz"] >= 0].groupby("Kundennummer")
    table = table.assign(orders=sold["Auftragsnummer"].nunique(), lines=sold.size()).reindex(known).fillna(0.0)
    care = activities["Stunden"] * activities["Mitarbeiternummer"].map(staff["rate"])
    care += activities["Fahrstrecke"] * rates["Kilometersatz"]
    table["care"] = care.groupby(activities["Kundennummer"]).sum().reindex(known).fillna(0.0)
    table["hours"] = activities.groupby("Kundennummer")["Stunden"].sum().reindex(known).fillna(0.0)
    table["order_cost"] = (
        table["orders"] * rates["Kosten je Auftrag"] + table["lines"] * rates["Kosten je Position"] + table["Fracht"]
    )
    table["cm1"] = table["Nettoumsatz"] - table["Wareneinsatz"]
    table["cm2"] = table["cm1"] - table["order_cost"]
    table["cm3"] = table["cm2"] - table["care"]
    return table


@pytest.fixture(scope="session")
def sizes(accounts: pd.DataFrame) -> pd.Series:
    """Size class by the cumulated share in which each customer begins: 70 and 90 %."""
    found = pd.Series("none", accounts.index)
    whole, before = accounts["Nettoumsatz"].clip(lower=0).sum(), 0.0
    for customer in sorted(accounts.index, key=lambda c: (-accounts["Nettoumsatz"][c], c)):
        if accounts["Nettoumsatz"][customer] > 0:
            found[customer] = "large" if before < 0.7 * whole else "medium" if before < 0.9 * whole else "small"
            before += accounts["Nettoumsatz"][customer]
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests here work out chapters of a whole client."""
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.chapters)
