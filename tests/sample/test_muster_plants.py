"""What the chapters find of what was planted in the invented company, on five seeds, whole and at half strength.

Recall: the share of the planted customers that a method names. Precision: the share of the named that are planted, or that lie
beyond the method's own definition when it is recomputed here from the raw files: a company has loss makers, over-served and
overrated customers nobody planted, and naming those is right. Both are counted over the five seeds together.
A new method is one line in METHODS.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from workbook import intake
from workbook.run import Run
from workbook.settings import read_settings

HOME = Path(__file__).resolve().parents[2] / "data" / "sample" / "muster"
SEEDS = (20260115, 1, 2, 3, 4)
YEARS, FLOOR = 3, 2.0


@dataclass(frozen=True)
class Company:
    """One made company: the truth, what the chapters found, and its customers' amounts from the raw files."""

    truth: dict
    run: Run
    accounts: pd.DataFrame


def losing(company: Company) -> set[str]:
    table = company.run.chapter("value").result.table
    return set(table.index[table["cm3"] < 0])


def corner(name: str) -> Callable[[Company], set[str]]:
    def found(company: Company) -> set[str]:
        corners = company.run.chapter("value").result.corners["corner"]
        return set(corners.index[corners == name])

    return found


def over_served(company: Company) -> set[str]:
    table = company.run.chapter("coverage").result.customers
    return set(table.index[table["over"]])


def truly_losing(accounts: pd.DataFrame) -> set[str]:
    return set(accounts.index[accounts["cm3"] < 0])


def truly(by_revenue: str, by_value: str) -> Callable[[pd.DataFrame], set[str]]:
    """In one ABC class by revenue and in another by contribution margin III, by the share at which a customer begins."""

    def classes(amounts: pd.Series) -> pd.Series:
        positive = amounts[amounts > 0].sort_values(ascending=False)
        before = (positive.cumsum() - positive) / positive.sum()
        named = before.map(lambda share: "A" if share < 0.80 else "B" if share < 0.95 else "C")
        return named.reindex(amounts.index).fillna("C")

    def found(accounts: pd.DataFrame) -> set[str]:
        here = (classes(accounts["net"]) == by_revenue) & (classes(accounts["cm3"]) == by_value)
        return set(accounts.index[here])

    return found


def truly_over_served(accounts: pd.DataFrame) -> set[str]:
    """More than twice the hours in proportion to positive value; who falls below two hours a year is set to two."""
    hours, value = accounts["hours"] / YEARS, accounts["cm3"].clip(lower=0)
    low = pd.Series(False, value.index)
    while True:
        budget = value * (hours.sum() - FLOOR * low.sum()) / value[~low].sum()
        below = low | (budget < FLOOR)
        if (below == low).all():
            return set(hours.index[hours > 2 * budget.where(~low, FLOOR)])
        low = below


# what was planted: what the method names, and who truly is beyond its definition
METHODS: dict[str, tuple[Callable[[Company], set[str]], Callable[[pd.DataFrame], set[str]]]] = {
    "loss_makers": (losing, truly_losing),
    "hidden": (corner("hidden"), truly("C", "A")),
    "overrated": (corner("overrated"), truly("A", "C")),
    "over_served": (over_served, truly_over_served),
}


