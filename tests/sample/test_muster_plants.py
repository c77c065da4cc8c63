"""What the chapters find of what was planted in the invented company, on five seeds, whole and at half strength.

Recall: the share of the planted customers that a method names. Precision: the share of the named that are planted, or that lie
beyond the method's own definition when it is recomputed here from the raw files: a company has loss makers, over-served and
overrated customers nobody planted, and naming those is right. Both are counted over the five seeds together.
Value is what the report ranks by: expected value. It is recomputed here; where no potential is known, revenue goes on by
METHOD's plain rule, so that what a purchase model says of these customers is put to the test as well.
A new method is one line in METHODS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from scipy.optimize import linprog

from sample_companies import HALF, NOTHING, WHOLE, Made, Samples
from workbook.chapters.coverage.requests import Requests
from workbook.chapters.segmentation.small import Small
from workbook.methods.adjusted_rand import adjusted_rand
from workbook.methods.clusters import Structure
from workbook.run import Run

pytestmark = pytest.mark.report

SEEDS = (20260115, 1, 2, 3, 4)
YEARS, FLOOR, CAPS = 3, 2.0, {"smart": 24.0, "lean": 12.0}


@dataclass(frozen=True)
class Company:
    """One made company: the truth, what the chapters found, its customers' amounts from the raw files, their caps."""

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


def under_served(company: Company) -> set[str]:
    table = company.run.chapter("coverage").result.customers
    return set(table.index[table["under"]])


def discounted(company: Company) -> set[str]:
    table = company.run.chapter("value").after.customers
    return set(table.index[table["excess_discount"] > 0])


def truly_losing(accounts: pd.DataFrame) -> set[str]:
    return set(accounts.index[accounts["cm3"] < 0])


def truly(by_revenue: str, by_value: str) -> Callable[[pd.DataFrame], set[str]]:
    """In one ABC class by revenue and in another by expected value."""

    def found(accounts: pd.DataFrame) -> set[str]:
        net, value = (classes(accounts[c], 0.80, 0.95, "ABC").fillna("C") for c in ("net", "value"))
        return set(accounts.index[(net == by_revenue) & (value == by_value)])

    return found


def justified(accounts: pd.DataFrame) -> pd.Series:
    """All hours in proportion to positive value; two a year at least, at most the cap of the class."""
    hours, value = accounts["hours"] / YEARS, accounts["value"].clip(lower=0)
    few, many = 0.0, 1.0
    for _ in range(100):
        factor = (few + many) / 2
        given = np.clip(factor * value, FLOOR, accounts["cap"]).sum()
        few, many = (factor, many) if given < hours.sum() else (few, factor)
    return np.clip(many * value, FLOOR, accounts["cap"])


def truly_over_served(accounts: pd.DataFrame) -> set[str]:
    """More than twice the hours justified."""
    return set(accounts.index[accounts["hours"] / YEARS > 2 * justified(accounts)])


def truly_under_served(accounts: pd.DataFrame) -> set[str]:
    """Less than half of the hours justified, and among those that hold the first 70 % of the potential."""
    high = classes(accounts["potential"].fillna(0.0), 0.70, 0.90, "HML") == "H"
    return set(accounts.index[high & (accounts["hours"] / YEARS < justified(accounts) / 2)])


def truly_discounted(accounts: pd.DataFrame) -> set[str]:
    """Above the median line of the discount rate by log list volume plus 1.645 × 1.4826 × MAD."""
    known = accounts[accounts["listed"] > 0]
    rate, volume = known["discount"] / known["listed"], np.log(known["listed"] / YEARS)
    n = len(known)
    line = np.column_stack([np.ones(n), volume, np.eye(n), -np.eye(n)])
    free = [(None, None)] * 2 + [(0, None)] * (2 * n)
    level, slope = linprog(np.r_[0, 0, np.ones(2 * n)], A_eq=line, b_eq=rate, bounds=free).x[:2]
    left = rate - level - slope * volume
    return set(known.index[left > 1.645 * 1.4826 * (left - left.median()).abs().median()])


# what was planted: what the method names, and who truly is beyond its definition
METHODS: dict[str, tuple[Callable[[Company], set[str]], Callable[[pd.DataFrame], set[str]]]] = {
    "loss_makers": (losing, truly_losing),
    "hidden": (corner("hidden"), truly("C", "A")),
    "overrated": (corner("overrated"), truly("A", "C")),
    "over_served": (over_served, truly_over_served),
    "under_served": (under_served, truly_under_served),
    "excess_discounts": (discounted, truly_discounted),
}


def classes(amounts: pd.Series, high: float, medium: float, names: str) -> pd.Series:
    """One of three letters by the cumulated share at which a customer begins; missing where nothing is positive."""
    positive = amounts[amounts > 0].sort_values(ascending=False)
    before = (positive.cumsum() - positive) / positive.sum()
    named = np.select([before < high, before < medium], [names[0], names[1]], names[2])
    return pd.Series(named, positive.index).reindex(amounts.index)


