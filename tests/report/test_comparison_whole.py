"""What changed and why, from files to the comparison, against classes and sums worked out by hand from the raw tables.

A client of eight customers without costs, each ordering the same amount in every quarter: its classes are key or core, by nothing
but the ranks of revenue, potential and importance, so they can be worked out in a few lines.
"""

import csv
import io
import json
import math
from collections import Counter

import pytest

from small_client import small_folder
from workbook.chapters import ORDER
from workbook.intake import enough, read
from workbook.language import Words
from workbook.report.comparison import compare, worked_out
from workbook.report.earlier import read_earlier
from workbook.report.job import report
from workbook.report.order import Job
from workbook.run import Run
from workbook.settings import read_settings
from workbook.statement import facts

pytestmark = pytest.mark.report
WORDS = Words("de", "de_DE", "EUR")
# customer: revenue a year, potential a year, importance 1–5
BEFORE = {
    "K1": (80_000, 100_000, 2), "K2": (60_000, 240_000, 4), "K3": (50_000, 90_000, 5), "K4": (40_000, 300_000, 1),
    "K5": (30_000, 60_000, 3), "K6": (20_000, 50_000, 2), "K7": (10_000, 40_000, 1), "K8": (8_000, 30_000, 1),
}  # fmt: skip
# K2 buys less and has less to buy, K5 grew, K8 is gone, K9 is new.
AFTER = {k: v for k, v in BEFORE.items() if k != "K8"} | {
    "K2": (12_000, 45_000, 4), "K5": (90_000, 400_000, 3), "K9": (4_000, 20_000, 1),
}  # fmt: skip
PLAIN = {"potential": 0.4, "earned_value": 0.1, "strategic_importance": 0.1, "revenue": 0.4}
OTHER = {"potential": 0.1, "earned_value": 0.1, "strategic_importance": 0.7, "revenue": 0.1}


def tables(customers):
    listed = ["Kundennummer;Name;Potenzial;Strategische Bedeutung"]
    listed += [f"{k};Firma {k};{p};{i}" for k, (_, p, i) in customers.items()]
    lines = ["Auftragsnummer;Kundennummer;Datum;Nettoumsatz"]
    for k, (revenue, _, _) in customers.items():
        lines += [f"{k}-{m};{k};15.{m:02d}.2024;{revenue // 4},00" for m in (2, 5, 8, 11)]
    return "\n".join(listed) + "\n", "\n".join(lines) + "\n"


def settings(weights):
    told = "".join(f"    {name}: {w}\n" for name, w in weights.items())
    fast = "  input_draws: 20\n  weight_draws: 10\n"
    return f"name: Acht GmbH\nlanguage: de\ncurrency: EUR\nsegmentation:\n{fast}  weights:\n{told}"


def folder(path, customers, weights):
    listed, lines = tables(customers)
    return small_folder(path / "acht", settings(weights), kunden=listed, umsatz=lines)


def rows(text):
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def by_hand(customers, weights):
    """Classes, revenue and potentials from the raw tables: no line of the program's is used."""
    listed, lines = (rows(text) for text in tables(customers))
    revenue = Counter()
    for line in lines:
        revenue[line["Kundennummer"]] += float(line["Nettoumsatz"].replace(",", "."))
    criteria = {
        "revenue": dict(revenue),
        "potential": {c["Kundennummer"]: float(c["Potenzial"]) for c in listed},
        "strategic_importance": {c["Kundennummer"]: float(c["Strategische Bedeutung"]) for c in listed},
    }
    whole = sum(weights[name] for name in criteria)
    n = len(listed)

    def value(name, customer):
        own = criteria[name][customer]
        below = sum(v < own for v in criteria[name].values())
        equal = sum(v == own for v in criteria[name].values())
        return (below + (equal + 1) / 2 - 0.5) / n

    scores = {c: sum(weights[m] / whole * value(m, c) for m in criteria) for c in revenue}
    first = sorted(scores, key=lambda c: (-scores[c], -criteria["potential"][c], c))[: min(3, math.ceil(n / 4))]
    classes = {c: "key" if c in first and scores[c] >= 0.6 else "core" for c in scores}
    return classes, sum(revenue.values()), max(revenue.values()) / sum(revenue.values())


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """The earlier report, as the command leaves it."""
    place = tmp_path_factory.mktemp("before")
    done = report(Job(folder(place, BEFORE, PLAIN), place / "out", "de"))
    assert not done.failed
    return done.folder / "results.json"


