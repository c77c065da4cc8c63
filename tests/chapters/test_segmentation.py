"""Chapter 3 against the class rule written a second time, from the raw files, customer by customer."""

from dataclasses import replace
from datetime import date

import pytest

from workbook.chapters.segmentation.findings import findings
from workbook.language import Words
from workbook.methods.guard import Guard
from workbook.statement import statement

WEIGHTS = {"Potenzial": 0.30, "cm3": 0.20, "Strategische Bedeutung": 0.15, "Nettoumsatz": 0.15}
WEIGHTS |= {"Anforderungen": 0.10, "Wettbewerbsintensität": 0.10}
CLASSES = ("key", "core", "smart", "lean")


@pytest.fixture(scope="module")
def known(accounts, sheets):
    """The facts of every existing customer that the rule needs."""
    customers = sheets["Kunden"].set_index("Kundennummer")
    table = accounts.join(customers[[c for c in WEIGHTS if c in customers] + ["Konzernnummer"]])
    return table.astype(dict.fromkeys(WEIGHTS, float))


@pytest.fixture(scope="module")
def scores(known):
    """Weighted mean of the percentiles (mean rank − 0.5) / n over the criteria known of a customer."""
    total, weight = dict.fromkeys(known.index, 0.0), dict.fromkeys(known.index, 0.0)
    for criterion, share in WEIGHTS.items():
        values = known[criterion].dropna()
        for customer, own in values.items():
            below, same = (values < own).sum(), (values == own).sum()
            total[customer] += share * (below + (same + 1) / 2 - 0.5) / len(values)
            weight[customer] += share
    return {c: total[c] / weight[c] for c in known.index}


@pytest.fixture(scope="module")
def trend(orders):
    """Revenue 2025 over 2024 plus 1.28 standard errors of the ratio, per customer with revenue in 2024."""
    found = {}
    for customer, own in orders.groupby("Kundennummer"):
        amounts = own.groupby("Auftragsnummer").agg(money=("Nettoumsatz", "sum"), year=("Rechnungsdatum", "max"))
        before = amounts.loc[amounts["year"].dt.year == 2024, "money"]
        after = amounts.loc[amounts["year"].dt.year == 2025, "money"]
        if before.sum() > 0:
            ratio = after.sum() / before.sum()
            variance = ((after**2).sum() + ratio**2 * (before**2).sum()) / before.sum() ** 2
            found[customer] = ratio + 1.28 * variance**0.5
    return found


@pytest.fixture(scope="module")
def classes(known, scores, trend, sizes, staff):
    """The rule of the method in its order: key, smart, lean, core."""
    kam = staff.loc[staff["Rolle"] == "Key Account Manager", "Vollzeitstellen"].sum()
    cost, capacity = (staff.groupby("Rolle")[c].sum() for c in ("Jahreskosten", "practical"))
    cheapest = (cost / capacity).min()
    places, groups, found = int(kam * 8), [], {}
    parents = known["Konzernnummer"].dropna().to_dict()
    order = sorted(known.index, key=lambda c: (-scores[c], -known["Potenzial"].fillna(-1)[c], -known["cm3"][c], c))
    for customer in order:
        group = parents.get(customer, customer)
        if group not in groups:
            groups.append(group)
        lean_margin = known["cm2"][customer] - known["hours"][customer] * 0.5 * cheapest
        falls = sizes[customer] == "none" or trend.get(customer, 9.9) < 0.95
        unknown = sizes[customer] != "none" and customer not in trend
        if scores[customer] >= 0.6 and groups.index(group) < places:
            found[customer] = "key"
        elif sizes[customer] not in ("small", "none"):
            found[customer] = "core"
        elif lean_margin <= 0 or falls:
            found[customer] = "lean"
        else:
            found[customer] = "core" if unknown else "smart"
    return found


def test_every_score_is_the_weighted_mean_of_percentiles(muster, scores):
    assert muster.run.chapter("segmentation").result.table["score"].to_dict() == pytest.approx(scores)


def test_every_customer_has_the_class_of_the_rule(muster, classes):
    assert muster.run.chapter("segmentation").result.table["class"].to_dict() == classes


@pytest.mark.parametrize("name", CLASSES)
def test_customers_revenue_and_value_of_a_class_are_per_year(muster, classes, accounts, name):
    own = accounts.loc[[c for c, given in classes.items() if given == name]]
    assert muster[f"segmentation.customers.{name}"] == len(own)
    assert muster[f"segmentation.revenue.{name}"] == pytest.approx(own["Nettoumsatz"].sum() / 3, abs=0.01)
    assert muster[f"segmentation.value.{name}"] == pytest.approx(own["cm3"].sum() / 3, abs=0.01)