def expected_value(t: pd.DataFrame) -> pd.Series:
    """The present value of five years: revenue rises to the potential at the industry's usual share, else goes on as it was."""
    now, size = t["net"] / YEARS, classes(t["net"], 0.70, 0.90, "LMS")
    share = now / t["potential"]
    aim = share.groupby(t["industry"]).transform("median").clip(lower=share)
    target = (t["potential"] * aim).clip(lower=now)
    own = (t["cm2"] / t["net"]).where((t["orders"] >= 4) & (t["net"] > 0))
    margin = own.fillna(own.groupby(size).transform("median")).fillna(own.median())
    before = t[t["net_2024"] > 0]
    again = (before["net_2025"] > 0).groupby(classes(before["net_2024"], 0.70, 0.90, "LMS")).agg(["sum", "size"])
    rates = (again["sum"] + 0.5) / (again["size"] + 1)
    everyone = (again["sum"].sum() + 0.5) / (len(before) + 1)
    kept = t["stated"].fillna(size.map(rates)).fillna(everyone)
    few = share < 0.30
    gained = t.loc[few, "care"].sum() / t.loc[few, "net"].sum() * ((target - now) / 5).fillna(0)
    worth = pd.Series(0.0, t.index)
    for year in range(1, 6):
        revenue = (now + (target - now) * year / 5).fillna(t["going_on"])
        worth += (margin * revenue - t["care"] / YEARS - gained) * (kept / 1.10) ** year
    return worth


def raw_accounts(folder: Path) -> pd.DataFrame:
    """Amounts of three years, hours and expected value per existing customer with business, by plain pandas."""
    days = ["Datum", "Rechnungsdatum"]
    text = dict.fromkeys(["Kundennummer", "Auftragsnummer", "Mitarbeiternummer", *days], "str")
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
    table["listed"], table["discount"] = by["Listenumsatz"].sum(), by["Rabatt"].sum()
    table["orders"] = sold["Auftragsnummer"].nunique()
    table["cm2"] = by["Nettoumsatz"].sum() - by["Wareneinsatz"].sum() - by["Fracht"].sum()
    table["cm2"] -= table["orders"] * events["Kosten je Auftrag"] + sold.size() * events["Kosten je Position"]
    table["care"] = cost.groupby(done["Kundennummer"]).sum()
    for year in ("2024", "2025"):
        own = lines[lines["Rechnungsdatum"].str.endswith(year)]
        table[f"net_{year}"] = own.groupby("Kundennummer")["Nettoumsatz"].sum()
    table["going_on"] = going_on(lines, table["net"])
    table = table.fillna(0.0)
    table["cm3"] = table["cm2"] - table["care"]
    known = sheets["Kunden"][sheets["Kunden"]["Bestandskunde"] == "ja"]
    table = table[table.index.isin(known.index)].assign(industry=known["Branche"])
    table["potential"], table["stated"] = (known[c].astype(float) for c in ("Potenzial", "Bindungswahrscheinlichkeit"))
    return table.assign(value=expected_value(table))


def going_on(lines: pd.DataFrame, net: pd.Series) -> pd.Series:
    """METHOD's plain rule: whoever bought in the last 26 weeks buys on at the rate since the first purchase, others do not."""
    sold = lines[lines["Nettoumsatz"] >= 0]
    days = pd.to_datetime(sold["Rechnungsdatum"], format="%d.%m.%Y").groupby(sold["Kundennummer"])
    end = pd.Timestamp(2025, 12, 31)
    years = ((end - days.min()).dt.days + 1) / 365.25
    return (net / years.clip(lower=0.25)).where(days.max() > end - pd.Timedelta(weeks=26), 0.0)


def company(made: Made) -> Company:
    run = made.run
    for chapter in ("value", "segmentation", "coverage"):
        run.chapter(chapter)
    assert run.chapter("value").result.measure == "expected"
    accounts = raw_accounts(made.folder)
    classed = run.chapter("segmentation").after.customers["class"].reindex(accounts.index)
    return Company(dict(made.truth), run, accounts.assign(cap=classed.map(CAPS).astype(float).fillna(np.inf)))


def companies(samples: Samples, effect: float) -> list[Company]:
    """Five companies of one effect."""
    return [company(samples(seed, effect)) for seed in SEEDS]


def recall_and_precision(made: list[Company], planted: str) -> tuple[float, float]:
    names, definition = METHODS[planted]
    named = right = hit = total = 0
    for one in made:
        ids, found = set(one.truth[planted]["ids"]), names(one)
        named, right = named + len(found), right + len(found & (ids | definition(one.accounts)))
        hit, total = hit + len(found & ids), total + len(ids)
    return hit / total, right / named