def compared(path, customers, weights, before):
    """Today's client against the earlier report."""
    there = folder(path, customers, weights)
    client = enough(read(there, read_settings(there)))
    run = Run(client)
    after = run.chapter(ORDER[-1]).after
    figures = {i: f for name in ORDER for i, f in facts(name, run.chapter(name), WORDS)["figures"].items()}
    now = {"client": "acht", "currency": "EUR", "as_of": client.as_of.isoformat(), "findings": [], "figures": figures}
    now["period"] = [d.isoformat() for d in client.period]
    return compare(read_earlier(before, "acht"), now, after.customers, client, ORDER, worked_out(there))


def migration(one, other):
    """How many customers went from which class to which, by hand."""
    return Counter((one.get(c, "new"), other.get(c, "gone")) for c in {*one, *other})


def agrees(found, customers, weights, cause):
    """Everything the comparison says against the classes and sums worked out by hand."""
    (old, sum_old, top_old), (new, sum_new, top_new) = by_hand(BEFORE, PLAIN), by_hand(customers, weights)
    stays = {c for c in old if c in new}
    assert found.moved["before"].to_dict() == {c: old[c] for c in stays if old[c] != new[c]}
    assert found.moved["after"].to_dict() == {c: new[c] for c in stays if old[c] != new[c]}
    assert found.moved["cause"].to_dict() == {c: cause(c) for c in found.moved.index}
    told = {(a, b): int(n) for a, row in found.migration.iterrows() for b, n in row.items() if n}
    assert told == dict(migration(old, new))
    figures = found.figures
    assert figures.loc["value.net_revenue", ["before", "after"]].tolist() == pytest.approx([sum_old, sum_new])
    assert figures.loc["value.top1_share", ["before", "after"]].tolist() == pytest.approx([top_old, top_new])
    for name in ("key", "core"):
        counts = [list(classes.values()).count(name) for classes in (old, new)]
        assert figures.loc[f"segmentation.customers.{name}", ["before", "after"]].tolist() == counts
    assert set(found.came) == set(new) - set(old) and set(found.left) == set(old) - set(new)


def test_the_cases_by_hand_are_no_trifle():
    plain, data, other, both = (
        by_hand(customers, weights)[0]
        for customers, weights in ((BEFORE, PLAIN), (AFTER, PLAIN), (BEFORE, OTHER), (AFTER, OTHER))
    )
    moved = [{c for c in plain if c in one and one[c] != plain[c]} for one in (data, other, both)]
    assert all(moved) and moved[0] != moved[1]
    assert {data[c] == plain[c] for c in moved[2]} == {True, False}  # some by the data, some by the settings


def test_only_the_data_changed(tmp_path, before):
    found = compared(tmp_path, AFTER, PLAIN, before)
    assert found.mode == "single" and found.kinds == ("data",)
    assert {c.what for c in found.changes} == {"kunden.csv", "umsatz.csv"}
    agrees(found, AFTER, PLAIN, lambda _: "data")


def test_only_a_setting_changed(tmp_path, before):
    found = compared(tmp_path, BEFORE, OTHER, before)
    assert found.mode == "single" and found.kinds == ("parameters",)
    assert {c.what for c in found.changes} == {f"segmentation.weights.{n}" for n in PLAIN if PLAIN[n] != OTHER[n]}
    agrees(found, BEFORE, OTHER, lambda _: "parameters")
    assert found.figures.loc["value.net_revenue", "within"] == "same"


def test_both_changed_and_each_has_its_part(tmp_path, before):
    found = compared(tmp_path, AFTER, OTHER, before)
    assert found.mode == "separated" and set(found.kinds) == {"data", "parameters"}
    (old, *_), (middle, revenue, _), (new, *_) = (
        by_hand(BEFORE, PLAIN), by_hand(AFTER, PLAIN), by_hand(AFTER, OTHER),
    )  # fmt: skip
    # Today's data with the settings of before stand in between: who has moved there already was moved by the data.
    agrees(found, AFTER, OTHER, lambda c: "data" if middle[c] == new[c] else "parameters")
    assert set(found.moved["cause"]) == {"data", "parameters"}
    assert found.figures.loc["value.net_revenue", "middle"] == pytest.approx(revenue)
    for name in ("key", "core"):
        steps = found.figures.loc[f"segmentation.customers.{name}", ["before", "middle", "after"]].tolist()
        assert steps == [list(classes.values()).count(name) for classes in (old, middle, new)]


def test_only_the_program_changed(tmp_path, before):
    manifest = before.parent / "manifest.json"
    told = manifest.read_text("utf-8")
    try:
        manifest.write_text(json.dumps(json.loads(told) | {"version": "0.0.1"}), "utf-8")
        found = compared(tmp_path, BEFORE, PLAIN, before)
    finally:
        manifest.write_text(told, "utf-8")
    assert found.mode == "single" and found.kinds == ("software",) and found.moved.empty
    assert set(found.figures["within"]) == {"same"}