def raw_accounts(folder: Path) -> pd.DataFrame:
    """Net revenue, contribution margin III (three years) and hours per existing customer with business, by plain pandas."""
    text = dict.fromkeys(["Kundennummer", "Auftragsnummer", "Mitarbeiternummer", "Datum"], "str")
    german = {"sep": ";", "decimal": ",", "thousands": ".", "dtype": text}
    lines = pd.read_csv(folder / "data/Auftragspositionen.csv", encoding="cp1252", **german)
    done = pd.read_csv(folder / "data/Aktivitaeten.csv", encoding="utf-8", **german)
    book = openpyxl.load_workbook(folder / "data/Stammdaten.xlsx", read_only=True, data_only=True)
    rows = {name: list(book[name].iter_rows(values_only=True)) for name in ("Kunden", "Mitarbeitende", "Kostensätze")}
    sheets = {name: pd.DataFrame(own[1:], columns=list(own[0])).set_index(own[0][0]) for name, own in rows.items()}
    staff, events = sheets["Mitarbeitende"], sheets["Kostensätze"]["Kosten je Vorgang"].astype(float)
    rate = staff["Jahreskosten"] / (staff["Vollzeitstellen"] * staff["Jahresarbeitszeit"] * 0.8)
    cost = (
        done["Stunden"] * done["Mitarbeiternummer"].map(rate) + done["Fahrstrecke"].fillna(0) * events["Kilometersatz"]
    )
    by, sold = lines.groupby("Kundennummer"), lines[lines["Nettoumsatz"] >= 0].groupby("Kundennummer")
    table = pd.DataFrame({"net": by["Nettoumsatz"].sum(), "hours": done.groupby("Kundennummer")["Stunden"].sum()})
    table["cm3"] = by["Nettoumsatz"].sum() - by["Wareneinsatz"].sum() - by["Fracht"].sum()
    table["cm3"] -= sold["Auftragsnummer"].nunique() * events["Kosten je Auftrag"]
    table["cm3"] -= sold.size() * events["Kosten je Position"]
    table = table.fillna(0.0)
    table["cm3"] -= cost.groupby(done["Kundennummer"]).sum().reindex(table.index).fillna(0.0)
    known = sheets["Kunden"]["Bestandskunde"] == "ja"
    return table[table.index.isin(known.index[known])]


def make(folder: Path, seed: int, effect: float) -> Path:
    options = ["--seed", str(seed), "--effect", str(effect), "--out", str(folder)]
    folder.mkdir()
    (folder / "client.yaml").write_bytes((HOME / "client.yaml").read_bytes())
    subprocess.run([sys.executable, "-B", str(HOME / "make.py"), *options], check=True)
    return folder


def company(folder: Path) -> Company:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    run = Run(intake.read(folder, read_settings(folder)))
    for chapter in ("value", "segmentation", "coverage"):
        run.chapter(chapter)
    return Company(truth, run, raw_accounts(folder))


def companies(folder: Path, effect: float) -> list[Company]:
    """Five companies of one effect."""
    with ThreadPoolExecutor(2) as pool:
        return [company(path) for path in pool.map(lambda seed: make(folder / str(seed), seed, effect), SEEDS)]


def recall_and_precision(made: list[Company], planted: str) -> tuple[float, float]:
    names, definition = METHODS[planted]
    named = right = hit = total = 0
    for one in made:
        ids, found = set(one.truth[planted]["ids"]), names(one)
        named, right = named + len(found), right + len(found & (ids | definition(one.accounts)))
        hit, total = hit + len(found & ids), total + len(ids)
    return hit / total, right / named


@pytest.mark.parametrize(
    ("effect", "least", "lowest_peak"), [(1.0, 0.90, 1.15), (0.5, 0.70, 1.03)], ids=["whole", "half"]
)
def test_methods_find_what_was_planted_and_nothing_that_is_not_there(tmp_path, effect, least, lowest_peak):
    made = companies(tmp_path, effect)
    found = {planted: recall_and_precision(made, planted) for planted in METHODS}
    assert {planted: shares for planted, shares in found.items() if min(shares) < least} == {}
    for one in made:
        total = one.accounts["cm3"].sum()
        assert total > 0.08 * one.accounts["net"].sum()
        assert lowest_peak < one.accounts["cm3"].clip(lower=0).sum() / total < 1.40


def test_nothing_planted_leaves_next_to_nothing_to_find(tmp_path):
    one = company(make(tmp_path / "nothing", 1, 0.0))
    assert not corner("hidden")(one)
    for planted, (names, _) in METHODS.items():
        ids = set(one.truth[planted]["ids"])
        assert len(ids & names(one)) <= 0.4 * len(ids), planted