@pytest.mark.parametrize(
    ("effect", "least", "lowest_peak"),
    [pytest.param(1.0, 0.90, 1.15, marks=WHOLE), pytest.param(0.5, 0.70, 1.03, marks=HALF)],
    ids=["whole", "half"],
)
def test_methods_find_what_was_planted_and_nothing_that_is_not_there(samples, effect, least, lowest_peak):
    made = companies(samples, effect)
    found = {planted: recall_and_precision(made, planted) for planted in METHODS}
    table = pd.DataFrame(found, ["recall", "precision"]).T.round(3)
    for seed, one in zip(SEEDS, made, strict=True):
        table[seed] = [
            " ".join(f"{share:.2f}" for share in recall_and_precision([one], planted)) for planted in METHODS
        ]
    assert {planted: shares for planted, shares in found.items() if min(shares) < least} == {}, f"\n{table.to_string()}"
    for one in made:
        total = one.accounts["cm3"].sum()
        assert total > 0.08 * one.accounts["net"].sum()
        assert lowest_peak < one.accounts["cm3"].clip(lower=0).sum() / total < 1.40


@NOTHING
def test_nothing_planted_leaves_next_to_nothing_to_find(samples):
    one = company(samples(1, 0.0))
    hidden, own = corner("hidden")(one), one.accounts
    assert not truly("C", "A")(own.assign(value=own["cm3"]))
    # Nobody is hidden by what was earned; a stated potential alone can make a small customer valuable, and the potential of
    # these few is large whatever the effect.
    assert own.loc[sorted(hidden), "potential"].notna().all()
    assert len(hidden & set(one.truth["hidden"]["ids"])) <= 0.1 * len(one.truth["hidden"]["ids"])
    for planted, (names, _) in METHODS.items():
        ids = set(one.truth[planted]["ids"])
        assert len(ids & names(one)) <= 0.4 * len(ids), planted


def groups_of_small(made: Made) -> tuple[Structure, dict[str, str]]:
    """The groups of small customers that chapter 3 finds, and the planted kind of every customer that has one."""
    structure = made.run.chapter("segmentation").result.topics.of(Small).structure
    kinds = {i: kind for kind, ids in made.truth["clusters"]["members"].items() for i in ids}
    return structure, kinds


@WHOLE
@pytest.mark.parametrize("seed", SEEDS)
def test_planted_kinds_of_small_customers_are_found(samples, seed):
    structure, kinds = groups_of_small(samples(seed))
    both = structure.groups.index.intersection(list(kinds))
    assert structure.k > 1 and len(both) > 100
    found = adjusted_rand(structure.groups[both].to_numpy(), np.array([kinds[i] for i in both]))
    assert found >= 0.75, (found, structure.stability, structure.silhouette, structure.threshold)


@pytest.mark.parametrize("seed", SEEDS)
def test_small_customers_without_kinds_form_no_groups(samples, seed):
    structure, kinds = groups_of_small(samples(seed, 1.0, "--structureless"))
    assert structure.k == 1 and not kinds, (structure.stability, structure.silhouette, structure.threshold)


# What the planted causes must give. Discounts rise with volume, so small customers keep more of the list price; small customers
# earn their care; an order of a key account takes the hours of a team. Nine planted risers among some 220 small customers are
# 6 % on three years, so near the threshold of 5 % that others who rise decide: undecided or confirmed, never refuted.
MYTHS = {1: {"refuted"}, 2: {"refuted"}, 3: {"refuted"}, 4: {"undecided", "confirmed"}}


@WHOLE
def test_the_myths_get_the_verdicts_their_planted_causes_ask_for(samples):
    for one in companies(samples, 1.0):
        figures = one.run.chapter("segmentation").after.figures
        found = {n: figures[f"segmentation.myth.{n}"].value for n in MYTHS}
        assert all(found[n] in words for n, words in MYTHS.items()), (one.truth["seed"], found)


def favoured(made: Made) -> list[str]:
    """Requesters moved forward beyond chance."""
    turns = made.run.chapter("coverage").result.topics.of(Requests).turns
    assert turns is not None
    return [str(who) for who in turns.persons.index[turns.persons["favoured"]]]


@pytest.mark.parametrize(
    ("effect", "least"),
    [pytest.param(1.0, 5, marks=WHOLE), pytest.param(0.5, 3, marks=HALF)],
    ids=["whole", "half"],
)
def test_the_favoured_requester_is_found_and_nobody_else(samples, effect, least):
    made = [samples(seed, effect) for seed in SEEDS]
    found = [favoured(one) for one in made]
    planted = [one.truth["request_favouritism"]["persons"] for one in made]
    assert sum(own == who for own, who in zip(found, planted, strict=True)) >= least, found
    assert all(set(own) <= set(who) for own, who in zip(found, planted, strict=True)), found


@NOTHING
def test_without_favouritism_nobody_is_favoured(samples):
    assert favoured(samples(1, 0.0)) == []
