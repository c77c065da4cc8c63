"""Quality of the segmentation against a computation from the raw files."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.segmentation.exhibits import EXHIBITS
from workbook.chapters.segmentation.quality import Quality, quality
from workbook.chapters.segmentation.small import Small
from workbook.language import Words
from workbook.statement import statement, unknown
from workbook.topic import Topics

WEIGHTS = {"Potenzial": 0.30, "cm3": 0.20, "Strategische Bedeutung": 0.15, "revenue": 0.15}
WEIGHTS |= {"Anforderungen": 0.10, "Wettbewerbsintensität": 0.10}


def topic_of(found):
    return found.run.chapter("segmentation").result.topics.of(Quality)


@pytest.fixture(scope="module")
def topic(muster):
    return topic_of(muster)


@pytest.fixture(scope="module")
def again(topic, muster):
    """The topic computed anew from a changed base."""
    before = Topics((muster.run.chapter("segmentation").result.topics.of(Small),))

    def run(**changes):
        return quality(replace(topic.base, **changes), before)

    return run


def between(groups, values):
    """Variance between groups over variance in all, by hand."""
    both = pd.DataFrame({"group": groups, "value": values}).dropna()
    by = both.groupby("group")["value"].agg(["mean", "size"])
    return ((by["mean"] - both["value"].mean()) ** 2 * by["size"]).sum() / (
        (both["value"] - both["value"].mean()) ** 2
    ).sum()


def test_the_share_explained_is_that_of_the_raw_orders(muster, topic, accounts, orders, sizes):
    buyers = accounts[accounts["orders"] > 0]
    sold = orders[orders["Nettoumsatz"] >= 0]
    first = sold.drop_duplicates("Auftragsnummer")
    worth = buyers["Nettoumsatz"] / buyers["orders"]
    traits = {
        "orders_year": np.log(buyers["orders"]),
        "order_value": np.log(worth[worth > 0]),
        "lines_order": np.log(buyers["lines"] / buyers["orders"]),
        "discount_rate": buyers["Rabatt"] / buyers["Listenumsatz"].where(buyers["Listenumsatz"] > 0),
        "special_share": (sold["Sonderanfertigung"] == "ja").groupby(sold["Kundennummer"]).mean(),
        "digital_share": first["Bestellweg"].isin(["Webshop", "EDI"]).groupby(first["Kundennummer"]).mean(),
    }
    classes = muster.customers["class"]
    table = topic.explained.traits
    assert set(table.index) == set(traits)
    for name, values in traits.items():
        own = values.reindex(buyers.index)
        assert table.loc[name, "classes"] == pytest.approx(between(classes.reindex(own.index), own), rel=1e-6), name
        assert table.loc[name, "size"] == pytest.approx(between(sizes.reindex(own.index), own), rel=1e-6), name
        assert table.loc[name, "n"] == own.notna().sum()
    assert muster["segmentation.variance_explained"] == pytest.approx(table["classes"].mean())
    assert muster["segmentation.variance_explained_size"] == pytest.approx(table["size"].mean())
    low, high = muster.figures["segmentation.variance_explained"].interval
    assert low < high and low <= table["classes"].mean() * 1.1


def class_of_year(year, facts):
    """The class rule written once more, for one calendar year."""
    orders, activities, staff, customers, rates = facts
    of = {y: orders[orders["Rechnungsdatum"].dt.year == y] for y in (year - 1, year)}
    own, ids = of[year], customers.index
    sold = own[own["Nettoumsatz"] >= 0].groupby("Kundennummer")
    cost = sold["Auftragsnummer"].nunique() * rates["Kosten je Auftrag"] + sold.size() * rates["Kosten je Position"]
    sums = own.groupby("Kundennummer")[["Nettoumsatz", "Wareneinsatz", "Fracht"]].sum().reindex(ids).fillna(0.0)
    done = activities[pd.to_datetime(activities["Datum"], format="%d.%m.%Y").dt.year == year]
    care = done["Stunden"] * done["Mitarbeiternummer"].map(staff["rate"])
    care = (care + done["Fahrstrecke"] * rates["Kilometersatz"]).groupby(done["Kundennummer"]).sum()
    table = customers.assign(revenue=sums["Nettoumsatz"])
    cm2 = sums["Nettoumsatz"] - sums["Wareneinsatz"] - sums["Fracht"] - cost.reindex(ids).fillna(0.0)
    table["cm3"] = cm2 - care.reindex(ids).fillna(0.0)
    by_role = staff.groupby("Rolle")[["Jahreskosten", "practical"]].sum()
    hours = done.groupby("Kundennummer")["Stunden"].sum().reindex(ids).fillna(0.0)
    lean = cm2 - 0.5 * hours * (by_role["Jahreskosten"] / by_role["practical"]).min()
    points = pd.DataFrame({c: (table[c].rank() - 0.5) / table[c].notna().sum() for c in WEIGHTS})
    weight = pd.Series(WEIGHTS)
    score = (points * weight).sum(axis=1) / (points.notna() * weight).sum(axis=1)
    amounts = {y: of[y].groupby(["Kundennummer", "Auftragsnummer"])["Nettoumsatz"].sum() for y in of}
    money = {y: a.groupby("Kundennummer").sum().reindex(ids).fillna(0.0) for y, a in amounts.items()}
    spread = {y: (a**2).groupby("Kundennummer").sum().reindex(ids).fillna(0.0) for y, a in amounts.items()}
    before = money[year - 1].where(money[year - 1] > 0)
    ratio = money[year] / before
    upper = ratio + 1.28 * np.sqrt(spread[year] + ratio**2 * spread[year - 1]) / before
    ranked = table["revenue"][table["revenue"] > 0].sort_values(ascending=False)
    begins = (ranked.cumsum() - ranked) / ranked.sum()
    large = begins.index[begins < 0.9 - 1e-12]
    order = table.assign(score=score, id=ids).sort_values(
        ["score", "Potenzial", "cm3", "id"], ascending=[False, False, False, True], na_position="last"
    )
    group = order["Konzernnummer"].fillna(order["id"])
    places = int(staff.loc[staff["Rolle"] == "Key Account Manager", "Vollzeitstellen"].sum() * 8)
    first = set(group.drop_duplicates()[:places])
    found = {}
    for c in order.index:
        none = table.loc[c, "revenue"] <= 0
        if score[c] >= 0.6 and group[c] in first:
            found[c] = "key"
        elif c in large:
            found[c] = "core"
        elif lean[c] <= 0 or none or upper[c] < 0.95:
            found[c] = "lean"
        else:
            found[c] = "core" if np.isnan(upper[c]) else "smart"
    return pd.Series(found), table["revenue"] > 0


def test_stability_is_the_rule_applied_to_either_year(muster, topic, accounts, orders, activities, staff, sheets):
    customers = sheets["Kunden"].set_index("Kundennummer").loc[accounts.index]
    customers = customers.astype({c: float for c in WEIGHTS if c in customers})
    rates = sheets["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"].astype(float)
    facts = orders, activities, staff, customers, rates
    (one, bought), (two, bought_too) = class_of_year(2024, facts), class_of_year(2025, facts)
    there = one.index[(bought & bought_too).reindex(one.index)]
    table = topic.lasting.both.table
    assert set(table.index) == set(there) and topic.lasting.both.trend
    assert (table["earlier"] == one[table.index]).mean() > 0.995 and (table["later"] == two[table.index]).mean() > 0.995
    same = (one[there] == two[there]).mean()
    chance = sum((one[there] == c).mean() * (two[there] == c).mean() for c in ("key", "core", "smart", "lean"))
    assert muster["segmentation.stability_share"] == pytest.approx(same, abs=0.005)
    assert muster["segmentation.stability"] == pytest.approx((same - chance) / (1 - chance), abs=0.01)
    assert muster.customers["class_later"].dropna().to_dict() == table["later"].to_dict()


def test_two_years_alone_leave_the_trend_aside_and_say_so(changed):
    found = topic_of(changed(period=(date(2024, 1, 1), date(2025, 12, 31))))
    assert not found.lasting.both.trend
    assert found.lasts().numbers["trend"].key.endswith("left_out")


def test_less_than_two_years_are_a_gap(changed):
    found = changed(period=(date(2024, 2, 1), date(2025, 12, 31)))
    assert {"segmentation.stability", "segmentation.stability_share"} <= found.open_figures
    assert "segmentation.variance_explained" in found.figures


def test_money_and_row_order_change_nothing(topic, again):
    base = topic.base
    client = base.client
    money = ["net_revenue", "list_revenue", "discount", "cost_of_goods", "freight", "margin"]
    lines = client.tables["transactions"]
    dearer = lines.assign(**{c: lines[c] * 7 for c in money if c in lines}).sample(frac=1, random_state=1)
    staff = client.tables["staff"]
    staff = staff.assign(annual_cost=staff["annual_cost"] * 7)
    known = base.known.sample(frac=1, random_state=2)
    own = [c for c in known if c.startswith(("cm", "net_revenue", "revenue_per_year", "value_earned"))]
    order = known.index
    criteria = base.criteria.loc[order].assign(
        **{c: base.criteria[c] * 7 for c in ("revenue", "earned_value", "potential")}
    )
    rule = base.rule.loc[order].assign(**{c: base.rule[c] * 7 for c in ("potential", "cm3", "lean_cm3")})
    found = again(
        client=replace(client, tables={**client.tables, "transactions": dearer, "staff": staff}),
        known=known.assign(**{c: known[c] * 7 for c in own}),
        table=base.table.loc[order],
        criteria=criteria,
        rule=rule,
    )
    assert found.lasting.both.table.sort_index().equals(topic.lasting.both.table.sort_index())
    assert found.lasting.kappa_interval == pytest.approx(topic.lasting.kappa_interval)
    assert found.explained.interval == pytest.approx(topic.explained.interval)


def test_one_class_for_all_says_nothing_and_kappa_is_open(topic, again):
    found = again(table=topic.base.table.assign(**{"class": "core"}))
    assert found.explained.classes == pytest.approx(0) and found.explained.word == "less"


def test_northwind_has_no_classes(northwind):
    ids = {"variance_explained", "variance_explained_size", "stability", "stability_share"}
    assert {f"segmentation.{i}" for i in ids} <= northwind.open_figures
    assert EXHIBITS["quality"](northwind.run.chapter("segmentation").result, Words("de", "de_DE", "EUR")) is None


@pytest.mark.parametrize("client", ["muster", "northwind"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_is_said_in_both_languages(request, client, language):
    topic = topic_of(request.getfixturevalue(client))
    words = Words(language, "de_DE" if language == "de" else "en_GB", "EUR")
    assert all(statement(f, words).headline for f in topic.findings())
    assert all(unknown(g, words).headline for g in topic.gaps())