def test_the_classes_hold_every_existing_customer_once_and_no_prospect(muster, accounts):
    table = muster.run.chapter("segmentation").result.table
    assert sorted(table.index) == sorted(accounts.index)
    assert sum(muster[f"segmentation.customers.{name}"] for name in CLASSES) == len(accounts) == 580


def test_without_a_statement_existing_is_who_has_a_transaction(changed, muster, orders):
    customers = muster.run.client.tables["customers"].drop(columns="existing")
    year = changed(period=(date(2024, 1, 1), date(2024, 12, 31)), customers=customers)
    assert set(year.run.chapter("segmentation").result.table.index) == set(orders["Kundennummer"])


def test_a_group_of_three_levels_takes_one_place(changed, muster):
    table = muster.run.chapter("segmentation").result.table
    a, b, c, *_ = table.index[table["class"] == "key"]
    customers = muster.run.client.tables["customers"]
    parent = customers["customer_id"].map({b: a, c: b}).fillna(customers["parent_id"])
    found = changed(customers=customers.assign(parent_id=parent)).run.chapter("segmentation").result.table
    waiting = (table["class_reason"] == "core_capacity").sum()
    assert waiting >= 2 and (found.loc[[a, b, c], "class"] == "key").all()
    assert (found["class"] == "key").sum() == (table["class"] == "key").sum() + 2


def test_the_guard_compares_key_accounts_with_the_largest(muster, classes, accounts):
    key = {c for c, given in classes.items() if given == "key"}
    largest = set(accounts["Nettoumsatz"].sort_values(ascending=False).index[: len(key)])
    assert muster["segmentation.guard_jaccard"] == pytest.approx(len(key & largest) / len(key | largest))


def test_the_guard_correlates_the_ranks_of_score_and_revenue(muster, scores, accounts):
    def ranks(values):
        return {
            c: sum(o < v for o in values.values()) + sum(o == v for o in values.values()) / 2 for c, v in values.items()
        }

    first, second = ranks(scores), ranks(accounts["Nettoumsatz"].to_dict())
    n = len(first)
    means = [sum(r.values()) / n for r in (first, second)]
    a, b = ([r[c] - m for c in first] for r, m in zip((first, second), means, strict=True))
    rho = sum(x * y for x, y in zip(a, b, strict=True)) / (sum(x * x for x in a) * sum(y * y for y in b)) ** 0.5
    assert muster["segmentation.guard_spearman"] == pytest.approx(rho)


@pytest.mark.parametrize(
    ("check", "german"),
    [
        (Guard(0.9, 0.5, True), "94,7 % der Key Accounts stünden auch dort ganz oben; etwas anderes sagen würde"),
        (Guard(0.3, 0.97, True), "Punktzahl und Umsatz ordnen die Kunden fast gleich; etwas anderes sagen würde"),
        (Guard(0.5, 0.5, False), "66,7 % der Key Accounts stünden auch ganz oben in einer reinen Umsatzliste"),
    ],
)
def test_the_guard_says_why_and_which_criterion_would_add_something(muster, check, german):
    result = replace(muster.run.chapter("segmentation").result, guard=check)
    found = next(f for f in findings(result) if f.id.endswith("_revenue"))
    said = statement(found, Words("de", "de_DE", "EUR")).headline.replace("\xa0", " ").replace("\u202f", " ")
    assert german in said and ("Die Segmentierung fügt einer Umsatzliste nichts hinzu" in said) is check.disguised


def test_without_another_criterion_the_guard_names_none(muster):
    result = muster.run.chapter("segmentation").result
    alike = result.criteria[["revenue"]].assign(potential=result.known["revenue_per_year"] ** 2)
    found = next(
        f
        for f in findings(replace(result, guard=Guard(0.9, 0.99, True), criteria=alike))
        if f.id == "segmentation.disguised_revenue"
    )
    assert found.numbers["would"].key == "segmentation.would_add_none"


def test_northwind_is_a_revenue_ranking_and_every_figure_of_a_class_is_open(northwind):
    assert not northwind.run.chapter("segmentation").result.segmented
    of_classes = tuple(f"segmentation.{kind}" for kind in ("customers.", "revenue.", "value.", "guard_"))
    assert not [name for name in northwind.figures if name.startswith(of_classes)]
    expected = {f"segmentation.{what}.{name}" for what in ("customers", "revenue", "value") for name in CLASSES}
    assert expected | {"segmentation.guard_jaccard", "segmentation.guard_spearman"} <= northwind.open_figures


def test_northwind_is_told_that_revenue_alone_is_no_segmentation(northwind):
    assert "segmentation.revenue_only" in northwind.findings
    assert "segmentation.customers" not in northwind.findings
